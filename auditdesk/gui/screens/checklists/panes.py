"""Three panes beside each other; the outer two step aside where there is no room, and come back when there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QToolButton, QWidget

_PAGE = 420
_OUTLINE, _CONTEXT = (260, 320, 0.225), (235, 300, 0.2)
"""The least, the most, and the share of the width the outer panes take."""


class Panes(QSplitter):
    """Outline, page and context. The two buttons show and hide the outer panes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self._room: tuple[bool, bool] | None = None
        self._page: QWidget | None = None
        self._outer: list[QWidget] = []

    def fill(self, outline: QWidget, page: QWidget, context: QWidget, buttons: tuple[QToolButton, QToolButton]) -> None:
        """Take the panes and the buttons of the outer ones."""
        self._page, self._outer = page, [outline, context]
        for place, pane in enumerate((outline, page, context)):
            self.addWidget(pane)
            self.setStretchFactor(place, int(pane is page))
            self.setCollapsible(place, pane is not page)
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        outline.setMinimumWidth(200)
        context.setMinimumWidth(180)
        buttons[0].clicked.connect(self._on_outline)
        buttons[1].clicked.connect(self._on_context)

    def minimumSizeHint(self) -> QSize:
        """What the page alone needs: the outer panes must not keep the window from becoming narrow."""
        return super().minimumSizeHint() if self._page is None else self._page.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        least = _OUTLINE[0] + _PAGE
        room = (width >= least, width >= least + _CONTEXT[0])
        if room != self._room:
            self._room = room
            for pane, fits in zip(self._outer, room, strict=True):
                pane.setVisible(fits)
        if event.oldSize().width() != width:
            self._spread()

    @Slot()
    def _on_outline(self) -> None:
        self._turn(self._outer[0])

    @Slot()
    def _on_context(self) -> None:
        self._turn(self._outer[1])

    def _turn(self, pane: QWidget) -> None:
        pane.setVisible(pane.isHidden())
        self._spread()

    def _spread(self) -> None:
        left, right = (
            0 if pane.isHidden() else round(min(max(share * self.width(), least), most))
            for pane, (least, most, share) in zip(self._outer, (_OUTLINE, _CONTEXT), strict=True)
        )
        self.setSizes([left, max(self.width() - left - right, 1), right])
