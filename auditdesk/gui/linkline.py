"""One link between an item and what relies on it, as both ends show it: which way it speaks, and where in it."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from auditdesk.core import collecting
from auditdesk.core.models.base import SHORT
from auditdesk.core.models.enums import LinkRole
from auditdesk.gui.autosave import Autosave
from auditdesk.gui.desk import Desk
from auditdesk.gui.vocabulary import Look, word
from auditdesk.gui.widgets import ChipButton, Choice, PlainLabel, column, row, rule, tool_button, visible


class LinkLine(QFrame):
    """The way to the other end, role, pinpoint, unlink. `by` is the screen whose changes are made here."""

    def __init__(self, desk: Desk, by: QObject, link: uuid.UUID, look: Look, unlink: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._by, self._link = desk, by, link
        self.way = ChipButton(look, self, tip=self.tr("Show {code}").format(code=look.word))
        self.title = PlainLabel("", self, elide=Qt.TextElideMode.ElideRight)
        self.role = Choice([(role, word(role)) for role in LinkRole], self)
        self.pinpoint = QLineEdit(self)
        self.pinpoint.setMaxLength(SHORT)
        self.pinpoint.setPlaceholderText(self.tr("Where in it: page, row, minute"))
        self.pinpoint.setAccessibleName(self.tr("Pinpoint in {code}").format(code=look.word))
        self.unlink = tool_button(unlink, self, icon="close")
        self.autosave = Autosave(self._save, self)
        self.autosave.watch("pinpoint", self.pinpoint)
        self.box = column(self, gap=8)
        first = row(gap=8)
        for part in (self.way, self.title, self.unlink):
            first.addWidget(part, int(part is self.title))
        self.second = row(gap=8)
        self.second.addWidget(self.role)
        self.second.addWidget(self.pinpoint, 1)
        self.box.addWidget(rule(self))
        self.box.addLayout(first)
        self.box.addLayout(self.second)

    def show_parts(self, title: str, role: LinkRole, pinpoint: str) -> None:
        """Show how things stand."""
        self.title.setText(visible(title))
        self.role.set_value(role)
        self.autosave.fill("pinpoint", pinpoint)

    def _save(self, name: str, value: object) -> bool:
        return self._desk.do_by(self._by, collecting.change_link, self._link, **{name: value}) is not None
