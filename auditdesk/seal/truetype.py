"""Reads a static TrueType font and cuts out the few glyphs a signature stamp needs.

pyHanko's own embedding needs fontTools and HarfBuzz, two native dependencies for one line of Latin or Chinese text, and
writes widths unscaled for fonts that do not have 1000 units per em. A stamp needs no shaping: it is a name, a role, a
time. So this reads `cmap`, `hmtx` and `glyf` directly. Scripts that need shaping (Arabic, Devanagari) are refused by
the caller, because the fonts we ship have no glyphs for them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditdesk.core.errors import BadInput, FileMissing

_KEPT = (b"cvt ", b"fpgm", b"prep")
_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80


class TrueType:
    """One static TrueType font held in memory: which characters it has, how wide they are, how to cut it down."""

    def __init__(self, path: Path) -> None:
        """Read the font. Raises FileMissing; BadInput when it is not a static TrueType font with outlines in `glyf`."""
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise FileMissing(str(path)) from error
        try:
            self._read(data)
        except (struct.error, KeyError, IndexError, ValueError) as error:
            raise BadInput(str(path), "font_not_truetype") from error

    def _read(self, data: bytes) -> None:
        if data[:4] not in (b"\0\1\0\0", b"true"):
            raise ValueError("not a TrueType font")
        self.tables: dict[bytes, bytes] = {}
        for index in range(struct.unpack_from(">H", data, 4)[0]):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
            self.tables[tag] = data[offset : offset + length]
        if b"fvar" in self.tables or b"glyf" not in self.tables:
            raise ValueError("variable or without TrueType outlines")
        head, hhea = self.tables[b"head"], self.tables[b"hhea"]
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self.box: tuple[int, ...] = struct.unpack_from(">4h", head, 36)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        self.glyphs: int = struct.unpack_from(">H", self.tables[b"maxp"], 4)[0]
        self._metrics: int = struct.unpack_from(">H", hhea, 34)[0]
        wide = struct.unpack_from(">h", head, 50)[0]
        offsets = struct.unpack_from(f">{self.glyphs + 1}{'L' if wide else 'H'}", self.tables[b"loca"])
        self._offsets: tuple[int, ...] = offsets if wide else tuple(2 * offset for offset in offsets)
        self.cmap: dict[int, int] = dict(self._characters())
        self.name = self._postscript_name()

    def missing(self, text: str) -> str:
        """The characters of `text` this font cannot draw, each once, in order; line ends are not drawn."""
        return "".join(dict.fromkeys(c for c in text if c != "\n" and not self.cmap.get(ord(c))))

    def width(self, glyph: int) -> int:
        """Advance width of a glyph in font units."""
        index = min(glyph, self._metrics - 1)
        return int(struct.unpack_from(">H", self.tables[b"hmtx"], 4 * index)[0])

    def subset(self, wanted: Iterable[int]) -> bytes:
        """A font file with only `wanted` glyphs and their parts; glyph numbers stay as they are."""
        kept = self._closure({0, *wanted})
        count = max(kept) + 1
        outlines, offsets, metrics = bytearray(), [], bytearray()
        for glyph in range(count):
            offsets.append(len(outlines))
            outlines += self._outline(glyph) if glyph in kept else b""
            outlines += bytes(-len(outlines) % 4)
            metrics += struct.pack(">Hh", self.width(glyph), self._bearing(glyph)) if glyph in kept else bytes(4)
        offsets.append(len(outlines))
        head = bytearray(self.tables[b"head"])
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea, maxp = bytearray(self.tables[b"hhea"]), bytearray(self.tables[b"maxp"])
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        tables = {tag: self.tables[tag] for tag in _KEPT if tag in self.tables}
        tables |= {b"head": bytes(head), b"hhea": bytes(hhea), b"maxp": bytes(maxp), b"hmtx": bytes(metrics)}
        tables |= {b"glyf": bytes(outlines), b"loca": struct.pack(f">{count + 1}L", *offsets)}
        return _font_file(tables)

    def _outline(self, glyph: int) -> bytes:
        return self.tables[b"glyf"][self._offsets[glyph] : self._offsets[glyph + 1]]

    def _bearing(self, glyph: int) -> int:
        if glyph < self._metrics:
            return int(struct.unpack_from(">h", self.tables[b"hmtx"], 4 * glyph + 2)[0])
        return int(struct.unpack_from(">h", self.tables[b"hmtx"], 4 * self._metrics + 2 * (glyph - self._metrics))[0])

    def _closure(self, wanted: set[int]) -> set[int]:
        found, waiting = set(wanted), list(wanted)
        while waiting:
            for part in _parts(self._outline(waiting.pop())):
                if part not in found:
                    found.add(part)
                    waiting.append(part)
        return found

    def _characters(self) -> Iterator[tuple[int, int]]:
        cmap = self.tables[b"cmap"]
        tables = [struct.unpack_from(">HHL", cmap, 4 + 8 * n) for n in range(struct.unpack_from(">H", cmap, 2)[0])]
        best: dict[int, int] = {}
        for platform, encoding, offset in tables:
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                best.setdefault(struct.unpack_from(">H", cmap, offset)[0], offset)
        if 4 in best:
            yield from _format_4(cmap, best[4])
        if 12 in best:
            yield from _format_12(cmap, best[12])

    def _postscript_name(self) -> str:
        names = self.tables[b"name"]
        _, count, storage = struct.unpack_from(">HHH", names)
        for index in range(count):
            platform, _, _, kind, length, offset = struct.unpack_from(">6H", names, 6 + 12 * index)
            if kind == 6:
                raw = names[storage + offset : storage + offset + length]
                return raw.decode("utf-16-be" if platform in (0, 3) else "latin-1")
        return "Stamp"


def _format_4(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", cmap, offset + 14)
    starts = struct.unpack_from(f">{count}H", cmap, offset + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", cmap, offset + 16 + 4 * count)
    base = offset + 16 + 6 * count
    for index, (start, end, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        shift = struct.unpack_from(">H", cmap, base + 2 * index)[0]
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if shift:
                glyph = struct.unpack_from(">H", cmap, base + 2 * index + shift + 2 * (code - start))[0]
                if not glyph:
                    continue
            yield code, (glyph + delta) & 0xFFFF


def _format_12(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    for index in range(struct.unpack_from(">L", cmap, offset + 12)[0]):
        start, end, glyph = struct.unpack_from(">LLL", cmap, offset + 16 + 12 * index)
        for code in range(start, min(end, 0x10FFFF) + 1):
            yield code, glyph + code - start


def _parts(outline: bytes) -> Iterator[int]:
    """The glyphs a composite glyph is built from."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield glyph
        at += 8 if flags & _ARGS_ARE_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">4sHHHH", b"\0\1\0\0", count, 16 << power, power, 16 * count - (16 << power))
    directory, body = b"", b""
    start = 12 + 16 * count
    for tag in sorted(tables):
        table = tables[tag]
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag, total, start + len(body), len(table))
        body += padded
    return header + directory + body
