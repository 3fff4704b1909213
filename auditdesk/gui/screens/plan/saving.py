"""Fields that save themselves: 400 ms after the last key or on leaving, and never lose what was typed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from auditdesk.core.errors import AuditdeskError, Refused
from auditdesk.core.transaction import Change
from auditdesk.gui import messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.widgets.feedback import announce
from auditdesk.gui.widgets.forms import mark_wrong
from auditdesk.gui.widgets.text import PlainLabel, PlainText

SAVE_AFTER_MS = 400
Field = QLineEdit | PlainText | QComboBox
Verb = Callable[..., Any]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Fields(QObject):
    """The fields of one row: what they show, which of them are pending, and how they are saved.

    `_pending` alone says what is unsaved; the timer only says when to try. A refused text stays in its field and is
    tried again when it changes or when somebody presses Retry.
    """

    def __init__(self, desk: Desk, verb: Verb, remark: PlainLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._verb, self._remark = desk, verb, remark
        self._row: uuid.UUID | None = None
        self._fields: dict[str, Field] = {}
        self._dates: set[str] = set()
        self._pending: set[str] = set()
        self._refused: dict[str, str] = {}
        self._error: AuditdeskError | None = None
        self._saving = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        desk.failed.connect(self._on_failed)
        remark.hide()

    def add(self, name: str, field: Field, *, date: bool = False) -> None:
        """Let a field show and save the value called `name`."""
        self._fields[name] = field
        field.setProperty("field", name)
        field.installEventFilter(self)
        if date:
            self._dates.add(name)
        if isinstance(field, PlainText):
            field.edited.connect(self._on_edited)
        elif isinstance(field, QLineEdit):
            field.textEdited.connect(self._on_edited)
        else:
            field.activated.connect(self._on_chosen)

    @property
    def pending(self) -> bool:
        """Whether anything typed is not on the disk."""
        return bool(self._pending)

    def fill(self, row: uuid.UUID, values: Mapping[str, str]) -> None:
        """Show a row; fields with unsaved text keep it."""
        if row != self._row:
            self._row = row
            self._pending.clear()
            self._refused.clear()
        for name, field in self._fields.items():
            if name not in self._pending and name in values and _value(field) != values[name]:
                _show(field, values[name])
        self._tell()

    # ---- saving -----------------------------------------------------------------------------------------------------
    @Slot()
    def save(self) -> None:
        """Save what is pending, except what was refused as it stands."""
        self._save(again=False)

    def flush(self) -> None:
        """Save what is pending, trying again what was refused."""
        self._save(again=True)

    def _save(self, *, again: bool) -> None:
        self._timer.stop()
        if self._row is None or self._saving or self._desk.workbook is None:
            return
        self._saving = True
        for name in sorted(self._pending):
            text = _value(self._fields[name])
            if not again and self._refused.get(name) == text:
                continue
            self._save_one(name, text)
        self._saving = False
        self._tell()
        if self._pending:
            self._desk.saved.emit(False)

    def _save_one(self, name: str, text: str) -> None:
        if name in self._dates and text and not _DATE.fullmatch(text):
            self._refused[name] = text
            self._error = None
            return
        self._error = None
        value = (text or None) if name in self._dates else text
        change: Change[object] | None = self._desk.do_by(self, self._verb, self._row, **{name: value})
        if change is not None:
            self._pending.discard(name)
            self._refused.pop(name, None)
        elif self._was_refused():
            self._refused[name] = text

    def _was_refused(self) -> bool:
        return isinstance(self._error, Refused)

    @Slot(object)
    def _on_failed(self, error: AuditdeskError) -> None:
        if self._saving:
            self._error = error

    def _tell(self) -> None:
        """Mark the fields that were refused and say why."""
        wrong = [name for name in self._fields if name in self._pending and name in self._refused]
        for name, field in self._fields.items():
            mark_wrong(field, name in wrong)
        words = ""
        if wrong:
            label = self._fields[wrong[0]].accessibleName()
            if wrong[0] in self._dates:
                words = self.tr("“{field}” is not a date such as 2026-05-31. The one saved before is kept.")
            elif not _value(self._fields[wrong[0]]).strip():
                words = self.tr("“{field}” cannot be empty. What was saved before is kept.")
            else:
                words = self.tr("“{field}” cannot be saved as it stands. What was saved before is kept.")
            words = words.format(field=label)
        elif self._pending and self._error is not None:
            words = str(messages.words(self._error))
        if words and words != self._remark.text():
            announce(self._remark, words)
        self._remark.setText(words)
        self._remark.setVisible(bool(words))

    # ---- what the person does ---------------------------------------------------------------------------------------
    @Slot()
    def _on_edited(self) -> None:
        self._note()
        self._timer.start()

    @Slot()
    def _on_chosen(self) -> None:
        self._note()
        self.save()

    def _note(self) -> None:
        name = self.sender().property("field")
        self._pending.add(str(name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving a field saves at once."""
        if event.type() == QEvent.Type.FocusOut and self._pending:
            self.save()
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()  # the page scrolls, the choice stays
            return True
        return False


def _value(field: Field) -> str:
    if isinstance(field, QComboBox):
        return str(field.currentData())
    return field.text()


def _show(field: Field, text: str) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentIndex(max(field.findData(text), 0))
    elif isinstance(field, PlainText):
        field.set_text(text)
    else:
        cursor = field.cursorPosition()
        field.setText(text)
        field.setCursorPosition(min(cursor, len(text)) if field.hasFocus() else 0)


def line_field(parent: QWidget, *, longest: int = 500, placeholder: str = "") -> QLineEdit:
    """A one-line field of a card."""
    field = QLineEdit(parent)
    field.setMaxLength(longest)
    field.setPlaceholderText(placeholder)
    return field


def remark_label(parent: QWidget) -> PlainLabel:
    """Where a card says that something was not saved."""
    label = PlainLabel("", parent, wrap=True, tone="nonconforming")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return label
