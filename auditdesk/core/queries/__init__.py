"""Read-only rows for lists, pages and counts.

Raw SQL on purpose: 20 000 answers as ORM objects cost 700 ms, as rows 50.

Every function takes a connection (`workbook.connection`, or `workbook.reader()` on another thread) and returns frozen
rows. Nothing here writes.
"""

from auditdesk.core.queries.audit import AuditFacts, Counts, PackRow, audit_facts, counts, packs
from auditdesk.core.queries.checklist import (
    FILTERS,
    UNCHECKED,
    LinkedEvidence,
    Option,
    OutlineRow,
    QuestionPage,
    first_question,
    linked_evidence,
    next_open,
    options,
    outline,
    outline_rows,
    pack_counts,
    question_by_code,
    question_page,
    references,
    tiers,
    touched_questions,
)
from auditdesk.core.queries.evidence import (
    EVIDENCE_ORDER,
    EvidenceRow,
    FindingRow,
    Use,
    evidence_ids,
    evidence_rows,
    finding_rows,
    uses,
)
from auditdesk.core.queries.history import Event, FieldChange, change_fields, history, when
from auditdesk.core.queries.report import WITHHELD, Gate, gates, report_data, value_words

__all__ = [
    "EVIDENCE_ORDER", "FILTERS", "UNCHECKED", "WITHHELD", "AuditFacts", "Counts", "Event", "EvidenceRow", "FieldChange",
    "FindingRow", "Gate", "LinkedEvidence", "Option", "OutlineRow", "PackRow", "QuestionPage", "Use",
    "audit_facts", "change_fields", "counts", "evidence_ids", "evidence_rows", "finding_rows", "first_question",
    "gates", "history", "linked_evidence", "next_open", "options", "outline", "outline_rows", "pack_counts", "packs",
    "question_by_code", "question_page", "references", "report_data", "tiers", "touched_questions", "uses",
    "value_words", "when",
]  # fmt: skip
