"""One value of a closed vocabulary, chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from auditdesk.gui import icons

if TYPE_CHECKING:
    from auditdesk.gui.vocabulary import Look

_LEAST = 7  # characters below which a field says nothing


class Choice(QComboBox):
    """Holds values by word; `chosen(value)` tells only of a person's choice.

    The wheel scrolls the page and never changes a value under the pointer, unless the field has the focus.
    """

    chosen = Signal(object)

    def __init__(
        self, entries: Sequence[tuple[Any, Look | str]], parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        from auditdesk.gui.vocabulary import Look

        super().__init__(parent)
        self._values = [value for value, _ in entries]
        self._looks = [look if isinstance(look, Look) else Look("text", "", "", look) for _, look in entries]
        for look in self._looks:
            self.addItem(look.word)
        self._draw_icons()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST)
        self.activated.connect(self._on_activated)

    def value(self) -> Any:
        """The value shown."""
        place = self.currentIndex()
        return self._values[place] if place >= 0 else None

    def set_value(self, value: object) -> None:
        """Show a value without telling of a choice."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self._last = self.value()

    def set_read_only(self, fixed: bool) -> None:
        """Show the value in full, but let nobody change it."""
        if self._fixed != fixed:
            self._fixed = fixed
            self.setProperty("readOnly", fixed)
            self.style().unpolish(self)
            self.style().polish(self)

    def showPopup(self) -> None:
        if not self._fixed:
            super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._fixed:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and not self._fixed:
            super().wheelEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_looks"):
            self._draw_icons()

    def _draw_icons(self) -> None:
        for place, look in enumerate(self._looks):
            if look.icon:
                self.setItemIcon(place, icons.icon(look.icon, look.token))

    _last: Any = None
    _fixed = False

    @Slot(int)
    def _on_activated(self, _place: int) -> None:
        if self.value() != self._last:
            self._last = self.value()
            self.chosen.emit(self._last)
