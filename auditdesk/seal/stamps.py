"""The visible stamp of a signature: who, as what, when, with which certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory, ShapeResult
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from auditdesk.core.errors import SigningRefused
from auditdesk.seal.truetype import TrueType

TEMPLATE = "Signed by %(signer)s\n%(role)s\n%(ts)s\nCert SHA-256 %(fp)s\nTime according to the signer's computer"

_pdf: Any = generic  # its constructors are untyped
_name = generic.pdf_name


class StampFont(FontEngine):
    """A TrueType font in a PDF being written; only the glyphs that were used go in."""

    def __init__(self, writer: Any, font: TrueType) -> None:
        super().__init__(writer, font.name, embedded_subset=True)
        self._font = font
        self._used: dict[int, int] = {}
        self._place = writer.allocate_placeholder()
        self._written = False

    @property
    def uses_complex_positioning(self) -> bool:
        """Never: glyphs follow each other by their own widths."""
        return False

    def shape(self, txt: str) -> ShapeResult:
        """Text to drawing operators; a missing glyph is a bug here, the caller checked before."""
        glyphs = [self._font.cmap[ord(character)] for character in txt]
        self._used.update(zip(glyphs, map(ord, txt), strict=True))
        shown = "".join(f"{glyph:04x}" for glyph in glyphs)
        width = sum(map(self._font.width, glyphs)) / self._font.units
        return ShapeResult(graphics_ops=f"<{shown}> Tj".encode(), x_advance=width, y_advance=0)

    def as_resource(self) -> Any:
        """The place where the font will stand in the file."""
        return self._place

    def prepare_write(self) -> None:
        """Put the cut-down font into the file; called by the writer."""
        if self._written:
            return
        self._written = True
        writer, full = self.writer, f"/{self.subset_prefix}+{self._font.name}"
        program = _pdf.StreamObject(stream_data=self._font.subset(self._used))
        program[_name("/Length1")] = _pdf.NumberObject(len(program.data))
        program.compress()
        descriptor = writer.add_object(self._descriptor(full, writer.add_object(program)))
        descendant = writer.add_object(self._descendant(full, descriptor))
        to_unicode = _pdf.StreamObject(stream_data=_to_unicode(self._used))
        to_unicode.compress()
        font = _dictionary(Type="/Font", Subtype="/Type0", BaseFont=full, Encoding="/Identity-H")
        font[_name("/DescendantFonts")] = _pdf.ArrayObject([descendant])
        font[_name("/ToUnicode")] = writer.add_object(to_unicode)
        writer.add_object(font, idnum=self._place.idnum)

    def _scaled(self, value: int) -> Any:
        return _pdf.NumberObject(round(value * 1000 / self._font.units))

    def _descriptor(self, full: str, program: Any) -> Any:
        entry = _dictionary(Type="/FontDescriptor", FontName=full)
        numbers = {"Flags": 4, "StemV": 80, "ItalicAngle": 0}
        entry |= {_name(f"/{key}"): _pdf.NumberObject(value) for key, value in numbers.items()}
        entry[_name("/Ascent")] = entry[_name("/CapHeight")] = self._scaled(self._font.ascent)
        entry[_name("/Descent")] = self._scaled(self._font.descent)
        entry[_name("/FontBBox")] = _pdf.ArrayObject(map(self._scaled, self._font.box))
        entry[_name("/FontFile2")] = program
        return entry

    def _descendant(self, full: str, descriptor: Any) -> Any:
        entry = _dictionary(Type="/Font", Subtype="/CIDFontType2", BaseFont=full, CIDToGIDMap="/Identity")
        system = {"Registry": _pdf.pdf_string("Adobe"), "Ordering": _pdf.pdf_string("Identity")}
        system |= {"Supplement": _pdf.NumberObject(0)}
        entry[_name("/CIDSystemInfo")] = _pdf.DictionaryObject({_name(f"/{k}"): v for k, v in system.items()})
        entry[_name("/FontDescriptor")] = descriptor
        widths: list[Any] = []
        for glyph in sorted(self._used):
            widths += [_pdf.NumberObject(glyph), _pdf.ArrayObject([self._scaled(self._font.width(glyph))])]
        entry[_name("/W")] = _pdf.ArrayObject(widths)
        return entry


@dataclass(frozen=True)
class StampFontFactory(FontEngineFactory):
    """Hands pyHanko a StampFont for the file it is writing."""

    font: TrueType

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> StampFont:  # noqa: ARG002
        """A font for one writer; object streams are not used in stamps."""
        return StampFont(writer, self.font)


def choose_font(fonts: Path | Sequence[Path], text: str) -> TrueType:
    """The first of `fonts` that can draw all of `text`. Raises SigningRefused("glyph_missing") with the characters."""
    paths = [fonts] if isinstance(fonts, Path) else list(fonts)
    lacking = text
    for path in paths:
        font = TrueType(path)
        missing = font.missing(text)
        if not missing:
            return font
        lacking = missing if len(missing) <= len(lacking) else lacking
    raise SigningRefused("glyph_missing", {"characters": lacking})


def style(font: TrueType) -> TextStampStyle:
    """The look of a stamp: a thin border, small text, shrunk when the name is long."""
    rule = layout.SimpleBoxLayoutRule(
        layout.AxisAlignment.ALIGN_MIN,
        layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(6, 6, 4, 4),
        inner_content_scaling=layout.InnerScaling.SHRINK_TO_FIT,
    )
    return TextStampStyle(
        stamp_text=TEMPLATE,
        text_box_style=TextBoxStyle(font=StampFontFactory(font), font_size=8, leading=10),
        border_width=1,
        inner_content_layout=rule,
    )


def time_words(moment: dt.datetime) -> str:
    """A time with its offset from UTC in figures; names of zones are ambiguous, and on Windows not even ASCII."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC{moment.isoformat()[-6:]}"


def _dictionary(**names: str) -> Any:
    return _pdf.DictionaryObject({_name(f"/{key}"): _name(value) for key, value in names.items()})


def _to_unicode(used: dict[int, int]) -> bytes:
    """The table by which a reader copies text out of the stamp."""
    lines = [f"<{glyph:04x}> <{chr(code).encode('utf-16-be').hex()}>" for glyph, code in sorted(used.items())]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
