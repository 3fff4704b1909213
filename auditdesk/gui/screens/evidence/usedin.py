"""Where an item is used, which way it speaks there, and which part of it is meant."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from auditdesk.core import collecting
from auditdesk.core.models.enums import LinkRole
from auditdesk.core.queries import Use
from auditdesk.gui.desk import Desk
from auditdesk.gui.linkline import LinkLine
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets import Caption, column


class UsedIn(QWidget):
    """The uses of one item. `go("question" | "finding", id)` when the person wants to see one."""

    go = Signal(str, object)

    def __init__(self, desk: Desk, by: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._by = desk, by
        self.rows: list[UseRow] = []
        self._box = column(self, gap=12)
        self.nowhere = Caption(self.tr("Not used yet. Link it from a question in Checklists or from a finding."), self)
        self._box.addWidget(self.nowhere)

    def show_uses(self, uses: tuple[Use, ...]) -> None:
        """Show the uses; rows that are still right stay, so that nothing typed or focused is lost."""
        shown = {line.use.link: line for line in self.rows}
        if [use.link for use in uses] != list(shown):
            for line in self.rows:
                line.forget()
                self._box.removeWidget(line)
                line.hide()
                line.deleteLater()
            self.rows = [self._add(use) for use in uses]
        for line, use in zip(self.rows, uses, strict=True):
            line.show_use(use)
        self.nowhere.setVisible(not uses)

    def stops(self) -> list[QWidget]:
        """Where Tab stops here, in the order it is read."""
        return [stop for line in self.rows for stop in (line.way, line.role, line.pinpoint, line.unlink)]

    def flush(self) -> bool:
        """Save what is pending."""
        saved = [line.autosave.flush() for line in self.rows]
        return all(saved)

    def _add(self, use: Use) -> UseRow:
        line = UseRow(self._desk, self._by, use, self)
        line.asked.connect(self._on_asked)
        self._box.addWidget(line)
        return line

    @Slot(str, object)
    def _on_asked(self, kind: str, identity: uuid.UUID) -> None:
        self.go.emit(kind, identity)


class UseRow(LinkLine):
    """One use: the way to it, role, pinpoint, unlink."""

    asked = Signal(str, object)

    def __init__(self, desk: Desk, by: QObject, use: Use, parent: QWidget) -> None:
        icon = "findings" if use.kind == "finding" else "checklists"
        unlink = QCoreApplication.translate("UseRow", "Unlink from {code}").format(code=use.code)
        super().__init__(desk, by, use.link, Look("accent", "", icon, use.code), unlink, parent)
        self.use = use
        self.role.setAccessibleName(self.tr("What it does for this"))
        self.fixed = Caption(self.tr("The finding is finalised; reopen it to change this."), self)
        self.box.addWidget(self.fixed)
        self.way.clicked.connect(self._on_way)
        self.role.chosen.connect(self._on_role)
        self.unlink.clicked.connect(self._on_unlink)

    def show_use(self, use: Use) -> None:
        """Show how things stand."""
        self.use = use
        self.show_parts(use.title, use.role, use.pinpoint)
        self.role.set_read_only(use.fixed)
        self.pinpoint.setReadOnly(use.fixed)
        self.unlink.setVisible(not use.fixed)
        self.fixed.setVisible(use.fixed)

    def forget(self) -> None:
        """Save what is pending, or give it up with the link it belonged to."""
        if not self.autosave.flush():
            self.autosave.forget()

    @Slot()
    def _on_way(self) -> None:
        self.asked.emit(self.use.kind, self.use.id)

    @Slot(object)
    def _on_role(self, role: LinkRole) -> None:
        if not self._save("role", role):
            self.role.set_value(self.use.role)

    @Slot()
    def _on_unlink(self) -> None:
        self.autosave.flush()
        change = self._desk.do(collecting.unlink, self.use.link)
        if change is not None:
            said = self.tr("{evidence} is no longer used for {code}")
            self._desk.said.emit(said.format(evidence=change.label, code=self.use.code), True)
