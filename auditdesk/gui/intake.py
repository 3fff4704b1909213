"""Evidence comes in: files and the clipboard, read on the worker, registered one by one as each is safely stored.

Every file is a job of its own, so that what is stored is shown while the next is read, and a file that cannot be taken
in holds up no other. Stopping keeps what was already added and leaves nothing of the rest.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import os
import uuid
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QImage

from auditdesk.core import collecting, content, media
from auditdesk.core.content import Sealed
from auditdesk.core.errors import AuditdeskError, BadInput
from auditdesk.core.models.enums import LinkRole
from auditdesk.core.progress import Progress
from auditdesk.core.transaction import Change
from auditdesk.core.workbook import Workbook, Writer
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Job
from auditdesk.gui.widgets import visible
from auditdesk.messages import CHOOSE_ANOTHER
from auditdesk.refusals import QT_TRANSLATE_NOOP

OWN_WORKBOOK = QT_TRANSLATE_NOOP("messages", "This is the workbook you are working in.")
_HEAD = 8192  # bytes that tell what a file is
_TITLE = 80  # characters of a pasted text that become its title
_RAW_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg"}


def files_in(mime: QMimeData) -> list[Path]:
    """The files of this computer that were dropped or copied."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def can_take(mime: QMimeData, *, text: bool = False) -> bool:
    """Whether files or a picture were dropped or copied; with `text`, words too."""
    return bool(files_in(mime)) or mime.hasImage() or (text and mime.hasText() and bool(mime.text().strip()))


@dataclass(frozen=True)
class _Source:
    """One thing to take in: a file by its path, or bytes, or a picture still to be written down."""

    name: str
    title: str = ""
    path: Path | None = None
    data: bytes = b""
    image: QImage | None = None
    question: uuid.UUID | None = None
    finding: uuid.UUID | None = None
    role: LinkRole = LinkRole.SUPPORTS


@dataclass(frozen=True)
class _Staged:
    source: _Source
    sealed: Sealed
    media_type: str


