"""A whole report: complete, deterministic, cancellable, and a file that programs who are not ours find sound."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import stringWidth

from auditdesk.core.errors import Cancelled
from auditdesk.core.models.enums import FindingKind, QuestionKind, Result
from auditdesk.core.reportdata import ReportData
from auditdesk.report.annexes import typed
from auditdesk.report.document import Built, build
from auditdesk.report.findings import finding_sheet
from auditdesk.report.fonts import SEMIBOLD
from auditdesk.report.parts import PAGE
from auditdesk.report.styles import GRADE_COLOURS, INK, LABEL, MUTED, RESULT_COLOURS, WASH, WHITE, WIDTH
from auditdesk.report.words import words
from tests.report.reading import needs_poppler, needs_qpdf, squeezed, text_of
from tests.report.samples import HOSTILE, photo, sample

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built() -> Built:
    return build(sample())


@pytest.fixture(scope="module")
def read(built: Built) -> str:
    return text_of(built.pdf)


def _strings(tree: Any) -> list[str]:
    if isinstance(tree, str):
        return [] if hasattr(tree, "name") else [tree]
    if dataclasses.is_dataclass(tree):
        return [text for part in dataclasses.fields(tree) for text in _strings(getattr(tree, part.name))]
    return [text for part in tree for text in _strings(part)] if isinstance(tree, tuple) else []


@needs_poppler
def test_everything_that_went_in_comes_out(read: str) -> None:
    data = sample(log_root="836ff184e7b41b1e", packs=(), language="en")
    terms = {"other_means", *Result, "access_refused", "interview_unsafe", "no_such_product", "time"}
    # an answer names its evidence by code; titles and hashes stand in the register
    in_register = {link.title for line in data.answers for link in line.evidence} | {e.sha256 for e in data.evidence}
    hidden = {data.app_version, "labour", "surveillance", "en", *terms, *in_register}
    found = squeezed(_without_frames(read))

    missing = [
        text
        for text in _strings(data)
        if text not in hidden and not all(squeezed(line) in found for line in text.split("\n"))
    ]

    assert missing == [], missing


@needs_poppler
def test_every_hash_stands_in_the_register_in_full(built: Built) -> None:
    column = squeezed(text_of(built.pdf, "-raw", "-x", "345", "-y", "0", "-W", "190", "-H", "842"))

    assert all(line.sha256 in column for line in sample().evidence)


def _without_frames(read: str) -> str:
    """The text of the pages without what stands on each of them, so that a cell cut by a page reads on."""
    standing = re.compile(r"^(DEMONSTRATION: every.*|Page \d+ of \d+|Revision \d+ .*|CONFIDENTIAL: .*)$", re.MULTILINE)
    return standing.sub("", read)


@needs_poppler
def test_results_and_reasons_stand_there_in_words(read: str) -> None:
    for word in ("Does not conform", "Conforms by other means", "Unable to verify", "Access refused", "Not answered"):
        assert squeezed(word) in squeezed(read)


@needs_poppler
def test_contrary_evidence_stands_beside_evidence_for(read: str) -> None:
    assert squeezed("Contrary evidence EV-009 Vendor statement: experimental, never sold") in squeezed(read)
    assert "None recorded." in read


@needs_poppler
def test_of_a_withheld_item_only_code_and_kind_are_told(built: Built, read: str) -> None:
    register = text_of(built.pdf, "-layout").partition("Annex B: Evidence register\n")[2]

    assert re.search(r"^ *EV-007 +Interview note\n+ +Withheld: this item is kept at the internal level", register, re.M)
    assert squeezed("Context EV-007 withheld (internal level)") in squeezed(read)
    assert squeezed("holds 7 evidence items. One of them is withheld") in squeezed(read)
    assert not re.search(r"(?<!\d)0 bytes", read) and "14 May 2026, 12:00" not in read


@needs_poppler
def test_unchecked_references_bear_a_mark_that_is_explained_once(built: Built, read: str) -> None:
    sentence = "This reference has not been checked against the text of the instrument."

    assert squeezed(read).count(squeezed(sentence)) == 1
    assert squeezed("Criteria: C138 3 †; client guideline 3") in squeezed(read)
    table = squeezed(text_of(built.pdf, "-layout"))
    assert squeezed("Client guidelines 1 ILO C29 † 1930 1 ILO C138 † (2 of 3) 1973 3") in table


@needs_poppler
def test_the_results_of_a_set_add_up_to_its_questions() -> None:
    data = sample()
    pack = replace(data.packs[0], questions=11)

    found = text_of(build(replace(data, packs=(pack,))).pdf, "-layout")

    assert pack.open == 3 and re.search(r"\b11 +2 +0 +2 +3 +0 +0 +1 +3$", found, re.M)


def test_typed_answers_are_said_as_people_say_them() -> None:
    english = words("en")

    assert typed(english, QuestionKind.MATURITY, "2") == "Level 2 of 4 (documented)"
    assert typed(words("sv"), QuestionKind.MATURITY, "0") == "Nivå 0 av 4 (saknas)"
    assert typed(english, QuestionKind.DATE, "2026-05-12") == "12 May 2026"
    assert typed(english, QuestionKind.DATE, "soon") == "soon"
    assert typed(english, QuestionKind.PERCENTAGE, "82 %") == "82 %"
    assert typed(english, QuestionKind.NUMBER, "74.5 h") == "74.5 h"


@needs_poppler
def test_only_a_nonconformity_says_what_it_does_not_state() -> None:
    data = sample(answers=(), evidence=(), packs=(), limitations=())
    bare = replace(data.findings[0], cause="", effect="", evidence=())
    for kind in FindingKind:
        found = text_of(build(replace(data, findings=(replace(bare, kind=kind),))).pdf)

        said = [found.count(phrase) for phrase in ("Contrary evidence", "None recorded.", "Cause", "Not stated.")]
        assert said == ([1, 1, 1, 2] if kind is FindingKind.NONCONFORMITY else [0, 0, 0, 0]), kind


@needs_poppler
def test_no_closing_date_for_evidence_is_claimed(read: str) -> None:
    assert squeezed("Workbook state 30 June 2026, 22:00 UTC") in squeezed(read)
    assert "admitted" not in read and "Evidence up to" not in read
    assert "Registered" not in read and "Answered by" not in read and "Entered on 14 May 2026 by Petteri" in read


@pytest.mark.parametrize("spare", range(30, 690, 33))
@pytest.mark.parametrize("number", range(7))
def test_a_finding_leaves_no_scrap_on_either_page(spare: int, number: int) -> None:
    sheet = finding_sheet(words("en"), number, sample().findings[number])
    _, height = sheet.wrap(WIDTH, spare)
    halves = sheet.split(WIDTH, spare) if height > spare else []

    heights = [half.wrap(WIDTH, place)[1] for half, place in zip(halves, (spare, PAGE), strict=False)]

    assert not heights or (heights[0] <= spare and heights[0] >= 80 and heights[1] >= 40)
    assert halves == [] or 4 * spare >= height
    assert height <= spare or halves or spare < max(130, height / 4)


@needs_poppler
def test_two_photographs_with_their_captions_stand_on_a_page() -> None:
    data = sample()
    item = data.evidence[2]
    tall = photo(900, 1600)
    evidence = tuple(replace(item, code=f"P-{number}", picture=tall) for number in range(6))

    pages = text_of(build(replace(data, evidence=evidence)).pdf).split("\f")
    captions = [re.findall(r"^P-\d", page, re.MULTILINE) for page in pages if "Photo: HR safe" in page]

    assert captions[-3:] == [["P-0", "P-1"], ["P-2", "P-3"], ["P-4", "P-5"]]


def test_the_frame_of_a_signature_stands_on_whole_points(built: Built) -> None:
    assert all(value == round(value) for box in built.boxes for value in box.rectangle)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_label_fits_into_the_margin(language: str) -> None:
    parts = ("cover", "criteria", "findings", "mandate")
    longest = 50
    for key, text in words(language)._wording.items():
        if key.split(".")[0] in parts and len(text) < longest and key not in UNLABELLED:
            assert stringWidth(text, SEMIBOLD, 8.5) <= LABEL - 8, (key, text)


UNLABELLED = {
    "cover.audit_of", "cover.check", "criteria.title", "criteria.none", "criteria.instruments", "mandate.team",
    "mandate.objective_none", "mandate.team_none", "mandate.title", "findings.withheld",
}  # fmt: skip


@needs_poppler
def test_a_demonstration_says_so_on_every_page(built: Built, read: str) -> None:
    pages = read.split("\f")[:-1]

    assert len(pages) == built.pages
    assert all("DEMONSTRATION" in page for page in pages)


@needs_poppler
def test_a_real_report_does_not_say_demonstration() -> None:
    assert "DEMONSTRATION" not in text_of(build(sample(demo=False)).pdf)


@needs_poppler
def test_page_numbers_in_the_contents_are_right(read: str) -> None:
    pages = read.split("\f")
    entries = re.findall(r"^((?:\d|Annex|F-).+?|Signatures)\n+(\d+)$", pages[1], re.MULTILINE)

    assert len(entries) > 8
    for title, page in entries:
        assert squeezed(title) in squeezed(pages[int(page) - 1]), (title, page)


@needs_poppler
def test_every_page_tells_its_number_and_the_log_root(built: Built, read: str) -> None:
    for number, page in enumerate(read.split("\f")[:-1], start=1):
        assert f"Page {number} of {built.pages}" in page
        assert sample().log_root[:16] in page


@needs_poppler
def test_the_boxes_are_empty_and_on_the_last_page(built: Built) -> None:
    assert [box.role for box in built.boxes] == ["author", "reviewer", "client"]
    for box in built.boxes:
        x1, y1, x2, y2 = box.rectangle
        assert box.page_index == built.pages - 1 and x2 - x1 > 200 and y2 - y1 > 70
        area = ("-x", str(round(x1)), "-y", str(round(841.9 - y2)), "-W", str(int(x2 - x1)), "-H", str(int(y2 - y1)))
        assert text_of(built.pdf, "-f", str(built.pages), *area).strip() == ""


@needs_qpdf
def test_qpdf_finds_nothing_wrong(built: Built, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(built.pdf)

    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)

    assert done.returncode == 0 and "No syntax or stream encoding errors" in done.stdout, done.stdout + done.stderr


def test_the_file_does_nothing_but_show_itself(built: Built) -> None:
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        assert "/AcroForm" not in pdf.Root and "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root
        assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert links
        for link in links:
            assert link.Subtype == "/Link" and link.F == 4 and "/Dest" in link and "/A" not in link


def test_the_file_says_what_it_is(built: Built) -> None:
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "en" and pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.docinfo["/Title"]) == sample().title
        assert str(pdf.docinfo["/Author"]) == "Ingrid Solvang-Ek"
        assert str(pdf.docinfo["/Creator"]) == "auditdesk 0.1.0"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260708143000")
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[1].endswith("Summary") and titles[-1] == "Signatures"


def test_streams_are_not_blown_up_and_faces_are_embedded(built: Built) -> None:
    assert b"ASCII85" not in built.pdf
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {
            "NotoSans-Regular", "NotoSans-SemiBold", "NotoSans-Italic", "NotoSansSC-Regular",
        }  # fmt: skip
        assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts)


def test_no_camera_data_reaches_the_file(built: Built) -> None:
    assert b"SECRET CAMERA" not in built.pdf and built.pdf.count(b"/DCTDecode") == 2


def test_nothing_is_written_to_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened: list[str] = []
    sys.addaudithook(lambda event, args: opened.append(str(args[1])) if event == "open" and watching else None)
    watching = True
    build(sample())
    watching = False

    assert not [mode for mode in opened if mode and set(mode) & set("wax+")]
    assert list(tmp_path.iterdir()) == []


def test_the_same_data_gives_the_same_bytes(built: Built) -> None:
    again = build(sample())

    assert again == built


def test_another_process_at_another_time_gives_the_same_bytes(built: Built) -> None:
    code = (
        "from tests.report.samples import sample; from auditdesk.report.document import build; "
        "print(build(sample()).sha256)"
    )
    for seed, zone, epoch in (("1", "Asia/Tokyo", "1"), ("2", "America/New_York", "1700000000")):
        changed = {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | changed, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == built.sha256


def test_the_zone_a_time_came_in_does_not_matter(built: Built) -> None:
    made = sample().made_at.astimezone(timezone(timedelta(hours=2)))

    assert build(sample(made_at=made)).sha256 == built.sha256


def test_two_builds_at_once_do_not_disturb_each_other(built: Built) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: build(sample()).sha256, range(4)))

    assert set(found) == {built.sha256}


def test_a_build_leaves_the_library_and_the_environment_as_they_were() -> None:
    before = (rl_config.useA85, rl_config.invariant, dict(os.environ))

    build(sample())

    assert (rl_config.useA85, rl_config.invariant, dict(os.environ)) == before


@pytest.mark.parametrize("stop_at", [0, 1, 5, 20, 60, 150])
def test_a_build_can_be_stopped_anywhere(stop_at: int) -> None:
    calls = 0

    def stop(done: int, total: int, step: str = "") -> None:
        nonlocal calls
        assert 0 <= done <= total
        if calls == stop_at:
            raise Cancelled
        calls += 1

    with pytest.raises(Cancelled):
        build(sample(), stop)


NOTE = "The quick auditor noted one thing after another. " * 1225
WORD = "x" * 5000


@needs_poppler
def test_a_note_of_sixty_thousand_characters_is_printed_whole() -> None:
    data = sample()
    answer = replace(data.answers[0], note=NOTE)

    found = text_of(build(replace(data, answers=(answer,))).pdf, "-raw")

    assert found.count("auditor noted") + found.count("auditor\nnoted") >= 1220


@needs_poppler
def test_a_long_note_is_set_wider_than_a_short_one() -> None:
    data = sample()
    note = "Seen on site and confirmed in the records. " * 30

    found = text_of(build(replace(data, answers=(replace(data.answers[0], note=note),))).pdf, "-layout")

    assert max(len(line.strip()) for line in found.split("\n") if "confirmed in the records" in line) > 80


def test_overlong_text_anywhere_does_not_stop_a_report() -> None:
    data = sample()
    one_of_each = replace(
        data, answers=data.answers[:1], findings=data.findings[:1], evidence=data.evidence[2:3], team=data.team[:1],
        packs=data.packs[:1], limitations=data.limitations[:1], gates_hit=("A17",), vendor_aliases=("Z",),
    )  # fmt: skip

    for text in (WORD, NOTE[:6000], "\n" * 300 + "a\n" * 300, "审" * 3000):
        assert build(_filled(one_of_each, text)).pages > 20


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
@settings(max_examples=12, deadline=None)
def test_any_text_in_every_place_builds(text: str) -> None:
    build(_filled(sample(), text))


def _filled(data: ReportData, text: str) -> ReportData:
    """The data with one text in every place a person's text can stand."""
    keep = {"language", "workbook_id"}
    changed = {
        part.name: _fill(getattr(data, part.name), text) for part in dataclasses.fields(data) if part.name not in keep
    }
    return replace(data, **changed)


