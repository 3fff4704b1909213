"""Buttons: plain ones by kind, the big answer buttons, the rail, and chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from auditdesk.gui import icons, tokens
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.text import plain_tip, unmarked, with_shortcut

if TYPE_CHECKING:  # the first window shows no result
    from auditdesk.core.models.enums import Result
    from auditdesk.gui.vocabulary import Look

Keys = QKeySequence | QKeySequence.StandardKey | str


def push_button(
    text: str, parent: QWidget, *, kind: str = "", icon: str = "", tip: str = "", keys: Keys = ""
) -> QPushButton:
    """A button with words. `kind`: "", "primary" or "quiet". `keys` are set as its shortcut and told in its tip."""
    button = QPushButton(unmarked(text), parent)
    button.setProperty("kind", kind)
    button.setAccessibleName(text)
    if icon:
        icons.set_icon(button, icon, {"primary": "on_accent", "quiet": "accent"}.get(kind, "text"))
    _describe(button, tip or text, keys, show=bool(tip))
    return button


def tool_button(name: str, parent: QWidget, *, icon: str, keys: Keys = "", checkable: bool = False) -> QToolButton:
    """A button that is only an icon; `name` is its tip and what a screen reader says."""
    button = QToolButton(parent)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setCheckable(checkable)
    icons.set_icon(button, icon, "muted")
    _describe(button, name, keys, show=True)
    return button


def _describe(button: QPushButton | QToolButton, tip: str, keys: Keys, *, show: bool) -> None:
    sequence = QKeySequence(keys)
    if not sequence.isEmpty():
        press_by(button, sequence)
        button.setToolTip(with_shortcut(tip, sequence))
    elif show:
        button.setToolTip(plain_tip(tip))


def press_by(button: QAbstractButton, keys: QKeySequence) -> QShortcut:
    """Press a button by keys, at once: a button's own shortcut takes 100 ms, and meanwhile the next key comes."""
    shortcut = QShortcut(keys, button)
    shortcut.activated.connect(button.click)
    return shortcut


