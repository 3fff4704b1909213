"""Pages: a canvas that fills in page numbers at the end, in the same pass, with what stands on every page.

reportlab's own way to a contents list, `multiBuild`, lays everything out three times over. Here each page's drawing
code stays open until the last page is known; contents lines and "page x of y" are then added to it. One pass.
ASCII85 is left out per document, by making the page streams here: the library's switch for it is global.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from auditdesk.report import fonts
from auditdesk.report.styles import (
    ACCENT,
    BOTTOM,
    DEMO,
    HAIRLINE,
    INK,
    LEFT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    STRIP,
    TOP,
    WHITE,
    WIDTH,
    style,
)
from auditdesk.report.text import line_runs, paragraph
from auditdesk.report.words import utc

REGISTER, BODY, COVER = "register", "body", "cover"


@dataclass(frozen=True, slots=True)
class Standing:
    """The words that stand on every page."""

    header_left: str
    header_right: str
    footer_left: str
    footer_right: str
    page_of: str
    demo: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a register that runs over pages: their widths and what stands above them."""

    widths: tuple[float, ...]
    labels: tuple[str, ...]
    last_right: bool = False


@dataclass(slots=True)
class Ledger:
    """What is learnt while pages are made: where places are, and which lines wait for a page number."""

    standing: Standing
    made_at: datetime
    places: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, float, float, str, float]] = field(default_factory=list)
    rectangles: dict[str, tuple[int, tuple[float, float, float, float]]] = field(default_factory=dict)
    columns: Columns | None = None
    pages: int = 0


class ReportCanvas(Canvas):  # type: ignore[misc]
    """Keeps its pages open until all of them exist. Made by `build`, one per document."""

    def __init__(self, *args: Any, ledger: Ledger, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ledger = ledger
        self._doc._timeStamp = _stamp(ledger.made_at)
        # the library has already mixed the environment's idea of time into what becomes the file's ID
        self._doc.signature = hashlib.md5(utc(ledger.made_at).isoformat().encode(), usedforsecurity=False)
        self._sheets: list[pdfdoc.PDFPage] = []
        self._stamps: dict[Hashable, str] = {}

    def stamp(self, key: Hashable, x: float, y: float, draw: Callable[[ReportCanvas], None]) -> None:
        """Draw what looks the same wherever it stands; its drawing code is made once and moved to (x, y)."""
        code = self._stamps.get(key)
        if code is None:
            kept: list[str] = self._code
            self._code: list[str] = []
            self.saveState()
            draw(self)
            self.restoreState()
            code = self._stamps[key] = "\n".join(self._code)
            self._code = kept
        self._code.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm {code} Q")

    def label(self, text: str, y: float, width: float) -> None:
        """A label in the left margin of a paragraph."""
        self.stamp(
            ("label", text, width), 0, y, lambda canvas: draw_line(canvas, text, 0, 0, 8.5, width, face=fonts.SEMIBOLD)
        )

    def showPage(self) -> None:
        super().showPage()
        self._sheets.append(self._doc.Pages.pages[-1])

    def save(self) -> None:
        ledger = self.ledger
        ledger.pages = len(self._sheets)
        for index, x, y, place, size in ledger.waiting:
            with self._open(index):
                self.setFont(fonts.REGULAR, size)
                self.setFillColor(INK)
                self.drawRightString(x, y, str(ledger.places[place] + 1))
        for index, sheet in enumerate(self._sheets):
            with self._open(index):
                self._page_number(index)
            sheet.Contents = pdfdoc.PDFStream(content=sheet.stream, filters=[pdfdoc.PDFZCompress])
        super().save()

    def _page_number(self, index: int) -> None:
        text = self.ledger.standing.page_of.format(page=index + 1, pages=self.ledger.pages)
        self.setFont(fonts.REGULAR, 8)
        self.setFillColor(MUTED)
        self.drawRightString(PAGE_WIDTH - RIGHT_EDGE, FOOT, text)

    @contextlib.contextmanager
    def _open(self, index: int) -> Iterator[None]:
        kept = self._code
        self._code = []
        self.saveState()
        yield
        self.restoreState()
        sheet = self._sheets[index]
        sheet.stream += "\n".join(self._code) + "\n"
        self._code = kept


RIGHT_EDGE = PAGE_WIDTH - LEFT - WIDTH
FOOT = 34.0
HEAD = PAGE_HEIGHT - 46.0


def _stamp(moment: datetime) -> TimeStamp:
    """reportlab's time stamp for a given moment, without going through the environment."""
    moment = utc(moment)
    stamp = TimeStamp(1)
    stamp.t, stamp.lt, stamp.YMDhms = moment.timestamp(), moment.timetuple(), tuple(moment.timetuple())[:6]
    stamp.dhh = stamp.dmm = 0
    stamp.tzname = "UTC"
    return stamp


class ReportTemplate(BaseDocTemplate):  # type: ignore[misc]
    """A4 pages of three kinds: cover, body, and register pages with column heads above the text."""

    def __init__(self, out: object, ledger: Ledger, **options: Any) -> None:
        super().__init__(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), **options)
        self.ledger = ledger
        height = PAGE_HEIGHT - TOP - BOTTOM
        self.addPageTemplates(
            [
                PageTemplate(COVER, [_frame(height)], onPage=_cover),
                PageTemplate(BODY, [_frame(height)], onPage=_body),
                PageTemplate(REGISTER, [_frame(height - STRIP)], onPage=_register),
            ]
        )


