"""Verbs of the evidence room: register an item whose bytes are sealed, describe it, link it, withdraw it."""

from __future__ import annotations

import datetime as dt
import uuid

from auditdesk.core.answering import answer_id, beginning, refresh_state
from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import CollectionMethod, EvidenceKind, FindingState, LinkRole
from auditdesk.core.models.tables import Answer, EvidenceItem, EvidenceLink, Finding
from auditdesk.core.transaction import Transaction


def add_evidence(
    tx: Transaction,
    /,
    *,
    sha256: str,
    filename: str,
    media_type: str,
    title: str = "",
    kind: EvidenceKind = EvidenceKind.OTHER,
    method: CollectionMethod = CollectionMethod.RECEIVED,
    to_question: uuid.UUID | None = None,
    **fields: object,
) -> uuid.UUID:
    """Register sealed bytes as an evidence item, linked to a question's answer when one is given.

    The same bytes are registered once: adding them again returns the item that is there, and links it.
    Raises Refused('content_missing' | 'invalid').
    """
    sealed = tx.connection.execute("SELECT size FROM content WHERE sha256 = ? AND sealed = 1", (sha256,)).fetchone()
    if sealed is None:
        raise Refused("content_missing")
    query = "SELECT id, code FROM evidence_item WHERE sha256 = ? AND withdrawn = 0"
    known = tx.connection.execute(query, (sha256,)).fetchone()
    item = uuid.UUID(known[0]) if known else uuid.uuid4()
    code = known[1] if known else next_code(tx, "evidence_item", "EV", 3)
    tx.says("add_evidence", code, f"evidence_item/{item.hex}")
    if known is None:
        tx.put(
            EvidenceItem, item, code=code, title=(title or filename).strip()[:500], kind=kind, method=method,
            filename=filename, media_type=media_type, size=sealed[0], sha256=sha256,
            registered_at=dt.datetime.now(dt.UTC), **fields,
        )  # fmt: skip
    if to_question is not None:
        _link(tx, item, "answer", answer_id(to_question), None, None)
        _ensure_answer(tx, to_question)
    return item


def describe_evidence(tx: Transaction, item: uuid.UUID, /, **fields: object) -> None:
    """Set provenance fields of an item; bytes, hash, size and file name are not among them. Raises Refused('fixed')."""
    if fixed := {"sha256", "size", "filename", "media_type", "code", "registered_at", "withdrawn"} & fields.keys():
        raise Refused("fixed", {"fields": sorted(fixed)})
    tx.says("describe_evidence", tx.row(EvidenceItem, item)["code"], f"evidence_item/{item.hex}", typing=True)
    tx.put(EvidenceItem, item, **fields)
    if "kind" in fields:
        _refresh_users(tx, item)


def withdraw_evidence(tx: Transaction, item: uuid.UUID) -> None:
    """Take an item out of use; bytes and history stay. Raises Refused('evidence_used') while a finding relies on it."""
    code = tx.row(EvidenceItem, item)["code"]
    query = (
        "SELECT finding.code FROM evidence_link AS link JOIN finding ON finding.id = link.target_id"
        " WHERE link.evidence_id = ? AND link.target_kind = 'finding' AND link.withdrawn = 0 AND finding.withdrawn = 0"
    )
    used = [str(row[0]) for row in tx.connection.execute(query, (item.hex,))]
    if used:
        raise Refused("evidence_used", {"evidence": code, "findings": used})
    tx.says("withdraw_evidence", code, f"evidence_item/{item.hex}")
    tx.put(EvidenceItem, item, withdrawn=True)
    _refresh_users(tx, item)


def link_to_question(
    tx: Transaction, item: uuid.UUID, question: uuid.UUID, role: LinkRole | None = None, pinpoint: str | None = None
) -> uuid.UUID:
    """Use an item for a question's answer."""
    tx.says("link_evidence", tx.row(EvidenceItem, item)["code"], f"answer/{answer_id(question).hex}")
    identity = _link(tx, item, "answer", answer_id(question), role, pinpoint)
    _ensure_answer(tx, question)
    return identity


