"""Parts of forms on a page: a passphrase to enter, a new one with its strength, and what went wrong, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from auditdesk.gui import icons
from auditdesk.gui.widgets.buttons import tool_button
from auditdesk.gui.widgets.cardpage import bring_into_view
from auditdesk.gui.widgets.feedback import announce
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.meters import StrengthMeter
from auditdesk.gui.widgets.shapes import paint_icon
from auditdesk.gui.widgets.text import Caption, FieldLabel, PlainLabel
from auditdesk.messages import Message


class PassphraseField(QWidget):
    """One passphrase: hidden until shown, never suggested; `entered` on Enter, `edited` on every change."""

    entered = Signal()
    edited = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=4)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        self.field.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)
        self.field.returnPressed.connect(self.entered)
        self.field.textChanged.connect(self._on_edited)
        self.show_button = tool_button(self.tr("Show the passphrase"), self, icon="eye", checkable=True)
        self.show_button.toggled.connect(self._on_show)
        box.addWidget(FieldLabel(label, self.field, self))
        line: QHBoxLayout = row(gap=4)
        line.addWidget(self.field, 1)
        line.addWidget(self.show_button)
        box.addLayout(line)
        self.setFocusProxy(self.field)

    def keep_room_for_button(self) -> None:
        """Have no button to show it, but be as wide as a field that has one."""
        policy = self.show_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.show_button.setSizePolicy(policy)
        self.show_button.hide()

    def text(self) -> str:
        """What was entered, exactly."""
        return self.field.text()

    def clear(self) -> None:
        """Empty the field and hide what is typed next."""
        self.field.clear()
        self.show_button.setChecked(False)
        self.mark(False)

    def mark(self, wrong: bool) -> None:
        """Mark the field as wrong, with the text selected so that typing replaces it."""
        mark_wrong(self.field, wrong)
        if wrong:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()

    @Slot(bool)
    def _on_show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        icons.set_icon(self.show_button, "eye-off" if shown else "eye", "muted")
        words = self.tr("Hide the passphrase") if shown else self.tr("Show the passphrase")
        self.show_button.setAccessibleName(words)
        self.show_button.setToolTip(words)

    @Slot()
    def _on_edited(self) -> None:
        mark_wrong(self.field, False)
        self.edited.emit()


ScoreOf = Callable[[str], tuple[int, bool]]


class NewPassphrase(QWidget):
    """A new passphrase, asked twice, with its strength and the one rule in words."""

    edited = Signal()
    entered = Signal()

    def __init__(self, score_of: ScoreOf, minimum: int, parent: QWidget | None = None, *, note: str = "") -> None:
        super().__init__(parent)
        self._score_of, self._minimum = score_of, minimum
        self._enough = False
        box = column(self, gap=12)
        self.first = PassphraseField(self.tr("Passphrase"), self)
        self.second = PassphraseField(self.tr("The same again"), self)
        self.second.keep_room_for_button()
        self.first.show_button.toggled.connect(self._on_shown)
        self.meter = StrengthMeter(self)
        self.remark = Caption("", self)
        self.note = Caption(note, self)
        self.note.setVisible(bool(note))
        top = column(gap=8)
        top.addWidget(self.first)
        beside = row(gap=4)
        beside.addWidget(self.meter, 1)
        beside.addSpacing(self.first.show_button.sizeHint().width() + 4)
        top.addLayout(beside)
        box.addLayout(top)
        bottom = column(gap=4)
        bottom.addWidget(self.second)
        bottom.addWidget(self.remark)
        bottom.addWidget(self.note)
        box.addLayout(bottom)
        self.first.edited.connect(self.judge)
        self.second.edited.connect(self.judge)
        self.first.entered.connect(self.second.field.setFocus)
        self.second.entered.connect(self.entered)
        self.setFocusProxy(self.first)
        self.judge()

    def passphrase(self) -> str:
        """What was entered, exactly."""
        return self.first.text()

    def clear(self) -> None:
        """Empty both fields."""
        self.first.clear()
        self.second.clear()

    def good(self) -> bool:
        """Whether it may be used: strong enough, and twice the same."""
        return self._enough and self.first.text() == self.second.text()

    def lack(self) -> str:
        """Why it may not be used yet, in words, or nothing."""
        if not self._enough:
            return self._sentence()
        if self.first.text() != self.second.text():
            return self.tr("The two passphrases are not the same yet.")
        return ""

    def complain(self) -> None:
        """Put the focus where something is missing."""
        (self.second if self._enough else self.first).mark(True)

    @Slot()
    def judge(self) -> None:
        """Weigh what is entered now; also after what is easy to guess has changed."""
        text = self.first.text()
        self._score, self._enough = self._score_of(text) if len(text) >= self._minimum else (0, False)
        self.meter.set_strength(self._score, self._sentence() if text else "")
        self.remark.setText(self._say(text))
        self.edited.emit()

    def _sentence(self) -> str:
        length = len(self.first.text())
        if length < self._minimum:
            return self.tr("{count} of at least {minimum} characters.").format(count=length, minimum=self._minimum)
        if self._score <= 1:
            return self.tr("Long enough, but quickly guessed.")
        if not self._enough:
            return self.tr("Guessed by somebody with patience; add a word or two.")
        if self._score == 3:
            return self.tr("Good: hard to guess.")
        return self.tr("Very good, if chance chose it and you did not.")

    def _say(self, text: str) -> str:
        if text != text.strip():
            return self.tr("The passphrase begins or ends with a space; that counts.")
        if self.second.text() and self.second.text() != text:
            return self.tr("The two passphrases are not the same yet.")
        return self.tr(
            "At least {minimum} characters; five random words are easy to remember and hard to guess."
        ).format(minimum=self._minimum)

    @Slot(bool)
    def _on_shown(self, shown: bool) -> None:
        self.second.show_button.setChecked(shown)


class ProblemPanel(QFrame):
    """What went wrong, in its own words, on the page where it happened. Hidden until `tell`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        line = row(self, gap=12, margin=12)
        self._sign = _Sign(self)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        box = column(gap=4)
        self.title = PlainLabel("", self, type="heading", wrap=True)
        self.text = PlainLabel("", self, wrap=True)
        self.rest = PlainLabel("", self, wrap=True, tone="muted")
        for part in (self.title, self.text, self.rest):
            box.addWidget(part)
        line.addLayout(box, 1)
        self.hide()

    def tell(self, message: Message) -> None:
        """Show a message and let a screen reader say it."""
        self.title.setText(message.title)
        self.text.setText(message.what_happened)
        rest = " ".join(part for part in (message.what_was_kept, message.what_to_do) if part)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.setAccessibleName(message.title)
        self.setAccessibleDescription(str(message))
        self.show()
        bring_into_view(self)
        announce(self, f"{message.title}. {message}")

    def words(self) -> str:
        """Everything it says now; nothing when hidden."""
        return "" if self.isHidden() else f"{self.title.text()} {self.text.text()} {self.rest.text()}".strip()


class _Sign(QWidget):
    """The warning sign beside a problem."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(20, 20)

    def paintEvent(self, _event: QPaintEvent | QEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, "warning", "nonconforming", self.rect())
        painter.end()


def mark_wrong(field: QWidget, wrong: bool) -> None:
    """Give a field the edge of one that needs correcting, or take it away."""
    if bool(field.property("wrong")) != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)


def first_lack(lines: Iterable[tuple[QLineEdit, str]], passphrase: NewPassphrase) -> str:
    """The first thing a form lacks, in its words, or "": that field is marked and has the keyboard."""
    for line, words in lines:
        if not line.text().strip():
            mark_wrong(line, True)
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            return words
    if not passphrase.good():
        passphrase.complain()
        return passphrase.lack()
    return ""
