"""Verbs of findings: raise from an answer, write the five parts, finalise, withdraw."""

from __future__ import annotations

import json
import uuid
from typing import Any

from auditdesk.core.answering import answer_id
from auditdesk.core.collecting import next_code
from auditdesk.core.errors import Refused
from auditdesk.core.models.base import LONG, SHORT
from auditdesk.core.models.enums import FindingKind, FindingState, Grade, LinkRole, Result
from auditdesk.core.models.tables import EvidenceLink, Finding
from auditdesk.core.rules.completeness import missing_parts
from auditdesk.core.transaction import Transaction


def raise_finding(tx: Transaction, question: uuid.UUID) -> uuid.UUID:
    """Raise a finding from an answer, with criterion, condition and evidence filled in from it.

    Criterion: the question's text with its references; condition: the note; evidence: the answer's links with their
    roles. A gate starts as critical (DOMAIN 3.3), a conforming answer as good practice.
    """
    row = tx.connection.execute(
        "SELECT question.code, question.title, question.text, question.gate, question.body, answer.result, answer.note"
        " FROM question LEFT JOIN answer ON answer.question_id = question.id AND answer.withdrawn = 0"
        " WHERE question.id = ?",
        (question.hex,),
    ).fetchone()
    if row is None:
        raise Refused("gone", {"table": "question"})
    code, title, text, gate, body, result, note = row
    finding = uuid.uuid4()
    number = next_code(tx, "finding", "F", 2)
    tx.says("raise_finding", number, f"finding/{finding.hex}")
    good = result in (Result.CONFORMS, Result.OTHER_MEANS)
    tx.put(
        Finding, finding, code=number, title=(title or code)[:SHORT], question_id=question,
        kind=FindingKind.GOOD_PRACTICE if good else FindingKind.NONCONFORMITY,
        grade=Grade.NONE if good else Grade.CRITICAL if gate and result == Result.NONCONFORMING else Grade.MAJOR,
        criterion=_criterion(text or title, json.loads(body))[:LONG], condition=note or "",
    )  # fmt: skip
    query = (
        "SELECT link.evidence_id, link.role, link.pinpoint FROM evidence_link AS link JOIN evidence_item AS item"
        " ON item.id = link.evidence_id AND item.withdrawn = 0 WHERE link.target_kind = 'answer'"
        " AND link.target_id = ? AND link.withdrawn = 0 ORDER BY link.touched, link.id"
    )
    for evidence, role, pinpoint in tx.connection.execute(query, (answer_id(question).hex,)).fetchall():
        tx.put(
            EvidenceLink, uuid.uuid4(), evidence_id=uuid.UUID(evidence), target_kind="finding", target_id=finding,
            role=LinkRole(role), pinpoint=pinpoint,
        )  # fmt: skip
    return finding


def _criterion(text: str, body: dict[str, Any]) -> str:
    references = "; ".join(reference_words(ref) for ref in body.get("refs") or [])
    return f"{text}\n({references})" if references else text


def reference_words(ref: dict[str, Any]) -> str:
    """A criteria reference as people write it: instrument, article, edition."""
    words = " ".join(str(ref[name]) for name in ("instrument", "article") if ref.get(name))
    return f"{words} ({ref['edition']})" if ref.get("edition") else words


def add_finding(tx: Transaction, title: str) -> uuid.UUID:
    """Start a finding that no question led to."""
    finding = uuid.uuid4()
    code = next_code(tx, "finding", "F", 2)
    tx.says("add_finding", code, f"finding/{finding.hex}")
    tx.put(Finding, finding, code=code, title=title.strip())
    return finding


def change_finding(tx: Transaction, finding: uuid.UUID, /, **fields: object) -> None:
    """Set fields of a finding. A finalised one goes back to draft first. Raises Refused('finalised' | 'signed')."""
    row = _open_row(tx, finding)
    if fields.keys() & {"state", "code", "withdrawn"}:
        raise Refused("fixed", {"fields": sorted(fields)})
    tx.says("change_finding", row["code"], f"finding/{finding.hex}", typing=True)
    tx.put(Finding, finding, **fields)


def finalise_finding(tx: Transaction, finding: uuid.UUID) -> None:
    """Declare a finding ready for the report. Raises Refused('finding_incomplete') naming the missing parts."""
    row = _open_row(tx, finding)
    query = (
        "SELECT link.role FROM evidence_link AS link JOIN evidence_item AS item"
        " ON item.id = link.evidence_id AND item.withdrawn = 0"
        " WHERE link.target_kind = 'finding' AND link.target_id = ? AND link.withdrawn = 0"
    )
    roles = [LinkRole(role) for (role,) in tx.connection.execute(query, (finding.hex,))]
    missing = missing_parts(row, roles)
    if missing:
        raise Refused("finding_incomplete", {"finding": row["code"], "missing": list(missing)})
    tx.says("finalise_finding", row["code"], f"finding/{finding.hex}")
    tx.put(Finding, finding, state=FindingState.FINALISED)


def reopen_finding(tx: Transaction, finding: uuid.UUID) -> None:
    """Take a finalised finding back to draft."""
    row = tx.row(Finding, finding)
    if row["state"] != FindingState.FINALISED:
        raise Refused("not_finalised", {"finding": row["code"]})
    tx.says("reopen_finding", row["code"], f"finding/{finding.hex}")
    tx.put(Finding, finding, state=FindingState.DRAFT)


def withdraw_finding(tx: Transaction, finding: uuid.UUID) -> None:
    """Take a finding out; its number is not used again and the history keeps it."""
    row = tx.row(Finding, finding)
    tx.says("withdraw_finding", row["code"], f"finding/{finding.hex}")
    tx.put(Finding, finding, withdrawn=True)


def _open_row(tx: Transaction, finding: uuid.UUID) -> dict[str, Any]:
    row = tx.row(Finding, finding)
    if row["state"] in (FindingState.FINALISED, FindingState.SIGNED):
        raise Refused(str(row["state"]), {"finding": row["code"]})
    return row
