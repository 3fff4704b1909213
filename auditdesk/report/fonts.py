"""The shipped typefaces: registered once, and which characters each of them can print."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from auditdesk.paths import resource

REGULAR = "NotoSans"
SEMIBOLD = "NotoSans-SemiBold"
ITALIC = "NotoSans-Italic"
HAN = "NotoSansSC"

_FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    SEMIBOLD: "NotoSans-SemiBold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    HAN: "NotoSansSC-Regular.ttf",
}
_LOCK = threading.RLock()
_BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def register() -> None:
    """Make the Latin, Greek and Cyrillic faces known to reportlab. Cheap when done before, safe from any thread."""
    for name in (REGULAR, SEMIBOLD, ITALIC):
        _glyphs(name)


@functools.cache
def _glyphs(name: str) -> frozenset[int]:
    with _LOCK:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(resource("fonts", _FILES[name])), shapable=False))
        found = pdfmetrics.getFont(name).face.charToGlyph
    # reportlab writes four-digit ToUnicode maps: beyond the first plane a letter would print right and extract wrong
    return frozenset(code for code in found if 0x20 <= code <= 0xFFFF and code not in _BIDI_CONTROLS)


@functools.cache
def latin() -> frozenset[int]:
    """Code points that all three Noto Sans faces have."""
    return _glyphs(REGULAR) & _glyphs(SEMIBOLD) & _glyphs(ITALIC)


def has_han(char: str) -> bool:
    """Whether the Chinese face has the character. Loads its 10 MB on the first question."""
    return ord(char) in _glyphs(HAN)


@functools.cache
def beyond_latin() -> re.Pattern[str]:
    """Finds a run of characters that Noto Sans cannot print; newline counts as printable."""
    return re.compile(f"[^\n{_ranges(latin())}]+")


def _ranges(codes: Iterable[int]) -> str:
    parts: list[str] = []
    start = end = -2
    for code in [*sorted(codes), 0x110000]:
        if code == end + 1:
            end = code
            continue
        if start >= 0:
            parts.append(f"\\U{start:08x}-\\U{end:08x}")
        start = end = code
    return "".join(parts)