class Intake(QObject):
    """Takes evidence in for one screen. `added(Change)` for every item, with the item's id as the change's value.

    The changes are made by the intake itself, so every screen hears of them by `desk.changed`, its owner too.
    What cannot be taken in is told by `desk.failed`, what was by `desk.said`. `idle` when nothing is left to do.
    """

    added = Signal(object)
    idle = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: deque[_Source] = deque()
        self._job: Job | None = None
        self._asked = self._taken = 0
        self._told = ""
        desk.closing.connect(self._on_closing)

    @property
    def busy(self) -> bool:
        """Whether something is still coming in."""
        return self._job is not None

    def add_files(
        self,
        paths: Iterable[Path],
        *,
        question: uuid.UUID | None = None,
        finding: uuid.UUID | None = None,
        role: LinkRole = LinkRole.SUPPORTS,
    ) -> None:
        """Take files in, used for a question, or for or against a finding, when one is given."""
        self._add([_Source(_plain_name(path), path=path, question=question, finding=finding) for path in paths], role)

    def add_clipboard(
        self,
        mime: QMimeData,
        *,
        question: uuid.UUID | None = None,
        finding: uuid.UUID | None = None,
        role: LinkRole = LinkRole.SUPPORTS,
        text: bool = True,
    ) -> bool:
        """Take in what was copied or dropped: files, else a picture, else text. False when it holds none of these."""
        if files := files_in(mime):
            self.add_files(files, question=question, finding=finding, role=role)
            return True
        stamp = dt.datetime.now().astimezone().strftime("%Y-%m-%d %H-%M-%S")
        source = self._picture(mime, stamp, question, finding)
        if source is None and text and mime.hasText() and mime.text().strip():
            words = mime.text()
            title = " ".join(words.split())[:_TITLE]
            name = self.tr("Pasted text {time}").format(time=stamp) + ".txt"
            source = _Source(name, title, data=words.encode(errors="replace"), question=question, finding=finding)
        if source is None:
            return False
        self._add([source], role)
        return True

    def _picture(
        self, mime: QMimeData, stamp: str, question: uuid.UUID | None, finding: uuid.UUID | None
    ) -> _Source | None:
        title = self.tr("Pasted picture {time}").format(time=stamp)
        for media_type, suffix in _RAW_PICTURES.items():  # the very bytes where they are offered, not a copy of pixels
            data = bytes(mime.data(media_type).data()) if mime.hasFormat(media_type) else b""
            if data:
                return _Source(title + suffix, title, data=data, question=question, finding=finding)
        image = mime.imageData() if mime.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            return _Source(title + ".png", title, image=image, question=question, finding=finding)
        return None

    # ---- one after the other ----------------------------------------------------------------------------------------
    def _add(self, sources: list[_Source], role: LinkRole) -> None:
        sources = [replace(source, role=role) for source in sources]
        if self._desk.workbook is None:
            return
        if not self.busy:
            self._asked = self._taken = 0
        self._waiting.extend(sources)
        self._asked += len(sources)
        if not self.busy:
            self._next()

    def _next(self) -> None:
        workbook = self._desk.workbook
        if workbook is None or not self._waiting:
            self._finish()
            return
        source = self._waiting.popleft()
        place = self._asked - len(self._waiting)
        words = source.name
        if self._asked > 1:
            words = self.tr("{file} ({place} of {total})").format(file=source.name, place=place, total=self._asked)
        self._job = self._desk.jobs.start(
            functools.partial(_stage, workbook, source, words),
            title=self.tr("Adding evidence"),
            on_done=self._on_staged,
            on_error=self._on_error,
            on_cancelled=self._on_cancelled,
        )

    def _finish(self) -> None:
        self._job = None
        if self._taken == 1:
            self._desk.said.emit(self._told, True)
        elif self._taken:
            self._desk.said.emit(self.tr("Evidence added: {count}").format(count=self._taken), False)
        self._asked = self._taken = 0
        self.idle.emit()

    def _on_staged(self, staged: _Staged) -> None:
        change = self._register(staged)
        if change is not None:
            self._taken += 1
            self._told = self._words(change)
            self.added.emit(change)
        self._next()

    def _register(self, staged: _Staged) -> Change[uuid.UUID] | None:
        source = staged.source
        change = self._desk.do_by(
            self,
            collecting.add_evidence,
            sha256=staged.sealed.sha256,
            filename=source.name,
            media_type=staged.media_type,
            title=source.title or visible(source.name),
            kind=media.evidence_kind(staged.media_type),
            to_question=source.question,
        )
        if change is not None and source.finding is not None:
            self._desk.do_by(self, collecting.link_to_finding, change.value, source.finding, source.role)
        return change

    def _words(self, change: Change[uuid.UUID]) -> str:
        if change.touches("evidence_item"):
            return self.tr("{code} added").format(code=change.label)
        return self.tr("This is {code}, which the workbook already has").format(code=change.label)

    def _on_error(self, error: AuditdeskError) -> None:
        self._desk.failed.emit(error)
        self._next()

    def _on_cancelled(self) -> None:
        self._waiting.clear()
        self._finish()

    @Slot()
    def _on_closing(self) -> None:
        self._waiting.clear()
        if self._job is not None:
            self._job.drop()
            self._job = None


# ---- on the worker --------------------------------------------------------------------------------------------------
def _stage(workbook: Workbook, source: _Source, words: str, progress: Progress) -> _Staged:
    def _told(done: int, total: int, step: str = "") -> None:
        progress(done, total, step or words)

    with workbook.writer() as writer:
        sealed, head = _bring_in(writer, source, workbook.path, _told)
        try:
            _told(sealed.size, sealed.size)  # the last chance to stop
        except AuditdeskError:
            if not sealed.known:
                content.forget(writer, sealed.sha256)
            raise
    return _Staged(source, sealed, media.kind_of(head, source.name))


def _bring_in(writer: Writer, source: _Source, own: Path, progress: Progress) -> tuple[Sealed, bytes]:
    if source.path is not None:
        if _is_the_workbook(source.path, own):
            raise BadInput(str(source.path), OWN_WORKBOOK, remedy=CHOOSE_ANOTHER)
        sealed = content.stage_file(writer, source.path, progress)
        return sealed, content.read(writer.connection, sealed.sha256, _HEAD)
    data = _png(source.image) if source.image is not None else source.data
    return content.stage(writer, io.BytesIO(data), len(data), source.name, progress), data[:_HEAD]


def _is_the_workbook(path: Path, own: Path) -> bool:
    """Opening and closing the workbook's files here would drop the database's lock on them (POSIX)."""
    for suffix in ("", "-wal", "-shm"):
        try:
            if os.path.samefile(path, f"{own}{suffix}"):
                return True
        except OSError:  # one of the two is not there
            continue
    return False


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    data = bytes(buffer.data().data())
    buffer.close()
    return data


def _plain_name(path: Path) -> str:
    """The file's name; bytes that are no UTF-8 become a replacement character."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
