"""The six results of a question as big buttons, and the reasons two of them need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from auditdesk import labels
from auditdesk.core.answering import REASONS
from auditdesk.core.models.enums import Result
from auditdesk.gui.screens.checklists.keybuttons import KeyButton
from auditdesk.gui.vocabulary import result_look
from auditdesk.gui.widgets import FlowLayout, PlainLabel, ResultButton, column, push_button, row, with_shortcut

KEYS: dict[str, Result] = {
    "1": Result.CONFORMS,
    "2": Result.OTHER_MEANS,
    "3": Result.PARTLY,
    "4": Result.NONCONFORMING,
    "5": Result.UNABLE,
    "6": Result.NOT_APPLICABLE,
}
_GAP = 8
_SPARE = 4  # a button asks for this much more than its words need
_DIGITS = "1234567890"


class ResultRow(QWidget):
    """Three buttons beside each other, two or one where there is less room. `pressed(Result)`."""

    pressed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Result"))
        self._widest = 0
        short = {
            Result.OTHER_MEANS: self.tr("By other means"),
            Result.UNABLE: self.tr("Unable to verify…"),
            Result.NOT_APPLICABLE: self.tr("Not applicable…"),
        }
        self.buttons: dict[Result, ResultButton] = {}
        for key, result in KEYS.items():
            button = ResultButton(result, key, self, words=short.get(result, ""))
            button.setAccessibleName(result_look(result).word)
            button.setToolTip(with_shortcut(result_look(result).word, key))
            button.clicked.connect(self._on_clicked)
            self.buttons[result] = button
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_result(self, result: Result | None) -> None:
        """Mark the button of a result and no other."""
        for known, button in self.buttons.items():
            if button.isChecked() != (known == result):
                button.setChecked(known == result)

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        for result, button in self.buttons.items():
            if button is pressed:
                self.pressed.emit(result)

    # ---- arrangement ------------------------------------------------------------------------------------------------
    def _columns(self, width: int) -> int:
        if not self._widest:
            self._widest = max(button.sizeHint().width() for button in self.buttons.values()) - _SPARE
        widest = self._widest
        return next((count for count in (3, 2) if count * widest + (count - 1) * _GAP <= width), 1)

    def _button_height(self) -> int:
        return next(iter(self.buttons.values())).sizeHint().height()

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self.buttons) // self._columns(width))
        return rows * self._button_height() + (rows - 1) * _GAP

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(self.width() or 480))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(button.sizeHint().width() for button in self.buttons.values()), self._button_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "buttons"):
            self._widest = 0
            self._arrange()

    def _arrange(self) -> None:
        columns = self._columns(self.width())
        wide = (self.width() - (columns - 1) * _GAP) // columns
        high = self._button_height()
        for place, button in enumerate(self.buttons.values()):
            line, at = divmod(place, columns)
            button.setGeometry(QRect(at * (wide + _GAP), line * (high + _GAP), wide, high))


class ReasonRow(QFrame):
    """Asks why something could not be verified or does not apply. `chosen(Result, reason)` or `cancelled`."""

    chosen = Signal(object, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.result: Result | None = None
        box = column(self, gap=8, margin=12)
        head = row(gap=8)
        self.question = PlainLabel("", self, type="heading", wrap=True)
        self.cancel = push_button(self.tr("Cancel"), self, kind="quiet", tip=self.tr("Leave the answer as it is (Esc)"))
        self.cancel.clicked.connect(self.cancelled)
        head.addWidget(self.question, 1)
        head.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        self.flow = FlowLayout()
        box.addLayout(self.flow)
        self.choices: list[KeyButton] = []
        for _ in range(max(len(codes) for codes in REASONS.values())):
            button = KeyButton(self)
            button.clicked.connect(self._on_clicked)
            self.flow.addWidget(button)
            self.choices.append(button)
        self.hide()

    def ask(self, result: Result) -> None:
        """Show the reasons a result takes, and put the keyboard on the first."""
        self.result = result
        if result == Result.UNABLE:
            self.question.setText(self.tr("Why could it not be verified? The reason is printed in the report."))
        else:
            self.question.setText(self.tr("Why does it not apply?"))
        self.setAccessibleName(self.question.text())
        codes = [code.value for code in REASONS[result]]
        for place, button in enumerate(self.choices):
            if place < len(codes):
                button.show_as(_DIGITS[place], labels.label(codes[place]), codes[place])
            button.setVisible(place < len(codes))
        self.show()
        self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows move, Enter takes the one in focus, Escape leaves; no key goes further."""
        shown = [button for button in self.choices if not button.isHidden()]
        key, text = event.key(), event.text()
        event.accept()
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, KeyButton) or focused is self.cancel:
                focused.click()
        elif text and text in _DIGITS:
            for button in shown:
                if button.key == text:
                    button.click()
        elif key in _MOVES:
            at = next((place for place, button in enumerate(shown) if button.hasFocus()), -1)
            shown[(at + _MOVES[Qt.Key(key)]) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, KeyButton) and self.result is not None:
            self.chosen.emit(self.result, str(pressed.code))


_MOVES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
