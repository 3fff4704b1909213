"""A shape beside a sentence, in the sentence's tone."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from auditdesk.gui import icons
from auditdesk.gui.widgets.shapes import paint_icon


class Ornament(QWidget):
    """An icon that is only looked at; what it means stands beside it in words."""

    def __init__(
        self, icon: str, parent: QWidget | None = None, *, tone: str = "muted", size: int = icons.SIZE
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, tone: str) -> None:
        """Show another shape."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._icon, self._tone, self.rect())
        painter.end()
