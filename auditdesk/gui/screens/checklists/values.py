"""The typed answer of a question that asks for one: options, a number, a date, a text, a level of maturity."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from auditdesk.core.errors import AuditdeskError
from auditdesk.core.models.enums import QuestionKind
from auditdesk.core.queries import Option, QuestionPage
from auditdesk.gui import messages
from auditdesk.gui.screens.checklists.keybuttons import KeyButton, option_keys
from auditdesk.gui.screens.checklists.typed import PAUSE_MS, TypedText
from auditdesk.gui.vocabulary import result_look
from auditdesk.gui.widgets import FieldLabel, PlainLabel, column, row

Save = Callable[[uuid.UUID, object], AuditdeskError | None]
_OPTIONS = {QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.MATURITY}
_LINES = {QuestionKind.NUMBER, QuestionKind.PERCENTAGE, QuestionKind.DATE}
_FINISHED = {
    QuestionKind.NUMBER: re.compile(r"\s*[-+]?[\d\s\u00a0]*\d([.,]\d+)?\s*"),
    QuestionKind.PERCENTAGE: re.compile(r"\s*\d{1,3}([.,]\d+)?\s*%?\s*"),
    QuestionKind.DATE: re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*"),
}


class ValueEditor(QWidget):
    """Shows the editor of a question's kind, or nothing for kinds that have none here."""

    def __init__(self, save: Save, parent: QWidget) -> None:
        super().__init__(parent)
        self._save = save
        self._page: QuestionPage | None = None
        self._pending = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self.label = PlainLabel("", self, type="caption", tone="muted")
        self.options = QWidget(self)
        self._option_box = column(self.options, gap=4)
        self.buttons: list[KeyButton] = []
        self.line = _Line(self)
        self.line.edit.textEdited.connect(self._on_edited)
        self.line.edit.installEventFilter(self)
        self.text = TypedText(self.tr("Answer in words"), self._save_text, self, min_lines=2)
        self.problem = PlainLabel("", self, type="caption", tone="nonconforming", wrap=True)
        self.problem.hide()
        box = column(self, gap=4)
        for part in (self.label, self.options, self.line, self.text, self.problem):
            box.addWidget(part)

    def show_value(self, page: QuestionPage) -> None:
        """Show what is stored, unless something newer is typed here for the same question."""
        same = self._page is not None and self._page.id == page.id
        if not same:
            self._pending = False
            self.problem.hide()
        self._page = page
        kind = page.kind
        shown = kind in _OPTIONS or kind in _LINES or kind == QuestionKind.TEXT
        self.setVisible(shown)
        if not shown:
            return
        self.label.setVisible(kind in _OPTIONS)
        self.options.setVisible(kind in _OPTIONS)
        self.line.setVisible(kind in _LINES)
        self.text.setVisible(kind == QuestionKind.TEXT)
        if kind in _OPTIONS:
            self._show_options(page)
        elif kind in _LINES and not self._pending:
            self.line.show_as(kind, page.unit, str(page.value or ""))
        elif kind == QuestionKind.TEXT:
            self.text.show_text(page.id, str(page.value or ""))

    def set_locked(self, locked: bool) -> None:
        """Only show, or take values too."""
        self.options.setEnabled(not locked)
        self.line.setEnabled(not locked)
        self.text.set_locked(locked)

    # ---- options ----------------------------------------------------------------------------------------------------
    def _show_options(self, page: QuestionPage) -> None:
        many = page.kind == QuestionKind.CHOICES
        self.label.setText(self.tr("All that apply") if many else self.tr("One of these"))
        options = self._maturity() if page.kind == QuestionKind.MATURITY else page.options
        chosen = page.value if isinstance(page.value, list) else [page.value]
        keys = option_keys()
        wanted = "many" if many else "one"
        for place, option in enumerate(options):
            button = self._button(place)
            button.set_shape(wanted)
            look = result_look(option.result) if option.result else None
            button.show_as(next(keys, ""), option.label, option.id, look)
            button.setChecked(option.id in chosen)
            button.show()
        for button in self.buttons[len(options) :]:
            button.hide()

    def _button(self, place: int) -> KeyButton:
        while len(self.buttons) <= place:
            button = KeyButton(self.options, shape="one")
            button.clicked.connect(self._on_option)
            self._option_box.addWidget(button)
            self.buttons.append(button)
        return self.buttons[place]

    def _maturity(self) -> tuple[Option, ...]:
        words = (
            self.tr("0 · absent"),
            self.tr("1 · ad hoc"),
            self.tr("2 · documented"),
            self.tr("3 · implemented"),
            self.tr("4 · effective and improving"),
        )
        return tuple(Option(str(level), said, None) for level, said in enumerate(words))

    def press(self, key: str) -> bool:
        """Choose the option with this letter; False when there is none."""
        if self._page is None or self._page.kind not in _OPTIONS or not self.options.isEnabled():
            return False
        for button in self.buttons:
            if not button.isHidden() and button.key == key.lower():
                button.click()
                return True
        return False

    @Slot()
    def _on_option(self) -> None:
        button, page = self.sender(), self._page
        if not isinstance(button, KeyButton) or page is None:
            return
        given: Any = button.code
        if page.kind == QuestionKind.CHOICES:
            before = page.value if isinstance(page.value, list) else []
            given = [code for code in before if code != button.code]
            if button.code not in before:
                given.append(button.code)
        elif button.code == page.value:
            given = None  # pressing the chosen one again takes it back
        self._tell(self._save(page.id, given))
        if self._page is not None:
            self.show_value(self._page)

    # ---- a line, a text ---------------------------------------------------------------------------------------------
    def flush(self) -> bool:
        """Save what is typed; False when it could not be, and then it stays here."""
        self._timer.stop()
        if not self.text.flush():
            return False
        if not self._pending or self._page is None:
            return True
        self._pending = False
        error = self._save(self._page.id, self.line.edit.text())
        self._pending = error is not None
        self._tell(error)
        return error is None

    def _save_text(self, question: uuid.UUID, text: str) -> AuditdeskError | None:
        return self._save(question, text)

    def _tell(self, error: AuditdeskError | None) -> None:
        if error is not None:
            words = messages.words(error)
            self.problem.setText(" ".join(part for part in (words.what_happened, words.what_to_do) if part))
        self.problem.setVisible(error is not None)
        self.line.set_wrong(error is not None)

    @Slot()
    def _on_edited(self) -> None:
        self._pending = True
        self._timer.start()

    @Slot()
    def _on_pause(self) -> None:
        """Save only what looks finished: half a date is no mistake while it is being typed."""
        text = self.line.edit.text()
        if self._page is not None and (not text or _FINISHED[self._page.kind].fullmatch(text)):
            self.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return super().eventFilter(watched, event)


