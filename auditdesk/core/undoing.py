"""Undo and redo, computed from the log: taking a step back is a new change that sets each cell to what it was.

A *step* is one change, or a run of typing into the same object. What a step created is withdrawn, not erased. A person
undoes what that person did in this workbook, newest first; a new change empties the list of what can be redone.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from auditdesk.core import projection
from auditdesk.core.answering import refresh_state
from auditdesk.core.database import Connection
from auditdesk.core.errors import Refused
from auditdesk.core.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be undone or redone: its first change's number, and its words."""

    number: int
    verb: str
    label: str


@dataclass(slots=True)
class Stacks:
    """What can be undone and what can be redone, newest last. For a redo, `number` is the undo to take back."""

    undo: list[Step]
    redo: list[Step]

    def did(self, step: Step, joins: bool) -> None:
        """A new change: on top of the undo list, unless it joins the step that is there."""
        if not joins:
            self.undo.append(step)
        self.redo.clear()


def load(connection: Connection, actor: str) -> Stacks:
    """The stacks of one person, replayed from the list of changes."""
    stacks = Stacks([], [])
    words: dict[int, Step] = {}
    query = "SELECT n, verb, label, step, undoable, undoes, redoes FROM change WHERE actor = ? ORDER BY n"
    for number, verb, label, step, undoable, undoes, redoes in connection.execute(query, (actor,)):
        if undoes is not None:
            _drop(stacks.undo, undoes)
            target = words.get(undoes, Step(undoes, "", label))
            stacks.redo.append(Step(number, target.verb, target.label))
        elif redoes is not None:
            _drop(stacks.redo, redoes)
            stacks.undo.append(Step(number, words.get(redoes, Step(0, "", "")).verb or verb, label))
            words[number] = stacks.undo[-1]
        elif undoable:
            words.setdefault(step, Step(step, verb, label))
            stacks.did(words[step], joins=bool(stacks.undo) and stacks.undo[-1].number == step)
        if undoes is not None:
            words[number] = stacks.redo[-1]
    return stacks


def _drop(steps: list[Step], number: int) -> None:
    for index in range(len(steps) - 1, -1, -1):
        if steps[index].number == number:
            del steps[index]
            return


def take_back(transaction: Transaction, number: int) -> None:
    """Set every cell of the step `number` to what it was before. Raises Refused('changed_since').

    The transaction must already say what it does.
    """
    connection = transaction.connection
    ops = _operations(connection, number)
    created = {row for row in {_row_of(op.cell) for op in ops} if not _existed(connection, *row, number)}
    _refuse_if_changed(connection, ops)
    rows: dict[tuple[str, str], dict[str, Any]] = {row: {"withdrawn": True} for row in created}
    for op in ops:
        row, name = _row_of(op.cell), op.cell.split("/", 2)[2]
        if row not in created and name not in rows.setdefault(row, {}):
            rows[row][name] = _value_before(connection, op)
    last = max((op.number for op in ops), default=0)
    for (table, row_id), values in rows.items():
        if values.get("withdrawn"):
            _refuse_if_worked_on(connection, table, row_id, last)
    for (table, row_id), values in rows.items():
        transaction.set_cells(table, row_id, values)
    for (table, row_id), values in rows.items():
        if "withdrawn" in values and _relied_on(connection, table, row_id, created=(table, row_id) in created):
            raise Refused("changed_since", {"cell": f"{table}/{row_id}/withdrawn"})
    for table, row_id in rows:
        for (question,) in connection.execute(ANSWERS[table], (row_id,)).fetchall() if table in ANSWERS else ():
            refresh_state(transaction, uuid.UUID(question))


ANSWERS = {
    "answer": "SELECT question_id FROM answer WHERE id = ?",
    "evidence_link": "SELECT question_id FROM evidence_link AS link JOIN answer ON answer.id = link.target_id"
    " WHERE link.id = ?",
    "evidence_item": "SELECT DISTINCT question_id FROM evidence_link AS link JOIN answer ON answer.id = link.target_id"
    " WHERE link.evidence_id = ?",
}
"""Whose state follows from a row: others may have added words or evidence since, so it is worked out again."""


@dataclass(frozen=True, slots=True)
class _Op:
    number: int
    cell: str
    value: str
    parents: bytes


def _row_of(cell: str) -> tuple[str, str]:
    table, row_id, _ = cell.split("/", 2)
    return table, row_id


