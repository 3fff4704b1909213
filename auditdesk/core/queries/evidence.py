"""Lists of evidence and findings, and where an item is used."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditdesk.core.database import Connection
from auditdesk.core.models.enums import (
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    LinkRole,
)
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
        at = dt.datetime.fromisoformat(row[8]).replace(tzinfo=dt.UTC)
        found[identity] = EvidenceRow(
            identity, row[1], row[2], EvidenceKind(row[3]), row[4], row[5], row[6], row[7], at, row[9]
        )
    return [found[item] for item in ids if item in found]


@dataclass(frozen=True, slots=True)
class Use:
    """Where an evidence item is used: `code` such as A17 or F-02."""

    kind: str
    id: uuid.UUID
    code: str
    title: str
    role: LinkRole
    link: uuid.UUID


def uses(connection: Connection, item: uuid.UUID) -> tuple[Use, ...]:
    """Questions and findings that use an item."""
    query = """
        SELECT 'question', question.id, question.code, question.title, link.role, link.id FROM evidence_link AS link
          JOIN answer ON answer.id = link.target_id JOIN question ON question.id = answer.question_id
          WHERE link.evidence_id = ?1 AND link.target_kind = 'answer' AND link.withdrawn = 0
        UNION ALL
        SELECT 'finding', finding.id, finding.code, finding.title, link.role, link.id FROM evidence_link AS link
          JOIN finding ON finding.id = link.target_id AND finding.withdrawn = 0
          WHERE link.evidence_id = ?1 AND link.target_kind = 'finding' AND link.withdrawn = 0 ORDER BY 1 DESC, 3"""
    return tuple(
        Use(row[0], uuid.UUID(row[1]), row[2], row[3], LinkRole(row[4]), uuid.UUID(row[5]))
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
