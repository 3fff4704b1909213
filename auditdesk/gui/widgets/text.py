"""Text on the screen: always shown as typed, never read as markup."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget  # noqa: TID251 - PlainLabel tames QLabel

LINE_LENGTH = 80  # characters of reading text in a line
_TIP_WRAPS_AT = 70
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"}


def plain_tip(text: str) -> str:
    """A tooltip that shows `text` as typed: Qt reads what looks like markup, and wraps only that."""
    if len(text) <= _TIP_WRAPS_AT and "<" not in text:
        return text
    return "<span>" + "".join(_ESCAPED.get(c, c) for c in text) + "</span>"


def with_shortcut(text: str, keys: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """A tooltip with its shortcut, as this system writes it."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    if not shown:
        return plain_tip(text)
    return plain_tip(QCoreApplication.translate("tips", "{text} ({keys})").format(text=text, keys=shown))


def visible(text: str) -> str:
    """`text` as one line in which nothing hides: control characters and marks that turn the reading direction, which
    could disguise a file's name, become a visible sign. Joiners that scripts need stay.
    """
    return "".join(_REPLACED if c in _TURNING or unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)


_REPLACED = "\N{REPLACEMENT CHARACTER}"
_TURNING = frozenset("\u200e\u200f\u061c\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b")


def unmarked(text: str) -> str:
    """`text` for a button or menu, where Qt would take & for an access key."""
    return text.replace("&", "&&")


class PlainLabel(QLabel):
    """A label that shows its text as typed. `type`: title, question, heading, body, caption; `tone`: a colour token.

    A wrapped label keeps its lines to 80 characters; an elided one is cut to its width and tells the whole in its tip.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        type: str = "body",
        tone: str = "text",
        wrap: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideNone,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self._elide = elide
        self.setProperty("type", type)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if elide != Qt.TextElideMode.ElideNone:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`."""
        super().setText(text)
        self._tell_the_whole()

    def setTextFormat(self, _format: Qt.TextFormat) -> None:
        """Stay plain, whatever is asked."""

    def set_tone(self, token: str) -> None:
        """Change the colour of the text."""
        if self.property("tone") != token:
            self.setProperty("tone", token)
            self.style().unpolish(self)
            self.style().polish(self)

    def line_width(self) -> int:
        """The width of a full line of reading text."""
        return self.fontMetrics().averageCharWidth() * LINE_LENGTH

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(min(width, self.line_width()) if self._limited() else width)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self.wordWrap():  # the layout asks heightForWidth; this hint would be for a very narrow column
            return QSize(hint.width(), min(hint.height(), self.fontMetrics().lineSpacing()))
        return QSize(0, hint.height()) if self._elide != Qt.TextElideMode.ElideNone else hint

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.wordWrap():
            return hint
        natural = max(map(self.fontMetrics().horizontalAdvance, self.text().split("\n"))) + 2
        width = min(natural, self.line_width())
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_the_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        elided = self._elide != Qt.TextElideMode.ElideNone
        if not elided and not self._limited():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        rect = self.contentsRect()
        if elided:
            text = self._shown(rect)
            flags = self.alignment() | Qt.TextFlag.TextSingleLine
        else:
            text = self.text()
            spare = max(rect.width() - self.line_width(), 0)
            centred = bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)
            rect.adjust(spare // 2 if centred else 0, 0, -(spare - spare // 2) if centred else -spare, 0)
            flags = self.alignment() | Qt.TextFlag.TextWordWrap
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(rect, int(flags), text)
        painter.end()

    def _limited(self) -> bool:
        selectable = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        return self.wordWrap() and not selectable

    def _shown(self, rect: QRect) -> str:
        return self.fontMetrics().elidedText(self.text().replace("\n", " "), self._elide, rect.width())

    def _tell_the_whole(self) -> None:
        if self._elide == Qt.TextElideMode.ElideNone:
            return
        cut = self._shown(self.contentsRect()) != self.text()
        self.setToolTip(plain_tip(self.text()) if cut else "")


class Title(PlainLabel):
    """The title of a page."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent, type="title", wrap=True)


class Caption(PlainLabel):
    """A quiet remark below or beside something."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wrap: bool = True) -> None:
        super().__init__(text, parent, type="caption", tone="muted", wrap=wrap)


class FieldLabel(PlainLabel):
    """The name of a field: shown above it, and told to screen readers. `&` marks an access key."""

    def __init__(self, text: str, buddy: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, type="caption", tone="muted")
        self.setBuddy(buddy)
        if not buddy.accessibleName():
            buddy.setAccessibleName(text.replace("&&", "\0").replace("&", "").replace("\0", "&"))


class PlainText(QPlainTextEdit):
    """A field for longer text: Tab leaves it, it grows with its text, and `edited` tells only of a person's changes."""

    edited = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        placeholder: str = "",
        min_lines: int = 2,
        max_lines: int = 12,
    ) -> None:
        super().__init__(parent)
        self._lines = (min_lines, max_lines)
        self._filling = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_text_changed)
        self._grow()

    def text(self) -> str:
        """The text as typed; `toPlainText` would turn no-break spaces into spaces."""
        return self.document().toRawText().replace("\u2029", "\n")

    def set_text(self, text: str) -> None:
        """Show `text` without telling of a change; the cursor and undo history stay when nothing differs."""
        if text == self.text():
            return
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_lines"):
            self._grow()

    @Slot()
    def _on_text_changed(self) -> None:
        self._grow()
        if not self._filling:
            self.edited.emit()

    def _grow(self) -> None:
        low, high = self._lines
        lines = min(max(int(self.document().size().height()), low), high)
        margins = self.document().documentMargin() * 2
        height = lines * self.fontMetrics().lineSpacing() + margins + 10
        if self.height() != int(height) or self.maximumHeight() != int(height):
            self.setFixedHeight(int(height))
