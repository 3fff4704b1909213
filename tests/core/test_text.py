"""Any text a person can type or paste survives: stored, logged, replayed, searched and undone."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditdesk.core import log, projection, queries, search, undoing
from auditdesk.core.answering import note, value
from auditdesk.core.errors import Refused
from auditdesk.core.findings import add_finding, change_finding
from auditdesk.core.planning import add_alias, change_vendor
from tests.builders import Desk, make_workbook, question

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)   # NUL, half characters, controls too
NASTY = [
    "line\n\u0303", "\t\u0307dot", "\u0338=", "e\u0301", "\u212b", "\u0958", "\u1100\u1161",
    "a\0b", "\ud800", "\udfff!",
    "\ufeff",
    "\u202egnp.exe", "' OR 1=1 --", '"', "\\", "\\u0041", "</script>", "%s{0}",
    "𝔘𝔫𝔦", "👩‍👩‍👧", "\u2028", "ﬁ", "ß", "İ",
]  # fmt: skip


def _joined(halves: re.Match[str]) -> str:
    high, low = (ord(half) for half in halves.group())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def expected(text: str) -> str:
    """What a person sees again: the same text, composed; no NUL; half characters as the replacement sign."""
    whole = re.sub("[\ud800-\udbff][\udc00-\udfff]", _joined, text)
    whole = re.sub("[\ud800-\udfff]", "\ufffd", whole)
    return unicodedata.normalize("NFC", whole.replace("\0", ""))


def note_of(desk: Desk) -> str:
    page = queries.question_page(desk.connection, desk.questions[0])
    assert page is not None
    return page.note


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_nasty_notes_are_stored_as_shown_and_the_log_agrees(desk: Desk, text: str) -> None:
    desk.do(note, desk.questions[0], text)

    assert note_of(desk) == expected(text)
    assert projection.differences(desk.connection) == []
    assert log.verify(desk.connection) == []


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_nasty_names_values_and_labels_are_stored_as_shown(tmp_path: Path, text: str) -> None:
    desk = make_workbook(tmp_path, questions=[question(1, kind="text")])
    name = f"x{text}x"

    desk.do(change_vendor, desk.engagement.vendor, name=name)
    desk.do(add_alias, desk.engagement.vendor, name)
    finding = desk.do(add_finding, name)
    desk.do(change_finding, finding, condition=text)
    desk.do(value, desk.questions[0], name)

    facts = queries.audit_facts(desk.connection)
    page = queries.question_page(desk.connection, desk.questions[0])
    assert facts is not None and page is not None
    assert (facts.vendor, facts.aliases, page.value) == (expected(name), (expected(name),), expected(name))
    assert projection.differences(desk.connection) == []
    assert log.verify(desk.connection) == []
    assert queries.history(desk.connection)[3].label == expected(name)
    desk.workbook.close()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=8))
@example(texts=NASTY)
def test_any_note_survives_store_close_open_and_undo(desk: Desk, texts: list[str]) -> None:
    shown = [note_of(desk)]
    for text in texts:
        desk.do(note, desk.questions[0], text)
        desk.workbook._last = None   # every text its own step
        assert note_of(desk) == expected(text)
        if note_of(desk) != shown[-1]:
            shown.append(note_of(desk))
    desk.reopen()
    assert note_of(desk) == shown[-1]
    assert projection.differences(desk.connection) == []

    for before in reversed(shown[:-1]):
        desk.workbook.undo()
        assert note_of(desk) == before
    assert undoing.load(desk.connection, desk.workbook.actor) == desk.workbook._stack()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=ANY_TEXT | st.sampled_from([
    "AND", "OR", "NOT", "NEAR(a b, 3)", "a*", '"', '""', '"a" OR b*', "title:a", "^a", "a-b", "(", ")", "*", "_", "__",
    "\\", "👩‍👩‍👧", "😀", "a" * 5000, "१२३", "ก็", "{a b}", "+", "a + b", ":", "col : x", "\x00", "- -", "'",
]))  # fmt: skip
def test_no_query_that_can_be_typed_raises(desk: Desk, typed: str) -> None:
    assert isinstance(search.find(desk.connection, typed), list)
    assert isinstance(queries.outline(desk.connection, desk.pack, words=typed), tuple)
    assert isinstance(queries.evidence_ids(desk.connection, words=typed), list)
    queries.question_by_code(desk.connection, typed)


def test_an_actors_name_with_half_a_character_is_cleaned(desk: Desk) -> None:
    desk.workbook.actor = "Bo\ud800 e\u0301"

    desk.do(note, desk.questions[0], "x")

    assert desk.workbook.actor == "Bo\ufffd é"
    assert log.verify(desk.connection) == []
    assert projection.differences(desk.connection) == []


def test_text_of_nothing_but_nul_is_no_name(desk: Desk) -> None:
    with pytest.raises(Refused, match="invalid"):
        desk.do(change_vendor, desk.engagement.vendor, name="\0")


def test_the_longest_note_fits_and_one_letter_more_is_refused(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "x" * 100_000)

    with pytest.raises(Refused) as refused:
        desk.do(note, desk.questions[0], "x" * 100_001)

    assert refused.value.detail == {"table": "answer", "field": "note", "why": "string_too_long"}
    assert len(note_of(desk)) == 100_000


def test_the_log_holds_no_fractions(desk: Desk) -> None:
    with pytest.raises(TypeError):
        log.canonical({"weight": 0.1})
    with pytest.raises(TypeError):
        log.canonical([1, [float("nan")]])


def test_the_logs_canonical_form_is_sorted_composed_and_without_spaces() -> None:
    given = {"b": ["e\u0301", 1, True, None], "a": "x\n\u0303"}
    assert log.canonical(given) == '{"a":"x\\n\u0303","b":["é",1,true,null]}'
    assert json.loads(log.canonical("line\n\u0303")) == "line\n\u0303"
