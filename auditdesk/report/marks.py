"""The shapes that stand beside every result and grade, drawn as vectors: no shipped typeface has all of them."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from auditdesk.core.models.enums import FindingKind, Grade, Result
from auditdesk.report import fonts
from auditdesk.report.styles import GOOD, GRADE_COLOURS, RESULT_COLOURS, WHITE

Mark = Result | Grade | FindingKind


def draw(canvas: Canvas, mark: Mark, x: float, y: float, size: float) -> None:
    """Draw a mark into the square whose lower left corner is (x, y)."""
    canvas.saveState()
    colour = _COLOURS.get(mark, GOOD)
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(size * 0.14)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.translate(x, y)
    canvas.scale(size, size)
    canvas.setLineWidth(0.14)
    _SHAPES.get(mark, _ring)(canvas)
    canvas.restoreState()


def _tick(canvas: Canvas) -> None:
    _lines(canvas, (0.1, 0.48), (0.38, 0.18), (0.92, 0.82))


def _ringed_tick(canvas: Canvas) -> None:
    canvas.setLineWidth(0.1)
    canvas.circle(0.5, 0.5, 0.45, stroke=1, fill=0)
    canvas.setLineWidth(0.12)
    _lines(canvas, (0.28, 0.48), (0.45, 0.31), (0.73, 0.68))


def _half(canvas: Canvas) -> None:
    canvas.setLineWidth(0.1)
    canvas.circle(0.5, 0.5, 0.45, stroke=1, fill=0)
    path = canvas.beginPath()
    path.moveTo(0.5, 0.95)
    path.arcTo(0.05, 0.05, 0.95, 0.95, 90, 180)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _cross(canvas: Canvas) -> None:
    _lines(canvas, (0.15, 0.15), (0.85, 0.85))
    _lines(canvas, (0.15, 0.85), (0.85, 0.15))


def _question(canvas: Canvas) -> None:
    canvas.circle(0.5, 0.5, 0.5, stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    canvas.setFont(fonts.SEMIBOLD, 0.85)
    canvas.drawCentredString(0.5, 0.2, "?")


def _dash(canvas: Canvas) -> None:
    _lines(canvas, (0.15, 0.5), (0.85, 0.5))


def _ring(canvas: Canvas) -> None:
    canvas.setLineWidth(0.1)
    canvas.setDash(0.16, 0.2)
    canvas.circle(0.5, 0.5, 0.43, stroke=1, fill=0)


def _diamond(canvas: Canvas) -> None:
    _filled(canvas, (0.5, 1.05), (1.0, 0.5), (0.5, -0.05), (0.0, 0.5))


def _up(canvas: Canvas) -> None:
    _filled(canvas, (0.5, 0.98), (1.02, 0.08), (-0.02, 0.08))


def _square(canvas: Canvas) -> None:
    _filled(canvas, (0.12, 0.12), (0.12, 0.88), (0.88, 0.88), (0.88, 0.12))


def _lines(canvas: Canvas, *points: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)


def _filled(canvas: Canvas, *points: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


_COLOURS: dict[Mark, Color] = dict([*RESULT_COLOURS.items(), *GRADE_COLOURS.items()])
_SHAPES: dict[Mark, Callable[[Canvas], None]] = {
    Result.CONFORMS: _tick,
    Result.OTHER_MEANS: _ringed_tick,
    Result.PARTLY: _half,
    Result.NONCONFORMING: _cross,
    Result.UNABLE: _question,
    Result.NOT_APPLICABLE: _dash,
    Result.NOT_ASSESSED: _ring,
    Grade.CRITICAL: _diamond,
    Grade.MAJOR: _up,
    Grade.MINOR: _square,
    Grade.NONE: _dash,
    FindingKind.GOOD_PRACTICE: _tick,
}
