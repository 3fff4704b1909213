"""The log: type names and places in the code, never values, so that it can be sent to a stranger.

A log line is written as its template: what would be filled in may be an answer, a name or a path. A traceback is
written as types and lines of our own files, without messages and without locals.
"""

from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path
from types import TracebackType

import auditdesk
from auditdesk import paths

FILE = "auditdesk.log"
_PACKAGE = Path(auditdesk.__file__).resolve().parent
_MOST_BYTES = 256 * 1024
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class BoundedFile(logging.FileHandler):
    """A log file that begins anew when it is full, and keeps one earlier file; `logging.handlers` loads sockets."""

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and self.stream.tell() >= _MOST_BYTES:
            self.close()
            os.replace(self.baseFilename, f"{self.baseFilename}.1")
            self.stream = self._open()
        super().emit(record)


class ReticentFormatter(logging.Formatter):
    """Writes templates and places only."""

    def format(self, record: logging.LogRecord) -> str:
        said = f"{self.formatTime(record)} {record.levelname} {record.name}: {record.msg!s}"
        if record.exc_info:
            said += "\n" + self.formatException(record.exc_info)
        return said

    def formatException(self, ei: ExcInfo) -> str:
        return places(ei[1])


def places(error: BaseException | None) -> str:
    """The chain of an error as type names and code locations."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        for frame in traceback.extract_tb(error.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def start_log() -> Path | None:
    """Write what the package logs to the user's folder; None when that cannot be written."""
    try:
        path = paths.config_dir() / FILE
        handler = BoundedFile(path, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(ReticentFormatter())
    logger = logging.getLogger("auditdesk")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    return path


def stop_log() -> None:
    """Close what `start_log` opened."""
    logger = logging.getLogger("auditdesk")
    for handler in list(logger.handlers):
        if isinstance(handler.formatter, ReticentFormatter):
            logger.removeHandler(handler)
            handler.close()


def _short(filename: str) -> str:
    path = Path(filename)
    try:
        return path.resolve().relative_to(_PACKAGE.parent).as_posix()
    except ValueError:
        return path.name  # a path outside the package may hold a person's name
