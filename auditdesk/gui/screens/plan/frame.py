"""The audit itself: what it is called, why it takes place, what it covers and when."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from auditdesk import labels
from auditdesk.core import planning
from auditdesk.core.models.enums import AuditKind
from auditdesk.core.queries import Plan
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.plan.saving import Fields, line_field, remark_label
from auditdesk.gui.widgets.layouts import Card, labelled, row
from auditdesk.gui.widgets.text import Caption, PlainText

LANGUAGES = (("en", "English"),)
"""Languages the report has words in."""


class FrameCard(Card):
    """Code, title, kind, objective, scope, dates, language and summary of the audit."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Audit"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._remark = remark_label(self)
        self.fields = Fields(desk, planning.change_audit, self._remark, self)
        self.name = line_field(self, placeholder=self.tr("Such as: For-cause audit 2026"))
        self.code = line_field(self, longest=64)
        self.kind = QComboBox(self)
        for kind in AuditKind:
            self.kind.addItem(labels.label(kind), kind.value)
        self.language = QComboBox(self)
        for code, words in LANGUAGES:
            self.language.addItem(words, code)
        self.objective = PlainText(self, placeholder=self.tr("What the client wants to know"))
        self.scope = PlainText(self, placeholder=self.tr("Sites, processes, products and period that are looked at"))
        self.excluded = PlainText(self, placeholder=self.tr("What is left out, and why"))
        self.mandate, self.begun, self.ended = (self._date() for _ in range(3))
        self.summary = PlainText(self, min_lines=4, placeholder=self.tr("Printed at the beginning of the report"))
        self._lay_out()
        self._bind()

    def _date(self) -> QLineEdit:
        return line_field(self, longest=10, placeholder=self.tr("2026-05-31"))

    def _lay_out(self) -> None:
        top = row(gap=12)
        top.addLayout(labelled(self.tr("Title"), self.name, self), 3)
        top.addLayout(labelled(self.tr("Code"), self.code, self), 1)
        self.add(top)
        second = row(gap=12)
        second.addLayout(labelled(self.tr("Kind of audit"), self.kind, self), 1)
        second.addLayout(labelled(self.tr("Language of the report"), self.language, self), 1)
        self.add(second)
        dates = row(gap=12)
        for words, field in (
            (self.tr("Mandate of"), self.mandate),
            (self.tr("Fieldwork from"), self.begun),
            (self.tr("Fieldwork to"), self.ended),
        ):
            dates.addLayout(labelled(words, field, self), 1)
        self.add(dates)
        self.add(self._remark)
        for words, text in (
            (self.tr("Objective"), self.objective),
            (self.tr("Scope"), self.scope),
            (self.tr("Not in scope"), self.excluded),
            (self.tr("Summary for the report"), self.summary),
        ):
            self.add(labelled(words, text, self))
        self.add(Caption(self.tr("Objective, scope and summary are needed before the report can be signed."), self))

    def _bind(self) -> None:
        for name, field in (
            ("title", self.name), ("code", self.code), ("kind", self.kind), ("language", self.language),
            ("objective", self.objective), ("scope", self.scope), ("scope_excluded", self.excluded),
            ("summary", self.summary),
        ):  # fmt: skip
            self.fields.add(name, field)
        for name, date in (("mandate_on", self.mandate), ("fieldwork_from", self.begun), ("fieldwork_to", self.ended)):
            self.fields.add(name, date, date=True)

    def fill(self, plan: Plan) -> None:
        """Show the audit as it is saved."""
        self.fields.fill(plan.audit_id, plan.audit)
