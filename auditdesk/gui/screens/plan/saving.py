"""The fields of one row of the plan: they save themselves, and a line says what was not saved and why."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from auditdesk.core.errors import AuditdeskError, Refused
from auditdesk.gui import messages
from auditdesk.gui.autosave import Autosave, Field, Unreadable
from auditdesk.gui.desk import Desk
from auditdesk.gui.widgets.feedback import announce
from auditdesk.gui.widgets.forms import mark_wrong
from auditdesk.gui.widgets.text import PlainLabel

Verb = Callable[..., Any]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Fields(QObject):
    """The fields of one row: which verb saves them, and what is said of those that are refused."""

    def __init__(self, desk: Desk, verb: Verb, remark: PlainLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._verb, self._remark = desk, verb, remark
        self._row: uuid.UUID | None = None
        self._fields: dict[str, Field] = {}
        self._dates: set[str] = set()
        self._doubts: dict[str, str] = {}
        self._error: AuditdeskError | None = None
        self._saving = False
        self._autosave = Autosave(self._save, self)
        self._autosave.doubted.connect(self._on_doubted)
        self._autosave.tried.connect(self._on_tried)
        desk.failed.connect(self._on_failed)
        remark.hide()

    def add(self, name: str, field: Field, *, date: bool = False) -> None:
        """Let a field show and save the value called `name`."""
        self._fields[name] = field
        if date:
            self._dates.add(name)
        self._autosave.watch(name, field)

    @property
    def pending(self) -> bool:
        """Whether anything typed is not on the disk."""
        return bool(self._autosave.pending)

    def fill(self, row: uuid.UUID, values: Mapping[str, str]) -> None:
        """Show a row; fields with unsaved text keep it."""
        if row != self._row:
            self._row = row
            self._autosave.forget()
        for name in self._fields.keys() & values.keys():
            self._autosave.fill(name, values[name])

    def flush(self) -> bool:
        """Save what is pending, trying again what was refused; False when some of it could not be saved."""
        return self._autosave.flush()

    # ---- saving -----------------------------------------------------------------------------------------------------
    def _save(self, name: str, value: object) -> bool:
        if self._row is None or self._desk.workbook is None:
            return False
        if name in self._dates:
            value = self._read_date(name, str(value))
        self._error = None
        self._saving = True
        change = self._desk.do_by(self, self._verb, self._row, **{name: value})
        self._saving = False
        if isinstance(self._error, Refused):
            raise Unreadable(self._say_refused(name, value))
        return change is not None

    def _read_date(self, name: str, text: str) -> str | None:
        if text and not _DATE.fullmatch(text):
            raise Unreadable(self._say_refused(name, text))
        return text or None

    def _say_refused(self, name: str, value: object) -> str:
        if name in self._dates:
            words = self.tr("“{field}” is not a date such as 2026-05-31. The one saved before is kept.")
        elif not str(value).strip():
            words = self.tr("“{field}” cannot be empty. What was saved before is kept.")
        else:
            words = self.tr("“{field}” cannot be saved as it stands. What was saved before is kept.")
        return words.format(field=self._fields[name].accessibleName())

    @Slot(object)
    def _on_failed(self, error: AuditdeskError) -> None:
        if self._saving:
            self._error = error

    @Slot(str, str)
    def _on_doubted(self, name: str, sentence: str) -> None:
        mark_wrong(self._fields[name], bool(sentence))
        if sentence:
            self._doubts[name] = sentence
        else:
            self._doubts.pop(name, None)

    @Slot()
    def _on_tried(self) -> None:
        """Say why something is not saved."""
        words = next((self._doubts[name] for name in self._fields if name in self._doubts), "")
        if not words and self._autosave.kept() and self._error is not None:
            words = str(messages.words(self._error))
        if words and words != self._remark.text():
            announce(self._remark, words)
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        if self.pending:
            self._desk.saved.emit(False)


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
