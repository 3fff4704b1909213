"""Buttons that show the key they answer to: reasons, options, and ways to add evidence."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from auditdesk.gui import tokens
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.text import with_shortcut

_CAP = 20
_LEFT = 10
_TAKEN = "efhn"


def option_keys() -> Iterator[str]:
    """The letters for the options of a question, leaving out those with a meaning of their own."""
    return (letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in _TAKEN)


class KeyButton(QPushButton):
    """Key cap, words, and at the right perhaps a result. `shape`: "" for an action, "one" or "many" for an option."""

    def __init__(self, parent: QWidget, *, shape: str = "") -> None:
        super().__init__(parent)
        self.setProperty("painted", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCheckable(bool(shape))
        self._shape = shape
        self.code: object = None
        self.key = ""
        self._words = ""
        self._look: Look | None = None
        wide = QSizePolicy.Policy.Expanding if shape else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(wide, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(bool(shape))
        self.setSizePolicy(policy)

    def show_as(self, key: str, words: str, code: object = None, look: Look | None = None) -> None:
        """Say something else."""
        if (key, words, code, look) == (self.key, self._words, self.code, self._look):
            return
        self.key, self._words, self.code, self._look = key, words, code, look
        self.setAccessibleName(f"{words}, {look.word}" if look else words)
        self.setToolTip(with_shortcut(words, key.upper()))
        self.updateGeometry()
        self.update()

    def set_shape(self, shape: str) -> None:
        """Become one of several options, or one to pick alone."""
        if shape != self._shape:
            self._shape = shape
            self.update()

    @property
    def words(self) -> str:
        """What the button says."""
        return self._words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space presses; arrows and everything else belong to whoever holds the buttons."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        words = shapes.text_width(self._font(), self._words)
        return QSize(self._before() + words + self._after() + 14, self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height()) if self._shape else self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return bool(self._shape)

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - self._before() - self._after() - 12, 40), 1 << 16)
        bounds = QFontMetrics(self._font()).boundingRect(room, Qt.TextFlag.TextWordWrap, self._words)
        return max(bounds.height() + 14, self.fontMetrics().height() + 14)

    def _font(self) -> QFont:
        return shapes.sized(self.font(), "body", tokens.SEMIBOLD if self.isChecked() else tokens.REGULAR)

    def _before(self) -> int:
        return _LEFT + _CAP + 8 + (16 + 8 if self._shape else 0)

    def _after(self) -> int:
        return 16 + 8 if self._look else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, on = tokens.current(), self.isChecked()
        painter = QPainter(self)
        fill = "pressed" if self.isDown() else "hover" if self.underMouse() and self.isEnabled() else "surface"
        edge = "disabled_border" if not self.isEnabled() else "accent" if on else "edge"
        ground = theme.tint("accent") if on else theme.colour(fill)
        shapes.paint_box(painter, self.rect(), ground, theme.colour(edge))
        middle = self.height() // 2
        ink = "text" if self.isEnabled() else "disabled"
        cap = QRect(_LEFT, middle - _CAP // 2, _CAP, _CAP)
        shapes.paint_box(painter, cap, None, theme.colour("border"), radius=4)
        painter.setFont(shapes.sized(self.font(), "caption"))
        painter.setPen(theme.colour("muted" if self.isEnabled() else "disabled"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key.upper())
        if self._shape:
            self._paint_mark(painter, QRect(cap.right() + 9, middle - 8, 16, 16))
        painter.setFont(self._font())
        painter.setPen(theme.colour(ink))
        room = QRect(self._before(), 0, self.width() - self._before() - self._after() - 12, self.height())
        wrap = Qt.TextFlag.TextWordWrap if self._shape else Qt.TextFlag.TextSingleLine
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | wrap
        painter.drawText(room, int(flags), self._words)
        if self._look:
            shapes.paint_icon(
                painter, self._look.icon, self._look.token, QRect(self.width() - 12 - 16, middle - 8, 16, 16)
            )
        shapes.paint_focus(painter, self)
        painter.end()

    def _paint_mark(self, painter: QPainter, rect: QRect) -> None:
        theme, on = tokens.current(), self.isChecked()
        radius = 8.0 if self._shape == "one" else 4.0
        token = "disabled_border" if not self.isEnabled() else "accent" if on else "border_strong"
        ground = theme.colour("accent") if on and self.isEnabled() else theme.colour("surface")
        shapes.paint_box(painter, rect, ground, theme.colour(token), radius=radius)
        if on:
            shapes.paint_icon(painter, "check", "on_accent", rect.adjusted(2, 2, -2, -2))
