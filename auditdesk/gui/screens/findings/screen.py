"""The Findings screen: write findings in five parts, weigh evidence for and against, finalise."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditdesk.core import findings, queries
from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import FindingState, LinkRole
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.intake import Intake
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.findings.roster import Roster
from auditdesk.gui.screens.findings.sheet import FindingSheet
from auditdesk.gui.vocabulary import word
from auditdesk.gui.widgets import EmptyState, ListAndPage, column, let_drops_through
from auditdesk.gui.widgets.searchedlist import add_shortcuts

_CONCERNS = ("finding", "evidence_link", "evidence_item", "question")


class FindingsScreen(Screen):
    """The list on the left, one sheet on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._finding: uuid.UUID | None = None
        self._stale = False
        self.intake = Intake(desk, self)
        self.roster = Roster(desk, self)
        self.sheet = FindingSheet(desk, self, self.intake, self)
        self.none = EmptyState(self.tr("Choose a finding on the left."), "", self, icon="findings")
        self.empty = EmptyState(
            self.tr(
                "A finding says what should be, what is, on which evidence, why, and with what effect."
                " Raise one from an answer in Checklists, where it starts filled in, or begin here."
            ),
            self.tr("New finding"),
            self,
            icon="findings",
        )
        self._lay_out()
        self._make_actions()
        self._connect()
        let_drops_through(self)
        self._refill()

    def _lay_out(self) -> None:
        self._right = QStackedWidget(self)
        self._right.addWidget(self.sheet)
        self._right.addWidget(self.none)
        self._right.setCurrentWidget(self.none)
        self.splitter = ListAndPage(self.roster, self._right, self, most=80)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        column(self).addWidget(self.stack)

    def _make_actions(self) -> None:
        wanted = (
            (("Ctrl+Return", "Ctrl+Enter"), self.finalise),
            (("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), self.reopen),
            (("Ctrl+E",), self.sheet.sides[LinkRole.SUPPORTS].choose),
            (("Ctrl+Shift+E",), self.sheet.sides[LinkRole.CONTRADICTS].choose),
            (("Ctrl+F",), self.roster.seek),
        )
        add_shortcuts(self, wanted)
        add_shortcuts(self.roster.view, [((QKeySequence.StandardKey.Delete,), self.withdraw)], here_only=True)

    def _connect(self) -> None:
        self.roster.begin_wanted.connect(self.start)
        self.empty.started.connect(self.start)
        self.roster.current_changed.connect(self._on_current_changed)
        self.roster.view.opened.connect(self._on_opened)
        self.sheet.go.connect(self._on_go)
        self.sheet.heading.finalise_wanted.connect(self.finalise)
        self.sheet.heading.reopen_wanted.connect(self.reopen)
        self.sheet.heading.withdraw_wanted.connect(self.withdraw)
        self.desk.changed.connect(self._on_changed)

    # ---- what the window asks ---------------------------------------------------------------------------------------
    def shown(self) -> None:
        """Fill what is stale; the list has the keyboard."""
        if self._stale:
            self._refill()
            self.sheet.refresh()
        self.roster.start()
        (self.roster.view if self.roster.model.rowCount() else self.empty.button).setFocus()

    def flush(self) -> bool:
        """Save whatever is typed and not yet saved."""
        return self.sheet.flush()

    def show_object(self, _kind: str, identity: object) -> None:
        """Show one finding."""
        if isinstance(identity, uuid.UUID):
            self.roster.show_id(identity)

    # ---- verbs ------------------------------------------------------------------------------------------------------
    @Slot()
    def start(self) -> None:
        """Begin a finding that no question led to; its title has the keyboard."""
        if not self.sheet.flush():
            return
        change = self.desk.do(findings.add_finding, "")
        if change is not None:
            self.roster.show_id(change.value)
            self.sheet.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def finalise(self) -> None:
        """Declare the finding ready for the report; when parts are missing, name them and go to the first."""
        page = self.sheet.page
        if page is None or page.fixed or not self.sheet.flush():
            return
        page = queries.finding_page(self.desk.connection, page.id)
        if page is None:
            return
        if page.missing:
            names = [word(part) for part in page.missing]
            self.desk.failed.emit(Refused("finding_incomplete", {"finding": page.code, "missing": names}))
            self.sheet.focus_part(page.missing[0])
            return
        if self.desk.do(findings.finalise_finding, page.id) is not None:
            self.desk.said.emit(self.tr("{code} finalised").format(code=page.code), True)
            self.sheet.heading.reopen.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def reopen(self) -> None:
        """Take a finalised finding back to draft."""
        page = self.sheet.page
        if page is None or page.state is not FindingState.FINALISED:
            return
        if self.desk.do(findings.reopen_finding, page.id) is not None:
            self.desk.said.emit(self.tr("{code} is a draft again").format(code=page.code), True)
            self.sheet.condition.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def withdraw(self) -> None:
        """Take the finding out; a toast offers to undo it."""
        page = self.sheet.page
        if page is None or page.state is FindingState.SIGNED or not self.sheet.flush():
            return
        if self.desk.do(findings.withdraw_finding, page.id) is not None:
            self.desk.said.emit(self.tr("{code} withdrawn; its history stays").format(code=page.code), True)

    # ---- filling ----------------------------------------------------------------------------------------------------
    def _refill(self) -> None:
        if self.desk.workbook is None:
            return
        self._stale = False
        self.roster.ask_again()
        self.stack.setCurrentWidget(self.splitter if self.roster.all else self.empty)

    @Slot(object)
    def _on_current_changed(self, finding: uuid.UUID | None) -> None:
        if finding == self._finding:
            return
        if self._finding is not None and finding is not None and not self.sheet.flush():
            QTimer.singleShot(0, self._on_held)
            return
        self._finding = finding
        found = self.sheet.show_finding(finding)
        self._right.setCurrentWidget(self.sheet if found else self.none)

    @Slot()
    def _on_held(self) -> None:
        """What was typed could not be saved: stay with it."""
        if self._finding is not None:
            self.roster.show_id(self._finding)
        self.sheet.autosave.focus_pending()
        self.desk.said.emit(self.tr("Not saved yet; correct the marked field first"), False)

    @Slot(object, object)
    def _on_changed(self, change: Change[Any], by: object) -> None:
        if not change.touches(*_CONCERNS):
            return
        if not self.isVisible():
            self._stale = True
            return
        self._refill()
        if by is not self:
            self.sheet.refresh()

    @Slot(object)
    def _on_opened(self, _finding: uuid.UUID) -> None:
        self.sheet.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str, object)
    def _on_go(self, kind: str, identity: uuid.UUID) -> None:
        self.go.emit(kind, identity)