def _refuse_if_changed(connection: Connection, ops: Iterable[_Op]) -> None:
    """Every cell must still say what the step left in it.

    Values are compared, not operations: a later step that was itself taken back is no change.
    """
    left = {op.cell: op.value for op in ops}
    for cell, value in left.items():
        query = "SELECT op.value FROM head JOIN op ON op.n = head.op_n WHERE head.cell = ?"
        if {row[0] for row in connection.execute(query, (cell,))} != {value}:
            raise Refused("changed_since", {"cell": cell})


def _refuse_if_worked_on(connection: Connection, table: str, row_id: str, last: int) -> None:
    """A row that is to be withdrawn must be in every field as it was after operation `last`."""
    for name, value in (projection.read_row(connection, table, row_id) or {}).items():
        cell = f"{table}/{row_id}/{name}"
        then = _before(connection, cell, last + 1)
        if value != (json.loads(then) if then is not None else projection.columns(table)[name].default):
            raise Refused("changed_since", {"cell": cell})


def _before(connection: Connection, cell: str, number: int) -> str | None:
    """A cell's value before operation `number`, walking back from its heads; None when nothing had set it."""
    waiting = connection.execute(
        "SELECT op.n, op.value, op.parents FROM head JOIN op ON op.n = head.op_n WHERE head.cell = ?", (cell,)
    ).fetchall()
    found: list[tuple[int, str]] = []
    seen: set[int] = set()
    while waiting:
        place, value, parents = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        if place < number:
            found.append((place, value))
            continue
        ids = [parents[start : start + 32] for start in range(0, len(parents), 32)]
        marks = ",".join("?" * len(ids))
        waiting += connection.execute(f"SELECT n, value, parents FROM op WHERE id IN ({marks})", ids).fetchall()
    return max(found)[1] if found else None


ANSWERED = (
    "SELECT 1 FROM answer JOIN question ON question.id = answer.question_id"
    " WHERE question.pack_id = ? AND answer.withdrawn = 0 AND answer.state <> 'unanswered'"
)
IN_A_FINDING = (
    "SELECT 1 FROM evidence_link AS link JOIN finding ON finding.id = link.target_id"
    " WHERE link.evidence_id = ? AND link.target_kind = 'finding' AND link.withdrawn = 0 AND finding.withdrawn = 0"
)
LINKED = (
    "SELECT 1 FROM evidence_link WHERE withdrawn = 0"
    " AND (evidence_id = ?1 OR target_kind IN ('answer', 'finding') AND target_id = ?1)"
)
LINK_TO_NOTHING = (
    "SELECT 1 FROM evidence_link AS link JOIN evidence_item AS item ON item.id = link.evidence_id"
    " WHERE link.id = ? AND link.withdrawn = 0 AND item.withdrawn = 1"
)


def _relied_on(connection: Connection, table: str, row_id: str, *, created: bool) -> bool:
    """Whether withdrawing a row, or bringing it back, would leave something hanging that others did since."""
    queries = {"pack": [ANSWERED], "evidence_item": [IN_A_FINDING], "evidence_link": [LINK_TO_NOTHING]}.get(table, [])
    withdrawn = connection.execute(f"SELECT withdrawn FROM {table} WHERE id = ?", (row_id,)).fetchone()[0]
    if table != "evidence_link" and not withdrawn:
        return False
    if created:
        queries = [*queries, LINKED]
    return any(connection.execute(query, (row_id,)).fetchone() for query in queries)


OPERATIONS = """
    SELECT op.n, op.cell, op.value, op.parents FROM change CROSS JOIN op ON op.n >= change.n AND op.change = change.id
     AND op.n < coalesce((SELECT min(later.n) FROM change AS later WHERE later.n > change.n), 1 << 62)
    WHERE change.n >= ? AND change.step = ? ORDER BY op.n"""
"""CROSS JOIN keeps SQLite from reading the whole log to find the few operations of one step."""


def _operations(connection: Connection, number: int) -> list[_Op]:
    return [_Op(*row) for row in connection.execute(OPERATIONS, (number, number))]


def _value_before(connection: Connection, op: _Op) -> Any:
    """The plain value a cell showed before an operation."""
    if not op.parents:
        table, _, name = op.cell.split("/", 2)
        return projection.columns(table)[name].default
    ids = [op.parents[start : start + 32] for start in range(0, len(op.parents), 32)]
    marks = ",".join("?" * len(ids))
    shown = connection.execute(f"SELECT value FROM op WHERE id IN ({marks}) ORDER BY hlc DESC, id DESC", ids)
    return json.loads(shown.fetchone()[0])


def _existed(connection: Connection, table: str, row_id: str, number: int) -> bool:
    """Whether a row was there before operation `number`."""
    cells = (f"{table}/{row_id}/{name}" for name in projection.columns(table))
    return any(_before(connection, cell, number) is not None for cell in cells)
