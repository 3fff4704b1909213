"""Text from people and files to text on paper: the one place where it is cleaned, escaped and given a typeface.

reportlab's Paragraph parses markup, opens files named in it and makes links of it. `markup` is the only way in.
What is printed is what was typed, with four exceptions, all deliberate:
- control characters, lone surrogates and noncharacters become U+FFFD;
- invisible format characters (joiners, zero-width spaces, soft hyphens, variation selectors) are left out;
- characters without a glyph, and controls that turn the reading direction, are named: `[U+202E]`;
- text is composed (NFC), so that a decomposed "å" is one glyph.
"""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from auditdesk.report import fonts

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\xad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]")
_NONCHARACTERS = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_INVALID = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def clean(text: str) -> str:
    """The text without what no page and no XML can hold; lines end in a single newline. Not escaped."""
    if text.isascii() and text.isprintable():
        return text
    text = _INVALID.sub("\ufffd", _NEWLINES.sub("\n", text).replace("\t", " "))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def markup(text: str) -> str:
    """The text as reportlab paragraph markup that shows it as typed: escaped, in faces that have its characters."""
    safe = escape(clean(text)).replace("  ", " \xa0")
    if not safe.isascii():
        safe = fonts.beyond_latin().sub(lambda found: "".join(map(_tagged, _runs(found[0]))), safe)
    return safe.replace("\n", "<br/>")


def one_line(text: str) -> str:
    """The text on a single line, for outlines and document properties, which take any Unicode but no markup."""
    return " ".join(clean(text).split())


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph that shows the text as typed, broken between any two characters where it is mostly Chinese."""
    return _paragraph(Paragraph, text, style)


def labelled(text: str, style: ParagraphStyle, label: str) -> list[Paragraph]:
    """One paragraph per line of the text, with a label in the margin the style leaves; at least one paragraph."""
    parts = [_paragraph(Labelled, line, style) for line in _lines(text)]
    parts[0].label = one_line(label)
    return parts


def paragraphs(text: str, style: ParagraphStyle) -> list[Paragraph]:
    """One paragraph per line of the text, empty lines left out; at least one."""
    return [_paragraph(Paragraph, line, style) for line in _lines(text)]


class Labelled(Paragraph):  # type: ignore[misc]
    """A paragraph with a label in its left margin, on its first line."""

    label = ""

    def split(self, available_width: float, available_height: float) -> list[Paragraph]:
        halves: list[Paragraph] = super().split(available_width, available_height)
        if halves:
            halves[0].label = self.label
        return halves

    def draw(self) -> None:
        super().draw()
        if self.label:
            first = self.blPara if self.blPara.kind == 0 else self.blPara.lines[0]
            baseline = self.height - getattr(first, "ascent", self.style.fontSize)
            self.canv.label(self.label, baseline, self.style.leftIndent - 8)


def _paragraph(kind: type[Paragraph], text: str, style: ParagraphStyle) -> Paragraph:
    if _mostly_cjk(text):
        style = _cjk(style)
    safe = markup(text).strip(" ")
    if "<" in safe or "&" in safe:
        return kind(safe, style)
    # nothing to parse: what the parser would make of it, without the third of the time it takes
    return kind(None, style, frags=[_pattern(style).clone(text=safe)])


def _pattern(style: ParagraphStyle) -> ParaFrag:
    found = _PATTERNS.get(style.name)
    if found is None:
        found = _PATTERNS[style.name] = Paragraph("x", style).frags[0]
    return found


def _lines(text: str) -> list[str]:
    return [line for line in clean(text).split("\n") if line.strip()] or [""]


def line_runs(text: str, face: str, size: float, width: float) -> list[tuple[str, str]]:
    """(face, text) pieces of one line to draw on a canvas, shortened with an ellipsis to fit the width."""
    runs: list[tuple[str, str]] = []
    room = width
    for name, piece in _pieces(one_line(text[:500]), face):
        used = stringWidth(piece, name, size)
        if used > room:
            runs.append((name, _shortened(piece, name, size, room)))
            break
        runs.append((name, piece))
        room -= used
    return runs


def _shortened(piece: str, face: str, size: float, room: float) -> str:
    while piece and stringWidth(piece + "…", face, size) > room:
        piece = piece[:-1]
    return piece.rstrip() + "…"


def _pieces(text: str, face: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    position = 0
    for found in fonts.beyond_latin().finditer(text):
        if found.start() > position:
            pieces.append((face, text[position : found.start()]))
        pieces += [(name or face, run) for name, run in _runs(found[0])]
        position = found.end()
    if position < len(text):
        pieces.append((face, text[position:]))
    return pieces


def _runs(beyond: str) -> list[tuple[str | None, str]]:
    """Split characters that Noto Sans lacks into runs for the Chinese face and names of what nobody has."""
    runs: list[tuple[str | None, str]] = []
    for char in beyond:
        if fonts.has_han(char):
            face, shown = fonts.HAN, char
        else:
            face, shown = None, f"[U+{ord(char):04X}]"
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + shown)
        else:
            runs.append((face, shown))
    return runs


def _tagged(run: tuple[str | None, str]) -> str:
    face, shown = run
    return f'<font name="{face}">{shown}</font>' if face else shown


def _mostly_cjk(text: str) -> bool:
    return not text.isascii() and 2 * len(_CJK.findall(text)) > len(text)


def _cjk(style: ParagraphStyle) -> ParagraphStyle:
    found = _CJK_STYLES.get(style.name)
    if found is None:
        found = _CJK_STYLES[style.name] = ParagraphStyle(f"{style.name}.cjk", parent=style, wordWrap="CJK")
    return found


_CJK_STYLES: dict[str, ParagraphStyle] = {}
_PATTERNS: dict[str, ParaFrag] = {}
