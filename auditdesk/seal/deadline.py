"""Gives up work in this thread after a time: a few hundred hostile bytes can keep a parser busy for days.

The exception is raised in the middle of whatever Python code runs, by the interpreter's own means. Limits on single
loops were tried: there is always another loop. A child process would cost the start of an interpreter each time.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import threading
from collections.abc import Iterator


class GivenUp(BaseException):
    """The time is over; not an Exception, so that no handler on the way takes it for a fault of the file."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise GivenUp in the calling thread when the body takes longer than this."""
    if math.isinf(seconds):
        yield
        return
    thread, turn = threading.get_ident(), threading.Lock()
    running = True

    def _give_up() -> None:
        with turn:
            if running:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(GivenUp))

    timer = threading.Timer(seconds, _give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with turn:
            running = False
        timer.cancel()