def _frame(height: float) -> Frame:
    return Frame(LEFT, BOTTOM, WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _cover(canvas: ReportCanvas, document: ReportTemplate) -> None:
    canvas.setFillColor(ACCENT)
    canvas.rect(0, 0, 9, PAGE_HEIGHT, stroke=0, fill=1)
    _demo(canvas, document.ledger.standing)
    _footer(canvas, document.ledger.standing)


def _body(canvas: ReportCanvas, document: ReportTemplate) -> None:
    canvas.stamp(BODY, 0, 0, lambda canvas: _around(canvas, document.ledger.standing))


def _around(canvas: ReportCanvas, standing: Standing) -> None:
    _demo(canvas, standing)
    draw_line(canvas, standing.header_left, LEFT, HEAD, 8, WIDTH * 0.72)
    draw_line(canvas, standing.header_right, LEFT + WIDTH, HEAD, 8, WIDTH * 0.26, right=True)
    _hairline(canvas, HEAD - 7)
    _footer(canvas, standing)


def _register(canvas: ReportCanvas, document: ReportTemplate) -> None:
    _body(canvas, document)
    if document.ledger.columns:
        draw_columns(canvas, document.ledger.columns, LEFT, PAGE_HEIGHT - TOP - STRIP + 5)


def _footer(canvas: Canvas, standing: Standing) -> None:
    _hairline(canvas, FOOT + 14)
    draw_line(canvas, standing.footer_left, LEFT, FOOT, 8, WIDTH * 0.5)
    draw_line(canvas, standing.footer_right, LEFT + WIDTH * 0.82, FOOT, 8, WIDTH * 0.36, right=True)


def _hairline(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, y, LEFT + WIDTH, y)


def _demo(canvas: Canvas, standing: Standing) -> None:
    if not standing.demo:
        return
    canvas.setFillColor(DEMO)
    canvas.rect(0, PAGE_HEIGHT - 22, PAGE_WIDTH, 22, stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    canvas.setFont(fonts.SEMIBOLD, 9)
    canvas.drawCentredString(PAGE_WIDTH / 2, PAGE_HEIGHT - 14.5, standing.demo)


def draw_columns(canvas: ReportCanvas, columns: Columns, x: float, y: float) -> None:
    """Column heads with a rule under them; their last line stands on y."""
    canvas.stamp(columns, x, y, lambda canvas: _columns(canvas, columns))


def _columns(canvas: ReportCanvas, columns: Columns) -> None:
    x = 0.0
    last = len(columns.labels) - 1
    for number, (width, label) in enumerate(zip(columns.widths, columns.labels, strict=True)):
        face = "column.right" if number == last and columns.last_right else "column"
        head = paragraph(label, style(face))
        head.wrap(width - 8, STRIP)
        head.drawOn(canvas, x, -3)
        x += width
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.6)
    canvas.line(0, -5, WIDTH, -5)


def draw_line(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    size: float,
    width: float,
    *,
    right: bool = False,
    colour: Color = MUTED,
    face: str = fonts.REGULAR,
) -> None:
    """One line of anyone's text at a place on the page, shortened to its width."""
    runs = line_runs(text, face, size, width)
    if right:
        x -= sum(canvas.stringWidth(piece, name, size) for name, piece in runs)
    canvas.setFillColor(colour)
    for name, piece in runs:
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, name, size)
