"""The words for every error a person can act on: what happened, what was kept, what to do.

Free of Qt, so that the desk and the command line say the same. The sentences are marked for the translators with
`QT_TRANSLATE_NOOP`; the desk passes its translator to `words`, the command line passes none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from auditdesk import refusals
from auditdesk.core import errors
from auditdesk.core.errors import AuditdeskError, BadInput, FileProblem, Locked, Refused, SigningRefused
from auditdesk.refusals import QT_TRANSLATE_NOOP

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Message:
    """What a person is told about an error, in plain sentences; an empty part has nothing to say."""

    title: str
    what_happened: str
    what_was_kept: str
    what_to_do: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.what_happened, self.what_was_kept, self.what_to_do) if part)


def _said(title: str, happened: str, kept: str, to_do: str) -> Message:
    return Message(title, happened, kept, to_do)


NOTHING_CHANGED = QT_TRANSLATE_NOOP("messages", "Nothing was changed.")
FILE_UNTOUCHED = QT_TRANSLATE_NOOP("messages", "The file is as it was.")
NOTHING_SIGNED = QT_TRANSLATE_NOOP("messages", "No signature was made and no file was written.")

_FILES: dict[type[AuditdeskError], Message] = {
    errors.FileMissing: _said(
        QT_TRANSLATE_NOOP("messages", "File not found"),
        QT_TRANSLATE_NOOP("messages", "There is no file or folder at {path}."),
        NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("messages", "Check the name, and that the drive or folder is connected."),
    ),
    errors.FileExists: _said(
        QT_TRANSLATE_NOOP("messages", "File already there"),
        QT_TRANSLATE_NOOP("messages", "{path} exists already and is not overwritten."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Choose another name or another folder."),
    ),
    errors.FileEmpty: _said(
        QT_TRANSLATE_NOOP("messages", "Empty file"),
        QT_TRANSLATE_NOOP("messages", "{path} has no content."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Copy it again from where it came from, or open a backup."),
    ),
    errors.NotAWorkbook: _said(
        QT_TRANSLATE_NOOP("messages", "Not a workbook"),
        QT_TRANSLATE_NOOP("messages", "{path} is not an auditdesk workbook, or only a part of one."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Choose another file. If it was copied, copy it again."),
    ),
    errors.NotEncrypted: _said(
        QT_TRANSLATE_NOOP("messages", "Not an encrypted workbook"),
        QT_TRANSLATE_NOOP("messages", "{path} is a database without encryption, which auditdesk never writes."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Choose another file, and ask who made this one."),
    ),
    errors.WrongPassphrase: _said(
        QT_TRANSLATE_NOOP("messages", "The passphrase does not fit"),
        QT_TRANSLATE_NOOP("messages", "{path} does not open with this passphrase, or its beginning is damaged."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP(
            "messages",
            "Try again, and look at capital letters and the keyboard language. A lost passphrase has no way back.",
        ),
    ),
    errors.Damaged: _said(
        QT_TRANSLATE_NOOP("messages", "The workbook is damaged"),
        QT_TRANSLATE_NOOP("messages", "The passphrase is right, but parts of {path} are not what was written."),
        QT_TRANSLATE_NOOP("messages", "The file was not changed any further."),
        QT_TRANSLATE_NOOP("messages", "Keep this file, open the latest backup, and check the disk it was stored on."),
    ),
    errors.ReadOnly: _said(
        QT_TRANSLATE_NOOP("messages", "Cannot be written"),
        QT_TRANSLATE_NOOP("messages", "{path}, its folder or its drive does not allow writing."),
        QT_TRANSLATE_NOOP("messages", "Everything saved before is kept."),
        QT_TRANSLATE_NOOP("messages", "Copy the file to a folder of your own, or ask for the right to write here."),
    ),
    errors.DiskFull: _said(
        QT_TRANSLATE_NOOP("messages", "The disk is full"),
        QT_TRANSLATE_NOOP("messages", "There was no room left to write {path}."),
        QT_TRANSLATE_NOOP("messages", "Everything acknowledged so far is kept; the last step was not done."),
        QT_TRANSLATE_NOOP("messages", "Make room on the disk, then try again."),
    ),
    errors.TooNew: _said(
        QT_TRANSLATE_NOOP("messages", "Written by a later auditdesk"),
        QT_TRANSLATE_NOOP("messages", "{path} has format {found}; this auditdesk knows formats up to {known}."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Open it with the auditdesk that wrote it, or install that version here."),
    ),
    errors.Locked: _said(
        QT_TRANSLATE_NOOP("messages", "Already open"),
        QT_TRANSLATE_NOOP("messages", "{path} is open elsewhere: {who}."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Close it there first. One workbook is open in one window at a time."),
    ),
    errors.MigrationFailed: _said(
        QT_TRANSLATE_NOOP("messages", "The upgrade was refused"),
        QT_TRANSLATE_NOOP("messages", "Bringing {path} to this version of auditdesk failed its own checks."),
        QT_TRANSLATE_NOOP("messages", "The file is as it was before, and a backup lies beside it."),
        QT_TRANSLATE_NOOP("messages", "Go on with the earlier auditdesk, and report this with the log file."),
    ),
    FileProblem: _said(
        QT_TRANSLATE_NOOP("messages", "A problem with a file"),
        QT_TRANSLATE_NOOP("messages", "{path} could not be used."),
        FILE_UNTOUCHED,
        QT_TRANSLATE_NOOP("messages", "Choose another file, or try again after checking the drive."),
    ),
    errors.Cancelled: _said(
        QT_TRANSLATE_NOOP("messages", "Stopped"),
        QT_TRANSLATE_NOOP("messages", "The work was stopped before it was done."),
        QT_TRANSLATE_NOOP("messages", "Nothing of it was kept; everything from before is as it was."),
        QT_TRANSLATE_NOOP("messages", "Start it again when you want it."),
    ),
    AuditdeskError: _said(
        QT_TRANSLATE_NOOP("messages", "Could not be done"),
        QT_TRANSLATE_NOOP("messages", "auditdesk stopped at {kind}."),
        QT_TRANSLATE_NOOP("messages", "Everything saved before is kept."),
        QT_TRANSLATE_NOOP("messages", "Try again; if it stays, report it with the log file."),
    ),
}

REFUSED = QT_TRANSLATE_NOOP("messages", "Not done")
SIGNING_REFUSED = QT_TRANSLATE_NOOP("messages", "Not signed")
BAD_INPUT = QT_TRANSLATE_NOOP("messages", "The file cannot be used")
NOBODY_KNOWN = QT_TRANSLATE_NOOP("messages", "by whom is not known")
OPEN_BY = QT_TRANSLATE_NOOP("messages", "by {user} on {host} since {since}")
AT_LINE = QT_TRANSLATE_NOOP("messages", "{path}, line {line}: {problem}")
AT_FILE = QT_TRANSLATE_NOOP("messages", "{path}: {problem}")
NOTHING_IMPORTED = QT_TRANSLATE_NOOP("messages", "Nothing of it was taken in.")
CHOOSE_ANOTHER = QT_TRANSLATE_NOOP("messages", "Choose another file, or ask the sender for a new one.")


def words(error: AuditdeskError, translate: Translate = str) -> Message:
    """The message for an error: `translate` turns each English sentence into the language of the screen."""
    if isinstance(error, Refused):
        happened, to_do = refusals.REFUSED.get(error.reason, refusals.REFUSED_OTHERWISE)
        said = _said(REFUSED, happened, NOTHING_CHANGED, to_do)
    elif isinstance(error, SigningRefused):
        happened, to_do = refusals.SIGNING.get(error.reason, refusals.SIGNING_OTHERWISE)
        said = _said(SIGNING_REFUSED, happened, NOTHING_SIGNED, to_do)
    elif isinstance(error, BadInput):
        said = _bad_input(error, refusals.INPUT, translate)
    else:
        said = next(_FILES[kind] for kind in type(error).__mro__ if kind in _FILES)
    return _filled(said, _values(error, translate), translate)


def plain(value: object) -> str:
    """A value for a sentence: control and direction characters, which could disguise a name, become visible."""
    if isinstance(value, Mapping):
        value = [f"{plain(key)}: {plain(entry)}" for key, entry in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(plain(entry) for entry in value)
    text = str(value).replace("\n", " ")
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} else c for c in text)


def _bad_input(error: BadInput, known: Mapping[str, tuple[str, str]], translate: Translate) -> Message:
    problem, remedy = known.get(error.problem, (error.problem, error.remedy))
    where = AT_FILE if error.line is None else AT_LINE
    happened = translate(where).format(path=plain(error.path), line=error.line, problem=plain(translate(problem)))
    to_do = plain(translate(error.remedy or remedy)) if error.remedy or remedy else CHOOSE_ANOTHER
    return _said(BAD_INPUT, _braced(happened), NOTHING_IMPORTED, _braced(to_do))


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def _values(error: AuditdeskError, translate: Translate) -> _Values:
    found = _Values(kind=type(error).__name__)
    if isinstance(error, Refused | SigningRefused):
        found.update({key: plain(value) for key, value in error.detail.items()})
        found.setdefault("reason", plain(error.reason))
    elif isinstance(error, FileProblem):
        found.update({field.name: plain(getattr(error, field.name)) for field in fields(error)})
    if isinstance(error, Locked):
        known = error.user or error.host
        who = translate(OPEN_BY) if known else translate(NOBODY_KNOWN)
        found["who"] = who.format_map(_Values({key: found[key] or "–" for key in ("user", "host", "since")}))
    return found


def _filled(said: Message, values: _Values, translate: Translate) -> Message:
    parts = (said.title, said.what_happened, said.what_was_kept, said.what_to_do)
    return Message(*(translate(part).format_map(values) for part in parts))
