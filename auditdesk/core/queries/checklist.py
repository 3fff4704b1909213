"""The outline and the page of one question."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from auditdesk.core.answering import answer_id
from auditdesk.core.database import Connection
from auditdesk.core.errors import Refused
from auditdesk.core.findings import reference_words
from auditdesk.core.log import HLC_BITS, clean
from auditdesk.core.models.enums import (
    AnswerState,
    Confidence,
    EvidenceDemand,
    EvidenceKind,
    LinkRole,
    QuestionKind,
    Result,
)
from auditdesk.core.planning import said
from auditdesk.core.queries.words import matching
from auditdesk.core.rules.demands import Demand, DemandState, demand_states


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One line of the outline: a section (no `question`) or a question with the marks the outline shows."""

    section: uuid.UUID
    depth: int
    title: str
    question: uuid.UUID | None = None
    code: str = ""
    gate: bool = False
    result: Result | None = None
    state: AnswerState = AnswerState.UNANSWERED
    flag: bool = False
    evidence: int = 0
    noted: bool = False


FILTERS: dict[str, str] = {
    "all": "1",
    "open": "coalesce(answer.result, '') = ''",
    "flagged": "answer.flag = 1",
    "gate": "question.gate = 1",
    "no_evidence": "answer.result IS NOT NULL AND answer.result <> 'not_applicable' AND links.n IS NULL",
    "nonconforming": "answer.result IN ('nonconforming', 'partly')",
    "unable": "answer.result = 'unable_to_verify'",
    "mine": "answer.touched_by = :me",
    "changed": "answer.touched >= :since",
}
"""The outline's filters, in SQL."""


def outline(
    connection: Connection,
    pack: uuid.UUID,
    *,
    only: str = "all",
    words: str = "",
    me: str = "",
    since: dt.datetime | None = None,
    tiers: Sequence[str] = (),
) -> tuple[OutlineRow, ...]:
    """Sections and questions of a pack in order; sections without a matching question are left out when filtered.

    `only` is a key of FILTERS, `words` matches code, title, text and note, `tiers` keeps questions in any of them.
    """
    clauses = [f"({FILTERS[only]})"]
    values: dict[str, Any] = {"pack": pack.hex, "me": me, "since": 0}
    if since is not None:
        values["since"] = int(since.timestamp() * 1000) << HLC_BITS
    haystack = "question.code || ' ' || question.title || ' ' || question.text || ' ' || coalesce(answer.note, '')"
    clauses += matching(haystack, words, values)
    for number, tier in enumerate(tiers):
        values[f"t{number}"] = tier
    if tiers:
        marks = ",".join(f":t{number}" for number in range(len(tiers)))
        clauses.append(f"EXISTS (SELECT 1 FROM json_each(question.tiers) WHERE json_each.value IN ({marks}))")
    query = f"""{_OUTLINE}
        LEFT JOIN ({_USED} GROUP BY link.target_id) AS links ON links.target_id = answer.id
        WHERE question.pack_id = :pack AND {" AND ".join(clauses)} ORDER BY question.ord"""
    by_section: dict[str, list[OutlineRow]] = {}
    for row in connection.execute(query, values):
        by_section.setdefault(row[0], []).append(_outline_row(row))
    everything = only == "all" and not words.strip() and not tiers
    return tuple(_with_sections(connection, pack, by_section, everything))


_OUTLINE = """
        SELECT question.section_id, question.id, question.code, question.title, substr(question.text, 1, 120),
               question.gate, answer.result, coalesce(answer.state, 'unanswered'), coalesce(answer.flag, 0),
               coalesce(links.n, 0), coalesce(answer.note, '') <> ''
        FROM question LEFT JOIN answer ON answer.question_id = question.id AND answer.withdrawn = 0"""

_USED = """SELECT link.target_id, count(*) AS n FROM evidence_link AS link
                   JOIN evidence_item AS item ON item.id = link.evidence_id AND item.withdrawn = 0
                   WHERE link.target_kind = 'answer' AND link.withdrawn = 0"""


_RESULTS: dict[str | None, Result | None] = {None: None, **{member.value: member for member in Result}}
_STATES = {member.value: member for member in AnswerState}
"""Faster than calling the enums, 20 000 times."""


def _outline_row(row: tuple[Any, ...]) -> OutlineRow:
    return OutlineRow(
        uuid.UUID(row[0]), 0, row[3] or row[4], uuid.UUID(row[1]), row[2], bool(row[5]), _RESULTS[row[6]],
        _STATES[row[7]], bool(row[8]), row[9], bool(row[10]),
    )  # fmt: skip


