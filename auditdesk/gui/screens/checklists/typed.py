"""Text that saves itself: after a pause, or at once when the field, the question or the window is left.

One flag says whether something is still to be saved. The timer only brings the moment forward: inside its own timeout a
single-shot timer is no longer active, so asking the timer would lose the last words.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from auditdesk.core.errors import AuditdeskError
from auditdesk.gui import messages
from auditdesk.gui.widgets import FieldLabel, PlainLabel, PlainText, column

PAUSE_MS = 400
Save = Callable[[uuid.UUID, str], AuditdeskError | None]
"""Saves a text for a question; returns why it could not."""


class TypedText(QWidget):
    """A named field for longer text with a line below it when it could not be saved."""

    def __init__(self, name: str, save: Save, parent: QWidget, *, placeholder: str = "", min_lines: int = 3) -> None:
        super().__init__(parent)
        self._save = save
        self._question: uuid.UUID | None = None
        self._pending = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self.edit = PlainText(self, placeholder=placeholder, min_lines=min_lines, max_lines=14)
        self.edit.setAcceptDrops(False)  # a dropped file is evidence, not a line of text
        self.edit.edited.connect(self._on_edited)
        self.edit.installEventFilter(self)
        self.label = FieldLabel(name, self.edit, self)
        self.problem = PlainLabel("", self, type="caption", tone="nonconforming", wrap=True)
        self.problem.hide()
        box = column(self, gap=4)
        for part in (self.label, self.edit, self.problem):
            box.addWidget(part)

    @property
    def pending(self) -> bool:
        """Whether something typed is not on the disk."""
        return self._pending

    def show_text(self, question: uuid.UUID, text: str) -> None:
        """Show what is stored, unless something newer is typed here for the same question."""
        if self._pending and question == self._question:
            return
        self._pending = False
        self._question = question
        self.edit.set_text(text)
        self._tell(None)

    def set_locked(self, locked: bool) -> None:
        """Only show, or take text too."""
        if self.edit.isReadOnly() != locked:
            self.edit.setReadOnly(locked)
            self.edit.setProperty("readOnly", locked)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def flush(self) -> bool:
        """Save what is typed; False when it could not be, and then it stays here."""
        self._timer.stop()
        if not self._pending or self._question is None:
            return True
        self._pending = False  # the save refills this page, which must not be taken for typing
        error = self._save(self._question, self.edit.text())
        self._pending = error is not None
        self._tell(error)
        return error is None

    def _tell(self, error: AuditdeskError | None) -> None:
        if error is not None:
            words = messages.words(error)
            said = self.tr("Not saved: {why} What you typed is kept here.")
            self.problem.setText(said.format(why=words.what_happened))
        self.problem.setVisible(error is not None)

    @Slot()
    def _on_edited(self) -> None:
        self._pending = True
        self._timer.start()

    @Slot()
    def _on_pause(self) -> None:
        self.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return super().eventFilter(watched, event)
