"""The pieces of the Reports screen: a gate with the way to what it asks for, and a line about one signed report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditdesk import labels
from auditdesk.core.queries import Gate, ReportRow
from auditdesk.gui.widgets.buttons import push_button, tool_button
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.shapes import paint_icon
from auditdesk.gui.widgets.text import Caption, PlainLabel

MARK = 18
"""Size of the mark before a gate, in pixels."""
CODES_SHOWN = 12
HOMES = {
    "findings_final": "findings",
    "gates_addressed": "checklists",
    "lead_named": "plan",
    "scope_written": "plan",
    "summary_written": "plan",
    "questions_open": "checklists",
    "conforms_without_evidence": "checklists",
    "no_contrary_evidence": "findings",
    "evidence_withheld": "evidence",
}
"""The place where an unmet gate is seen to."""


def gate_words(gate: Gate) -> str:
    """A gate as a line of the list: what holds, or what is missing and where."""
    if gate.met:
        return labels.GATES[gate.key]
    words = labels.GATES_UNMET[gate.key]
    if not gate.codes:
        return words
    more = " …" if len(gate.codes) > CODES_SHOWN else ""
    return f"{words}: {', '.join(gate.codes[:CODES_SHOWN])}{more}"


class GateLine(QWidget):
    """One gate; an unmet one has a button that asks for the place where it is seen to (`wanted`)."""

    wanted = Signal(str)

    def __init__(self, gate: Gate, parent: QWidget) -> None:
        super().__init__(parent)
        self.gate = gate
        line = row(self, gap=8)
        left = row(gap=8)
        left.addWidget(GateMark(gate, self), 0, Qt.AlignmentFlag.AlignTop)
        self.words = PlainLabel(gate_words(gate), self, wrap=True, tone="muted" if gate.met else "text")
        left.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        line.addLayout(left, 1)
        if not gate.met and gate.key in HOMES:
            self.button = tool_button(self._go_words(), self, icon="chevron-right")
            self.button.clicked.connect(self._on_clicked)
            line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
            left.setContentsMargins(0, (self.button.sizeHint().height() - MARK) // 2, 0, 0)

    def _go_words(self) -> str:
        words = {
            "plan": self.tr("Go to Plan"),
            "checklists": self.tr("Go to Checklists"),
            "evidence": self.tr("Go to Evidence"),
            "findings": self.tr("Go to Findings"),
        }
        return words[HOMES[self.gate.key]]

    @Slot()
    def _on_clicked(self) -> None:
        self.wanted.emit(HOMES[self.gate.key])


class GateMark(QWidget):
    """The shape before a gate: met, blocking or worth a look; the words beside it say the same."""

    def __init__(self, gate: Gate, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = (
            ("check", "conforms") if gate.met else ("cross", "critical") if gate.blocks else ("warning", "partly")
        )
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self._icon, self._token, self.rect())


class SignedReport(QWidget):
    """One signed report: what, by whom, when, and the way to check a copy of it."""

    verify_wanted = Signal(object)

    def __init__(self, report: ReportRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._report = report
        box = column(self, gap=4)
        line = row(gap=8)
        line.addWidget(PlainLabel(report.filename, self, type="heading", elide=Qt.TextElideMode.ElideMiddle), 1)
        self.button = push_button(self.tr("Verify a copy…"), self, kind="quiet", icon="verify")
        self.button.setAccessibleName(self.tr("Verify a copy of {file}").format(file=report.filename))
        self.button.clicked.connect(self._on_verify)
        line.addWidget(self.button)
        box.addLayout(line)
        when = report.signed_at.astimezone().strftime("%Y-%m-%d %H:%M")
        words = self.tr("Revision {revision}, {pages} pages, signed by {signer}, {when}")
        box.addWidget(
            Caption(
                words.format(revision=report.revision, pages=report.pages, signer=report.signer, when=when), self
            )
        )
        box.addWidget(Caption(self.tr("SHA-256 {digits}…").format(digits=report.sha256[:16]), self))

    @Slot()
    def _on_verify(self) -> None:
        self.verify_wanted.emit(self._report)


def empty(layout: QVBoxLayout) -> None:
    """Take every part out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner, part = item.layout(), item.widget()
        if part is not None:
            part.hide()
            part.deleteLater()
        elif isinstance(inner, QVBoxLayout):
            empty(inner)
        elif inner is not None:
            while (one := inner.takeAt(0)) is not None:
                widget = one.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
