"""Lists of evidence and findings, and where an item is used."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditdesk.core.database import Connection
from auditdesk.core.models.enums import (
    CollectionMethod,
    Confidence,
    Distribution,
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    LinkRole,
    Nature,
)
from auditdesk.core.queries.checklist import LinkedEvidence, linked_evidence
from auditdesk.core.queries.history import when
from auditdesk.core.queries.words import matching
from auditdesk.core.rules.completeness import missing_parts


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the evidence list."""

    id: uuid.UUID
    code: str
    title: str
    kind: EvidenceKind
    filename: str
    media_type: str
    size: int
    sha256: str
    registered_at: dt.datetime
    uses: int


USES = """(SELECT count(*) FROM evidence_link AS link WHERE link.evidence_id = item.id AND link.withdrawn = 0
    AND (link.target_kind = 'answer' OR EXISTS
         (SELECT 1 FROM finding WHERE finding.id = link.target_id AND finding.withdrawn = 0)))"""
"""How many questions and findings use an item: as many as `uses` names."""

EVIDENCE_ORDER = {"code": "item.code", "title": "item.title COLLATE NOCASE", "kind": "item.kind", "size": "item.size",
                  "registered": "item.registered_at", "uses": "uses"}  # fmt: skip


def evidence_ids(
    connection: Connection, *, order: str = "code", down: bool = False, words: str = ""
) -> list[uuid.UUID]:
    """Ids of all items in order, for a list that fetches rows when seen."""
    values: dict[str, Any] = {}
    haystack = "item.code || ' ' || item.title || ' ' || item.filename || ' ' || item.source"
    conditions = ["item.withdrawn = 0", *matching(haystack, words, values)]
    query = (
        f"SELECT item.id, {USES} AS uses FROM evidence_item AS item WHERE {' AND '.join(conditions)}"
        f" ORDER BY {EVIDENCE_ORDER[order]} {'DESC' if down else 'ASC'}, item.code"
    )
    return [uuid.UUID(row[0]) for row in connection.execute(query, values)]


def evidence_rows(connection: Connection, ids: Sequence[uuid.UUID]) -> list[EvidenceRow]:
    """The rows of these items, in the order asked for; ids that are gone are left out."""
    marks = ",".join("?" * len(ids))
    query = (
        f"SELECT id, code, title, kind, filename, media_type, size, sha256, registered_at, {USES}"
        f" FROM evidence_item AS item WHERE id IN ({marks})"
    )
    found = {}
    for row in connection.execute(query, [item.hex for item in ids]):
        identity = uuid.UUID(row[0])
        at = _utc(row[8])
        found[identity] = EvidenceRow(
            identity, row[1], row[2], EvidenceKind(row[3]), row[4], row[5], row[6], row[7], at, row[9]
        )
    return [found[item] for item in ids if item in found]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Everything the page of one item shows."""

    id: uuid.UUID
    code: str
    title: str
    kind: EvidenceKind
    method: CollectionMethod
    filename: str
    media_type: str
    size: int
    sha256: str
    source: str
    description: str
    captured_at: dt.datetime | None
    captured_by: str
    place: str
    language: str
    level: Distribution
    registered_at: dt.datetime
    registered_by: str


def evidence_page(connection: Connection, item: uuid.UUID) -> EvidencePage | None:
    """One item with its provenance; None when it is not there or was withdrawn."""
    query = (
        "SELECT code, title, kind, method, filename, media_type, size, sha256, source, description, captured_at,"
        " captured_by, place, language, level, registered_at, (SELECT actor FROM change WHERE object = ?2"
        " AND verb = 'add_evidence' ORDER BY n LIMIT 1) FROM evidence_item WHERE id = ?1 AND withdrawn = 0"
    )
    row = connection.execute(query, (item.hex, f"evidence_item/{item.hex}")).fetchone()
    if row is None:
        return None
    return EvidencePage(
        item, row[0], row[1], EvidenceKind(row[2]), CollectionMethod(row[3]), row[4], row[5],
        row[6], row[7], row[8], row[9], _utc(row[10]) if row[10] else None, row[11], row[12], row[13],
        Distribution(row[14]), _utc(row[15]), row[16] or "",
    )  # fmt: skip


def _utc(stored: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Use:
    """Where an evidence item is used: `code` such as A17 or F-02. `fixed` while a finalised finding relies on it."""

    kind: str
    id: uuid.UUID
    code: str
    title: str
    role: LinkRole
    link: uuid.UUID
    pinpoint: str = ""
    fixed: bool = False


def uses(connection: Connection, item: uuid.UUID) -> tuple[Use, ...]:
    """Questions and findings that use an item."""
    query = """
        SELECT 'question', question.id, question.code, question.title, link.role, link.id, link.pinpoint, 0
          FROM evidence_link AS link
          JOIN answer ON answer.id = link.target_id JOIN question ON question.id = answer.question_id
          WHERE link.evidence_id = ?1 AND link.target_kind = 'answer' AND link.withdrawn = 0
        UNION ALL
        SELECT 'finding', finding.id, finding.code, finding.title, link.role, link.id, link.pinpoint,
          finding.state IN ('finalised', 'signed') FROM evidence_link AS link
          JOIN finding ON finding.id = link.target_id AND finding.withdrawn = 0
          WHERE link.evidence_id = ?1 AND link.target_kind = 'finding' AND link.withdrawn = 0 ORDER BY 1 DESC, 3"""
    return tuple(
        Use(row[0], uuid.UUID(row[1]), row[2], row[3], LinkRole(row[4]), uuid.UUID(row[5]), row[6], bool(row[7]))
        for row in connection.execute(query, (item.hex,))
    )


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of the findings list. `missing` names the parts still to be written."""

    id: uuid.UUID
    code: str
    title: str
    kind: FindingKind
    grade: Grade
    state: FindingState
    missing: tuple[str, ...]
    question: str


