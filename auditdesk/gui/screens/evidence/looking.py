"""Looking at one item: its bytes are checked against their SHA-256 before anything is drawn from them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from auditdesk.core import content
from auditdesk.core.errors import AuditdeskError, Damaged, FileMissing
from auditdesk.core.queries import EvidencePage
from auditdesk.gui import theme
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Job
from auditdesk.gui.preview import PreviewPane
from auditdesk.gui.screens.evidence.copies import ReadingChecked
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets import Chip, Ornament, PlainLabel, announce, column, row

AT_ONCE = 1024 * 1024
"""Up to this size bytes are read between two frames; beyond it a job reads them."""
LARGEST = 192 * 1024 * 1024
"""Nothing larger is held in memory for a preview."""


class ItemPreview(QWidget):
    """The preview of one item, or a sentence why there is none. `checked(bool)`: the bytes are what was taken in."""

    checked = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._page: EvidencePage | None = None
        self.pane = PreviewPane(desk.jobs, self)
        self.notice = Notice(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.pane)
        self._stack.addWidget(self.notice)
        column(self).addWidget(self._stack)
        self.integrity = IntegrityChip(self)

    def show_page(self, page: EvidencePage) -> None:
        """Read, check and show."""
        self.clear()
        self._page = page
        workbook = self._desk.workbook
        if workbook is None:
            return
        if page.size <= AT_ONCE:
            try:
                self._on_read(content.read(workbook.connection, page.sha256))
            except AuditdeskError as error:
                self._on_error(error)
            return
        self.integrity.set_state("checking")
        self.notice.say("muted", "info", self.tr("Reading and checking the file"))
        self._stack.setCurrentWidget(self.notice)
        work = ReadingChecked(workbook, page.sha256, page.size, LARGEST)
        title = self.tr("Checking {code}").format(code=page.code)
        self._job = self._desk.jobs.start(
            work, title=title, on_done=self._on_read, on_error=self._on_error, quiet=page.size <= LARGEST
        )

    def clear(self) -> None:
        """Show nothing and keep no bytes."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        self._page = None
        self.pane.clear()
        self.integrity.set_state("")
        self._stack.setCurrentWidget(self.pane)

    @Slot(object)
    def _on_read(self, data: bytes | None) -> None:
        self._job = None
        if self._page is None:
            return
        self.integrity.set_state("sound")
        self.checked.emit(True)
        if data is None:
            said = self.tr("This file is too large to be shown here. Its bytes were checked.")
            self.notice.say("muted", "info", said)
            self._stack.setCurrentWidget(self.notice)
            return
        self.pane.show_bytes(data, self._page.media_type, self._page.filename)
        self._stack.setCurrentWidget(self.pane)

    @Slot(object)
    def _on_error(self, error: AuditdeskError) -> None:
        self._job = None
        if self._page is None:
            return
        self.checked.emit(False)
        if isinstance(error, Damaged | FileMissing):
            missing = isinstance(error, FileMissing)
            self.integrity.set_state("missing" if missing else "altered")
            words = self._say_missing() if missing else self._say_altered()
        else:
            self.integrity.set_state("unread")
            words = self.tr("{code} could not be read, so it is not shown. Nothing was changed.")
        said = words.format(code=self._page.code)
        self.notice.say("critical", "diamond", said)
        self._stack.setCurrentWidget(self.notice)
        announce(self, said)

    def _say_altered(self) -> str:
        return self.tr(
            "The bytes of {code} are not the ones that were taken in: their SHA-256 is another, so they are not shown."
            " Do not rely on this item. Bring back a copy of the workbook, or add the original file again."
        )

    def _say_missing(self) -> str:
        return self.tr(
            "The bytes of {code} are not in this workbook. Its description and its uses are kept."
            " Bring back a copy of the workbook, or add the original file again."
        )


class IntegrityChip(Chip):
    """Whether the bytes are the ones that were taken in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Look("muted", "", "", ""), parent)
        self.state = ""
        self.set_state("")

    def set_state(self, state: str) -> None:
        """One of "", checking, sound, altered, missing, unread."""
        self.state = state
        looks = {
            "checking": Look("muted", "○", "open", self.tr("Being checked")),
            "sound": Look("conforms", "✓", "check", self.tr("As taken in")),
            "altered": Look("critical", "◆", "diamond", self.tr("Altered")),
            "missing": Look("critical", "◆", "diamond", self.tr("Bytes missing")),
            "unread": Look("unable", "?", "unable", self.tr("Not checked")),
        }
        tips = {
            "sound": self.tr("Checked just now: the bytes have the SHA-256 they had when they were taken in"),
            "altered": self.tr("The bytes have another SHA-256 than when they were taken in"),
        }
        self.set_look(looks.get(state, Look("muted", "", "", "")))
        self.setToolTip(tips.get(state, ""))
        self.setVisible(bool(state))


class Notice(QFrame):
    """A sentence where a preview would be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Ornament("info", self, size=theme.SPACE[4])
        self.label = PlainLabel("", self, wrap=True)
        outer = column(self, margin=24)
        line = row(gap=12)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)
        outer.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)

    def say(self, tone: str, icon: str, words: str) -> None:
        """Show a sentence with its shape, both in one tone."""
        self._icon.show_icon(icon, tone)
        self.label.set_tone(tone)
        self.label.setText(words)
        self.setAccessibleName(words)
