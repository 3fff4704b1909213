"""What a report is made of: one consistent, frozen snapshot of the workbook.

`queries.report_data` fills it from the database; `report` turns it into pages; `exchange` into JSON. Nothing in it is
markup: every string is text as a person typed it. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from auditdesk.core.models.enums import (
    AuditKind,
    Confidence,
    Edition,
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    LinkRole,
    Nature,
    QuestionKind,
    Result,
    Role,
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One member of the audit team or the audit client's side."""

    name: str
    organisation: str
    roles: tuple[Role, ...]
    qualification: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """An instrument the questions of a set refer to, and how many of them do; `unchecked` of those not checked."""

    instrument: str
    edition: str
    questions: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class PackLine:
    """A question set used in this audit, pinned by the hash of its content."""

    id: str
    title: str
    version: str
    publisher: str
    licence: str
    source: str
    content_hash: str
    counts: dict[Result, int]
    questions: int
    instruments: tuple[InstrumentLine, ...] = ()

    @property
    def open(self) -> int:
        """How many questions have no result."""
        return self.questions - sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """An evidence item as seen from an answer or a finding. Of a `withheld` one only the code may be shown."""

    code: str
    title: str
    role: LinkRole
    pinpoint: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question with its answer.

    `value` is the typed answer as text, empty for a plain conformity question: labels of choices, a number with its
    unit, a date in ISO 8601, a level of maturity as its number. `criteria` are references in words; those of them in
    `unchecked` were not checked against the text they refer to. `answered_at` is when the answer was last changed.
    """

    pack: str
    section: str
    code: str
    title: str
    text: str
    kind: QuestionKind
    gate: bool
    result: Result | None
    reason: str
    value: str
    confidence: Confidence | None
    note: str
    criteria: tuple[str, ...]
    evidence: tuple[EvidenceRef, ...]
    answered_by: str = ""
    answered_at: datetime | None = None
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """A finding in its five parts: criterion, condition, evidence, cause, effect."""

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
    questions: tuple[str, ...]
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of the evidence register. `picture` is a JPEG or PNG of the item for the page, or None.

    Of a `withheld` one only code and kind may be shown. `registered_at` is when it was entered.
    """

    code: str
    title: str
    kind: EvidenceKind
    filename: str
    media_type: str
    size: int
    sha256: str
    source: str
    method: str
    captured_at: datetime | None
    captured_by: str
    registered_at: datetime
    language: str
    used_in: tuple[str, ...]
    picture: bytes | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Limitation:
    """Something that could not be verified, with the reason that goes into the report's limits."""

    code: str
    title: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything one edition of a report prints, and nothing it may not.

    `cutoff` is the time of the last entry in the workbook's log; nobody agreed on it.
    """

    edition: Edition
    language: str
    title: str
    client: str
    vendor: str
    vendor_aliases: tuple[str, ...]
    vendor_country: str
    audit_code: str
    audit_kind: AuditKind
    objective: str
    scope: str
    scope_excluded: str
    mandate_date: date | None
    fieldwork: tuple[date | None, date | None]
    team: tuple[PersonLine, ...]
    packs: tuple[PackLine, ...]
    answers: tuple[AnswerLine, ...]
    findings: tuple[FindingSheet, ...]
    evidence: tuple[EvidenceLine, ...]
    limitations: tuple[Limitation, ...]
    gates_hit: tuple[str, ...]
    summary: str
    revision: int
    cutoff: datetime
    made_at: datetime
    workbook_id: str
    log_root: str
    log_entries: int
    demo: bool
    app_version: str = ""
