"""The team: who takes part in the audit, in which roles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QWidget

from auditdesk import labels
from auditdesk.core import planning
from auditdesk.core.models.enums import Role
from auditdesk.core.queries import PersonRow
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.plan.saving import Fields, line_field, remark_label
from auditdesk.gui.widgets.buttons import push_button, tool_button
from auditdesk.gui.widgets.forms import mark_wrong
from auditdesk.gui.widgets.layouts import Card, FlowLayout, column, labelled, row, rule
from auditdesk.gui.widgets.text import Caption, PlainLabel, unmarked


class RoleList(QWidget):
    """The roles as a list to tick."""

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=4)
        self.setAccessibleName(self.tr("Roles"))
        self.boxes: dict[Role, QCheckBox] = {}
        for role in Role:
            box = QCheckBox(unmarked(labels.label(role)), self)
            box.clicked.connect(self.ticked)
            flow.addWidget(box)
            self.boxes[role] = box

    def roles(self) -> tuple[Role, ...]:
        """The ticked roles."""
        return tuple(role for role, box in self.boxes.items() if box.isChecked())

    def show_roles(self, roles: tuple[Role, ...]) -> None:
        """Tick these roles."""
        for role, box in self.boxes.items():
            box.setChecked(role in roles)


class PersonForm(QFrame):
    """The details of one person. For somebody who is there, they save themselves; a new one is added by a button."""

    closed = Signal()

    def __init__(self, desk: Desk, person: PersonRow | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.person = person.id if person is not None else None
        box = column(self, gap=12)
        self.name, self.organisation, self.qualification, self.email = (line_field(self) for _ in range(4))
        self.roles = RoleList(self)
        for left, right in (
            ((self.tr("Name"), self.name), (self.tr("Organisation"), self.organisation)),
            ((self.tr("Qualification"), self.qualification), (self.tr("E-mail"), self.email)),
        ):
            line = row(gap=12)
            for words, field in (left, right):
                line.addLayout(labelled(words, field, self), 1)
            box.addLayout(line)
        box.addWidget(PlainLabel(self.tr("Roles"), self, type="caption", tone="muted"))
        box.addWidget(self.roles)
        self._remark = remark_label(self)
        box.addWidget(self._remark)
        self.fields: Fields | None = None
        buttons = row(gap=8)
        if person is None:
            self.done = push_button(self.tr("Add to the team"), self, kind="primary", tip=self.tr("Add (Enter)"))
            self.cancel = push_button(self.tr("Cancel"), self)
            self.cancel.clicked.connect(self.closed)
            buttons.addWidget(self.done)
            buttons.addWidget(self.cancel)
            self.done.clicked.connect(self.add)
            self._remark.hide()
        else:
            self.done = push_button(self.tr("Done"), self)
            self.done.clicked.connect(self.closed)
            buttons.addWidget(self.done)
            self._bind(person)
        buttons.addStretch(1)
        box.addLayout(buttons)
        for field in self._lines():
            field.returnPressed.connect(self.done.click)

    def _lines(self) -> tuple[QLineEdit, ...]:
        return self.name, self.organisation, self.qualification, self.email

    def _bind(self, person: PersonRow) -> None:
        self.fields = Fields(self._desk, planning.change_person, self._remark, self)
        for name in ("name", "organisation", "qualification", "email"):
            self.fields.add(name, getattr(self, name))
        self.roles.ticked.connect(self._on_roles)
        self.fill(person)

    def fill(self, person: PersonRow) -> None:
        """Show the person as saved; text that is not saved stays."""
        if self.fields is not None:
            names = ("name", "organisation", "qualification", "email")
            self.fields.fill(person.id, {name: getattr(person, name) for name in names})
            self.roles.show_roles(person.roles)

    @Slot()
    def _on_roles(self) -> None:
        if self.person is not None:
            roles = [role.value for role in self.roles.roles()]
            self._desk.do_by(self, planning.change_person, self.person, roles=roles)

    @Slot()
    def add(self) -> None:
        """Enter the new person; what was typed stays when it could not be saved."""
        name = " ".join(self.name.text().split())
        if not name:
            mark_wrong(self.name, True)
            self._remark.setText(self.tr("Enter the name."))
            self._remark.show()
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        change = self._desk.do(
            planning.add_person, name, roles=self.roles.roles(), organisation=self.organisation.text().strip(),
            qualification=self.qualification.text().strip(), email=self.email.text().strip(),
        )  # fmt: skip
        if change is not None:
            self.closed.emit()


class PersonLine(QWidget):
    """One person in the list: name, roles, and the ways to change or withdraw them."""

    change = Signal(object)
    withdraw = Signal(object)

    def __init__(self, person: PersonRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.person = person
        line = row(self, gap=8)
        words = column(gap=0)
        words.addWidget(PlainLabel(person.name, self, type="heading", elide=Qt.TextElideMode.ElideRight))
        roles = ", ".join(labels.label(role) for role in person.roles) or self.tr("No role yet")
        about = " · ".join(part for part in (roles, person.organisation, person.qualification) if part)
        words.addWidget(PlainLabel(about, self, type="caption", tone="muted", elide=Qt.TextElideMode.ElideRight))
        line.addLayout(words, 1)
        edit = tool_button(self.tr("Change the details of {name}").format(name=person.name), self, icon="edit")
        edit.clicked.connect(self._on_change)
        remove = tool_button(self.tr("Take {name} out of the team").format(name=person.name), self, icon="trash")
        remove.clicked.connect(self._on_withdraw)
        self.edit = edit
        line.addWidget(edit)
        line.addWidget(remove)

    @Slot()
    def _on_change(self) -> None:
        self.change.emit(self.person)

    @Slot()
    def _on_withdraw(self) -> None:
        self.withdraw.emit(self.person)


class TeamCard(Card):
    """The people of this audit. Interviewees and sources never stand here."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Team"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self._people: tuple[PersonRow, ...] | None = None
        self.form: PersonForm | None = None
        self.add_button = push_button(self.tr("Add a person…"), self, kind="quiet", icon="plus")
        self.add_button.clicked.connect(self.begin_new)
        self.head.addWidget(self.add_button)
        self._list = column(gap=8)
        self.add(self._list)
        self.add(Caption(self.tr("Never enter interviewees or sources here: the team is printed in the report."), self))

    def fill(self, people: tuple[PersonRow, ...]) -> None:
        """Show the team as it is saved; an open form stays open."""
        if people == self._people:
            return
        self._people = people
        if self.form is not None and self.form.person is not None:
            there = next((person for person in people if person.id == self.form.person), None)
            if there is not None:
                self.form.fill(there)
                return
            self._drop_form()
        self._show_list()

    def flush(self) -> bool:
        """Save what is typed in the open form of somebody who is there; False when some of it could not be saved."""
        return self.form is None or self.form.fields is None or self.form.fields.flush()

    @Slot()
    def begin_new(self) -> None:
        """Open the form for somebody new."""
        self._open_form(None)

    @Slot(object)
    def _on_change(self, person: PersonRow) -> None:
        self._open_form(person)

    @Slot(object)
    def _on_withdraw(self, person: PersonRow) -> None:
        if self._desk.do(planning.withdraw_person, person.id):
            self._desk.said.emit(self.tr("Took {name} out of the team.").format(name=person.name), True)
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_closed(self) -> None:
        if not self.flush():
            return
        changed = self.form.person if self.form is not None else None
        self._drop_form()
        self._show_list()
        line = next((line for line in self._lines() if line.person.id == changed), None)
        (line.edit if line is not None else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self) -> list[PersonLine]:
        return [part for part in self._parts() if isinstance(part, PersonLine)]

    def _parts(self) -> list[QWidget]:
        entries = [self._list.itemAt(place) for place in range(self._list.count())]
        parts = [entry.widget() for entry in entries if entry is not None]
        return [part for part in parts if part is not None]

    def _open_form(self, person: PersonRow | None) -> None:
        if not self.flush():
            return
        self._drop_form()
        self.form = PersonForm(self._desk, person, self)
        self.form.closed.connect(self._on_closed)
        self._show_list()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._list.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _show_list(self) -> None:
        for part in self._parts():
            self._list.removeWidget(part)
            if part is not self.form:
                part.hide()
                part.deleteLater()
        for person in self._people or ():
            if self._list.count():
                self._list.addWidget(rule(self))
            if self.form is not None and self.form.person == person.id:
                self._list.addWidget(self.form)
                continue
            line = PersonLine(person, self)
            line.change.connect(self._on_change)
            line.withdraw.connect(self._on_withdraw)
            self._list.addWidget(line)
        if self.form is not None and self.form.person is None:
            self._list.addWidget(self.form)
        if not self._list.count():
            self._list.addWidget(PlainLabel(self.tr("Name at least the lead auditor; the report needs one."), self))
        self.add_button.setEnabled(self.form is None or self.form.person is not None)
