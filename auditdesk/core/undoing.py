"""Undo and redo, computed from the log: taking a step back is a new change that sets each cell to what it was.

A *step* is one change, or a run of typing into the same object. What a step created is withdrawn, not erased. A person
undoes what that person did in this workbook, newest first; a new change empties the list of what can be redone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from auditdesk.core import projection
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
    before = _values_before(connection, ops, number)
    for cell, last in {cell: op_number for op_number, cell, _ in ops}.items():
        heads = {row[0] for row in connection.execute("SELECT op_n FROM head WHERE cell = ?", (cell,))}
        if heads != {last} and cell in before:
            raise Refused("changed_since", {"cell": cell})
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for cell, value in before.items():
        table, row_id, name = cell.split("/", 2)
        rows.setdefault((table, row_id), {})[name] = value
    for (table, row_id), values in rows.items():
        transaction.set_cells(table, row_id, values)


def _operations(connection: Connection, number: int) -> list[tuple[int, str, bytes]]:
    query = """
        SELECT op.n, op.cell, op.parents FROM change JOIN op ON op.n >= change.n AND op.change = change.id
         AND op.n < coalesce((SELECT min(later.n) FROM change AS later WHERE later.n > change.n), 1 << 62)
        WHERE change.n >= ? AND change.step = ? ORDER BY op.n"""
    return [(int(n), str(cell), bytes(parents)) for n, cell, parents in connection.execute(query, (number, number))]


def _values_before(connection: Connection, ops: Iterable[tuple[int, str, bytes]], number: int) -> dict[str, Any]:
    """Each cell's plain value before the step; for a row the step created, only that it is to be withdrawn."""
    values: dict[str, Any] = {}
    seen: set[str] = set()
    for _, cell, parents in ops:
        if cell in seen:
            continue
        seen.add(cell)
        table, row_id, name = cell.split("/", 2)
        if _created_by(connection, f"{table}/{row_id}/", number):
            values[f"{table}/{row_id}/withdrawn"] = True
        elif parents:
            ids = [parents[start : start + 32] for start in range(0, len(parents), 32)]
            marks = ",".join("?" * len(ids))
            shown = connection.execute(f"SELECT value FROM op WHERE id IN ({marks}) ORDER BY hlc DESC, id DESC", ids)
            values[cell] = json.loads(shown.fetchone()[0])
        else:
            values[cell] = projection.columns(table)[name].default
    return values


def _created_by(connection: Connection, prefix: str, number: int) -> bool:
    query = "SELECT min(n) FROM op WHERE cell >= ? AND cell < ?"
    first = connection.execute(query, (prefix, prefix[:-1] + "0")).fetchone()[0]
    return first is not None and int(first) >= number
