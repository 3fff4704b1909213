"""How much is done: a ring, and a row of named parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditdesk.gui import tokens
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.text import plain_tip


class Ring(QWidget):
    """A progress ring with its percentage in words for screen readers and in the tip."""

    def __init__(self, parent: QWidget | None = None, *, size: int = 16, token: str = "accent") -> None:
        super().__init__(parent)
        self._token = token
        self.setFixedSize(size, size)
        self.set_share(0.0)

    def set_share(self, share: float) -> None:
        """How much is done, from 0 to 1. Shown as 100 % only when all is done."""
        self._share = share
        words = self.tr("{percent} % done").format(percent=int(share * 100))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shapes.paint_ring(painter, QRectF(self.rect()), self._share, self._token)
        painter.end()


class CompletenessMeter(QWidget):
    """Which of some named parts are there: one bar a part, "3 of 5", and what is missing in the tip."""

    def __init__(self, parts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._present: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_present(())

    def set_present(self, present: Collection[str]) -> None:
        """Say which parts are there."""
        self._present = frozenset(present) & frozenset(self._parts)
        self._words = self.tr("{done} of {total}").format(done=len(self._present), total=len(self._parts))
        missing = [part for part in self._parts if part not in self._present]
        told = self.tr("All parts are there")
        if missing:
            told = self.tr("Missing: {parts}").format(parts=", ".join(missing))
        self.setToolTip(plain_tip(told))
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        font = shapes.sized(self.font(), "caption")
        return QSize(len(self._parts) * 28 + 8 + shapes.text_width(font, self._words), self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens.current()
        painter = QPainter(self)
        middle = self.height() // 2
        for place, part in enumerate(self._parts):
            token = "accent" if part in self._present else "track"
            shapes.paint_box(painter, QRect(place * 28, middle - 3, 24, 6), theme.colour(token), None, radius=3)
        left = len(self._parts) * 28 + 8
        rect = QRect(left, 0, self.width() - left, self.height())
        shapes.paint_words(painter, rect, self._words, shapes.sized(self.font(), "caption"), "muted")
        painter.end()


class StrengthMeter(QWidget):
    """How hard a passphrase is to guess, from 0 to 4, with a sentence below."""

    _TOKENS = ("nonconforming", "nonconforming", "partly", "conforms", "conforms")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_strength(0, "")

    def set_strength(self, score: int, sentence: str) -> None:
        """Show a score and what it means."""
        self._score, self._sentence = min(max(score, 0), 4), sentence
        self.setAccessibleName(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 4 + 4 + shapes.text_height(shapes.sized(self.font(), "caption")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = tokens.current(), QPainter(self)
        wide = (self.width() - 3 * 4) // 4
        filled = max(self._score, 1) if self._sentence else 0
        for place in range(4):
            token = self._TOKENS[self._score] if place < filled else "track"
            shapes.paint_box(painter, QRect(place * (wide + 4), 0, wide, 4), theme.colour(token), None, radius=2)
        rect = QRect(0, 8, self.width(), self.height() - 8)
        shapes.paint_words(painter, rect, self._sentence, shapes.sized(self.font(), "caption"), "muted")
        painter.end()
