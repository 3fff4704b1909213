"""The cut-down stamp font keeps the glyphs it needs and loses the rest."""

from __future__ import annotations

import struct
from pathlib import Path

import pypdfium2
import pytest

from auditdesk import paths
from auditdesk.core.errors import BadInput
from auditdesk.seal.truetype import TrueType

from .making import FONT, Stages


def test_a_subset_has_the_same_widths_and_composite_parts(tmp_path: Path) -> None:
    font = TrueType(FONT)
    wanted = [font.cmap[ord(character)] for character in "Aéß"]
    path = tmp_path / "subset.ttf"
    subset = font.subset(wanted)

    tables = struct.unpack_from(">H", subset, 4)[0]
    assert len(subset) < 60_000 and tables >= 6
    assert struct.unpack(">L", subset[12 + 8 : 12 + 12])[0] >= 12 + 16 * tables
    path.write_bytes(subset)
    with pytest.raises(BadInput):  # no cmap and no names: it is for embedding only
        TrueType(path)


def test_missing_letters_are_named_once() -> None:
    font = TrueType(FONT)

    assert font.missing("Zoë, Łukasz, Ελένη, Юрий") == ""
    assert font.missing("王小王\nA") == "王小"
    assert TrueType(paths.resource("fonts", "NotoSansSC-Regular.ttf")).missing("王小明") == ""


def test_the_stamp_is_really_drawn(stages: Stages) -> None:
    before, after = (_ink(pdf) for pdf in (stages.fields, stages.author))

    assert after > before + 500


def _ink(pdf: bytes) -> int:
    """Dark pixels on the last page, signature fields included."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[len(document) - 1]
    bitmap = page.render(scale=1, may_draw_forms=True, grayscale=True)
    pixels = bytes(bitmap.buffer)
    page.close()
    document.close()
    return sum(1 for pixel in pixels if pixel < 128)