def finding_rows(connection: Connection) -> tuple[FindingRow, ...]:
    """All findings, the gravest grade first."""
    query = """
        SELECT finding.id, finding.code, finding.title, finding.kind, finding.grade, finding.state, criterion,
               "condition", cause, effect, confidence, coalesce(question.code, ''),
               (SELECT group_concat(role) FROM evidence_link AS link JOIN evidence_item AS item
                 ON item.id = link.evidence_id AND item.withdrawn = 0
                WHERE link.target_kind = 'finding' AND link.target_id = finding.id AND link.withdrawn = 0)
        FROM finding LEFT JOIN question ON question.id = finding.question_id WHERE finding.withdrawn = 0
        ORDER BY CASE finding.grade WHEN 'critical' THEN 0 WHEN 'major' THEN 1 WHEN 'minor' THEN 2 ELSE 3 END,
                 finding.code"""
    rows = []
    for row in connection.execute(query):
        parts = dict(zip(("criterion", "condition", "cause", "effect", "confidence"), row[6:11], strict=True))
        roles = [LinkRole(role) for role in (row[12] or "").split(",") if role]
        missing = missing_parts({**parts, "title": row[2], "kind": row[3]}, roles)
        rows.append(
            FindingRow(
                uuid.UUID(row[0]), row[1], row[2], FindingKind(row[3]), Grade(row[4]), FindingState(row[5]), missing,
                row[11],
            )
        )  # fmt: skip
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything the sheet of one finding shows. `settled` is when and by whom it was finalised last."""

    id: uuid.UUID
    code: str
    title: str
    kind: FindingKind
    nature: Nature
    grade: Grade
    state: FindingState
    criterion: str
    condition: str
    cause: str
    effect: str
    confidence: Confidence | None
    question: uuid.UUID | None
    question_code: str
    question_title: str
    evidence: tuple[LinkedEvidence, ...]
    missing: tuple[str, ...]
    settled: tuple[dt.datetime, str] | None

    @property
    def fixed(self) -> bool:
        """Whether its text may not change now."""
        return self.state in (FindingState.FINALISED, FindingState.SIGNED)


def finding_page(connection: Connection, finding: uuid.UUID) -> FindingPage | None:
    """One finding with its evidence by number; None when it is not there or was withdrawn."""
    query = """
        SELECT finding.code, finding.title, finding.kind, finding.nature, finding.grade, finding.state, criterion,
               "condition", cause, effect, confidence, question.id, coalesce(question.code, ''),
               coalesce(nullif(question.title, ''), question.text, '')
        FROM finding LEFT JOIN question ON question.id = finding.question_id
        WHERE finding.id = ? AND finding.withdrawn = 0"""
    row = connection.execute(query, (finding.hex,)).fetchone()
    if row is None:
        return None
    evidence = sorted(linked_evidence(connection, "finding", finding), key=_by_code)
    parts = dict(zip(("criterion", "condition", "cause", "effect", "confidence"), row[6:11], strict=True))
    missing = missing_parts({**parts, "title": row[1], "kind": row[2]}, [link.role for link in evidence])
    settled = connection.execute(
        "SELECT hlc, actor FROM change WHERE object = ? AND verb = 'finalise_finding' ORDER BY n DESC LIMIT 1",
        (f"finding/{finding.hex}",),
    ).fetchone()
    return FindingPage(
        finding, row[0], row[1], FindingKind(row[2]), Nature(row[3]), Grade(row[4]), FindingState(row[5]),
        row[6], row[7], row[8], row[9], Confidence(row[10]) if row[10] else None,
        uuid.UUID(row[11]) if row[11] else None, row[12], row[13], tuple(evidence), missing,
        (when(settled[0]), settled[1]) if settled else None,
    )  # fmt: skip


def _by_code(link: LinkedEvidence) -> tuple[int, str]:
    return len(link.code), link.code
