"""Verbs of the checklist: answer, note, typed value, confidence, flag."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from auditdesk.core import projection
from auditdesk.core.errors import Refused
from auditdesk.core.log import clean
from auditdesk.core.models.base import LONG, SHORT
from auditdesk.core.models.enums import (
    AnswerState,
    Confidence,
    EvidenceDemand,
    EvidenceKind,
    NotApplicableReason,
    QuestionKind,
    Result,
    UnableReason,
)
from auditdesk.core.models.tables import Answer
from auditdesk.core.planning import NAMESPACE
from auditdesk.core.rules.demands import Demand, all_met, answer_state, demand_states
from auditdesk.core.transaction import Transaction

MOST_DIGITS = 64
"""Longer numbers are slips, and 1e999999999 written out would fill the memory."""

REASONS: dict[Result, type[UnableReason | NotApplicableReason]] = {
    Result.UNABLE: UnableReason,
    Result.NOT_APPLICABLE: NotApplicableReason,
}
"""The results that ask why, and the codes they accept."""


@lru_cache(maxsize=4096)
def answer_id(question: uuid.UUID) -> uuid.UUID:
    """The id of a question's answer, the same on every laptop."""
    return uuid.uuid5(NAMESPACE, f"answer/{question.hex}")


def answer(tx: Transaction, question: uuid.UUID, result: Result | None, *, reason: str = "") -> None:
    """Set the result; None takes it back. Raises Refused('reason_needed' | 'unknown_reason' | 'locked' | 'gone').

    *Unable to verify* and *not applicable* need a reason code (DOMAIN R6, 3.2); other results carry none.
    """
    codes = REASONS.get(result) if result is not None else None
    if codes is not None:
        if not reason:
            raise Refused("reason_needed", {"result": result})
        if reason not in {code.value for code in codes}:
            raise Refused("unknown_reason", {"reason": reason})
    _change(tx, question, "answer", result=result, reason=reason if codes is not None else "")


def note(tx: Transaction, question: uuid.UUID, text: str) -> None:
    """Set the note beside an answer."""
    _change(tx, question, "note", typing=True, note=clean(text))


def value(tx: Transaction, question: uuid.UUID, given: object) -> None:
    """Set the typed answer of a question that asks for one; None clears it. Raises Refused('bad_value').

    Choice kinds take option ids, numbers a decimal as text, dates ISO 8601. A choice whose option carries a result
    sets that result too, since the question set says so.
    """
    row = _question(tx, question)
    body = json.loads(row["body"])
    kind = QuestionKind(row["kind"])
    checked = None if given in (None, "", []) else _typed(kind, given, body)
    fields: dict[str, Any] = {"value": checked}
    implied = _implied(kind, checked, body)
    if implied is not None:
        fields |= {"result": implied, "reason": ""}
    _change(tx, question, "value", typing=kind in (QuestionKind.TEXT, QuestionKind.NUMBER), **fields)


def confidence(tx: Transaction, question: uuid.UUID, level: Confidence | None) -> None:
    """Set how sure the auditor is of the answer."""
    _change(tx, question, "confidence", confidence=level)


def flag(tx: Transaction, question: uuid.UUID, on: bool) -> None:
    """Mark a question to come back to."""
    _change(tx, question, "flag" if on else "unflag", flag=on)


def refresh_state(tx: Transaction, question: uuid.UUID) -> None:
    """Recompute the answer's state after evidence was linked or unlinked; part of another change."""
    identity = answer_id(question)
    before = _answer(tx, identity)
    if before is not None:
        state = _state(tx, question, before, _question(tx, question))
        if state is not None:
            tx.put(Answer, identity, state=state)


def beginning(tx: Transaction, question: uuid.UUID) -> dict[str, Any]:
    """What a question's answer must be given so that it stands there, when it does not.

    An answer whose creation was undone is still a row; it starts again with nothing of what it said.
    """
    there = tx.connection.execute("SELECT withdrawn FROM answer WHERE id = ?", (answer_id(question).hex,)).fetchone()
    if there is None:
        return {"question_id": question}
    if not there[0]:
        return {}
    return {name: column.default for name, column in projection.columns("answer").items() if name != "question_id"}


def _question(tx: Transaction, question: uuid.UUID) -> dict[str, Any]:
    row = tx.connection.execute("SELECT code, kind, body FROM question WHERE id = ?", (question.hex,)).fetchone()
    if row is None:
        raise Refused("gone", {"table": "question"})
    return dict(zip(("code", "kind", "body"), row, strict=True))