def link_to_finding(
    tx: Transaction, item: uuid.UUID, finding: uuid.UUID, role: LinkRole | None = None, pinpoint: str | None = None
) -> uuid.UUID:
    """Use an item for or against a finding. Raises Refused('finalised' | 'signed')."""
    _refuse_closed(tx, "finding", finding)
    tx.says("link_evidence", tx.row(EvidenceItem, item)["code"], f"finding/{finding.hex}")
    return _link(tx, item, "finding", finding, role, pinpoint)


def change_link(tx: Transaction, link: uuid.UUID, /, **fields: object) -> None:
    """Set role or pinpoint of a link. Raises Refused('finalised' | 'signed')."""
    row = tx.row(EvidenceLink, link)
    _refuse_closed(tx, row["target_kind"], uuid.UUID(row["target_id"]))
    code = tx.row(EvidenceItem, uuid.UUID(row["evidence_id"]))["code"]
    tx.says("change_link", code, f"evidence_link/{link.hex}", typing="pinpoint" in fields)
    tx.put(EvidenceLink, link, **fields)


def unlink(tx: Transaction, link: uuid.UUID) -> None:
    """Take an item away from what it was used for; the item stays. Raises Refused('finalised' | 'signed')."""
    row = tx.row(EvidenceLink, link)
    _refuse_closed(tx, row["target_kind"], uuid.UUID(row["target_id"]))
    code = tx.row(EvidenceItem, uuid.UUID(row["evidence_id"]))["code"]
    tx.says("unlink_evidence", code, f"{row['target_kind']}/{row['target_id']}")
    tx.put(EvidenceLink, link, withdrawn=True)
    _refresh_users(tx, uuid.UUID(row["evidence_id"]))


def _refuse_closed(tx: Transaction, kind: str, target: uuid.UUID) -> None:
    """The evidence of a finalised finding is part of what was finalised: the finding goes back to draft first."""
    if kind == "finding":
        row = tx.row(Finding, target)
        if row["state"] in (FindingState.FINALISED, FindingState.SIGNED):
            raise Refused(str(row["state"]), {"finding": row["code"]})


def next_code(tx: Transaction, table: str, prefix: str, digits: int) -> str:
    """The next free human code such as EV-012; codes of withdrawn rows are never given again."""
    query = f"SELECT max(CAST(substr(code, ?) AS INTEGER)) FROM {table} WHERE code LIKE ?"
    last = tx.connection.execute(query, (len(prefix) + 2, f"{prefix}-%")).fetchone()[0]
    return f"{prefix}-{(last or 0) + 1:0{digits}d}"


def _link(
    tx: Transaction, item: uuid.UUID, kind: str, target: uuid.UUID, role: LinkRole | None, pinpoint: str | None
) -> uuid.UUID:
    """Link once: a link that is there keeps the role and the pinpoint somebody gave it, unless others are given."""
    query = "SELECT id FROM evidence_link WHERE evidence_id = ? AND target_kind = ? AND target_id = ? AND withdrawn = 0"
    there = tx.connection.execute(query, (item.hex, kind, target.hex)).fetchone()
    given: dict[str, object] = {"role": role, "pinpoint": pinpoint}
    given = {name: value for name, value in given.items() if value is not None}
    identity = uuid.UUID(there[0]) if there else uuid.uuid4()
    if there is None:
        given |= {"evidence_id": item, "target_kind": kind, "target_id": target}
    if given:
        tx.put(EvidenceLink, identity, **given)
    return identity


def _ensure_answer(tx: Transaction, question: uuid.UUID) -> None:
    """Evidence may come before the answer; the answer's row then stands there, unanswered."""
    if fields := beginning(tx, question):
        tx.put(Answer, answer_id(question), **fields)
    refresh_state(tx, question)


def _refresh_users(tx: Transaction, item: uuid.UUID) -> None:
    query = (
        "SELECT DISTINCT answer.question_id FROM evidence_link AS link JOIN answer ON answer.id = link.target_id"
        " WHERE link.evidence_id = ? AND link.target_kind = 'answer'"
    )
    for (question,) in tx.connection.execute(query, (item.hex,)).fetchall():
        refresh_state(tx, uuid.UUID(question))
