"""Typed text on its way to the disk: 400 ms after the last key, on leaving the field, or at once on `flush`.

What is pending decides, never the timer: a single-shot timer is no longer active inside its own timeout. Each field is
saved by itself, so that one refused value does not hold back the others. A save that fails leaves the text where it
is, still pending, until it can be saved.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from auditdesk.gui.widgets import Caption, PlainText

PAUSE_MS = 400
Field = QLineEdit | PlainText | QComboBox


class Unreadable(ValueError):
    """What stands in a field cannot be saved as it is. The sentence says what is expected."""


class Autosave(QObject):
    """Saves the fields it watches by name. `save(name, value)` tells whether it is on the disk now, or raises
    Unreadable when it never will be as it stands; then it is tried again when it changes, or on `flush`.

    `doubted(name, sentence)` when what stands in a field cannot be saved as it is, with no sentence when it can again;
    `tried` after every attempt.
    """

    doubted = Signal(str, str)
    tried = Signal()

    def __init__(self, save: Callable[[str, object], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._fields: dict[str, Field] = {}
        self._readers: dict[str, Callable[[], object]] = {}
        self._pending: dict[str, None] = {}
        self._doubtful: dict[str, str] = {}
        self._failed: set[str] = set()
        self._saving = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_time)

    def watch(self, name: str, field: Field, read: Callable[[], object] | None = None) -> None:
        """Save this field under `name`. `read` gives its value, or raises Unreadable; otherwise the text as it is."""
        self._fields[name] = field
        self._readers[name] = read or (field.currentData if isinstance(field, QComboBox) else field.text)
        if isinstance(field, PlainText):
            field.edited.connect(self._on_edited)
        elif isinstance(field, QLineEdit):
            field.textEdited.connect(self._on_edited)
        else:
            field.activated.connect(self._on_chosen)
        field.installEventFilter(self)

    @property
    def pending(self) -> tuple[str, ...]:
        """The names of the fields whose text is not on the disk, in the order they were changed."""
        return tuple(self._pending)

    def kept(self) -> list[QWidget]:
        """The fields that were readable and still could not be saved."""
        return [self._fields[name] for name in self._pending if name in self._failed]

    def fill(self, name: str, text: str) -> None:
        """Show stored text, unless newer text waits to be saved."""
        field = self._fields[name]
        if name in self._pending or _shown(field) == text:
            return
        if isinstance(field, PlainText):
            field.set_text(text)
        elif isinstance(field, QLineEdit):
            cursor = field.cursorPosition()
            field.setText(text)
            field.setCursorPosition(min(cursor, len(text)) if field.hasFocus() else 0)
        else:
            field.setCurrentIndex(max(field.findData(text), 0))

    def flush(self) -> bool:
        """Save what is pending. False when some of it could not be saved; its text stays in its field."""
        return self._try(again=True)

    def forget(self) -> None:
        """Give up what is pending: the object it belongs to is gone."""
        self._timer.stop()
        for name in tuple(self._pending):
            self.doubted.emit(name, "")
        self._pending.clear()
        self._doubtful.clear()
        self._failed.clear()
        self.tried.emit()

    def focus_pending(self) -> None:
        """Put the keyboard into the first field that is not saved."""
        for name in self._pending:
            self._fields[name].setFocus()
            return

    # ---- saving -----------------------------------------------------------------------------------------------------
    def _try(self, *, again: bool) -> bool:
        if not self._pending or self._saving:
            return not self._pending
        self._timer.stop()
        self._saving = True
        try:
            for name in tuple(self._pending):
                if again or self._doubtful.get(name) != _shown(self._fields[name]):
                    self._try_one(name)
        finally:
            self._saving = False
        self.tried.emit()
        return not self._pending

    def _try_one(self, name: str) -> None:
        text = _shown(self._fields[name])
        self._failed.discard(name)
        try:
            saved = self._save(name, self._readers[name]())
        except Unreadable as error:
            self._doubtful[name] = text
            self.doubted.emit(name, str(error))
            return
        if not saved:
            self._failed.add(name)
        elif _shown(self._fields[name]) == text:
            self._pending.pop(name, None)
            if self._doubtful.pop(name, None) is not None:
                self.doubted.emit(name, "")

    # ---- what the person does ---------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._try(again=False)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()  # the page scrolls, the choice stays
            return True
        return False

    def _note(self) -> str:
        field = self.sender()
        name = next(known for known, one in self._fields.items() if one is field)
        self._pending[name] = None
        return name

    @Slot()
    def _on_edited(self) -> None:
        name = self._note()
        try:
            self._readers[name]()
        except Unreadable:
            return  # nobody has finished typing a date after one key; leaving the field tells
        self._doubtful.pop(name, None)
        self.doubted.emit(name, "")
        self._timer.start()

    @Slot()
    def _on_chosen(self) -> None:
        self._note()
        self._try(again=False)

    @Slot()
    def _on_time(self) -> None:
        self._try(again=False)


class KeptRemark(Caption):
    """Names the fields that could not be saved, and says that their text stays; hidden when there are none."""

    def __init__(self, autosave: Autosave, parent: QWidget) -> None:
        super().__init__("", parent)
        self._autosave = autosave
        self.set_tone("nonconforming")
        self.hide()
        autosave.tried.connect(self._on_tried)

    @Slot()
    def _on_tried(self) -> None:
        names = [field.accessibleName() for field in self._autosave.kept()]
        told = self.tr("Not saved yet: {fields}. What you typed stays here until it is.")
        self.setText(told.format(fields=", ".join(names)))
        self.setVisible(bool(names))


def _shown(field: Field) -> str:
    return str(field.currentData()) if isinstance(field, QComboBox) else field.text()
