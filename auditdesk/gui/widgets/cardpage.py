"""Pages that scroll: one that brings a part of itself into view, and a page of cards in one or two columns."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Title

TWO_COLUMNS_FROM = 170
"""Width of the page, in characters, from which there are two columns."""
WIDEST = 120
"""Width of one column in characters."""
GAP = 16
SETTLED_MS = 20
"""Wrapped text takes its height in a second pass of the layout."""


class ScrollPage(QScrollArea):
    """A page that scrolls down, and can bring a part into view once everything has its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wanted: QWidget | None = None
        self._reveal = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._reveal.timeout.connect(self._on_reveal)

    def reveal(self, part: QWidget) -> None:
        """Scroll so far that `part` is seen, after the layout has settled."""
        self._wanted = part
        self._reveal.start()

    @Slot()
    def _on_reveal(self) -> None:
        part, self._wanted = self._wanted, None
        if part is not None and part.isVisible():
            self.ensureWidgetVisible(part, 0, GAP)


def bring_into_view(part: QWidget) -> None:
    """Scroll the page a part stands on so far that it is seen."""
    above = part.parentWidget()
    while above is not None and not isinstance(above, ScrollPage):
        above = above.parentWidget()
    if isinstance(above, ScrollPage):
        above.reveal(part)


class CardPage(ScrollPage):
    """Title and cards; each card says in which column it stands, the order is the order of adding."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        around = QWidget(self)
        line = row(around, gap=0, margin=24)
        self.holder = QWidget(around)
        line.addWidget(self.holder, 1)
        line.addStretch(0)
        outer = column(self.holder, gap=GAP)
        outer.addWidget(Title(title, self.holder))
        self._row = row(gap=GAP)
        self._sides = column(gap=GAP), column(gap=GAP)
        for side in self._sides:
            side.addStretch(1)
            self._row.addLayout(side, 1)
        outer.addLayout(self._row)
        outer.addStretch(1)
        self._cards: list[tuple[Card, int]] = []
        self._columns = 0
        self.setWidget(around)

    def add(self, card: Card, side: int = 0) -> None:
        """Put a card below the others of its side, 0 left or 1 right."""
        self._cards.append((card, side))
        self._arrange(max(self._columns, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * TWO_COLUMNS_FROM else 1
        if columns != self._columns:
            self._arrange(columns)
        self.holder.setMaximumWidth(columns * (self.fontMetrics().averageCharWidth() * WIDEST + GAP) - GAP)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for card, wanted in self._cards:
            for side in self._sides:
                # Not takeAt: a layout item that outlives its place keeps the next one from hearing of new sizes.
                side.removeWidget(card)
            side = self._sides[wanted if columns == 2 else 0]
            side.insertWidget(side.count() - 1, card)
        self._row.setStretch(1, 1 if columns == 2 else 0)
        self._row.setSpacing(GAP if columns == 2 else 0)