def _answer(tx: Transaction, identity: uuid.UUID) -> dict[str, Any] | None:
    query = "SELECT result, state, value, note FROM answer WHERE id = ? AND withdrawn = 0"
    row = tx.connection.execute(query, (identity.hex,)).fetchone()
    return None if row is None else dict(zip(("result", "state", "value", "note"), row, strict=True))


def _change(tx: Transaction, question: uuid.UUID, verb: str, *, typing: bool = False, **fields: Any) -> None:
    row = _question(tx, question)
    identity = answer_id(question)
    before = _answer(tx, identity)
    if before is not None and before["state"] == AnswerState.LOCKED:
        raise Refused("locked", {"question": row["code"]})
    after = {**(before or {"result": None, "value": None, "note": "", "state": ""}), **fields}
    state = _state(tx, question, after, row)
    if state is not None and (before is None or before["state"] != state):
        fields["state"] = state
    if before is None:
        if all(value == projection.columns("answer")[name].default for name, value in fields.items()):
            return  # taking back what was never said
        fields = {**beginning(tx, question), **fields}
    tx.says(verb, row["code"], f"answer/{identity.hex}", typing=typing)
    tx.put(Answer, identity, **fields)


def _state(
    tx: Transaction, question: uuid.UUID, after: dict[str, Any], row: dict[str, Any]
) -> AnswerState | None:
    """The state the answer should have, or None when a reviewer's state must stay."""
    if after["state"] in (AnswerState.REVIEWED, AnswerState.LOCKED):
        return None
    words = bool(after["note"]) or after["value"] not in (None, "null")
    result = None if after["result"] is None else Result(after["result"])
    if result is None:
        return answer_state(None, words, 0, False)
    kinds = [EvidenceKind(kind) for (kind,) in tx.connection.execute(LINKED, (answer_id(question).hex,))]
    body = json.loads(row["body"]) if kinds else {}
    demands = [Demand(EvidenceDemand(ask["kind"]), int(ask.get("min") or 1)) for ask in body.get("evidence") or []]
    enough = all_met(demand_states(demands, kinds), triangulate=bool(body.get("triangulate")))
    return answer_state(result, words, len(kinds), enough)


LINKED = (
    "SELECT item.kind FROM evidence_link AS link JOIN evidence_item AS item ON item.id = link.evidence_id"
    " WHERE link.target_kind = 'answer' AND link.target_id = ? AND link.withdrawn = 0 AND item.withdrawn = 0"
)


def _typed(kind: QuestionKind, given: object, body: dict[str, Any]) -> Any:
    options = [option["id"] for option in body.get("options") or []]
    if kind is QuestionKind.CHOICE:
        if given not in options:
            raise Refused("bad_value", {"kind": kind, "value": given})
        return given
    if kind is QuestionKind.CHOICES:
        chosen = given if isinstance(given, list) else [given]
        if not all(choice in options for choice in chosen):
            raise Refused("bad_value", {"kind": kind, "value": given})
        return [option for option in options if option in chosen]
    text = clean(str(given))
    if len(text) > LONG:
        raise Refused("bad_value", {"kind": kind, "value": text[:SHORT]})
    if kind in (QuestionKind.NUMBER, QuestionKind.PERCENTAGE):
        return _number(kind, text)
    if kind is QuestionKind.DATE:
        try:
            return dt.date.fromisoformat(text.strip()).isoformat()
        except ValueError:
            raise Refused("bad_value", {"kind": kind, "value": text}) from None
    if kind is QuestionKind.MATURITY and text not in {"0", "1", "2", "3", "4"}:
        raise Refused("bad_value", {"kind": kind, "value": text})
    return text


def _number(kind: QuestionKind, text: str) -> str:
    """A decimal as text, so that nothing is rounded; spaces group digits, a comma is read as the decimal sign."""
    try:
        number = Decimal("".join(text.split()).replace(",", ".").rstrip("%"))
    except InvalidOperation:
        raise Refused("bad_value", {"kind": kind, "value": text}) from None
    sensible = number.is_finite() and max(len(text), abs(number.adjusted())) <= MOST_DIGITS
    if not sensible or (kind is QuestionKind.PERCENTAGE and not 0 <= number <= 100):
        raise Refused("bad_value", {"kind": kind, "value": text})
    return format(number, "f")


def _implied(kind: QuestionKind, checked: Any, body: dict[str, Any]) -> Result | None:
    if kind is not QuestionKind.CHOICE or checked is None:
        return None
    chosen = next(option for option in body["options"] if option["id"] == checked)
    return Result(chosen["result"]) if chosen.get("result") else None
