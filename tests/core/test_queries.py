"""What lists, pages and counts show."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest

from auditdesk.core import queries, search
from auditdesk.core.answering import answer, confidence, flag, note, value
from auditdesk.core.collecting import (
    change_link,
    describe_evidence,
    link_to_finding,
    link_to_question,
    unlink,
    withdraw_evidence,
)
from auditdesk.core.errors import Refused
from auditdesk.core.findings import (
    add_finding,
    change_finding,
    finalise_finding,
    raise_finding,
    reopen_finding,
    withdraw_finding,
)
from auditdesk.core.models.enums import (
    AnswerState,
    Confidence,
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    LinkRole,
    NotApplicableReason,
    Result,
    UnableReason,
)
from auditdesk.core.planning import add_alias, add_pack, withdraw_alias, withdraw_pack
from tests.builders import Desk, make_workbook, pack_content, question


def codes(desk: Desk, **named: object) -> list[str]:
    rows = queries.outline(desk.connection, desk.pack, **named)  # type: ignore[arg-type]
    return [row.code for row in rows if row.question is not None]


# ---- the outline ----------------------------------------------------------------------------------------------------
def test_the_outline_shows_sections_and_questions_in_the_packs_order(desk: Desk) -> None:
    rows = queries.outline(desk.connection, desk.pack)

    assert [(row.depth, row.title) for row in rows if row.question is None] == [
        (0, "Before the visit"), (1, "At the site"),
    ]  # fmt: skip
    assert [row.code for row in rows] == ["", "A1", "A2", "A3", "", "A4", "A5", "A6"]


def test_each_filter_shows_what_it_says(desk: Desk) -> None:
    first, second, third, fourth, fifth, _ = desk.questions
    start = dt.datetime.now(dt.UTC)
    desk.do(answer, first, Result.CONFORMS)
    desk.do(answer, second, Result.NONCONFORMING)
    desk.do(answer, third, Result.PARTLY)
    desk.do(answer, fourth, Result.UNABLE, reason=UnableReason.TIME)
    desk.do(answer, fifth, Result.NOT_APPLICABLE, reason=NotApplicableReason.OUT_OF_SCOPE)
    desk.do(flag, first, True)
    desk.evidence(to_question=second)

    assert codes(desk) == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert codes(desk, only="open") == ["A6"]
    assert codes(desk, only="flagged") == ["A1"]
    assert codes(desk, only="gate") == []
    assert codes(desk, only="no_evidence") == ["A1", "A3", "A4"]
    assert codes(desk, only="nonconforming") == ["A2", "A3"]
    assert codes(desk, only="unable") == ["A4"]
    assert codes(desk, only="mine", me="Ada Auditor") == ["A1", "A2", "A3", "A4", "A5"]
    assert codes(desk, only="mine", me="Bo Second") == []
    assert codes(desk, only="changed", since=start - dt.timedelta(seconds=1)) == ["A1", "A2", "A3", "A4", "A5"]
    assert codes(desk, only="changed", since=start + dt.timedelta(hours=1)) == []


def test_a_filter_leaves_out_sections_without_a_match_but_keeps_their_parents(desk: Desk) -> None:
    desk.do(flag, desk.questions[5], True)

    rows = queries.outline(desk.connection, desk.pack, only="flagged")

    assert [row.title for row in rows] == ["Before the visit", "At the site", "Question 6"]


def test_withdrawn_evidence_counts_nowhere(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    item = desk.evidence(to_question=desk.questions[0])

    desk.do(withdraw_evidence, item)

    row = queries.outline(desk.connection, desk.pack)[1]
    page = queries.question_page(desk.connection, desk.questions[0])
    assert page is not None
    assert (row.evidence, row.state, page.evidence, page.state) == (0, AnswerState.ANSWERED, (), AnswerState.ANSWERED)
    assert codes(desk, only="no_evidence") == ["A1"]
    assert queries.evidence_ids(desk.connection) == []
    assert queries.counts(desk.connection).evidence == 0


def test_words_are_found_in_code_title_text_and_note_in_any_order_and_case(desk: Desk) -> None:
    desk.do(note, desk.questions[2], "Night shift at the Åland mill, Straße 7, ΣΟΦΟΣ")

    assert codes(desk, words="a3") == ["A3"]
    assert codes(desk, words="QUESTION 3") == ["A3"]
    assert codes(desk, words="vendor 3 thing") == ["A3"]
    assert codes(desk, words="shift NIGHT") == ["A3"]
    for typed in ("åland", "ÅLAND", "A\u030aland", "straße", "ΣΟΦΟΣ", "σοφοσ", "  åland   mill "):
        assert codes(desk, words=typed) == ["A3"], typed
    assert codes(desk, words="night day") == []


def test_percent_underscore_and_backslash_are_letters_like_any_other(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "100 % of shift_A in C:\\logs")
    desk.evidence(b"1", filename="50%_off.pdf", title="a")
    desk.evidence(b"2", filename="other.pdf", title="b")

    assert codes(desk, words="%") == ["A1"]
    assert codes(desk, words="_") == ["A1"]
    assert codes(desk, words="\\") == ["A1"]
    assert codes(desk, words="que%ion") == []
    assert len(queries.evidence_ids(desk.connection, words="%_")) == 1
    assert len(queries.evidence_ids(desk.connection, words="o_f")) == 0


def test_blank_words_filter_nothing(desk: Desk) -> None:
    assert queries.outline(desk.connection, desk.pack, words="  ") == queries.outline(desk.connection, desk.pack)


def test_tiers_keep_the_questions_in_any_of_them(tmp_path: Path) -> None:
    asked = [question(1, tiers=["basic"]), question(2, tiers=["basic", "full"]), question(3), question(4, tiers=["x"])]
    desk = make_workbook(tmp_path, questions=asked)

    assert codes(desk, tiers=("basic",)) == ["A1", "A2"]
    assert codes(desk, tiers=("full", "x")) == ["A2", "A4"]
    assert codes(desk, tiers=("nobody",)) == []
    desk.workbook.close()


def test_the_next_open_question_goes_on_from_the_start(desk: Desk) -> None:
    for place in (1, 2, 4, 5):
        desk.do(answer, desk.questions[place], Result.CONFORMS)

    assert queries.next_open(desk.connection, desk.questions[0]) == desk.questions[3]
    assert queries.next_open(desk.connection, desk.questions[3]) == desk.questions[0]
    assert queries.next_open(desk.connection, desk.questions[5]) == desk.questions[0]
    desk.do(answer, desk.questions[3], Result.CONFORMS)
    assert queries.next_open(desk.connection, desk.questions[0]) is None
    assert queries.next_open(desk.connection, uuid.uuid4()) is None


def test_an_answer_taken_back_is_open_again(desk: Desk) -> None:
    desk.do(answer, desk.questions[1], Result.CONFORMS)
    desk.workbook.undo()

    assert queries.next_open(desk.connection, desk.questions[0]) == desk.questions[1]
    assert queries.counts(desk.connection).open == 6


def test_a_question_is_found_by_its_code_exactly_or_in_other_case(desk: Desk) -> None:
    assert queries.question_by_code(desk.connection, "A2") == desk.questions[1]
    assert queries.question_by_code(desk.connection, "a2") == desk.questions[1]
    assert queries.question_by_code(desk.connection, "A") is None
    desk.do(withdraw_pack, desk.pack)
    assert queries.question_by_code(desk.connection, "A2") is None


# ---- the page -------------------------------------------------------------------------------------------------------
def test_the_page_shows_everything_about_a_question(tmp_path: Path) -> None:
    asked = question(
        1, kind="choice", gate=True, weight=3, oecd_step=2, guidance={"en": "Ask."}, na_rule={"en": "Never."}, unit="h",
        evidence=[{"kind": "D", "min": 2}, {"kind": "I"}], triangulate=True, tiers=["t"],
        options=[{"id": "y", "label": {"en": "Yes"}, "result": "conforms"}, {"id": "n", "label": {"en": "No"}}],
        refs=[{"instrument": "ILO C1", "article": "2", "edition": "1919", "checked": True}, {"instrument": "Code"}],
    )  # fmt: skip
    desk = make_workbook(tmp_path, questions=[asked])
    only = desk.questions[0]
    desk.do(value, only, "y")
    desk.do(confidence, only, Confidence.HIGH)
    desk.do(note, only, "seen")
    desk.do(flag, only, True)
    item = desk.evidence(to_question=only, kind=EvidenceKind.INTERVIEW_NOTE, title="Talk")
    finding = desk.do(raise_finding, only)

    page = queries.question_page(desk.connection, only)

    assert page is not None
    assert (page.code, page.gate, page.weight, page.oecd_step, page.unit) == ("A1", True, 3, 2, "h")
    assert (page.guidance, page.na_rule, page.triangulate) == ("Ask.", "Never.", True)
    assert [(option.id, option.label, option.result) for option in page.options] == [
        ("y", "Yes", Result.CONFORMS), ("n", "No", None),
    ]  # fmt: skip
    assert page.references == ("ILO C1 2 (1919)", "Code · not checked against the text")
    demanded = [(state.demand.kind, state.demand.minimum, state.found) for state in page.demands]
    assert demanded == [("D", 2, 0), ("I", 1, 1)]
    assert (page.value, page.result, page.confidence, page.note, page.flag) == (
        "y", Result.CONFORMS, Confidence.HIGH, "seen", True,
    )  # fmt: skip
    assert [(used.item, used.title, used.role) for used in page.evidence] == [(item, "Talk", LinkRole.SUPPORTS)]
    assert page.findings == ((finding, "F-01"),)
    assert queries.question_page(desk.connection, uuid.uuid4()) is None
    desk.workbook.close()


# ---- evidence and findings ------------------------------------------------------------------------------------------
def test_an_items_uses_are_as_many_as_the_list_says(desk: Desk) -> None:
    item = desk.evidence(to_question=desk.questions[0])
    kept, dropped = desk.do(add_finding, "kept"), desk.do(add_finding, "dropped")
    for finding in (kept, dropped):
        desk.do(link_to_finding, item, finding)
    desk.do(withdraw_finding, dropped)

    named = queries.uses(desk.connection, item)
    (row,) = queries.evidence_rows(desk.connection, [item])

    assert [(use.kind, use.code) for use in named] == [("question", "A1"), ("finding", "F-01")]
    assert row.uses == len(named)


def test_evidence_is_listed_in_every_order_both_ways(desk: Desk) -> None:
    made = [desk.evidence(bytes([n]) * (n + 1), title=title) for n, title in enumerate(("b", "a", "C"))]

    for order in queries.EVIDENCE_ORDER:
        up = queries.evidence_ids(desk.connection, order=order)
        down = queries.evidence_ids(desk.connection, order=order, down=True)
        assert set(up) == set(down) == set(made)
    assert queries.evidence_ids(desk.connection, order="title") == [made[1], made[0], made[2]]
    assert queries.evidence_ids(desk.connection, order="size", down=True) == made[::-1]
    rows = queries.evidence_rows(desk.connection, [made[2], uuid.uuid4(), made[0]])
    assert [row.code for row in rows] == ["EV-003", "EV-001"]
    assert queries.evidence_rows(desk.connection, []) == []


def test_the_same_bytes_are_one_item_linked_twice(desk: Desk) -> None:
    first = desk.evidence(b"same", to_question=desk.questions[0])
    second = desk.evidence(b"same", to_question=desk.questions[1])

    assert first == second
    assert [use.code for use in queries.uses(desk.connection, first)] == ["A1", "A2"]


def test_what_identifies_an_item_cannot_be_edited(desk: Desk) -> None:
    item = desk.evidence()

    for name in ("sha256", "size", "filename", "media_type", "code", "registered_at", "withdrawn"):
        with pytest.raises(Refused, match="fixed"):
            desk.do(describe_evidence, item, **{name: "x"})


def test_a_finding_starts_with_what_the_answer_says(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.NONCONFORMING)
    desk.do(note, desk.questions[0], "No records in May.")
    item = desk.evidence(to_question=desk.questions[0])

    finding = desk.do(raise_finding, desk.questions[0])

    (row,) = queries.finding_rows(desk.connection)
    assert (row.id, row.code, row.kind, row.grade, row.state) == (
        finding, "F-01", FindingKind.NONCONFORMITY, Grade.MAJOR, FindingState.DRAFT,
    )  # fmt: skip
    assert row.missing == ("cause", "effect", "confidence")
    assert [used.item for used in queries.linked_evidence(desk.connection, "finding", finding)] == [item]


def test_a_conforming_answer_raises_good_practice_and_a_gate_a_critical_finding(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path, questions=[question(1), question(2, gate=True)])
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.do(answer, desk.questions[1], Result.NONCONFORMING)

    for place in (0, 1):
        desk.do(raise_finding, desk.questions[place])

    rows = queries.finding_rows(desk.connection)
    assert [(row.code, row.kind, row.grade) for row in rows] == [
        ("F-02", FindingKind.NONCONFORMITY, Grade.CRITICAL), ("F-01", FindingKind.GOOD_PRACTICE, Grade.NONE),
    ]  # fmt: skip
    desk.workbook.close()


def test_withdrawn_evidence_is_not_carried_into_a_finding_and_finalises_nothing(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.NONCONFORMING)
    desk.do(note, desk.questions[0], "x")
    item = desk.evidence(to_question=desk.questions[0])
    desk.do(withdraw_evidence, item)

    finding = desk.do(raise_finding, desk.questions[0])
    desk.do(change_finding, finding, cause="c", effect="e", confidence=Confidence.LOW)

    with pytest.raises(Refused) as refused:
        desk.do(finalise_finding, finding)
    assert refused.value.detail["missing"] == ["evidence"]


def test_a_question_with_a_very_long_title_raises_a_finding(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path, questions=[question(1, title={"en": "long " * 200}, text={"en": "t" * 200_000})])

    desk.do(raise_finding, desk.questions[0])

    assert len(queries.finding_rows(desk.connection)[0].title) == 500
    desk.workbook.close()


def test_a_finding_is_finalised_when_complete_then_closed_to_changes_until_reopened(desk: Desk) -> None:
    finding = desk.do(add_finding, "Hours")
    with pytest.raises(Refused) as refused:
        desk.do(finalise_finding, finding)
    assert refused.value.detail == {
        "finding": "F-01", "missing": ["criterion", "condition", "evidence", "cause", "effect", "confidence"],
    }  # fmt: skip
    parts = {"criterion": "a", "condition": "b", "cause": "c", "effect": "d", "confidence": Confidence.LOW}
    desk.do(change_finding, finding, **parts)
    item = desk.evidence()
    link = desk.do(link_to_finding, item, finding)

    desk.do(finalise_finding, finding)

    for verb, given in (
        (change_finding, {"title": "x"}), (finalise_finding, {}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="finalised"):
            desk.do(verb, finding, **given)
    for refused_call in (
        lambda: desk.do(unlink, link), lambda: desk.do(change_link, link, role=LinkRole.CONTRADICTS),
        lambda: desk.do(link_to_finding, item, finding, LinkRole.CONTRADICTS),
    ):  # fmt: skip
        with pytest.raises(Refused, match="finalised"):
            refused_call()
    with pytest.raises(Refused, match="evidence_used"):
        desk.do(withdraw_evidence, item)
    desk.do(reopen_finding, finding)
    desk.do(unlink, link)
    assert queries.finding_rows(desk.connection)[0].missing == ("evidence",)


# ---- frame, packs, counts -------------------------------------------------------------------------------------------
def test_counts_add_up(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.do(answer, desk.questions[1], Result.NONCONFORMING)
    desk.do(flag, desk.questions[2], True)
    desk.do(add_finding, "x")

    counted = queries.counts(desk.connection)

    assert (counted.questions, counted.open, counted.flagged) == (6, 4, 1)
    assert counted.results == {Result.CONFORMS: 1, Result.NONCONFORMING: 1}
    assert (counted.findings, counted.findings_open, counted.evidence, counted.reports) == (1, 1, 0, 0)
    assert counted.answered_share == pytest.approx(1 / 3)


def test_the_frame_names_client_vendor_and_living_aliases(desk: Desk) -> None:
    kept = desk.do(add_alias, desk.engagement.vendor, "蓝磨坊")
    desk.do(withdraw_alias, desk.do(add_alias, desk.engagement.vendor, "Wrong"))

    facts = queries.audit_facts(desk.connection)

    assert facts is not None and kept
    assert (facts.client, facts.vendor, facts.aliases) == ("Northwind Retail", "Blue Mill Ltd", ("蓝磨坊",))


def test_a_withdrawn_pack_is_gone_from_lists_counts_and_search_and_comes_back_when_added_again(desk: Desk) -> None:
    data = pack_content([question(1, code="B1", title={"en": "Zeppelin"})], id="second")
    added = desk.do(add_pack, data)
    with pytest.raises(Refused, match="pack_present"):
        desk.do(add_pack, data)

    desk.do(withdraw_pack, added.pack)
    gone = (len(queries.packs(desk.connection)), search.find(desk.connection, "zeppelin"))
    again = desk.do(add_pack, data)

    assert gone == (1, [])
    assert again == added
    assert [pack.id for pack in queries.packs(desk.connection)] == [desk.pack, added.pack]
    assert [hit.kind for hit in search.find(desk.connection, "zeppelin")] == ["question"]


def test_a_pack_added_again_in_another_language_speaks_that_language(desk: Desk) -> None:
    data = pack_content([question(1, code="B1", title={"en": "Wages", "de": "Löhne"})], id="second")
    added = desk.do(add_pack, data)
    desk.do(withdraw_pack, added.pack)

    desk.do(add_pack, data, language="de")

    assert [row.title for row in queries.outline(desk.connection, added.pack) if row.question] == ["Löhne"]
    assert [hit.title for hit in search.find(desk.connection, "Löhne")] == ["B1 Löhne"]


def test_an_answered_pack_cannot_be_withdrawn(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)

    with pytest.raises(Refused) as refused:
        desk.do(withdraw_pack, desk.pack)

    assert refused.value.detail == {"title": "Test pack", "answers": 1}


# ---- history --------------------------------------------------------------------------------------------------------
def test_history_tells_who_did_what_with_values_before_and_after(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.actor = "Bo Second"
    change = desk.workbook.do(answer, desk.questions[0], Result.PARTLY)
    desk.workbook.undo()

    events = queries.history(desk.connection, about=change.about)

    assert [(event.actor, event.verb, event.label, event.target_verb) for event in events] == [
        ("Bo Second", "undo", "A1", "answer"), ("Bo Second", "answer", "A1", ""), ("Ada Auditor", "answer", "A1", ""),
    ]  # fmt: skip
    (field,) = queries.change_fields(desk.connection, change.number)
    assert (field.table, field.field, field.before, field.after) == ("answer", "result", "conforms", "partly")
    assert abs(events[0].at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_history_pages_back(desk: Desk) -> None:
    for question_id in desk.questions:
        desk.do(flag, question_id, True)

    first = queries.history(desk.connection, limit=4)
    second = queries.history(desk.connection, limit=4, before=first[-1].number)

    assert [event.label for event in first + second][:6] == ["A6", "A5", "A4", "A3", "A2", "A1"]


def test_linking_the_same_item_twice_is_one_link(desk: Desk) -> None:
    item = desk.evidence()

    first = desk.do(link_to_question, item, desk.questions[0])
    second = desk.do(link_to_question, item, desk.questions[0], LinkRole.CONTRADICTS)

    page = queries.question_page(desk.connection, desk.questions[0])
    assert page is not None
    assert first == second
    assert [used.role for used in page.evidence] == [LinkRole.CONTRADICTS]
