"""Arrangements: a flow that wraps, columns and rows on the spacing grid, cards, rules."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from auditdesk.gui.widgets.text import FieldLabel, PlainLabel

L = TypeVar("L", bound=QBoxLayout)


def column(owner: QWidget | None = None, *, gap: int = 12, margin: int = 0) -> QVBoxLayout:
    """A vertical layout with a gap and a margin from the spacing grid."""
    return _spaced(QVBoxLayout(owner) if owner is not None else QVBoxLayout(), gap, margin)


def row(owner: QWidget | None = None, *, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """A horizontal layout with a gap and a margin from the spacing grid."""
    return _spaced(QHBoxLayout(owner) if owner is not None else QHBoxLayout(), gap, margin)


def labelled(text: str, field: QWidget, parent: QWidget) -> QVBoxLayout:
    """A field below its name."""
    box = column(gap=4)
    box.addWidget(FieldLabel(text, field, parent))
    box.addWidget(field)
    return box


def inset(box: QAbstractSpinBox) -> None:
    """Set the text of a number or date field in from its edge: Qt ignores a stylesheet's padding there."""
    editor = box.findChild(QLineEdit)
    if editor is not None:
        editor.setTextMargins(8, 0, 0, 0)


def _spaced(layout: L, gap: int, margin: int) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    return layout


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline between two things above each other."""
    line = QFrame(parent)
    line.setProperty("kind", "rule")
    return line


class Card(QFrame):
    """A surface with a hairline edge; `body` holds what belongs on it, `head` the title and its buttons."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = column(self, gap=12, margin=16)
        self.head = row(gap=8)
        self.title = PlainLabel(title, self, type="heading")
        self.head.addWidget(self.title, 1)
        self.body.addLayout(self.head)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add(self, part: QWidget | QLayout) -> None:
        """Put a widget or a layout at the end of the card."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)


class FlowLayout(QLayout):
    """Lays its widgets out like words: left to right, and onto the next line."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._entries: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, entry: QLayoutItem) -> None:
        self._entries.append(entry)

    def count(self) -> int:
        return len(self._entries)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._entries[index] if 0 <= index < len(self._entries) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._entries.pop(index) if 0 <= index < len(self._entries) else None

    def clear(self) -> None:
        """Remove and delete every widget."""
        while self._entries:
            widget = self._entries.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        gaps = self.spacing() * max(len(self._entries) - 1, 0)
        hints = [entry.sizeHint() for entry in self._entries]
        size = QSize(sum(h.width() for h in hints) + gaps, max((h.height() for h in hints), default=0))
        return size.grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        size = QSize()
        for entry in self._entries:
            size = size.expandedTo(entry.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        rect = rect.marginsRemoved(self.contentsMargins())
        x, y, line = rect.x(), rect.y(), 0
        for entry in self._entries:
            widget = entry.widget()
            if widget is not None and widget.isHidden():
                continue
            size = entry.sizeHint().boundedTo(QSize(max(rect.width(), 1), 1 << 20))
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if place:
                entry.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        margins = self.contentsMargins()
        return y + line - rect.y() + margins.top() + margins.bottom()


class ListAndPage(QSplitter):
    """A list on the left and the page of what is chosen on the right; the list gets two fifths, up to `most`
    characters, until the person moves the edge.
    """

    def __init__(self, left: QWidget, right: QWidget, parent: QWidget | None = None, *, most: int = 80) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._most, self._moved = most, False
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.splitterMoved.connect(self._on_moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            left = min(self.width() * 2 // 5, self._most * self.fontMetrics().averageCharWidth())
            self.setSizes([left, self.width() - left])

    @Slot()
    def _on_moved(self) -> None:
        self._moved = True


def stretch(parent: QWidget | None = None) -> QWidget:
    """An empty widget that takes the room nobody else wants."""
    filler = QWidget(parent)
    filler.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return filler
