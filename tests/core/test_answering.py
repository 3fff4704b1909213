"""Answers: results with reasons, typed values of every kind, and the state they are in."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditdesk.core import projection, queries
from auditdesk.core.answering import answer, confidence, flag, note, value
from auditdesk.core.collecting import describe_evidence, link_to_question, unlink, withdraw_evidence
from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import (
    AnswerState,
    Confidence,
    EvidenceKind,
    NotApplicableReason,
    QuestionKind,
    Result,
    UnableReason,
)
from tests.builders import Desk, make_workbook, question

OPTIONS = [
    {"id": "a", "label": {"en": "A"}, "result": "conforms"}, {"id": "b", "label": {"en": "B"}},
    {"id": "c", "label": {"en": "C"}, "result": "nonconforming"},
]  # fmt: skip


@pytest.fixture
def kinds(tmp_path: Path) -> Iterator[Desk]:
    """A workbook with one question of every kind."""
    desk = make_workbook(
        tmp_path, questions=[question(n, kind=kind.value, options=OPTIONS) for n, kind in enumerate(QuestionKind)]
    )
    yield desk
    desk.workbook.close()


def asked(desk: Desk, kind: QuestionKind) -> uuid.UUID:
    return desk.questions[list(QuestionKind).index(kind)]


def page(desk: Desk, which: uuid.UUID) -> queries.QuestionPage:
    found = queries.question_page(desk.connection, which)
    assert found is not None
    return found


# ---- results --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("result", [Result.UNABLE, Result.NOT_APPLICABLE])
def test_some_results_ask_why(desk: Desk, result: Result) -> None:
    with pytest.raises(Refused, match="reason_needed"):
        desk.do(answer, desk.questions[0], result)
    with pytest.raises(Refused, match="unknown_reason"):
        desk.do(answer, desk.questions[0], result, reason="because")
    assert page(desk, desk.questions[0]).result is None


def test_each_reason_goes_with_its_result_only(desk: Desk) -> None:
    first = desk.questions[0]
    for reason in UnableReason:
        desk.do(answer, first, Result.UNABLE, reason=reason)
        assert page(desk, first).reason == reason.value
    for other in NotApplicableReason:
        desk.do(answer, first, Result.NOT_APPLICABLE, reason=other.value)
        assert page(desk, first).reason == other.value
        with pytest.raises(Refused, match="unknown_reason"):
            desk.do(answer, first, Result.UNABLE, reason=other)
    desk.do(answer, first, Result.CONFORMS, reason="time")
    assert page(desk, first).reason == ""


def test_a_question_that_is_not_there_is_gone(desk: Desk) -> None:
    for verb, given_value in ((answer, Result.CONFORMS), (note, "x"), (value, "x"), (flag, True)):
        with pytest.raises(Refused, match="gone"):
            desk.do(verb, uuid.uuid4(), given_value)


def test_a_locked_answer_stays_and_a_reviewed_one_keeps_its_state(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.connection.execute("UPDATE answer SET state = 'reviewed'")
    desk.do(note, desk.questions[0], "x")
    assert page(desk, desk.questions[0]).state is AnswerState.REVIEWED
    desk.connection.execute("UPDATE answer SET state = 'locked'")

    for verb, given_value in ((answer, Result.PARTLY), (note, "y"), (flag, True), (confidence, Confidence.LOW)):
        with pytest.raises(Refused, match="locked"):
            desk.do(verb, desk.questions[0], given_value)


def test_confidence_and_flag_are_axes_of_their_own(desk: Desk) -> None:
    desk.do(confidence, desk.questions[0], Confidence.HIGH)
    desk.do(flag, desk.questions[0], True)
    assert page(desk, desk.questions[0]).state is AnswerState.UNANSWERED
    desk.do(confidence, desk.questions[0], None)
    desk.do(flag, desk.questions[0], False)

    shown = page(desk, desk.questions[0])
    assert (shown.confidence, shown.flag, shown.result) == (None, False, None)


# ---- states follow words and evidence -------------------------------------------------------------------------------
def test_the_state_follows_words_result_and_evidence(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path, questions=[question(1, evidence=[{"kind": "D", "min": 2}, {"kind": "I"}])])
    only = desk.questions[0]

    def _state() -> AnswerState:
        return page(desk, only).state

    assert _state() is AnswerState.UNANSWERED
    desk.do(note, only, "x")
    assert _state() is AnswerState.DRAFT
    desk.do(note, only, "")
    assert _state() is AnswerState.UNANSWERED
    desk.do(answer, only, Result.CONFORMS)
    assert _state() is AnswerState.ANSWERED
    items = [desk.evidence(bytes([n]), kind=EvidenceKind.DOCUMENT) for n in range(3)]
    links = [desk.do(link_to_question, item, only) for item in items]
    assert _state() is AnswerState.ANSWERED
    desk.do(describe_evidence, items[2], kind=EvidenceKind.INTERVIEW_NOTE)
    assert _state() is AnswerState.EVIDENCED
    desk.do(unlink, links[0])
    assert _state() is AnswerState.ANSWERED
    desk.do(link_to_question, items[0], only)
    assert _state() is AnswerState.EVIDENCED
    desk.do(withdraw_evidence, items[2])
    assert _state() is AnswerState.ANSWERED
    for _ in range(7):
        desk.workbook.undo()
    assert _state() is AnswerState.ANSWERED
    assert projection.differences(desk.connection) == []
    desk.workbook.close()


def test_evidence_may_come_before_the_answer(desk: Desk) -> None:
    desk.evidence(to_question=desk.questions[0])
    assert page(desk, desk.questions[0]).state is AnswerState.UNANSWERED

    desk.do(answer, desk.questions[0], Result.CONFORMS)

    assert page(desk, desk.questions[0]).state is AnswerState.EVIDENCED


# ---- typed values ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (QuestionKind.NUMBER, "12", "12"), (QuestionKind.NUMBER, " 1 234,50 ", "1234.50"),
        (QuestionKind.NUMBER, "1\u202f234,5", "1234.5"), (QuestionKind.NUMBER, "1\u00a0000", "1000"),
        (QuestionKind.NUMBER, "-0.1", "-0.1"), (QuestionKind.NUMBER, 7, "7"), (QuestionKind.NUMBER, 0, "0"),
        (QuestionKind.NUMBER, "1e3", "1000"), (QuestionKind.NUMBER, "٤٢", "42"),
        (QuestionKind.PERCENTAGE, "12,5 %", "12.5"), (QuestionKind.PERCENTAGE, "100", "100"),
        (QuestionKind.DATE, "2026-02-28", "2026-02-28"), (QuestionKind.DATE, " 2026-02-28 ", "2026-02-28"),
        (QuestionKind.MATURITY, "4", "4"), (QuestionKind.MATURITY, 3, "3"),
        (QuestionKind.TEXT, "as it is  ", "as it is  "), (QuestionKind.TABLE, "a;b", "a;b"),
        (QuestionKind.CHOICE, "b", "b"), (QuestionKind.CHOICES, ["c", "a"], ["a", "c"]),
        (QuestionKind.CHOICES, "b", ["b"]),
        (QuestionKind.NUMBER, "", None), (QuestionKind.CHOICES, [], None), (QuestionKind.TEXT, None, None),
    ],
)  # fmt: skip
def test_a_typed_value_is_stored_as(kinds: Desk, kind: QuestionKind, typed: object, stored: object) -> None:
    kinds.do(value, asked(kinds, kind), typed)

    assert page(kinds, asked(kinds, kind)).value == stored
    assert projection.differences(kinds.connection) == []


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.NUMBER, "twelve"), (QuestionKind.NUMBER, "NaN"), (QuestionKind.NUMBER, "Infinity"),
        (QuestionKind.NUMBER, "1,234.5"), (QuestionKind.NUMBER, "1e999999999"), (QuestionKind.NUMBER, "1e-999999999"),
        (QuestionKind.NUMBER, "9" * 5000), (QuestionKind.NUMBER, "%"),
        (QuestionKind.PERCENTAGE, "100.01"), (QuestionKind.PERCENTAGE, "-1"), (QuestionKind.DATE, "28.2.2026"),
        (QuestionKind.DATE, "2026-02-30"), (QuestionKind.MATURITY, "5"), (QuestionKind.CHOICE, "z"),
        (QuestionKind.CHOICE, ["a"]), (QuestionKind.CHOICE, {"a": 1}), (QuestionKind.CHOICES, ["a", "z"]),
        (QuestionKind.CHOICES, [["a"]]), (QuestionKind.CHOICES, {"id": "a"}), (QuestionKind.TEXT, "x" * 100_001),
    ],
    ids=lambda given: str(given)[:20],
)  # fmt: skip
def test_a_value_that_is_none_is_refused(kinds: Desk, kind: QuestionKind, typed: object) -> None:
    with pytest.raises(Refused, match="bad_value"):
        kinds.do(value, asked(kinds, kind), typed)
    assert page(kinds, asked(kinds, kind)).value is None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(QuestionKind), st.text(max_size=12) | st.integers() | st.lists(st.text(max_size=3), max_size=3))
def test_any_typed_value_is_stored_or_refused(kinds: Desk, kind: QuestionKind, typed: object) -> None:
    with contextlib.suppress(Refused):
        kinds.do(value, asked(kinds, kind), typed)
    assert projection.differences(kinds.connection) == []


def test_a_choice_that_carries_a_result_sets_it_and_clears_the_reason(kinds: Desk) -> None:
    choice = asked(kinds, QuestionKind.CHOICE)
    kinds.do(answer, choice, Result.UNABLE, reason=UnableReason.TIME)

    kinds.do(value, choice, "c")
    carried = page(kinds, choice)
    kinds.do(value, choice, "b")

    assert (carried.result, carried.reason) == (Result.NONCONFORMING, "")
    assert page(kinds, choice).result is Result.NONCONFORMING, "an option without a result leaves it"
    kinds.do(value, choice, None)
    assert page(kinds, choice).value is None
