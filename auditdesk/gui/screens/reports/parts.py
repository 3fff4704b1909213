"""The pieces of the Reports screen: the mark before a gate, and a line about one signed report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditdesk.core.queries import Gate, ReportRow
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.shapes import paint_icon
from auditdesk.gui.widgets.text import Caption, PlainLabel

MARK = 18
"""Size of the mark before a gate, in pixels."""


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
        button = push_button(self.tr("Verify a copy…"), self, kind="quiet", icon="verify")
        button.clicked.connect(self._on_verify)
        line.addWidget(button)
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
