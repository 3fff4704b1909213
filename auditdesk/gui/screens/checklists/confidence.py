"""How sure the auditor is: three steps, by key or pointer; none is an answer too."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from auditdesk import labels
from auditdesk.core.models.enums import Confidence
from auditdesk.gui import tokens
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.text import plain_tip

LEVELS = (None, Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_DOT = 12
_GAP = 6
_LEFT = 6


class ConfidenceSteps(QAbstractSlider):
    """Three dots and a word. A slider to screen readers. `changed(Confidence | None)` only by a person."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._filling = False
        self.setRange(0, 3)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(plain_tip(self.tr("How sure you are of this answer: Left and Right change it")))
        self.valueChanged.connect(self._on_value)
        self._name()

    def show_level(self, level: Confidence | None) -> None:
        """Show a level without telling of a change."""
        self._filling = True
        self.setValue(LEVELS.index(level))
        self._filling = False

    @property
    def words(self) -> str:
        """The level in words."""
        level = LEVELS[self.value()]
        return labels.label(level) if level else self.tr("Not stated")

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Confidence: {level}").format(level=self.words))
        self.update()

    @Slot()
    def _on_value(self) -> None:
        self._name()
        if not self._filling:
            self.changed.emit(LEVELS[self.value()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home and End change it, Backspace clears it; other keys belong to the question."""
        key = event.key()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.setValue(0)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = int((event.position().x() - _LEFT) // (_DOT + _GAP)) + 1
        if event.button() == Qt.MouseButton.LeftButton and 1 <= step <= 3:
            self.setValue(0 if step == self.value() else step)

    def sizeHint(self) -> QSize:
        words = max(shapes.text_width(self.font(), labels.label(level)) for level in LEVELS[1:] if level)
        words = max(words, shapes.text_width(self.font(), self.tr("Not stated")))
        return QSize(_LEFT + 3 * (_DOT + _GAP) + 4 + words + 10, self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, value = tokens.current(), self.value()
        painter = QPainter(self)
        top = (self.height() - _DOT) // 2
        on = "accent" if self.isEnabled() else "disabled"
        for step in range(3):
            dot = QRect(_LEFT + step * (_DOT + _GAP), top, _DOT, _DOT)
            filled = step < value
            edge = theme.colour(on if filled else "border_strong" if self.isEnabled() else "disabled_border")
            shapes.paint_box(painter, dot, theme.colour(on) if filled else None, edge, radius=_DOT / 2)
        left = _LEFT + 3 * (_DOT + _GAP) + 4
        room = QRect(left, 0, self.width() - left, self.height())
        ink = "text" if value and self.isEnabled() else "muted" if self.isEnabled() else "disabled"
        shapes.paint_words(painter, room, self.words, shapes.sized(self.font(), "body"), ink)
        shapes.paint_focus(painter, self)
        painter.end()