def outline_rows(connection: Connection, questions: Sequence[uuid.UUID]) -> tuple[OutlineRow, ...]:
    """The lines of some questions, so that a change need not read the whole outline again."""
    marks = ",".join(f"?{place + 1}" for place in range(len(questions)))
    query = f"""{_OUTLINE}
        LEFT JOIN ({_USED} AND link.target_id IN (SELECT id FROM answer WHERE question_id IN ({marks}))
                   GROUP BY link.target_id) AS links ON links.target_id = answer.id
        WHERE question.id IN ({marks})"""
    return tuple(_outline_row(row) for row in connection.execute(query, [question.hex for question in questions]))


def touched_questions(connection: Connection, touched: Iterable[str]) -> frozenset[uuid.UUID]:
    """The questions whose page or line shows one of these rows ("table/hex id"), as `Change.touched` names them."""
    found: set[uuid.UUID] = set()
    for name in touched:
        table, _, row_id = name.partition("/")
        if table in _SHOWN_BY:
            found.update(uuid.UUID(question) for (question,) in connection.execute(_SHOWN_BY[table], (row_id,)))
    return frozenset(found)


_LINKED_TO = (
    "SELECT answer.question_id FROM evidence_link AS link JOIN answer ON answer.id = link.target_id"
    " WHERE link.target_kind = 'answer' AND "
)
_SHOWN_BY = {
    "answer": "SELECT question_id FROM answer WHERE id = ?",
    "evidence_link": f"{_LINKED_TO} link.id = ?",
    "evidence_item": f"{_LINKED_TO} link.withdrawn = 0 AND link.evidence_id = ?",
    "finding": "SELECT question_id FROM finding WHERE id = ? AND question_id IS NOT NULL",
}


def pack_counts(connection: Connection, pack: uuid.UUID) -> tuple[int, int]:
    """How many questions of a pack are open and how many are flagged."""
    query = (
        "SELECT sum(coalesce(answer.result, '') = ''), sum(coalesce(answer.flag, 0)) FROM question LEFT JOIN answer"
        " ON answer.question_id = question.id AND answer.withdrawn = 0 WHERE question.pack_id = ?"
    )
    row = connection.execute(query, (pack.hex,)).fetchone()
    return int(row[0] or 0), int(row[1] or 0)


def tiers(connection: Connection, pack: uuid.UUID) -> tuple[str, ...]:
    """The tiers a pack's questions name, in the order they first come up."""
    query = (
        "SELECT tier.value FROM question, json_each(question.tiers) AS tier"
        " WHERE question.pack_id = ? AND question.tiers <> '[]' GROUP BY tier.value ORDER BY min(question.ord)"
    )
    return tuple(str(row[0]) for row in connection.execute(query, (pack.hex,)))


def _with_sections(
    connection: Connection, pack: uuid.UUID, by_section: dict[str, list[OutlineRow]], everything: bool
) -> list[OutlineRow]:
    query = "SELECT id, parent_id, depth, title FROM section WHERE pack_id = ? ORDER BY ord"
    sections = connection.execute(query, (pack.hex,)).fetchall()
    parents = {row[0]: row[1] for row in sections}
    wanted: set[str] = set()
    for section in by_section:
        current: str | None = section
        while current is not None and current not in wanted:
            wanted.add(current)
            current = parents[current]
    rows: list[OutlineRow] = []
    for section, _parent, depth, title in sections:
        if everything or section in wanted:
            rows.append(OutlineRow(uuid.UUID(section), depth, title))
            rows += by_section.get(section, [])
    return rows


@dataclass(frozen=True, slots=True)
class Option:
    """One choice a question offers."""

    id: str
    label: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class LinkedEvidence:
    """An evidence item as used by an answer or a finding."""

    link: uuid.UUID
    item: uuid.UUID
    code: str
    title: str
    kind: EvidenceKind
    role: LinkRole
    pinpoint: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything the page of one question shows."""

    id: uuid.UUID
    pack: uuid.UUID
    section: str
    code: str
    title: str
    text: str
    guidance: str
    na_rule: str
    kind: QuestionKind
    gate: bool
    weight: int
    oecd_step: int | None
    unit: str
    options: tuple[Option, ...]
    references: tuple[str, ...]
    demands: tuple[DemandState, ...]
    triangulate: bool
    result: Result | None
    reason: str
    state: AnswerState
    value: Any
    confidence: Confidence | None
    flag: bool
    note: str
    evidence: tuple[LinkedEvidence, ...]
    findings: tuple[tuple[uuid.UUID, str], ...]


def question_page(connection: Connection, question: uuid.UUID) -> QuestionPage | None:
    """One question with its answer and evidence; None when there is no such question."""
    query = """
        SELECT question.id, question.pack_id, section.title, question.code, question.title, question.text,
               question.guidance, question.kind, question.gate, question.weight, question.oecd_step, question.body,
               pack.language, answer.result, answer.reason, answer.state, answer.value, answer.confidence, answer.flag,
               answer.note
        FROM question JOIN section ON section.id = question.section_id JOIN pack ON pack.id = question.pack_id
        LEFT JOIN answer ON answer.question_id = question.id AND answer.withdrawn = 0 WHERE question.id = ?"""
    row = connection.execute(query, (question.hex,)).fetchone()
    if row is None:
        return None
    body, language = json.loads(row[11]), row[12]
    evidence = linked_evidence(connection, "answer", answer_id(question))
    demands = [Demand(EvidenceDemand(ask["kind"]), int(ask.get("min") or 1)) for ask in body.get("evidence") or []]
    findings = "SELECT id, code FROM finding WHERE question_id = ? AND withdrawn = 0 ORDER BY code"
    raised = connection.execute(findings, (question.hex,))
    return QuestionPage(
        question, uuid.UUID(row[1]), row[2], row[3], row[4], row[5], row[6], said(body.get("na_rule"), language),
        QuestionKind(row[7]), bool(row[8]), row[9], row[10], body.get("unit") or "", options(body, language),
        references(body), demand_states(demands, [item.kind for item in evidence]), bool(body.get("triangulate")),
        Result(row[13]) if row[13] else None, row[14] or "", AnswerState(row[15] or "unanswered"),
        json.loads(row[16]) if row[16] else None, Confidence(row[17]) if row[17] else None, bool(row[18]),
        row[19] or "", evidence, tuple((uuid.UUID(finding), code) for finding, code in raised),
    )  # fmt: skip


def options(body: dict[str, Any], language: str) -> tuple[Option, ...]:
    """The choices in a question's body."""
    return tuple(
        Option(option["id"], said(option.get("label"), language), _result(option.get("result")))
        for option in body.get("options") or []
    )


