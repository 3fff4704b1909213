"""A page of cards that scrolls: two columns where there is room, one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Title

TWO_COLUMNS_FROM = 170
"""Width of the page, in characters, from which there are two columns."""
WIDEST = 110
"""Width of one column in characters."""


class CardPage(QScrollArea):
    """Title and cards; each card says in which column it stands, the order is the order of adding."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.holder = QWidget(self)
        outer = column(self.holder, gap=16, margin=24)
        outer.addWidget(Title(title, self.holder))
        sides = row(gap=16)
        self._sides = column(gap=16), column(gap=16)
        for side in self._sides:
            sides.addLayout(side, 1)
        outer.addLayout(sides)
        outer.addStretch(1)
        self._cards: list[tuple[Card, int]] = []
        self._columns = 0
        self.setWidget(self.holder)

    def add(self, card: Card, side: int = 0) -> None:
        """Put a card below the others of its side, 0 left or 1 right."""
        self._cards.append((card, side))
        self._arrange(max(self._columns, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * TWO_COLUMNS_FROM else 1
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for side in self._sides:
            while side.takeAt(0) is not None:
                pass
        for card, wanted in self._cards:
            card.setMaximumWidth(self.fontMetrics().averageCharWidth() * WIDEST)
            self._sides[wanted if columns == 2 else 0].addWidget(card)
        for side in self._sides:
            side.addStretch(1)
