"""The field above a list that keeps what matches."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from auditdesk.gui import icons
from auditdesk.gui.widgets.text import with_shortcut


class SearchField(QLineEdit):
    """Escape empties it; the down key goes on into the list (`left_down`)."""

    left_down = Signal()

    def __init__(self, words: str, parent: QWidget | None = None, *, keys: str = "") -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self.setToolTip(with_shortcut(words, QKeySequence(keys)))
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
