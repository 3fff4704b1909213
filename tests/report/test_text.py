"""Any text from anyone comes out on paper as it was typed, and as nothing but text."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import SimpleDocTemplate

from auditdesk.report import fonts
from auditdesk.report.styles import style
from auditdesk.report.text import clean, labelled, line_runs, markup, one_line, paragraph, paragraphs
from tests.report.reading import needs_poppler, squeezed, text_of
from tests.report.samples import HOSTILE

fonts.register()

# poppler reads combining and spacing accents together with their neighbours, and white space as layout
PLAIN = [
    chr(code)
    for code in sorted(fonts.latin())
    if unicodedata.category(chr(code)) not in {"Mn", "Me", "Mc", "Sk", "Lm", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"}
    and unicodedata.normalize("NFC", chr(code)) == chr(code)
]


def _pdf(*texts: str, name: str = "body") -> bytes:
    out = io.BytesIO()
    document = SimpleDocTemplate(out, invariant=1, initialFontName=fonts.REGULAR)
    document.build([paragraph(text, style(name)) for text in texts])
    return out.getvalue()


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_printed(text: str) -> None:
    for name in ("body", "cell", "h1", "cell.note"):
        assert _pdf(text, name=name)
    assert "\n" not in one_line(text)
    assert line_runs(text, fonts.REGULAR, 9, 100) is not None


@needs_poppler
@given(st.text(alphabet=st.sampled_from(PLAIN), max_size=80))
@settings(max_examples=40, deadline=None)
def test_text_that_noto_covers_is_read_back(text: str) -> None:
    assert squeezed(text_of(_pdf(text), "-raw")).replace("\f", "") == squeezed(text)


@needs_poppler
def test_every_character_noto_covers_is_read_back() -> None:
    lines = [" ".join(PLAIN[start : start + 20]) for start in range(0, len(PLAIN), 20)]

    found = set(text_of(_pdf(*lines), "-raw"))

    assert set(PLAIN) - found == set()


@needs_poppler
@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "Åsa Öberg, Jørgen Ærlig, Łukasz Żółć",
        "«Зорване», Ελληνικά",
        "佐万光学系统 and Zorvane",
        "以人为本的企业审计报告",
        "a < b && c > d; &lt;b&gt; &#65; %s {0} $(rm) <para> <br/>",
        "</font></para><img src='x'/>",
    ],
)
def test_what_was_typed_is_what_is_read(text: str) -> None:
    assert squeezed(text) in squeezed(text_of(_pdf(text)))


def test_markup_is_shown_and_not_obeyed() -> None:
    pdf = _pdf(HOSTILE)

    assert b"/URI" not in pdf and b"/Annot" not in pdf and b"root:" not in pdf


@needs_poppler
def test_a_character_nobody_has_is_named() -> None:
    found = squeezed(text_of(_pdf("a😀b العربية")))

    assert "a[U+1F600]b" in found and "[U+0627]" in found


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_what_turns_the_reading_direction_is_made_visible(code: int) -> None:
    assert markup(f"invoice{chr(code)}fdp.exe") == f"invoice[U+{code:04X}]fdp.exe"


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\ufdd0", "\ufffe", "\U0010ffff"])
def test_what_is_no_character_is_replaced(bad: str) -> None:
    assert clean(f"a{bad}b") == "a\ufffdb"


def test_lines_end_in_one_way() -> None:
    assert clean("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert markup("a\nb") == "a<br/>b"


def test_a_decomposed_letter_is_composed_and_invisible_ones_are_left_out() -> None:
    assert clean("A\u030angstro\u0308m\u200b\ufeff") == "Ångström"


def test_double_spaces_in_a_file_name_stay() -> None:
    found = paragraph("invoice   2.pdf", style("cell"))

    assert found.frags[0].text == "invoice \xa0 2.pdf"


def test_chinese_is_broken_between_characters() -> None:
    found = paragraph("审计" * 200, style("body"))

    found.wrap(200, 1000)

    assert len(found.blPara.lines) > 15 and found.style.wordWrap == "CJK"


def test_an_unbroken_word_is_broken() -> None:
    found = paragraph("x" * 5000, style("cell"))

    width, height = found.wrap(60, 100_000)

    assert width == 60 and height > 1000


def test_each_line_is_a_paragraph_and_only_the_first_has_the_label() -> None:
    found = labelled("one\n\ntwo\r\nthree", style("labelled"), "Cause")

    assert [part.label for part in found] == ["Cause", "", ""]
    assert len(paragraphs("", style("body"))) == 1


def test_a_label_stays_on_the_first_page_of_a_split_paragraph() -> None:
    (found,) = labelled("word " * 400, style("labelled"), "Cause")
    found.wrap(400, 100)

    first, second = found.split(400, 100)

    assert (first.label, second.label) == ("Cause", "")


def test_a_line_too_long_for_its_place_is_shortened() -> None:
    runs = line_runs("Zorvane Optical Systems " * 20, fonts.REGULAR, 8, 120)

    assert runs[-1][1].endswith("…")
