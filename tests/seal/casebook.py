"""The list of alterations, and the file each is made from."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from auditdesk.seal import signing

from .forging import contents_of
from .making import Firm, Stages, signed

Alteration = Callable[["Case"], bytes]
ALL: dict[str, Alteration] = {}
WITH_KEYS: set[str] = set()
OF_SEVERAL: set[str] = set()


class Case:
    """A signed file to alter: its bytes, its revisions, and for some forgeries the keys of the people involved."""

    def __init__(self, pdf: bytes, stages: Stages | None = None, firm: Firm | None = None) -> None:
        self.pdf = pdf
        self.stages = stages
        self.firm = firm
        self.count = len(contents_of(pdf))
        self.roles = signing.ROLES[: self.count]
        ends = [match.end() for match in re.finditer(rb"%%EOF[ \t]*\r?\n?", pdf)]
        self.signed_ends = [min(end for end in ends if end > stop) for _, stop in contents_of(pdf)]
        self.unsigned_end = max(end for end in ends if end < contents_of(pdf)[0][0])

    def keys(self) -> tuple[Stages, Firm]:
        """The report step by step and the firm's keys."""
        assert self.stages is not None and self.firm is not None
        return self.stages, self.firm

    def last_contents(self) -> tuple[int, int]:
        """Start and end of the hex digits of the last signature."""
        return contents_of(self.pdf)[-1]

    def resigned(self, source: bytes, **others: Any) -> bytes:
        """The same roles sign `source`, with `others` in place of some people."""
        stages, _ = self.keys()
        for role, person in zip(self.roles, stages.people, strict=False):
            source = signed(source, role, others.get(role, person))
        return source


def alteration(make: Alteration) -> Alteration:
    """An alteration of any signed file."""
    ALL[make.__name__] = make
    return make


def with_keys(make: Alteration) -> Alteration:
    """One that needs the keys behind `Stages` and `Firm`."""
    WITH_KEYS.add(make.__name__)
    return alteration(make)


def of_several(make: Alteration) -> Alteration:
    """One that needs a file with several signatures."""
    OF_SEVERAL.add(make.__name__)
    return alteration(make)
