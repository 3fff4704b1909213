"""The frame of the audit, its packs, and the counts that rail and status show."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from auditdesk.core.database import Connection
from auditdesk.core.models.enums import (
    Result,
)


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """The frame of the audit, for the header and the settings."""

    audit: uuid.UUID
    client_id: uuid.UUID
    vendor_id: uuid.UUID
    client: str
    vendor: str
    aliases: tuple[str, ...]
    code: str
    title: str
    demo: bool
    language: str


def audit_facts(connection: Connection) -> AuditFacts | None:
    """Client, vendor and audit, or None in a workbook where none was started."""
    query = (
        "SELECT audit.id, client.id, vendor.id, client.name, vendor.name, audit.code, audit.title, audit.demo,"
        " audit.language FROM audit JOIN client ON client.id = audit.client_id"
        " JOIN vendor ON vendor.id = audit.vendor_id LIMIT 1"
    )
    row = connection.execute(query).fetchone()
    if row is None:
        return None
    aliases = connection.execute("SELECT name FROM vendor_alias WHERE withdrawn = 0 ORDER BY touched, id")
    return AuditFacts(
        uuid.UUID(row[0]), uuid.UUID(row[1]), uuid.UUID(row[2]), row[3], row[4],
        tuple(name for (name,) in aliases), row[5], row[6], bool(row[7]), row[8],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackRow:
    """A question set of this audit with how far it is."""

    id: uuid.UUID
    pack_id: str
    title: str
    version: str
    licence: str
    source: str
    questions: int
    open: int


def packs(connection: Connection) -> tuple[PackRow, ...]:
    """The question sets in use, in the order they were added."""
    query = (
        "SELECT pack.id, pack.pack_id, pack.title, pack.version, pack.licence, pack.source, count(question.id),"
        " sum(coalesce(answer.result, '') = '') FROM pack JOIN question ON question.pack_id = pack.id"
        " LEFT JOIN answer ON answer.question_id = question.id AND answer.withdrawn = 0"
        " WHERE pack.withdrawn = 0 GROUP BY pack.id ORDER BY pack.ord"
    )
    return tuple(PackRow(uuid.UUID(row[0]), *row[1:]) for row in connection.execute(query))


def pack_ids(connection: Connection) -> tuple[uuid.UUID, ...]:
    """The question sets in use, in the order they were added, without counting anything."""
    rows = connection.execute("SELECT id FROM pack WHERE withdrawn = 0 ORDER BY ord")
    return tuple(uuid.UUID(row[0]) for row in rows)


def question_count(connection: Connection) -> int:
    """How many questions the workbook holds, of withdrawn sets too."""
    return int(connection.execute("SELECT count(*) FROM question").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Counts:
    """What the rail and the status command show."""

    questions: int
    open: int
    flagged: int
    results: dict[Result, int]
    evidence: int
    findings: int
    findings_open: int
    reports: int

    @property
    def answered_share(self) -> float:
        """Answered questions among all, 0 to 1; for a progress ring only, never stored."""
        return 1 - self.open / self.questions if self.questions else 0.0


def counts(connection: Connection) -> Counts:
    """All counts. Read from two indexes alone: the rows with their texts would be deciphered page by page."""
    run = connection.execute
    query = (
        "SELECT answer.result, count(*), sum(coalesce(answer.flag, 0)) FROM pack JOIN question"
        " ON question.pack_id = pack.id LEFT JOIN answer ON answer.question_id = question.id AND answer.withdrawn = 0"
        " WHERE pack.withdrawn = 0 GROUP BY answer.result"
    )
    rows = run(query).fetchall()
    results = {Result(key): int(n) for key, n, _ in rows if key}
    total, flagged = sum(n for _, n, _ in rows), sum(flags for _, _, flags in rows)
    findings, findings_open = run(
        "SELECT count(*), sum(state IN ('draft', 'challenged')) FROM finding WHERE withdrawn = 0"
    ).fetchone()
    evidence = run("SELECT count(*) FROM evidence_item WHERE withdrawn = 0").fetchone()[0]
    reports = run("SELECT count(*) FROM report").fetchone()[0]
    return Counts(
        total, total - sum(results.values()), int(flagged), results,
        int(evidence), int(findings), int(findings_open or 0), int(reports),
    )  # fmt: skip


def gates_hit(connection: Connection) -> tuple[str, ...]:
    """The codes of the gate questions that were answered with a nonconformity."""
    query = (
        "SELECT question.code FROM answer JOIN question ON question.id = answer.question_id AND question.gate = 1"
        " JOIN pack ON pack.id = question.pack_id AND pack.withdrawn = 0"
        " WHERE answer.withdrawn = 0 AND answer.result = 'nonconforming' ORDER BY pack.ord, question.ord"
    )
    return tuple(code for (code,) in connection.execute(query))
