"""What keys do on the whole screen.

Plain keys arrive here only when no control wanted them: a text field keeps its letters, a button its space bar. Keys
that must work from inside a text field are shortcuts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from auditdesk.gui.screens.checklists.keybuttons import KeyButton
from auditdesk.gui.screens.checklists.results import KEYS

if TYPE_CHECKING:
    from auditdesk.gui.screens.checklists.screen import ChecklistScreen

_FIELDS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)


def typing_in(widget: QWidget | None) -> bool:
    """Whether a widget takes text."""
    return isinstance(widget, _FIELDS)


class Keys(QObject):
    """Turns keys into what the screen does."""

    def __init__(self, screen: ChecklistScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        for number in KEYS:
            self._shortcut(f"Alt+{number}", self._on_number)
        self._shortcut("Ctrl+F", screen.raise_finding)
        self._shortcut("Ctrl+Return", screen.show_next_open)
        self._shortcut("Ctrl+Enter", screen.show_next_open)
        self._shortcut("Alt+Left", screen.step_back)
        self._shortcut(QKeySequence.StandardKey.Paste, self._on_paste)
        for button in screen.page.findChildren(QAbstractButton):
            if not isinstance(button, KeyButton):
                button.installEventFilter(self)

    def _shortcut(self, keys: QKeySequence.StandardKey | str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._screen)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    @Slot()
    def _on_number(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, QShortcut):
            self._screen.answer_key(pressed.key().toString()[-1])

    @Slot()
    def _on_paste(self) -> None:
        self._screen.evidence.paste()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Buttons would take up and down to move the focus; here they walk the outline."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _WALK:
            return self.press(event)
        return super().eventFilter(watched, event)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a plain key means; False when it means nothing here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        screen, key, text = self._screen, event.key(), event.text().lower()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            screen.show_next_open()
        elif key == Qt.Key.Key_Escape:
            screen.put_aside()
        elif typing_in(screen.focusWidget()) or isinstance(screen.focusWidget(), QComboBox):
            return False
        elif key in _WALK:
            screen.step(_WALK[Qt.Key(key)])
        else:
            return self._letter(text)
        return True

    def _letter(self, text: str) -> bool:
        screen = self._screen
        page = screen.page
        if text in KEYS:
            screen.answer_key(text)
        elif text == "e":
            screen.evidence.offer()
        elif text == "f":
            page.flag.click()
        elif text == "n":
            page.note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif text == "h":
            page.guide_button.click()
        else:
            return bool(text) and page.value.press(text)
        return True


_WALK = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
