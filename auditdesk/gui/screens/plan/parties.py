"""Client and vendor, with every other name the vendor goes by."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from auditdesk.core import planning
from auditdesk.core.queries import AliasRow, Plan
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.plan.saving import Fields, line_field, remark_label
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets.buttons import ChipButton, push_button
from auditdesk.gui.widgets.layouts import Card, FlowLayout, labelled, row, rule
from auditdesk.gui.widgets.text import Caption, PlainLabel


class PartiesCard(Card):
    """Who asks, who is audited, and under which names."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Client and vendor"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self._vendor_id: uuid.UUID | None = None
        self._aliases: tuple[AliasRow, ...] = ()
        client_remark, vendor_remark = remark_label(self), remark_label(self)
        self.client = Fields(desk, planning.change_client, client_remark, self)
        self.vendor = Fields(desk, planning.change_vendor, vendor_remark, self)
        self.client_name, self.client_country, self.client_registry = (line_field(self) for _ in range(3))
        self.vendor_name, self.vendor_place = line_field(self), line_field(self)
        self.vendor_country, self.vendor_registry = line_field(self), line_field(self)
        self._lay_out_client(client_remark)
        self.add(rule(self))
        self._lay_out_vendor(vendor_remark)
        self._lay_out_aliases()

    def _lay_out_client(self, remark: PlainLabel) -> None:
        self.add(labelled(self.tr("Client, who asks for the audit"), self.client_name, self))
        line = row(gap=12)
        line.addLayout(labelled(self.tr("Country of the client"), self.client_country, self), 1)
        line.addLayout(labelled(self.tr("Registry number of the client"), self.client_registry, self), 1)
        self.add(line)
        self.add(remark)
        for name, field in (
            ("name", self.client_name), ("country", self.client_country), ("registry_no", self.client_registry),
        ):  # fmt: skip
            self.client.add(name, field)

    def _lay_out_vendor(self, remark: PlainLabel) -> None:
        top = row(gap=12)
        top.addLayout(labelled(self.tr("Vendor, who is audited"), self.vendor_name, self), 1)
        top.addLayout(labelled(self.tr("Place"), self.vendor_place, self), 1)
        self.add(top)
        line = row(gap=12)
        line.addLayout(labelled(self.tr("Country of the vendor"), self.vendor_country, self), 1)
        line.addLayout(labelled(self.tr("Registry number of the vendor"), self.vendor_registry, self), 1)
        self.add(line)
        self.add(remark)
        for name, field in (
            ("name", self.vendor_name), ("place", self.vendor_place), ("country", self.vendor_country),
            ("registry_no", self.vendor_registry),
        ):  # fmt: skip
            self.vendor.add(name, field)

    def _lay_out_aliases(self) -> None:
        self.add(PlainLabel(self.tr("Other names of the vendor"), self, type="caption", tone="muted"))
        self._flow = FlowLayout(gap=8)
        self.add(self._flow)
        self.alias = line_field(self, placeholder=self.tr("In any script: former names, trade names, translations"))
        self.alias.setAccessibleName(self.tr("Another name of the vendor"))
        self.alias.returnPressed.connect(self.add_alias)
        self.alias.textChanged.connect(self._on_typed)
        self.alias_button = push_button(self.tr("Add"), self, icon="plus", tip=self.tr("Add this name (Enter)"))
        self.alias_button.clicked.connect(self.add_alias)
        line = row(gap=8)
        line.addWidget(self.alias, 1)
        line.addWidget(self.alias_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.add(line)
        self.add(Caption(self.tr("Search sanction lists and the press under every one of them."), self))
        self._on_typed()

    # ---- filling ----------------------------------------------------------------------------------------------------
    def fill(self, plan: Plan) -> None:
        """Show client, vendor and aliases as they are saved."""
        self._vendor_id = plan.vendor_id
        self.client.fill(plan.client_id, plan.client)
        self.vendor.fill(plan.vendor_id, plan.vendor)
        if plan.aliases == self._aliases and self._flow.count() == len(plan.aliases):
            return
        self._aliases = plan.aliases
        self._flow.clear()
        for alias in plan.aliases:
            tip = self.tr("Remove “{name}”").format(name=alias.name)
            chip = ChipButton(Look("text", "×", "close", alias.name), self, tip=tip)
            chip.setAccessibleName(tip)
            chip.setProperty("alias", alias.id.hex)
            chip.clicked.connect(self._on_remove)
            self._flow.addWidget(chip)
            QWidget.setTabOrder(chip, self.alias)

    # ---- aliases ----------------------------------------------------------------------------------------------------
    @Slot()
    def _on_typed(self) -> None:
        self.alias_button.setEnabled(bool(self.alias.text().strip()))

    @Slot()
    def add_alias(self) -> None:
        """Record the name that was typed; it stays in the field when it could not be saved."""
        name = self.alias.text().strip()
        if name and self._vendor_id is not None and self._desk.do(planning.add_alias, self._vendor_id, name):
            self.alias.clear()
            self.alias.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_remove(self) -> None:
        alias = uuid.UUID(str(self.sender().property("alias")))
        name = next((row.name for row in self._aliases if row.id == alias), "")
        self.alias.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._desk.do(planning.withdraw_alias, alias):
            self._desk.said.emit(self.tr("Removed the name “{name}”.").format(name=name), True)
