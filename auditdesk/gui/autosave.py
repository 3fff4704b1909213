"""Typed text on its way to the disk: 400 ms after the last key, on leaving the field, or at once on `flush`.

What is pending decides, never the timer: a single-shot timer is no longer active inside its own timeout. A save that
fails leaves the text where it is, still pending, until it can be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from auditdesk.gui.widgets import PlainText

PAUSE_MS = 400
Field = QLineEdit | PlainText


class Unreadable(ValueError):
    """What stands in a field cannot be saved as it is. The sentence says what is expected."""


class Autosave(QObject):
    """Saves the fields it watches by name. `save(values)` tells whether they are on the disk now.

    `doubted(name, sentence)` when what stands in a field cannot be read, with no sentence when it can again; `saved`
    after every save.
    """

    doubted = Signal(str, str)
    saved = Signal()

    def __init__(self, save: Callable[[Mapping[str, object]], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._fields: dict[str, Field] = {}
        self._readers: dict[str, Callable[[], object]] = {}
        self._pending: dict[str, None] = {}
        self._saving = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_time)

    def watch(self, name: str, field: Field, read: Callable[[], object] | None = None) -> None:
        """Save this field under `name`. `read` gives its value, or raises Unreadable; otherwise the text as typed."""
        self._fields[name] = field
        self._readers[name] = read or field.text
        if isinstance(field, PlainText):
            field.edited.connect(self._on_edited)
        else:
            field.textEdited.connect(self._on_edited)
        field.installEventFilter(self)

    @property
    def pending(self) -> tuple[str, ...]:
        """The names of the fields whose text is not on the disk, in the order they were changed."""
        return tuple(self._pending)

    def fill(self, name: str, text: str) -> None:
        """Show stored text, unless newer text waits to be saved."""
        field = self._fields[name]
        if name in self._pending or field.text() == text:
            return
        if isinstance(field, PlainText):
            field.set_text(text)
        else:
            field.setText(text)
            field.setCursorPosition(0)

    def flush(self) -> bool:
        """Save what is pending. False when some of it could not be saved; its text stays in its field."""
        if not self._pending or self._saving:
            return not self._pending
        self._timer.stop()
        values: dict[str, object] = {}
        for name in self._pending:
            try:
                values[name] = self._readers[name]()
            except Unreadable as error:
                self.doubted.emit(name, str(error))
        texts = {name: self._fields[name].text() for name in values}
        self._saving = True
        try:
            saved = not values or self._save(values)
        finally:
            self._saving = False
        if saved:
            for name, text in texts.items():
                if self._fields[name].text() == text:
                    self._pending.pop(name, None)
            self.saved.emit()
        return not self._pending

    def forget(self) -> None:
        """Give up what is pending: the object it belongs to is gone."""
        self._timer.stop()
        for name in tuple(self._pending):
            self.doubted.emit(name, "")
        self._pending.clear()

    def focus_pending(self) -> None:
        """Put the keyboard into the first field that is not saved."""
        for name in self._pending:
            self._fields[name].setFocus()
            return

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return False

    @Slot()
    def _on_edited(self) -> None:
        field = self.sender()
        name = next(known for known, one in self._fields.items() if one is field)
        self._pending[name] = None
        try:
            self._readers[name]()
        except Unreadable:
            return  # nobody has finished typing a date after one key; leaving the field tells
        self.doubted.emit(name, "")
        self._timer.start()

    @Slot()
    def _on_time(self) -> None:
        self.flush()
