"""Which evidence a question asks for, and whether what is linked meets it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditdesk.core.models.enums import AnswerState, EvidenceDemand, EvidenceKind, Result

MEETS: dict[EvidenceKind, frozenset[EvidenceDemand]] = {
    EvidenceKind.DOCUMENT: frozenset({EvidenceDemand.DOCUMENT}),
    EvidenceKind.RECORD: frozenset({EvidenceDemand.RECORDS}),
    EvidenceKind.PHOTO: frozenset({EvidenceDemand.OBSERVATION}),
    EvidenceKind.WEB_CAPTURE: frozenset({EvidenceDemand.EXTERNAL}),
    EvidenceKind.EMAIL: frozenset({EvidenceDemand.DOCUMENT}),
    EvidenceKind.INTERVIEW_NOTE: frozenset({EvidenceDemand.INTERVIEW, EvidenceDemand.MANAGEMENT}),
    EvidenceKind.TEST_REPORT: frozenset({EvidenceDemand.TEST}),
    EvidenceKind.LIST_EXTRACT: frozenset({EvidenceDemand.LIST, EvidenceDemand.EXTERNAL}),
    EvidenceKind.OBSERVATION: frozenset({EvidenceDemand.OBSERVATION}),
    EvidenceKind.OTHER: frozenset(),
}
"""Which demand an item of each kind can meet."""


INSIDE = frozenset({EvidenceDemand.RECORDS, EvidenceDemand.INTERVIEW, EvidenceDemand.MANAGEMENT})
"""Kinds whose minimum counts records or people inside an item: one list of 52 files is one item. How many a linked item
stands for is the auditor's to judge and to note, so one item of such a kind is enough here."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One line of what a question asks for: a kind of evidence and how many items, records or people."""

    kind: EvidenceDemand
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class DemandState:
    """A demand beside what is there."""

    demand: Demand
    found: int

    @property
    def met(self) -> bool:
        """Whether enough items are linked."""
        return self.found >= (1 if self.demand.kind in INSIDE else self.demand.minimum)


def demand_states(demands: Sequence[Demand], linked: Iterable[EvidenceKind]) -> tuple[DemandState, ...]:
    """Each demand with the number of linked items that can meet it."""
    kinds = list(linked)
    return tuple(DemandState(demand, sum(demand.kind in MEETS[kind] for kind in kinds)) for demand in demands)


def all_met(states: Sequence[DemandState], *, triangulate: bool) -> bool:
    """Whether the evidence is enough: every demand met, or two independent kinds where the question asks for that.

    Triangulation asks for two different kinds among those demanded, not for all of them (DOMAIN 3.4).
    """
    if not states:
        return True
    met = {state.demand.kind for state in states if state.met}
    if triangulate:
        return len(met) >= min(2, len(states))
    return all(state.met for state in states)


def answer_state(result: Result | None, has_words: bool, links: int, enough: bool) -> AnswerState:
    """How far an answer has come. A result alone is *answered*; with enough evidence linked it is *evidenced*."""
    if result is None:
        return AnswerState.DRAFT if has_words else AnswerState.UNANSWERED
    if links and enough:
        return AnswerState.EVIDENCED
    return AnswerState.ANSWERED
