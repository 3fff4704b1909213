"""The pure rules: which evidence is enough, how far an answer is, what a finding lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditdesk.core.models.enums import AnswerState, EvidenceDemand, EvidenceKind, FindingKind, LinkRole, Result
from auditdesk.core.rules.completeness import PARTS, missing_parts
from auditdesk.core.rules.demands import INSIDE, MEETS, Demand, all_met, answer_state, demand_states

D, R, I, X = EvidenceDemand.DOCUMENT, EvidenceDemand.RECORDS, EvidenceDemand.INTERVIEW, EvidenceDemand.EXTERNAL   # noqa: E741
KINDS = st.lists(st.sampled_from(EvidenceKind), max_size=8)
DEMANDS = st.lists(st.builds(Demand, st.sampled_from(EvidenceDemand), st.integers(1, 3)), max_size=5)


# ---- demands --------------------------------------------------------------------------------------------------------
def enough(demands: list[Demand], linked: list[EvidenceKind], *, triangulate: bool = False) -> bool:
    return all_met(demand_states(demands, linked), triangulate=triangulate)


@pytest.mark.parametrize(
    ("demands", "linked", "triangulate", "expected"),
    [
        ([], [], False, True),
        ([], [], True, True),
        ([Demand(D)], [], False, False),
        ([Demand(D)], [EvidenceKind.DOCUMENT], False, True),
        ([Demand(D)], [EvidenceKind.EMAIL], False, True),
        ([Demand(D)], [EvidenceKind.PHOTO], False, False),
        ([Demand(D, 2)], [EvidenceKind.DOCUMENT], False, False),
        ([Demand(D, 2)], [EvidenceKind.DOCUMENT, EvidenceKind.EMAIL], False, True),
        ([Demand(D), Demand(R)], [EvidenceKind.DOCUMENT], False, False),
        ([Demand(D), Demand(R)], [EvidenceKind.DOCUMENT, EvidenceKind.RECORD], False, True),
        ([Demand(D), Demand(R), Demand(I)], [EvidenceKind.DOCUMENT, EvidenceKind.INTERVIEW_NOTE], True, True),
        ([Demand(D), Demand(R), Demand(I)], [EvidenceKind.DOCUMENT, EvidenceKind.DOCUMENT], True, False),
        ([Demand(D)], [EvidenceKind.DOCUMENT], True, True),
        ([Demand(D), Demand(D)], [EvidenceKind.DOCUMENT], True, False),
        ([Demand(X)], [EvidenceKind.OTHER], False, False),
        ([Demand(X)], [EvidenceKind.LIST_EXTRACT], False, True),
    ],
)
def test_evidence_is_enough_when(
    demands: list[Demand], linked: list[EvidenceKind], triangulate: bool, expected: bool
) -> None:
    assert enough(demands, linked, triangulate=triangulate) is expected


def test_every_kind_of_evidence_is_known_and_every_demand_can_be_met() -> None:
    assert MEETS.keys() == set(EvidenceKind)
    assert frozenset().union(*MEETS.values()) == set(EvidenceDemand)


@given(DEMANDS, KINDS, st.sampled_from(EvidenceKind), st.booleans())
def test_more_evidence_is_never_less_enough(
    demands: list[Demand], linked: list[EvidenceKind], more: EvidenceKind, triangulate: bool
) -> None:
    assert enough(demands, [*linked, more], triangulate=triangulate) >= enough(demands, linked, triangulate=triangulate)


@given(DEMANDS, KINDS, st.booleans(), st.randoms())
def test_the_order_of_evidence_does_not_matter(demands, linked, triangulate, random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(linked)
    random.shuffle(mixed)

    assert enough(demands, mixed, triangulate=triangulate) is enough(demands, linked, triangulate=triangulate)


@given(DEMANDS, KINDS)
def test_each_demand_counts_what_can_meet_it(demands: list[Demand], linked: list[EvidenceKind]) -> None:
    for state in demand_states(demands, linked):
        assert state.found == len([kind for kind in linked if state.demand.kind in MEETS[kind]])
        needed = 1 if state.demand.kind in INSIDE else state.demand.minimum
        assert state.met is (state.found >= needed)


# ---- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "words", "links", "met", "state"),
    [
        (None, False, 0, True, AnswerState.UNANSWERED),
        (None, False, 3, True, AnswerState.UNANSWERED),
        (None, True, 0, True, AnswerState.DRAFT),
        (Result.CONFORMS, False, 0, True, AnswerState.ANSWERED),
        (Result.CONFORMS, True, 1, False, AnswerState.ANSWERED),
        (Result.CONFORMS, False, 1, True, AnswerState.EVIDENCED),
        (Result.UNABLE, False, 1, True, AnswerState.EVIDENCED),
    ],
)
def test_an_answer_is(result: Result | None, words: bool, links: int, met: bool, state: AnswerState) -> None:
    assert answer_state(result, words, links, met) is state


@given(st.none() | st.sampled_from(Result), st.booleans(), st.integers(0, 5), st.booleans())
def test_a_rule_never_says_reviewed_or_locked(result: Result | None, words: bool, links: int, met: bool) -> None:
    state = answer_state(result, words, links, met)

    assert state not in (AnswerState.REVIEWED, AnswerState.LOCKED)
    assert (state in (AnswerState.UNANSWERED, AnswerState.DRAFT)) is (result is None)


# ---- findings -------------------------------------------------------------------------------------------------------
FULL = {
    "title": "t", "criterion": "a", "condition": "b", "cause": "c", "effect": "d", "confidence": "low",
    "kind": FindingKind.NONCONFORMITY,
}  # fmt: skip


def test_a_full_finding_lacks_nothing() -> None:
    assert missing_parts(FULL, [LinkRole.SUPPORTS]) == ()


@pytest.mark.parametrize("part", ["title", "criterion", "condition", "cause", "effect", "confidence"])
@pytest.mark.parametrize("empty", ["", "  \n", None])
def test_an_empty_part_is_missing(part: str, empty: str | None) -> None:
    assert missing_parts({**FULL, part: empty}, [LinkRole.SUPPORTS]) == (part,)


@pytest.mark.parametrize("kind", [FindingKind.GOOD_PRACTICE, FindingKind.OBSERVATION, FindingKind.GOOD_PRACTICE.value])
def test_good_practice_and_observations_need_no_cause(kind: str) -> None:
    assert missing_parts({**FULL, "kind": kind, "cause": ""}, [LinkRole.SUPPORTS]) == ()


@given(st.lists(st.sampled_from(LinkRole), max_size=4))
def test_evidence_means_an_item_that_supports(roles: list[LinkRole]) -> None:
    assert ("evidence" in missing_parts(FULL, roles)) is (LinkRole.SUPPORTS not in roles)


@given(
    st.fixed_dictionaries({name: st.sampled_from(["", "x"]) for name in FULL if name != "kind"}),
    st.sampled_from(FindingKind), st.lists(st.sampled_from(LinkRole), max_size=2),
)  # fmt: skip
def test_missing_parts_come_in_the_order_they_are_written(parts, kind, roles) -> None:  # type: ignore[no-untyped-def]
    missing = missing_parts({**parts, "kind": kind}, roles)

    order = ("title", *PARTS, "confidence")
    assert list(missing) == sorted(missing, key=order.index)
    assert len(set(missing)) == len(missing)