class _Line(QWidget):
    """A short field with its name above and its unit beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self.edit = QLineEdit(self)
        self.edit.setMinimumWidth(160)
        self.edit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.edit.setAcceptDrops(False)
        self.name = FieldLabel("", self.edit, self)
        self.unit = PlainLabel("", self, tone="muted")
        box = column(self, gap=4)
        box.addWidget(self.name)
        line = row(gap=8)
        line.addWidget(self.edit)
        line.addWidget(self.unit, 1)
        box.addLayout(line)

    def show_as(self, kind: QuestionKind, unit: str, text: str) -> None:
        """Name the field after its kind and show a value."""
        if (kind, unit, text) == self._shown and self.edit.text() == text:
            return
        self._shown = (kind, unit, text)
        names = {
            QuestionKind.NUMBER: self.tr("Number"),
            QuestionKind.PERCENTAGE: self.tr("Percentage, 0 to 100"),
            QuestionKind.DATE: self.tr("Date, as year-month-day"),
        }
        self.name.setText(names[kind])
        self.edit.setAccessibleName(f"{names[kind]} {unit}".strip())
        self.edit.setPlaceholderText("2026-05-12" if kind == QuestionKind.DATE else "")
        self.unit.setText(unit or ("%" if kind == QuestionKind.PERCENTAGE else ""))
        if self.edit.text() != text:
            self.edit.setText(text)
        self.set_wrong(False)

    def set_wrong(self, wrong: bool) -> None:
        """Mark the field as not taken, or no longer."""
        if bool(self.edit.property("wrong")) != wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
