"""The windows of the modal questions; `dialogs` opens them and gives back what was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from auditdesk.gui import icons
from auditdesk.gui.widgets import PlainLabel, PlainText, column, labelled, push_button, row, tool_button
from auditdesk.gui.widgets.meters import StrengthMeter
from auditdesk.messages import Message

_WIDTH = 440


@dataclass(frozen=True)
class Strength:
    """How hard a passphrase is to guess: 0 to 4, a sentence that says so honestly, and whether it may be used."""

    score: int
    sentence: str
    enough: bool = True


StrengthOf = Callable[[str], Strength]


class Question(QDialog):
    """A modal window: a sentence, room for a field, and buttons at the lower right. Escape is always "no"."""

    def __init__(self, parent: QWidget | None, title: str, explain: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        outer = column(self, gap=16, margin=24)
        self.body: QVBoxLayout = column(gap=12)
        self.heading = PlainLabel(title, self, type="question", wrap=True)
        self.body.addWidget(self.heading)
        if explain:
            self.body.addWidget(PlainLabel(explain, self, wrap=True))
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.no: QPushButton | None = None
        self.buttons: QHBoxLayout = row(gap=8)
        self.buttons.addStretch(1)
        outer.addLayout(self.buttons)
        self.setAccessibleName(title)
        self.setAccessibleDescription(explain)

    def showEvent(self, event: QShowEvent) -> None:
        """Wrapped sentences ask for the height of a narrow column; take what this width needs."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def add_buttons(self, yes: str, no: str = "") -> QPushButton:
        """The buttons: `yes` or the focused one answers Enter, `no` answers Escape."""
        if no:
            self.no = push_button(no, self)
            self.no.clicked.connect(self.reject)
            self.buttons.addWidget(self.no)
        accept = push_button(yes, self, kind="primary")
        accept.setDefault(True)
        accept.clicked.connect(self.accept)
        self.buttons.addWidget(accept)
        return accept


class Confirmation(Question):
    """A question with two answers, named by what they do. The safe one has the focus."""

    def __init__(self, parent: QWidget | None, question: str, explain: str, yes: str, no: str) -> None:
        super().__init__(parent, question, explain)
        self.add_buttons(yes, no)
        if self.no is not None:
            self.no.setFocus(Qt.FocusReason.OtherFocusReason)


class Problem(Question):
    """An error: what happened, what was kept, what to do."""

    def __init__(self, parent: QWidget | None, message: Message) -> None:
        super().__init__(parent, message.title)
        self.message = message
        for sentence in (message.what_happened, message.what_was_kept, message.what_to_do):
            if sentence:
                self.body.addWidget(PlainLabel(sentence, self, wrap=True, selectable=True))
        self.setAccessibleDescription(str(message))
        self.add_buttons(self.tr("Close")).setFocus(Qt.FocusReason.OtherFocusReason)


class TextQuestion(Question):
    """A question answered with a line or with longer text. An empty answer cannot be given unless `optional`."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        explain: str,
        *,
        label: str,
        text: str,
        yes: str,
        long: bool,
        optional: bool,
    ) -> None:
        super().__init__(parent, title, explain)
        self._optional = optional
        self._long = PlainText(self, min_lines=4) if long else None
        self._line = QLineEdit(self) if not long else None
        if self._long is not None:
            self._long.set_text(text)
            self._long.edited.connect(self._on_edited)
            self.body.addLayout(labelled(label, self._long, self))
        elif self._line is not None:
            self._line.setText(text)
            self._line.textChanged.connect(self._on_edited)
            self.body.addLayout(labelled(label, self._line, self))
        self._yes = self.add_buttons(yes or self.tr("OK"), self.tr("Cancel"))
        self._on_edited()

    def text(self) -> str:
        """What was entered."""
        return self._long.text() if self._long is not None else self._line.text() if self._line is not None else ""

    @Slot()
    def _on_edited(self) -> None:
        self._yes.setEnabled(self._optional or bool(self.text().strip()))


class PassphraseQuestion(Question):
    """Asks for a passphrase, or for a new one: twice, with an honest strength."""

    def __init__(
        self, parent: QWidget | None, title: str, explain: str, *, confirm: bool, strength: StrengthOf | None
    ) -> None:
        super().__init__(parent, title, explain)
        self._strength, self._enough = strength, True
        self._first = self._field()
        self._show = tool_button(self.tr("Show the passphrase"), self, icon="eye", checkable=True)
        self._show.toggled.connect(self._on_show)
        self.body.addLayout(self._beside(self.tr("Passphrase"), self._first, self._show))
        self._meter: StrengthMeter | None = None
        if strength is not None:
            self._meter = StrengthMeter(self)
            self.body.addWidget(self._meter)
        self._second: QLineEdit | None = None
        if confirm:
            self._second = self._field()
            self.body.addLayout(labelled(self.tr("The same again"), self._second, self))
        self._remark = PlainLabel("", self, type="caption", tone="muted", wrap=True)
        self.body.addWidget(self._remark)
        self._yes = self.add_buttons(self.tr("Continue"), self.tr("Cancel"))
        self._on_edited()
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def passphrase(self) -> str:
        """What was entered, exactly."""
        return self._first.text()

    def forget(self) -> None:
        """Empty the fields, so that the text does not stay in the window."""
        for field in (self._first, self._second):
            if field is not None:
                field.clear()

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        field.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)
        field.textChanged.connect(self._on_edited)
        return field

    def _beside(self, label: str, field: QLineEdit, button: QToolButton) -> QHBoxLayout:
        line = row(gap=8)
        line.addLayout(labelled(label, field, self), 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    @Slot(bool)
    def _on_show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self._first, self._second):
            if field is not None:
                field.setEchoMode(mode)
        icons.set_icon(self._show, "eye-off" if shown else "eye", "muted")
        self._show.setAccessibleName(self.tr("Hide the passphrase") if shown else self.tr("Show the passphrase"))
        self._show.setToolTip(self._show.accessibleName())

    @Slot()
    def _on_edited(self) -> None:
        text = self._first.text()
        enough = True
        if self._strength is not None and self._meter is not None:
            found = self._strength(text) if text else Strength(0, "", False)
            self._meter.set_strength(found.score, found.sentence)
            enough = found.enough
        same = self._second is None or self._second.text() == text
        self._remark.setText(self._say(text, same))
        self._yes.setEnabled(bool(text) and enough and same)

    def _say(self, text: str, same: bool) -> str:
        if text != text.strip():
            return self.tr("The passphrase begins or ends with a space; that counts.")
        if not same and self._second is not None and self._second.text():
            return self.tr("The two are not the same yet.")
        return ""
