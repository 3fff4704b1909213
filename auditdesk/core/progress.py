"""How long work reports itself and is cancelled: a callable, nothing more."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called from the working thread with how much is done; raises Cancelled when the person wants to stop."""

    def __call__(self, done: int, total: int, step: str = "") -> None: ...


def silent(done: int, total: int, step: str = "") -> None:
    """Progress for callers that do not show any."""
