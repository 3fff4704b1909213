"""The pieces a report is set from: rows of a register, marks with words, count tiles, hashes, places, photographs.

`Row` stands in for reportlab's tables where there may be many rows or much text: a table re-splits all that is left on
every page, which is quadratic, and raises LayoutError for a cell taller than a page. A row is its own flowable, so
pages break between rows, and inside one only when it is long.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from functools import partial

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus.flowables import CondPageBreak, Flowable

from auditdesk.report import fonts, marks
from auditdesk.report.pages import Columns, ReportCanvas, draw_columns
from auditdesk.report.pictures import Jpeg
from auditdesk.report.styles import BOTTOM, HAIRLINE, INK, MUTED, PAGE_HEIGHT, STRIP, TOP, WASH, WIDTH, style
from auditdesk.report.text import paragraph

GAP = 8.0
PAD = 4.5
WHOLE = 170.0
PAGE = PAGE_HEIGHT - TOP - BOTTOM
SCRAP = 44.0
ENDLESS = 1_000_000.0


class Row(Flowable):  # type: ignore[misc]
    """Cells side by side, with a hairline below if ruled; cells are lists of flowables. Moves whole while short."""

    def __init__(
        self, widths: Sequence[float], cells: Sequence[list[Flowable]], *, ruled: bool = True, pad: float = PAD
    ) -> None:
        super().__init__()
        self.widths, self.cells, self.ruled, self.pad = widths, cells, ruled, pad

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        tallest = 0.0
        for width, cell in zip(self.widths, self.cells, strict=True):
            tallest = max(tallest, sum(_measured(part, width - GAP) for part in cell))
        self.width, self.height = sum(self.widths), tallest + 2 * self.pad
        return self.width, self.height

    def split(self, _width: float, available_height: float) -> list[Flowable]:
        if self.height <= WHOLE or available_height < WHOLE / 2:
            return []
        halves = [
            _cut(cell, width - GAP, available_height - 2 * self.pad)
            for width, cell in zip(self.widths, self.cells, strict=True)
        ]
        if not any(head for head, _ in halves) or not any(tail for _, tail in halves):
            return []
        return [Row(self.widths, [half[side] for half in halves], ruled=self.ruled, pad=self.pad) for side in (0, 1)]

    def draw(self) -> None:
        x = 0.0
        for width, cell in zip(self.widths, self.cells, strict=True):
            y = self.height - self.pad
            for part in cell:
                y -= part.height
                part.drawOn(self.canv, x, y)
            x += width
        if self.ruled:
            self.canv.stamp(("hairline", self.width), 0, 0, partial(_hairline, width=self.width))


def _hairline(canvas: ReportCanvas, width: float) -> None:
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.5)
    canvas.line(0, 0, width, 0)


def _measured(part: Flowable, width: float) -> float:
    """The height of a part at a width, measured once: a cell over many pages would be measured anew on each of them."""
    if getattr(part, "measured_at", None) != width:
        part.wrap(width, ENDLESS)
        part.measured_at = width
    return float(part.height)


def _cut(cell: list[Flowable], width: float, room: float) -> tuple[list[Flowable], list[Flowable]]:
    """What of a cell fits into the room, and the rest."""
    head: list[Flowable] = []
    for number, part in enumerate(cell):
        height = _measured(part, width)
        if height <= room:
            head.append(part)
            room -= height
            continue
        halves = part.split(width, room)
        if len(halves) < 2:
            part.measured_at = None  # a paragraph that could not be split has forgotten its lines
            return head, cell[number:]
        return [*head, halves[0]], [*halves[1:], *cell[number + 1 :]]
    return head, []


class Room(CondPageBreak):  # type: ignore[misc]
    """Breaks the page unless a heading of the given height and the row below it fit on what is left."""

    def __init__(self, fixed: float, row: Row) -> None:
        super().__init__(fixed)
        self.fixed, self.row = fixed, row

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.height = self.fixed + min(WHOLE, self.row.wrap(available_width, available_height)[1])
        size: tuple[float, float] = super().wrap(available_width, available_height)
        return size


class ColumnHead(Flowable):  # type: ignore[misc]
    """Column heads where a register begins; the pages that follow repeat them until `ColumnEnd`."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self.columns = columns
        self.width, self.height = WIDTH, STRIP

    def draw(self) -> None:
        canvas: ReportCanvas = self.canv
        canvas.ledger.columns = self.columns
        draw_columns(canvas, self.columns, 0, 5)


class ColumnEnd(Flowable):  # type: ignore[misc]
    """Ends the repetition of column heads."""

    width = height = 0

    def draw(self) -> None:
        self.canv.ledger.columns = None


