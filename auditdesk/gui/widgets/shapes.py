"""Painting shared by the controls: rings, focus edges, shapes, badges."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from auditdesk.gui import icons, tokens


def paint_ring(painter: QPainter, rect: QRectF, share: float, token: str = "accent") -> None:
    """A progress ring, `share` from 0 to 1, clockwise from the top."""
    theme = tokens.current()
    width = max(2.0, rect.width() / 7)
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("track"), width))
    painter.drawEllipse(inner)
    share = min(max(share, 0.0), 1.0)
    if share > 0:
        painter.setPen(QPen(theme.colour(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(inner, 90 * 16, -round(share * 360 * 16))
    painter.restore()


def paint_box(
    painter: QPainter,
    rect: QRect,
    fill: QColor | None,
    edge: QColor | None,
    *,
    width: int = 1,
    radius: float = tokens.RADIUS,
) -> None:
    """A rounded box whose edge lies inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = width / 2 if edge is not None else 0.0
    painter.setBrush(fill if fill is not None else QColor(Qt.GlobalColor.transparent))
    painter.setPen(QPen(edge, width) if edge is not None else QPen(Qt.PenStyle.NoPen))
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def paint_focus(painter: QPainter, widget: QWidget, token: str = "accent") -> None:
    """The focus ring, when the widget has the focus."""
    if widget.hasFocus():
        paint_box(painter, widget.rect(), None, tokens.current().colour(token), width=2)


def paint_icon(painter: QPainter, name: str, token: str, rect: QRect) -> None:
    """An icon in a token's colour, sharp on this screen."""
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(rect.topLeft(), icons.pixmap(name, token, rect.width(), scale))


def paint_words(painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
    """One line of text as typed, cut at the right when it does not fit."""
    painter.setFont(font)
    painter.setPen(tokens.current().colour(token))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, flags, shown)


def paint_dot(painter: QPainter, centre: QPointF, token: str, radius: float = 3.5) -> None:
    """A small filled dot."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.current().colour(token))
    painter.drawEllipse(centre, radius, radius)
    painter.restore()


def sized(base: QFont, kind: str, weight: int = tokens.REGULAR) -> QFont:
    """`base` in one of the theme's sizes."""
    font = QFont(base)
    font.setPointSizeF(tokens.current().points(kind))
    font.setWeight(QFont.Weight(weight))
    return font


def text_width(font: QFont, text: str) -> int:
    """The width of one line of text."""
    return QFontMetrics(font).horizontalAdvance(text)


def text_height(font: QFont) -> int:
    """The height of one line of text."""
    return QFontMetrics(font).height()
