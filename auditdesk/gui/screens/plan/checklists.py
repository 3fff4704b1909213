"""The checklists in use: add one that comes with auditdesk or from a file, or take one out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from auditdesk.core import planning
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.progress import Progress
from auditdesk.core.queries import PackRow
from auditdesk.gui import dialogs, messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Job
from auditdesk.gui.screens.plan.preview import ImportPreview
from auditdesk.gui.widgets.buttons import push_button, tool_button
from auditdesk.gui.widgets.cardpage import bring_into_view
from auditdesk.gui.widgets.forms import ProblemPanel
from auditdesk.gui.widgets.layouts import Card, column, row, rule
from auditdesk.gui.widgets.meters import Ring
from auditdesk.gui.widgets.text import Caption, PlainLabel, unmarked

if TYPE_CHECKING:
    from auditdesk.packs.imports import ImportReport
    from auditdesk.packs.shelf import PackInfo


class PackLine(QWidget):
    """One checklist: how far it is, where it comes from, and the way to take it out."""

    withdraw = Signal(object)

    def __init__(self, pack: PackRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.pack = pack
        line = row(self, gap=12)
        ring = Ring(self)
        ring.set_share(1 - pack.open / pack.questions if pack.questions else 0.0)
        line.addWidget(ring, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=0)
        title = self.tr("{title}, version {version}").format(title=pack.title, version=pack.version)
        words.addWidget(PlainLabel(title, self, type="heading", wrap=True))
        left = self.tr("{open} of {total} questions open").format(open=pack.open, total=pack.questions)
        words.addWidget(Caption(left, self))
        for caption, text in ((self.tr("Licence: {text}"), pack.licence), (self.tr("Source: {text}"), pack.source)):
            if text:
                about = PlainLabel(
                    caption.format(text=text), self, type="caption", tone="muted", elide=Qt.TextElideMode.ElideRight
                )
                words.addWidget(about)
        line.addLayout(words, 1)
        self.remove = tool_button(
            self.tr("Take “{title}” out of this audit").format(title=pack.title), self, icon="trash"
        )
        self.remove.clicked.connect(self._on_withdraw)
        line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_withdraw(self) -> None:
        self.withdraw.emit(self.pack)


class ChecklistsCard(Card):
    """The question sets of this audit, and the preview of one that is to come in."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Checklists in use"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self._packs: tuple[PackRow, ...] | None = None
        self._own: list[PackInfo] = []
        self._job: Job | None = None
        self._list = column(gap=12)
        self.add(self._list)
        self.problem = ProblemPanel(self)
        self.add(self.problem)
        self.preview = ImportPreview(self)
        self.preview.hide()
        self.preview.accepted.connect(self._on_accepted)
        self.preview.declined.connect(self._on_declined)
        self.add(self.preview)
        self.waiting = Caption("", self)
        self.waiting.hide()
        self.add(self.waiting)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("Checklists that come with auditdesk"))
        self.own_button = push_button(
            self.tr("Add own pack…"), self, icon="plus", tip=self.tr("Add a checklist that comes with auditdesk")
        )
        self.own_button.clicked.connect(self._on_own)
        self.import_button = push_button(
            self.tr("Import from a file…"), self, icon="import",
            tip=self.tr("Read a checklist pack or a CISO Assistant library; you see what is in it before it is added"),
        )  # fmt: skip
        self.import_button.clicked.connect(self._on_import)
        self._buttons = QWidget(self)
        buttons = row(self._buttons, gap=8)
        buttons.addWidget(self.own_button)
        buttons.addWidget(self.import_button)
        buttons.addStretch(1)
        self.add(self._buttons)

    # ---- what is in use ---------------------------------------------------------------------------------------------
    def fill(self, packs: tuple[PackRow, ...]) -> None:
        """Show the checklists as they are saved."""
        if packs == self._packs:
            return
        self._packs = packs
        while (entry := self._list.takeAt(0)) is not None:
            part = entry.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        for pack in packs:
            if self._list.count():
                self._list.addWidget(rule(self))
            line = PackLine(pack, self)
            line.withdraw.connect(self._on_withdraw)
            self._list.addWidget(line)
        if not packs:
            words = self.tr("No checklist is in use yet. Add one to have questions to answer.")
            self._list.addWidget(PlainLabel(words, self, wrap=True, tone="muted"))

    @Slot(object)
    def _on_withdraw(self, pack: PackRow) -> None:
        self.problem.hide()
        if self._desk.do(planning.withdraw_pack, pack.id):
            self._desk.said.emit(self.tr("Took “{title}” out of the audit.").format(title=pack.title), True)
            self.own_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- one that comes with auditdesk ------------------------------------------------------------------------------
    @Slot()
    def _on_own(self) -> None:
        self._read(_own_packs, self.tr("Reading the checklists"), self._on_own_read)

    def _on_own_read(self, packs: list[PackInfo]) -> None:
        self._wait("")
        self._own = packs
        self.menu.clear()
        used = {pack.pack_id for pack in self._packs or ()}
        for pack in packs:
            title = pack.title.get("en") or next(iter(pack.title.values()))
            words = self.tr("{title}, version {version}: {questions} questions").format(
                title=title, version=pack.version, questions=pack.questions
            )
            action = self.menu.addAction(unmarked(words))
            action.setData(pack.id)
            action.setEnabled(pack.id not in used)
            action.triggered.connect(self._on_own_chosen)
        if not packs:
            self.menu.addAction(self.tr("No checklist comes with this auditdesk")).setEnabled(False)
        self.menu.popup(self.own_button.mapToGlobal(self.own_button.rect().bottomLeft()))

    @Slot()
    def _on_own_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.read_file(next(pack.path for pack in self._own if pack.id == action.data()))

    # ---- one from a file --------------------------------------------------------------------------------------------
    @Slot()
    def _on_import(self) -> None:
        kinds = [self.tr("Checklists (*.yaml *.yml)"), self.tr("All files (*)")]
        path = dialogs.choose_open_file(self, self.tr("Import a checklist"), kinds=kinds)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a checklist and show what is in it; nothing changes yet."""
        self._preview(False)
        self._read(_reading(path), self.tr("Reading {name}").format(name=path.name), self._on_read)

    def _read(self, work: Callable[[Progress], object], title: str, on_done: Callable[..., None]) -> None:
        if self._job is not None:
            return
        self.problem.hide()
        self._wait(title)
        self._job = self._desk.jobs.start(
            work, title=title, quiet=True, on_done=self._ended(on_done), on_error=self._on_unreadable,
            on_cancelled=self._on_stopped,
        )  # fmt: skip

    def _ended(self, on_done: Callable[..., None]) -> Callable[..., None]:
        self._next = on_done
        return self._on_ended

    def _on_ended(self, found: object) -> None:
        self._job = None
        self._next(found)

    def _on_read(self, report: ImportReport) -> None:
        self._wait("")
        self.preview.show_report(report)
        self._preview(True)
        self.preview.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self.preview)

    def _on_unreadable(self, error: AuditdeskError) -> None:
        self._on_stopped()
        self.problem.tell(messages.words(error))

    def _on_stopped(self) -> None:
        self._job = None
        self._wait("")

    def _wait(self, words: str) -> None:
        self.waiting.setText(self.tr("{what}…").format(what=words) if words else "")
        self.waiting.setVisible(bool(words))

    @Slot(object, str)
    def _on_accepted(self, report: ImportReport, language: str) -> None:
        from auditdesk.packs.loading import to_content

        change = self._desk.do(planning.add_pack, to_content(report.pack), language)
        if change is None:
            return
        self._preview(False)
        said = self.tr("Added “{title}”: {questions} questions in {sections} sections.").format(
            title=change.label, questions=change.value.questions, sections=change.value.sections
        )
        self._desk.said.emit(said, True)
        self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_declined(self) -> None:
        self._preview(False)
        self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _preview(self, shown: bool) -> None:
        """The preview stands in the place of the buttons that lead to it."""
        self.preview.setVisible(shown)
        self._buttons.setVisible(not shown)


def _reading(path: Path) -> Callable[[Progress], ImportReport]:
    def _read(_progress: Progress) -> ImportReport:
        from auditdesk.packs.detect import read_any

        return read_any(path)

    return _read


def _own_packs(_progress: Progress) -> list[PackInfo]:
    from auditdesk.packs.shelf import own_packs

    return own_packs()
