"""A picture to look at closely: fit, 100 %, nearer, farther, turned. The picture itself is never changed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from auditdesk.gui import tokens
from auditdesk.gui.widgets import row, tool_button

_STEP = 1.25
_LEAST, _MOST = 0.05, 8.0
_FIRST_PAGE_SCALE = 1.5


class _Canvas(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sx, sy = self.image.width() / max(self.width(), 1), self.image.height() / max(self.height(), 1)
        seen = event.rect().adjusted(-2, -2, 2, 2).intersected(self.rect())
        source = QRect(int(seen.x() * sx), int(seen.y() * sy), int(seen.width() * sx) + 1, int(seen.height() * sy) + 1)
        painter.drawImage(seen, self.image, source)
        painter.setPen(tokens.current().colour("border"))  # a white page on a light window needs an edge
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PictureView(QScrollArea):
    """Shows an image or a page; `tools` are its buttons, placed by the owner. Keys: + − 0 1, arrows, R."""

    sharpness_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = _Canvas(self)
        self._size = QSize()  # at 100 %, before turning
        self._zoom = 0.0  # 0: fit
        self._turned = 0
        self._original = QImage()
        self._page = False
        self._held: QPoint | None = None
        self.setWidget(self._canvas)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(150)
        self._settle.timeout.connect(self._on_settled)
        self._build_tools()

    def _build_tools(self) -> None:
        self.tools = QWidget(self)
        line = row(self.tools, gap=4)
        buttons = (
            (self.tr("Smaller"), "zoom-out", self.nearer_out),
            (self.tr("Larger"), "zoom-in", self.nearer_in),
            (self.tr("Fit"), "fit", self.fit),
            (self.tr("Turn the view"), "rotate", self.turn),
        )
        for name, icon, verb in buttons:
            button = tool_button(name, self.tools, icon=icon)
            button.clicked.connect(verb)
            line.addWidget(button)

    def show_image(self, image: QImage) -> None:
        """Show a new image, fitted and upright."""
        self._page, self._zoom, self._turned = False, 0.0, 0
        self._size = image.size()
        self._take(image)

    def show_page(self, image: QImage, width: int, height: int) -> None:
        """Show a drawn page of `width` × `height` points; zoom and turn stay as they were."""
        self._page = True
        self._size = QSize(round(width * 96 / 72), round(height * 96 / 72))
        self._take(image)

    def forget(self) -> None:
        """Drop the picture."""
        self._settle.stop()
        self._zoom, self._turned, self._page = 0.0, 0, False
        self._size = QSize()
        self._original = self._canvas.image = QImage()

    def zoom(self) -> float:
        """The share of the natural size that is shown."""
        if self._zoom:
            return self._zoom
        size = self._turned_size()
        if size.isEmpty():
            return 1.0
        room = self.viewport().size()
        share = min(room.width() / size.width(), room.height() / size.height())
        return min(max(share, _LEAST), _MOST if self._page else 1.0)

    def pixels_per_point(self) -> float:
        """How finely a page must be drawn to be sharp at this zoom on this screen."""
        if self._size.isEmpty():
            return _FIRST_PAGE_SCALE * self.devicePixelRatioF()
        return self.zoom() * 96 / 72 * self.devicePixelRatioF()

    @Slot()
    def fit(self) -> None:
        """Show all of it; a small image is not enlarged."""
        self._set_zoom(0.0)

    @Slot()
    def natural(self) -> None:
        """Show it at 100 %."""
        self._set_zoom(1.0)

    @Slot()
    def nearer_in(self) -> None:
        """One step larger."""
        self._set_zoom(self.zoom() * _STEP)

    @Slot()
    def nearer_out(self) -> None:
        """One step smaller."""
        self._set_zoom(self.zoom() / _STEP)

    @Slot()
    def turn(self) -> None:
        """Turn the view by a quarter, clockwise."""
        self._turned = (self._turned + 90) % 360
        self._take(self._original)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._zoom:
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._set_zoom(self.zoom() * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verbs = {
            Qt.Key.Key_Plus: self.nearer_in,
            Qt.Key.Key_Minus: self.nearer_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.natural,
            Qt.Key.Key_R: self.turn,
        }
        verb = verbs.get(Qt.Key(event.key()))
        if verb is None:
            super().keyPressEvent(event)
        else:
            verb()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            now = event.position().toPoint()
            for bar, moved in (
                (self.horizontalScrollBar(), now.x() - self._held.x()),
                (self.verticalScrollBar(), now.y() - self._held.y()),
            ):
                bar.setValue(bar.value() - moved)
            self._held = now

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def _take(self, image: QImage) -> None:
        self._original = image
        self._canvas.image = image.transformed(QTransform().rotate(self._turned)) if self._turned else image
        self._lay_out()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, _LEAST), _MOST) if zoom else 0.0
        self._lay_out()

    def _turned_size(self) -> QSize:
        return self._size.transposed() if self._turned % 180 else self._size

    def _lay_out(self) -> None:
        zoom, size = self.zoom(), self._turned_size()
        self._canvas.setFixedSize(max(round(size.width() * zoom), 1), max(round(size.height() * zoom), 1))
        self._canvas.update()
        if self._page and not self._size.isEmpty():
            self._settle.start()

    @Slot()
    def _on_settled(self) -> None:
        drawn = self._original.width() / max(self._size.width() * 72 / 96, 1)
        wanted = self.pixels_per_point()
        if not 0.9 <= drawn / wanted <= 1.6 and wanted * wanted * self._size.width() * self._size.height() < 28e6:
            self.sharpness_wanted.emit()