class Place(Flowable):  # type: ignore[misc]
    """Remembers its page under a key, with a bookmark a little above it and a line in the outline."""

    width = height = 0

    def __init__(self, key: str, title: str, level: int = 0, above: float = 40) -> None:
        super().__init__()
        self.key, self.title, self.level, self.above = key, title, level, above

    def draw(self) -> None:
        canvas: ReportCanvas = self.canv
        canvas.ledger.places[self.key] = canvas.getPageNumber() - 1
        canvas.bookmarkHorizontal(self.key, 0, self.above)
        canvas.addOutlineEntry(self.title, self.key, self.level, closed=self.level == 0)


class PageOf(Flowable):  # type: ignore[misc]
    """The page number of a place, right-aligned, filled in when all pages are known; a link to it."""

    def __init__(self, key: str, size: float, height: float) -> None:
        super().__init__()
        self.key, self.size, self.height = key, size, height

    def wrap(self, available_width: float, _height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        canvas: ReportCanvas = self.canv
        x, y = canvas.absolutePosition(self.width, (self.height - self.size) / 2 + self.size * 0.14)
        canvas.ledger.waiting.append((canvas.getPageNumber() - 1, x, y, self.key, self.size))
        canvas.linkRect("", self.key, (0, -1, self.width, self.height + 1), relative=1, thickness=0, F=4)


class Marked(Flowable):  # type: ignore[misc]
    """A mark with its word, or anyone's words, beside it in the width of a cell."""

    def __init__(self, mark: marks.Mark, word: str) -> None:
        super().__init__()
        self.mark, self.word = mark, paragraph(word, style("cell"))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        _, self.height = self.word.wrap(available_width - 12, available_height)
        self.width = available_width
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        halves = self.word.split(available_width - 12, available_height)
        if len(halves) < 2:
            return []
        self.word, self.measured_at = halves[0], None
        return [self, *halves[1:]]

    def draw(self) -> None:
        self.canv.stamp(self.mark, 0, self.height - 9.3, partial(marks.draw, mark=self.mark, x=0, y=0, size=7))
        self.word.drawOn(self.canv, 12, 0)


class Tags(Flowable):  # type: ignore[misc]
    """Words in soft boxes on one or more lines, each with an optional mark: grade, kind, nature, confidence, state."""

    def __init__(self, tags: Sequence[tuple[marks.Mark | None, str]]) -> None:
        super().__init__()
        self.tags = tags

    def wrap(self, available_width: float, _height: float) -> tuple[float, float]:
        self.placed: list[tuple[float, int, float]] = []
        x, line = 0.0, 0
        for mark, word in self.tags:
            width = _tag_width(word) + (11 if mark else 0)
            if x + width > available_width and x:
                x, line = 0.0, line + 1
            self.placed.append((x, line, width))
            x += width + 6
        self.width, self.height = available_width, 19.0 * (line + 1) + 4
        return self.width, self.height

    def draw(self) -> None:
        for (mark, word), (x, line, width) in zip(self.tags, self.placed, strict=True):
            draw = partial(_tag, mark=mark, word=word, width=width)
            self.canv.stamp(("tag", mark, word), x, self.height - 15 - 19 * line, draw)


@functools.cache
def _tag_width(word: str) -> float:
    return float(stringWidth(word, fonts.REGULAR, 8.5)) + 12


def _tag(canvas: ReportCanvas, mark: marks.Mark | None, word: str, width: float) -> None:
    canvas.setFillColor(WASH)
    canvas.roundRect(0, 0, width, 15, 3, stroke=0, fill=1)
    if mark:
        marks.draw(canvas, mark, 6, 4, 7)
    canvas.setFont(fonts.REGULAR, 8.5)
    canvas.setFillColor(INK)
    canvas.drawString(17 if mark else 6, 4.4, word)


class Tiles(Flowable):  # type: ignore[misc]
    """Counts side by side: a number, with its mark and word below it."""

    def __init__(self, tiles: Sequence[tuple[marks.Mark | None, int, str]]) -> None:
        super().__init__()
        self.tiles = tiles
        self.width, self.height = WIDTH, 62.0

    def draw(self) -> None:
        step = (self.width + GAP) / len(self.tiles)
        for number, (mark, count, word) in enumerate(self.tiles):
            x = number * step
            self.canv.setFillColor(WASH)
            self.canv.roundRect(x, 6, step - GAP, 54, 4, stroke=0, fill=1)
            self.canv.setFont(fonts.SEMIBOLD, 20)
            self.canv.setFillColor(INK)
            self.canv.drawString(x + 10, 33, str(count))
            if mark:
                marks.draw(self.canv, mark, x + 10, 16.5, 7)
            self.canv.setFont(fonts.REGULAR, 8)
            self.canv.setFillColor(MUTED)
            self.canv.drawString(x + (21 if mark else 10), 17, word)


class Hash(Flowable):  # type: ignore[misc]
    """A hash in groups of eight at even distances, four to a line, so that two sheets can be compared by eye."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
        self.width, self.height = 168.0, 10.0 * -(-len(self.groups) // 4) + 2

    def draw(self) -> None:
        self.canv.setFont(fonts.REGULAR, 7.5)
        self.canv.setFillColor(INK)
        for number, group in enumerate(self.groups):
            self.canv.drawString(42 * (number % 4), self.height - 8 - 10 * (number // 4), group)


class Rule(Flowable):  # type: ignore[misc]
    """A hairline across the text, with room around it."""

    def __init__(self, before: float, after: float) -> None:
        super().__init__()
        self.width, self.height, self.after = WIDTH, before + after, after

    def draw(self) -> None:
        _hairline_at(self.canv, self.after)


def _hairline_at(canvas: ReportCanvas, y: float) -> None:
    canvas.stamp(("hairline", WIDTH), 0, y, partial(_hairline, width=WIDTH))


class Sheet(Flowable):  # type: ignore[misc]
    """A finding: rule, head and parts as one piece, broken over pages so that no scrap stands on either side.

    It moves to the next page where less than a quarter of it would fit on this one, or no more than its head. What goes
    over to the next page is three lines at least. The rule is left out at the top of a page; what is left of a sheet
    has no place.
    """

    def __init__(self, parts: Sequence[Flowable], head: int = 0, place: Place | None = None) -> None:
        super().__init__()
        self.parts, self.head, self.place, self.spaceAfter = list(parts), head, place, 5

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.at_top = available_height >= PAGE - 1
        self.above = 0.0 if self.at_top or self.place is None else 22.0
        inner = sum(_measured(part, available_width) + part.getSpaceAfter() for part in self.parts)
        self.width, self.height = available_width, self.above + inner - self.parts[-1].getSpaceAfter()
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        rest = self.wrap(available_width, available_height)[1] - available_height
        room = available_height - self.above - max(0.0, SCRAP - rest)
        if not self.at_top and self.place is not None and self.height <= PAGE and 4 * available_height < self.height:
            return []
        head, tail = self._parted(room)
        if not tail or len(head) <= (0 if self.at_top else self.head):
            return []
        return [Sheet(head, self.head, self.place), Sheet(tail)]

    def _parted(self, room: float) -> tuple[list[Flowable], list[Flowable]]:
        """The parts that fit into the room, and the others; a part may be on both sides."""
        for number, part in enumerate(self.parts):
            height = _measured(part, self.width)
            if height > room:
                halves = part.split(self.width, room)
                part.measured_at = None  # a paragraph that was asked to split may have forgotten its lines
                cut = len(halves) > 1
                head, tail = (halves[:1], halves[1:]) if cut else ([], [part])
                return [*self.parts[:number], *head], [*tail, *self.parts[number + 1 :]]
            room -= height + part.getSpaceAfter()
        return self.parts, []

    def draw(self) -> None:
        canvas: ReportCanvas = self.canv
        if self.above:
            _hairline_at(canvas, self.height - 12)
        y = self.height - self.above
        if self.place is not None:
            self.place.drawOn(canvas, 0, y)
        for part in self.parts:
            y -= part.height
            part.drawOn(canvas, 0, y)
            y -= part.getSpaceAfter()


class Photo(Flowable):  # type: ignore[misc]
    """A photograph, never larger than the text and two to a page with their captions, below the heading too."""

    def __init__(self, jpeg: Jpeg) -> None:
        super().__init__()
        self.jpeg, self.spaceBefore = jpeg, 18
        shrink = min(WIDTH / jpeg.width, 250.0 / jpeg.height)
        self.width, self.height = jpeg.width * shrink, jpeg.height * shrink

    def draw(self) -> None:
        canvas: ReportCanvas = self.canv
        document, name = canvas._doc, self.jpeg.name
        registered = document.getXObjectName(name)
        if registered not in document.idToObject:
            document.addForm(name, _JpegObject(self.jpeg))
        canvas._currentPageHasImages = 1
        canvas._formsinuse.append(name)
        canvas.saveState()
        canvas.scale(self.width, self.height)
        canvas._code.append(f"/{registered} Do")
        canvas.restoreState()


class _JpegObject(pdfdoc.PDFImageXObject):  # type: ignore[misc]
    """An image whose bytes go into the file as they are; the library's own decodes every picture to name it."""

    def __init__(self, jpeg: Jpeg) -> None:
        self.name, self.mask = jpeg.name, None
        self.width, self.height, self.bitsPerComponent = jpeg.width, jpeg.height, 8
        self.colorSpace = "DeviceGray" if jpeg.grey else "DeviceRGB"
        self._filters = ("DCTDecode",)
        self.streamContent = jpeg.content
