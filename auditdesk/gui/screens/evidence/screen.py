"""The Evidence screen: bring items in, look at them, say where they come from, see what relies on them."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditdesk.core import collecting, queries
from auditdesk.core.errors import AuditdeskError, Refused
from auditdesk.core.transaction import Change
from auditdesk.gui import dialogs
from auditdesk.gui.desk import Desk
from auditdesk.gui.intake import Intake, can_take
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.evidence.copies import SavingCopy, safe_name
from auditdesk.gui.screens.evidence.detail import ItemDetail
from auditdesk.gui.screens.evidence.shelf import Shelf
from auditdesk.gui.widgets import DropVeil, EmptyState, ListAndPage, column, let_drops_through
from auditdesk.gui.widgets.searchedlist import add_shortcuts

_CONCERNS = ("evidence_item", "evidence_link", "finding", "answer")


class EvidenceScreen(Screen):
    """The list on the left, one item on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._item: uuid.UUID | None = None
        self._stale = False
        self.intake = Intake(desk, self)
        self.shelf = Shelf(desk, self)
        self.detail = ItemDetail(desk, self, self)
        self.empty = EmptyState(
            self.tr(
                "Photos, records, e-mails and notes that findings rest on belong here."
                " Each is kept unopened and unchanged. Drop files, paste with Ctrl+V, or choose them."
            ),
            self.tr("Add files…"),
            self,
            icon="evidence",
        )
        self._lay_out()
        self._make_actions()
        self._connect()
        let_drops_through(self)
        self.setAcceptDrops(True)
        self._refill(None)

    def _lay_out(self) -> None:
        self.splitter = ListAndPage(self.shelf, self.detail, self, most=90)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        column(self).addWidget(self.stack)
        self.veil = DropVeil(self.tr("Let go to add to the evidence"), self)

    def _make_actions(self) -> None:
        wanted = (
            (("Insert",), self.choose_files),
            ((QKeySequence.StandardKey.Paste,), self.paste),
            (("Ctrl+F",), self.shelf.seek),
        )
        add_shortcuts(self, wanted)
        add_shortcuts(self.shelf.view, [((QKeySequence.StandardKey.Delete,), self.withdraw)], here_only=True)

    def _connect(self) -> None:
        self.shelf.begin_wanted.connect(self.choose_files)
        self.empty.started.connect(self.choose_files)
        self.shelf.current_changed.connect(self._on_current_changed)
        self.shelf.view.opened.connect(self._on_opened)
        self.detail.go.connect(self._on_go)
        self.detail.save_wanted.connect(self.save_copy)
        self.detail.withdraw_wanted.connect(self.withdraw)
        self.intake.added.connect(self._on_added)
        self.desk.changed.connect(self._on_changed)

    # ---- what the window asks ---------------------------------------------------------------------------------------
    def shown(self) -> None:
        """Fill what is stale; the list has the keyboard."""
        if self._stale:
            self._refill(None)
            self.detail.refresh()
        self.shelf.start()
        (self.shelf.view if self.shelf.model.rowCount() else self.empty.button).setFocus()

    def flush(self) -> bool:
        """Save whatever is typed and not yet saved."""
        return self.detail.flush()

    def show_object(self, _kind: str, identity: object) -> None:
        """Show one item."""
        if isinstance(identity, uuid.UUID):
            self.shelf.show_id(identity)

    # ---- verbs ------------------------------------------------------------------------------------------------------
    @Slot()
    def choose_files(self) -> None:
        """Ask for files and take them in."""
        self.intake.add_files(dialogs.choose_files(self, self.tr("Add evidence")))

    @Slot()
    def paste(self) -> None:
        """Take in what was copied: files, a picture, or text."""
        copied = QGuiApplication.clipboard().mimeData()
        if copied is None or not self.intake.add_clipboard(copied):  # some systems give none for an empty clipboard
            self.desk.said.emit(self.tr("The clipboard holds no file, picture or text"), False)

    @Slot()
    def withdraw(self) -> None:
        """Take the current item out of use; a toast offers to undo it. Not while a finding relies on it."""
        page = self.detail.page
        if page is None or not self.detail.flush():
            return
        found = [use.code for use in queries.uses(self.desk.connection, page.id) if use.kind == "finding"]
        if found:
            self.desk.failed.emit(Refused("evidence_used", {"evidence": page.code, "findings": found}))
            return
        if self.desk.do(collecting.withdraw_evidence, page.id) is not None:
            self.desk.said.emit(self.tr("{code} withdrawn; its bytes and history stay").format(code=page.code), True)

    @Slot()
    def save_copy(self) -> None:
        """Write the current item's bytes to a file outside the workbook, after saying what that means."""
        page, workbook = self.detail.page, self.desk.workbook
        if page is None or workbook is None:
            return
        question = self.tr("Save a copy of {code} outside the workbook?").format(code=page.code)
        explain = self.tr(
            "The copy leaves the protected file: whoever can read the folder can read it, and auditdesk no longer"
            " guards it. Delete it when it has served its purpose."
        )
        if not dialogs.confirm(self, question, self.tr("Save a copy…"), self.tr("Keep it inside"), explain=explain):
            return
        target = dialogs.choose_save_file(self, self.tr("Save a copy"), safe_name(page.code, page.filename))
        if target is None:
            return
        work = SavingCopy(workbook, page.sha256, page.size, target)
        title = self.tr("Saving a copy of {code}").format(code=page.code)
        self.desk.jobs.start(work, title=title, on_done=self._on_copied, on_error=self._on_copy_failed)

    @Slot(object)
    def _on_copied(self, target: Path) -> None:
        self.desk.said.emit(self.tr("Copy saved as {name}").format(name=target.name), False)

    @Slot(object)
    def _on_copy_failed(self, error: AuditdeskError) -> None:
        self.desk.failed.emit(error)

    # ---- drops ------------------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData(), text=True):
            self.veil.lift()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        if self.intake.add_clipboard(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # a move would delete the person's own file
            event.accept()

    # ---- filling ----------------------------------------------------------------------------------------------------
    def _refill(self, change: Change[Any] | None) -> None:
        if self.desk.workbook is None:
            return
        self._stale = False
        self.shelf.refill(change)
        empty = self.shelf.total() == 0
        self.stack.setCurrentWidget(self.empty if empty else self.splitter)

    @Slot(object)
    def _on_current_changed(self, item: uuid.UUID | None) -> None:
        if item == self._item:
            return
        if self._item is not None and item is not None and not self.detail.flush():
            QTimer.singleShot(0, self._on_held)
            return
        self._item = item
        self.detail.show_item(item)

    @Slot()
    def _on_held(self) -> None:
        """What was typed could not be saved: stay with it."""
        self.shelf.view.show_id(self._item)
        self.detail.focus_pending()
        self.desk.said.emit(self.tr("Not saved yet; correct the marked field first"), False)

    @Slot(object, object)
    def _on_changed(self, change: Change[Any], by: object) -> None:
        if not change.touches(*_CONCERNS):
            return
        if not self.isVisible():
            self._stale = True
            return
        if change.touches("evidence_item", "evidence_link"):
            self._refill(change)
        if by is not self:
            self.detail.refresh()

    @Slot(object)
    def _on_added(self, change: Change[uuid.UUID]) -> None:
        self.shelf.show_id(change.value)

    @Slot(object)
    def _on_opened(self, _item: uuid.UUID) -> None:
        self.detail.form.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str, object)
    def _on_go(self, kind: str, identity: uuid.UUID) -> None:
        self.go.emit(kind, identity)
