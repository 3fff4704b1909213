"""What a place shows while something is held over it that it would take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QWidget

from auditdesk.gui import tokens
from auditdesk.gui.widgets import shapes


class DropVeil(QWidget):
    """Lies over its parent while something is dragged there, and says what letting go will do."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._over, self._words = parent, words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def lift(self) -> None:
        """Show it over everything of its parent."""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens.current()
        painter = QPainter(self)
        ground = QColor(theme.colour("window"))
        ground.setAlpha(200)
        rect = self.rect().adjusted(4, 4, -4, -4)
        shapes.paint_box(painter, rect, ground, theme.colour("accent"), width=2)
        font = shapes.sized(self.font(), "body", tokens.SEMIBOLD)
        wide = min(shapes.text_width(font, self._words) + 40, rect.width() - 8)
        pill = QRect(0, 0, wide, shapes.text_height(font) + 16)
        pill.moveCenter(rect.center())
        shapes.paint_box(painter, pill, theme.colour("surface"), theme.colour("accent"))
        shapes.paint_words(painter, pill.adjusted(16, 0, -16, 0), self._words, font, "text")
        painter.end()


def let_drops_through(owner: QWidget) -> None:
    """Fields inside `owner` leave drops to it; they would take a file as the text of its address."""
    fields: list[QWidget] = [*owner.findChildren(QLineEdit), *owner.findChildren(QPlainTextEdit)]
    for field in fields:
        field.setAcceptDrops(False)
        if isinstance(field, QAbstractScrollArea):
            field.viewport().setAcceptDrops(False)