def _fill(tree: Any, text: str) -> Any:
    if isinstance(tree, str):
        return tree if hasattr(tree, "name") else text
    if isinstance(tree, tuple):
        return tuple(_fill(part, text) for part in tree)
    if dataclasses.is_dataclass(tree) and not isinstance(tree, type):
        return replace(tree, **{f.name: _fill(getattr(tree, f.name), text) for f in dataclasses.fields(tree)})
    return tree


def test_an_empty_audit_makes_a_report_too() -> None:
    empty = sample(
        title="", vendor="", client="", team=(), packs=(), answers=(), findings=(), evidence=(), limitations=(),
        gates_hit=(), summary="", vendor_aliases=(), mandate_date=None, fieldwork=(None, None), log_root="",
    )  # fmt: skip

    assert build(empty).boxes[2].page_index == build(empty).pages - 1


@needs_poppler
def test_two_hundred_findings_are_all_there() -> None:
    data = sample()
    sheets = tuple(replace(data.findings[n % 7], code=f"N-{n:03d}") for n in range(200))

    found = text_of(build(replace(data, findings=sheets)).pdf)

    assert {f"N-{n:03d}" for n in range(200)} <= set(re.findall(r"N-\d{3}", found))
    assert "160 further findings" in found


@needs_poppler
def test_a_picture_that_cannot_be_read_is_said_to_be_so() -> None:
    data = sample()
    evidence = (replace(data.evidence[2], picture=b"no picture"),)

    assert "could not be read" in text_of(build(replace(data, evidence=evidence)).pdf)


@needs_poppler
def test_a_swedish_report_is_swedish() -> None:
    found = text_of(build(sample(language="sv")).pdf)

    assert "Sammanfattning" in found and "Ej uppfyllt" in found and "8 juli 2026" in found
    assert "Does not conform" not in found and HOSTILE.split()[0] in found


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        build(sample(made_at=datetime(2026, 7, 8)))


def test_progress_ends_where_it_said_it_would() -> None:
    seen: list[tuple[int, int, str]] = []

    build(sample(), lambda done, total, step="": seen.append((done, total, step)))

    done, total, step = seen[-1]
    assert step == "pages" and total - 2 <= done <= total


def _contrast(one: Any, other: Any) -> float:
    def light(colour: Any) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.rgb()]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_and_marks_can_be_told_from_the_paper() -> None:
    for paper in (WHITE, WASH):
        assert _contrast(INK, paper) > 7 and _contrast(MUTED, paper) > 4.5
        for colour in [*GRADE_COLOURS.values(), *RESULT_COLOURS.values()]:
            assert _contrast(colour, paper) > 3


def test_every_language_that_ships_builds() -> None:
    for language in ("en", "sv"):
        assert words(language) and build(sample(language=language)).pages > 10
