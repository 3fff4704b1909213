"""A copy of an item's bytes outside the workbook: a name that cannot mislead, and bytes that were checked."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from auditdesk.core import content
from auditdesk.core.errors import Damaged
from auditdesk.core.files import writing_atomically
from auditdesk.core.progress import Progress
from auditdesk.core.workbook import Workbook

_LONGEST = 120


def safe_name(code: str, filename: str) -> str:
    """The item's number and its file name without what a file system or a reader could take for something else."""
    kept = "".join("_" if c in '<>:"/\\|?*' or unicodedata.category(c)[0] == "C" else c for c in filename)
    stem, dot, suffix = kept.strip(" .").rpartition(".")
    if not dot or len(suffix) > 12:
        stem, suffix = kept.strip(" ."), ""
    return f"{code} {stem[:_LONGEST]}".strip() + (f".{suffix}" if suffix else "")


@dataclass(frozen=True)
class SavingCopy:
    """Work for `Jobs`: writes the whole copy or none, and none when the stored bytes are not what was taken in."""

    workbook: Workbook
    sha256: str
    size: int
    target: Path

    def __call__(self, progress: Progress) -> Path:
        digest, done = hashlib.sha256(), 0
        with self.workbook.reader() as connection, writing_atomically(self.target) as out:
            for data in content.slices(connection, self.sha256):
                digest.update(data)
                out.write(data)
                done += len(data)
                progress(done, self.size)
            if digest.hexdigest() != self.sha256:
                raise Damaged(self.sha256)
        return self.target


@dataclass(frozen=True)
class ReadingChecked:
    """Work for `Jobs`: an item's bytes, checked against their hash; none above `limit`, where only the check counts."""

    workbook: Workbook
    sha256: str
    size: int
    limit: int

    def __call__(self, progress: Progress) -> bytes | None:
        digest, kept, done = hashlib.sha256(), bytearray(), 0
        with self.workbook.reader() as connection:
            for data in content.slices(connection, self.sha256):
                digest.update(data)
                if self.size <= self.limit:
                    kept += data
                done += len(data)
                progress(done, self.size)
        if digest.hexdigest() != self.sha256:
            raise Damaged(self.sha256)
        return bytes(kept) if self.size <= self.limit else None
