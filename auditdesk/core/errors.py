"""The errors a person can act on. They carry data; the words are made by `gui/messages.py` and `cli.py`.

Everything that is not an AuditdeskError is a bug and must reach the exception hook.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class AuditdeskError(Exception):
    """Something outside the program's control that a person can do something about."""


class Cancelled(AuditdeskError):
    """A long job was stopped by the person who started it; nothing of it was kept."""


# ---- the workbook file ----------------------------------------------------------------------------------------------
@dataclass
class FileProblem(AuditdeskError):
    """A problem with one file; `path` as the person gave it."""

    path: str

    def __post_init__(self) -> None:
        super().__init__(type(self).__name__)


class FileMissing(FileProblem):
    """There is no file at this place."""


class FileExists(FileProblem):
    """A file is already there and is not overwritten."""


class FileEmpty(FileProblem):
    """The file has no bytes."""


class NotAWorkbook(FileProblem):
    """The file is too short or of another kind."""


class NotEncrypted(FileProblem):
    """A plain SQLite database, which auditdesk never writes."""


class WrongPassphrase(FileProblem):
    """No page of the file answers to this passphrase."""


class Damaged(FileProblem):
    """The passphrase is right, but pages of the file are not what was written."""


class ReadOnly(FileProblem):
    """The file, its folder or its medium cannot be written."""


class DiskFull(FileProblem):
    """The medium has no room; everything acknowledged so far is kept."""


@dataclass
class TooNew(FileProblem):
    """Written by a later auditdesk."""

    found: int = 0
    known: int = 0


@dataclass
class Locked(FileProblem):
    """Open elsewhere; who, where and since when, as far as the lock file tells."""

    user: str = ""
    host: str = ""
    since: str = ""


class MigrationFailed(FileProblem):
    """An upgrade of the file was refused by its own checks; the file is as it was."""


# ---- what people enter ----------------------------------------------------------------------------------------------
@dataclass
class Refused(AuditdeskError):
    """A verb was asked for something its rules do not allow. `reason` is a stable key, `detail` its data."""

    reason: str
    detail: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.reason)


@dataclass
class BadInput(AuditdeskError):
    """A file somebody gave us is not what it should be: where, what, and what to do about it."""

    path: str
    problem: str
    line: int | None = None
    remedy: str = ""

    def __post_init__(self) -> None:
        super().__init__(self.problem)


# ---- signing --------------------------------------------------------------------------------------------------------
@dataclass
class SigningRefused(AuditdeskError):
    """No signature is made, and no unsigned or self-made stand-in either. `reason` is a stable key."""

    reason: str
    detail: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.reason)