UNCHECKED = " · not checked against the text"


def references(body: dict[str, Any]) -> tuple[str, ...]:
    """The criteria references in a question's body, in words; those not checked against the primary text say so."""
    return tuple(
        reference_words(ref) + ("" if ref.get("checked") else UNCHECKED)
        for ref in body.get("refs") or []
    )


def linked_evidence(connection: Connection, kind: str, target: uuid.UUID) -> tuple[LinkedEvidence, ...]:
    """The items used by an answer or a finding, in the order they were linked."""
    query = (
        "SELECT link.id, item.id, item.code, item.title, item.kind, link.role, link.pinpoint FROM evidence_link AS link"
        " JOIN evidence_item AS item ON item.id = link.evidence_id AND item.withdrawn = 0"
        " WHERE link.target_kind = ? AND link.target_id = ? AND link.withdrawn = 0 ORDER BY link.touched, item.code"
    )
    return tuple(
        LinkedEvidence(
            uuid.UUID(row[0]), uuid.UUID(row[1]), row[2], row[3], EvidenceKind(row[4]), LinkRole(row[5]), row[6]
        )
        for row in connection.execute(query, (kind, target.hex))
    )


def next_open(connection: Connection, question: uuid.UUID) -> uuid.UUID | None:
    """The next question of the same pack without a result, going on from the start when the end is reached."""
    place = connection.execute("SELECT pack_id, ord FROM question WHERE id = ?", (question.hex,)).fetchone()
    if place is None:
        return None
    for side in (">", "<"):
        query = (
            "SELECT question.id FROM question LEFT JOIN answer ON answer.question_id = question.id"
            f" AND answer.withdrawn = 0 WHERE question.pack_id = ? AND question.ord {side} ? AND answer.result IS NULL"
            " ORDER BY question.ord LIMIT 1"
        )
        row = connection.execute(query, place).fetchone()
        if row:
            return uuid.UUID(row[0])
    return None


def first_question(connection: Connection, pack: uuid.UUID) -> uuid.UUID | None:
    """The first question of a pack without a result, else its first; None when it has none."""
    for wanted in ("AND answer.result IS NULL", ""):
        query = (
            "SELECT question.id FROM question LEFT JOIN answer ON answer.question_id = question.id"
            f" AND answer.withdrawn = 0 WHERE question.pack_id = ? {wanted} ORDER BY question.ord LIMIT 1"
        )
        row = connection.execute(query, (pack.hex,)).fetchone()
        if row:
            return uuid.UUID(row[0])
    return None


def question_by_code(connection: Connection, code: str) -> uuid.UUID | None:
    """The question people call by this code; exact first, then without regard to case.

    Raises Refused('ambiguous_code') when several are called so: an answer must not go to the wrong one.
    """
    query = (
        "SELECT question.id, question.code = ?1, pack.title FROM question JOIN pack ON pack.id = question.pack_id"
        " AND pack.withdrawn = 0 WHERE question.code = ?1 COLLATE NOCASE ORDER BY pack.ord, question.ord"
    )
    rows = connection.execute(query, (clean(code),)).fetchall()
    found = [row for row in rows if row[1]] or rows
    if len(found) > 1:
        raise Refused("ambiguous_code", {"code": code, "packs": sorted({row[2] for row in found})})
    return uuid.UUID(found[0][0]) if found else None


def _result(stored: str | None) -> Result | None:
    return Result(stored) if stored else None
