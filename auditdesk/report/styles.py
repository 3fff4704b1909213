"""Sizes, colours and paragraph styles of the report: calm, one accent, every colour with a word beside it."""

from __future__ import annotations

import functools

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from auditdesk.core.models.enums import Grade, Result
from auditdesk.report import fonts

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = RIGHT = 70.0
TOP = 76.0
BOTTOM = 68.0
WIDTH = PAGE_WIDTH - LEFT - RIGHT
LABEL = 96.0
STRIP = 20.0

INK = HexColor("#1B1F24")
MUTED = HexColor("#57606A")
HAIRLINE = HexColor("#DFE3E8")
WASH = HexColor("#F3F5F7")
ACCENT = HexColor("#0B6E69")
WHITE = HexColor("#FFFFFF")
DEMO = HexColor("#8A4B08")

GRADE_COLOURS = {
    Grade.CRITICAL: HexColor("#9F1239"),
    Grade.MAJOR: HexColor("#C2410C"),
    Grade.MINOR: HexColor("#B7791F"),
    Grade.NONE: MUTED,
}
GOOD = HexColor("#1A7F5A")
RESULT_COLOURS = {
    Result.CONFORMS: GOOD,
    Result.OTHER_MEANS: GOOD,
    Result.PARTLY: HexColor("#B7791F"),
    Result.NONCONFORMING: HexColor("#C2410C"),
    Result.UNABLE: HexColor("#5B5FC7"),
    Result.NOT_APPLICABLE: MUTED,
    Result.NOT_ASSESSED: MUTED,
}


@functools.cache
def style(name: str) -> ParagraphStyle:
    """The paragraph style of this name; the faces are registered on the way."""
    fonts.register()
    return ParagraphStyle(name, **_COMMON | _STYLES[name])


_COMMON: dict[str, object] = {
    "fontName": fonts.REGULAR,
    "fontSize": 10,
    "leading": 14.5,
    "textColor": INK,
    "allowWidows": 0,
    "allowOrphans": 0,
    "splitLongWords": 1,
    "bulletFontName": fonts.REGULAR,
}
_HANGING: dict[str, object] = {"leftIndent": LABEL}
_HEADING: dict[str, object] = {"fontName": fonts.SEMIBOLD, "allowWidows": 1}
_SMALL: dict[str, object] = {"fontSize": 8.5, "leading": 11.5}

_STYLES: dict[str, dict[str, object]] = {
    "title": {"fontName": fonts.SEMIBOLD, "fontSize": 27, "leading": 34, "spaceAfter": 8},
    "subtitle": {"fontSize": 14, "leading": 20, "textColor": MUTED},
    "kicker": {"fontName": fonts.SEMIBOLD, "fontSize": 9, "leading": 13, "textColor": ACCENT, "spaceAfter": 14},
    "h1": _HEADING | {"fontSize": 19, "leading": 25, "spaceBefore": 28, "spaceAfter": 10, "textColor": ACCENT},
    "h2": _HEADING | {"fontSize": 12.5, "leading": 17, "spaceBefore": 14, "spaceAfter": 5},
    "h3": _HEADING | {"fontSize": 10, "leading": 14, "spaceBefore": 10, "spaceAfter": 3},
    "body": {"spaceAfter": 6},
    "lead": {"fontSize": 11, "leading": 16.5, "spaceAfter": 8},
    "quiet": {"textColor": MUTED, "fontSize": 9, "leading": 13, "spaceAfter": 6},
    "labelled": _HANGING | {"spaceAfter": 5},
    "fact": _HANGING | {"fontSize": 9.5, "leading": 13.5, "spaceAfter": 3},
    "finding": _HEADING | {"fontSize": 12.5, "leading": 17, "spaceAfter": 4},
    "contents": {"fontSize": 10.5, "leading": 15},
    "contents.sub": {"fontSize": 9, "leading": 13, "textColor": MUTED, "leftIndent": 16},
    "cell": _SMALL,
    "cell.strong": _SMALL | {"fontName": fonts.SEMIBOLD},
    "cell.quiet": _SMALL | {"fontSize": 8, "leading": 11, "textColor": MUTED},
    "cell.note": _SMALL | {"fontName": fonts.ITALIC, "spaceBefore": 2},
    "cell.number": _SMALL | {"alignment": 2},
    "column": _SMALL | {"fontName": fonts.SEMIBOLD, "fontSize": 7.5, "leading": 9.5, "textColor": MUTED},
    "column.right": _SMALL
    | {"fontName": fonts.SEMIBOLD, "fontSize": 7.5, "leading": 9.5, "textColor": MUTED, "alignment": 2},
    "column.number": _SMALL
    | {"fontName": fonts.SEMIBOLD, "fontSize": 6.3, "leading": 8, "textColor": MUTED, "alignment": 2},
    "caption": {"fontSize": 8.5, "leading": 12, "textColor": MUTED, "spaceBefore": 5},
    "caption.strong": {"fontName": fonts.SEMIBOLD, "fontSize": 9, "leading": 12.5},
}