class _Painted(QPushButton):
    """A button that paints itself: its words are set apart from QPushButton's text, where & would mean a key."""

    def __init__(self, words: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setProperty("painted", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._words = words
        self.setAccessibleName(words)

    @property
    def words(self) -> str:
        """What the button says."""
        return self._words

    def set_words(self, words: str) -> None:
        """Change what the button says."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ResultButton(_Painted):
    """A big button for one result: its number key, its shape, its word. The screen owns the key."""

    def __init__(self, result: Result, key: str, parent: QWidget | None = None, *, words: str = "") -> None:
        from auditdesk.gui.vocabulary import result_look

        self.result = result
        self._key = key
        self._look: Look = result_look(result)
        super().__init__(words or self._look.word, parent)
        self.setCheckable(True)
        self.setToolTip(with_shortcut(self._words, key))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        font = shapes.sized(self.font(), "body", tokens.SEMIBOLD)
        return QSize(12 + 20 + 8 + 20 + 8 + shapes.text_width(font, self._words) + 16, self.fontMetrics().height() + 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, look = tokens.current(), self._look
        token = look.token if self.isEnabled() else "disabled"
        painter = QPainter(self)
        self._paint_ground(painter, token)
        middle = self.height() // 2
        key = QRect(12, middle - 10, 20, 20)
        shapes.paint_box(painter, key, None, theme.colour("border"), radius=4)
        painter.setFont(shapes.sized(self.font(), "caption"))
        painter.setPen(theme.colour("muted" if self.isEnabled() else "disabled"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        shapes.paint_icon(painter, look.icon, token, QRect(40, middle - 10, 20, 20))
        weight = tokens.SEMIBOLD if self.isChecked() else tokens.REGULAR
        words = QRect(68, 0, self.width() - 68 - 12, self.height())
        ink = "text" if self.isEnabled() else "disabled"
        shapes.paint_words(painter, words, self._words, shapes.sized(self.font(), "body", weight), ink)
        shapes.paint_focus(painter, self)
        painter.end()

    def _paint_ground(self, painter: QPainter, token: str) -> None:
        theme = tokens.current()
        if self.isChecked():
            edge, width = (token, 2) if not self.hasFocus() else ("accent", 2)
            shapes.paint_box(painter, self.rect(), theme.tint(token), theme.colour(edge), width=width)
            if self.hasFocus():
                inner = self.rect().adjusted(3, 3, -3, -3)
                shapes.paint_box(painter, inner, None, theme.colour(token), width=1, radius=4)
            return
        fill = "pressed" if self.isDown() else "hover" if self.underMouse() and self.isEnabled() else "surface"
        edge = "edge" if self.isEnabled() else "disabled_border"
        shapes.paint_box(painter, self.rect(), theme.colour(fill), theme.colour(edge))


class RailButton(_Painted):
    """One place in the rail: icon, word, and its state as a count, a progress ring or a dot for what waits."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None, *, keys: Keys = "") -> None:
        super().__init__(words, parent)
        self._icon, self._keys = icon, QKeySequence(keys)
        self._count, self._share, self._waits = 0, -1.0, False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if not self._keys.isEmpty():
            press_by(self, self._keys)
        self._tell()

    def set_words(self, words: str) -> None:
        """Change the name of the place."""
        super().set_words(words)
        self._tell()

    def set_count(self, count: int) -> None:
        """Show a count; 0 shows none."""
        self._count = count
        self._tell()

    def set_progress(self, share: float) -> None:
        """Show how much is done, from 0 to 1; below 0 shows no ring."""
        self._share = share
        self._tell()

    def set_waiting(self, waits: bool) -> None:
        """Show a dot: something here waits for the person."""
        self._waits = waits
        self._tell()

    def sizeHint(self) -> QSize:
        font = shapes.sized(self.font(), "body", tokens.SEMIBOLD)
        return QSize(44 + shapes.text_width(font, self._words) + 56, self.fontMetrics().height() + 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, here = tokens.current(), self.isChecked()
        painter = QPainter(self)
        token = "text" if self.isEnabled() else "disabled"
        if here:
            shapes.paint_box(painter, self.rect(), theme.colour("selection"), None)
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            shapes.paint_box(painter, self.rect(), theme.colour("hover"), None)
        middle = self.height() // 2
        icon_token = "accent" if here else "muted" if self.isEnabled() else "disabled"
        shapes.paint_icon(painter, self._icon, icon_token, QRect(12, middle - 10, 20, 20))
        right = self._paint_state(painter, middle)
        font = shapes.sized(self.font(), "body", tokens.SEMIBOLD if here else tokens.REGULAR)
        shapes.paint_words(painter, QRect(40, 0, right - 44, self.height()), self._words, font, token)
        shapes.paint_focus(painter, self)
        painter.end()

    def _paint_state(self, painter: QPainter, middle: int) -> int:
        """Draw ring, count and dot from the right; returns where they begin."""
        right = self.width() - 12
        if self._share >= 0:
            shapes.paint_ring(painter, QRectF(right - 14, middle - 7, 14, 14), self._share)
            right -= 14 + 8
        if self._count:
            font = shapes.sized(self.font(), "caption")
            wide = shapes.text_width(font, str(self._count))
            rect = QRect(right - wide, 0, wide + 1, self.height())
            shapes.paint_words(painter, rect, str(self._count), font, "muted")
            right -= wide + 8
        if self._waits:
            shapes.paint_dot(painter, QPointF(right - 3.5, middle), "accent")
            right -= 7 + 8
        return right

    def _tell(self) -> None:
        said = [self._words]
        if self._count:
            said.append(str(self._count))
        if self._share >= 0:
            said.append(self.tr("{percent} % done").format(percent=int(self._share * 100)))
        if self._waits:
            said.append(self.tr("something waits here"))
        self.setAccessibleName(", ".join(said))
        self.setToolTip(with_shortcut(", ".join(said), self._keys))
        self.update()


class Chip(QWidget):
    """A small fact: shape and word in a result's or grade's colour, or an icon and a word."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Show another fact."""
        self._look = look
        self.setAccessibleName(look.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return _chip_size(self, self._look)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens.current()
        painter = QPainter(self)
        radius = self.height() / 2
        shapes.paint_box(painter, self.rect(), theme.colour("surface"), theme.colour("border"), radius=radius)
        _paint_chip(painter, self, self._look, "" if self.isEnabled() else "disabled")
        painter.end()


class ChipButton(_Painted):
    """A chip that is pressed: a link to what it names, or with `checkable` a filter that is on or off."""

    def __init__(self, look: Look, parent: QWidget | None = None, *, checkable: bool = False, tip: str = "") -> None:
        self._look = look
        super().__init__(look.word, parent)
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(plain_tip(tip or look.word))

    def set_look(self, look: Look) -> None:
        """Show another fact."""
        self._look = look
        self.set_words(look.word)

    def sizeHint(self) -> QSize:
        return _chip_size(self, self._look)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens.current()
        painter = QPainter(self)
        on = self.isChecked()
        fill = "pressed" if self.isDown() else "hover" if self.underMouse() and self.isEnabled() else "surface"
        ground = theme.tint("accent") if on else theme.colour(fill)
        edge = "disabled_border" if not self.isEnabled() else "accent" if on else "edge"
        radius = self.height() / 2
        shapes.paint_box(painter, self.rect(), ground, theme.colour(edge), radius=radius)
        _paint_chip(painter, self, self._look, "" if self.isEnabled() else "disabled", words_in_text=on)
        if self.hasFocus():
            shapes.paint_box(painter, self.rect(), None, theme.colour("accent"), width=2, radius=radius)
        painter.end()


def _chip_size(widget: QWidget, look: Look) -> QSize:
    font = shapes.sized(widget.font(), "caption", tokens.SEMIBOLD)
    shape = 14 + 4 if look.icon else 0
    high = shapes.text_height(font) + 8
    return QSize(10 + shape + shapes.text_width(font, look.word) + 12, high + high % 2)


def _paint_chip(painter: QPainter, widget: QWidget, look: Look, token: str, *, words_in_text: bool = False) -> None:
    token = token or look.token
    left, middle = 10, widget.height() // 2
    if look.icon:
        shapes.paint_icon(painter, look.icon, token, QRect(left - 1, middle - 7, 14, 14))
        left += 14 + 4
    rect = QRect(left, 0, widget.width() - left - 8, widget.height())
    font = shapes.sized(widget.font(), "caption", tokens.SEMIBOLD)
    shapes.paint_words(painter, rect, look.word, font, "text" if words_in_text else token)
