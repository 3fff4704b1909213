"""Who changed what and when, read from the log."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from auditdesk.core.database import Connection
from auditdesk.core.log import HLC_BITS


def when(hlc: int) -> dt.datetime:
    """The wall time in a hybrid clock value, aware UTC."""
    return dt.datetime.fromtimestamp((hlc >> HLC_BITS) / 1000, dt.UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """One change in the history of an object, newest first in lists."""

    number: int
    at: dt.datetime
    actor: str
    verb: str
    label: str
    about: str
    target_verb: str = ""


def history(
    connection: Connection, *, about: str = "", kind: str = "", before: int = 1 << 62, limit: int = 200
) -> tuple[Event, ...]:
    """Changes, newest first. `about` ("answer/<hex>") keeps one object's, `kind` ("answer") one table's, `before`
    pages back by change number.
    """
    wanted = "this.object = ?2" if about else "?2 = ''"  # not joined by OR, so that the index on objects serves
    # a redo takes back an undo, which took back what a person did: that last one has the words
    first = (
        "WITH RECURSIVE back(verb, prior) AS (SELECT verb, coalesce(undoes, redoes) FROM change"
        " WHERE n = coalesce(this.undoes, this.redoes) UNION ALL SELECT change.verb,"
        " coalesce(change.undoes, change.redoes) FROM change JOIN back ON change.n = back.prior)"
        " SELECT verb FROM back WHERE prior IS NULL"
    )
    query = (
        f"SELECT this.n, this.hlc, this.actor, this.verb, this.label, this.object, coalesce(({first}), '')"
        f" FROM change AS this WHERE this.n < ?1 AND {wanted}"
        " AND (?4 = '' OR this.object LIKE ?4 || '/%') ORDER BY this.n DESC LIMIT ?3"
    )
    return tuple(
        Event(row[0], when(row[1]), *row[2:]) for row in connection.execute(query, (before, about, limit, kind))
    )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one object in a change: what it said before and what it says since."""

    table: str
    id: uuid.UUID
    field: str
    before: Any
    after: Any


def change_fields(connection: Connection, number: int) -> tuple[FieldChange, ...]:
    """The fields one change set, with their values before and after."""
    query = """
        SELECT op.cell, op.value, op.parents FROM change JOIN op ON op.n >= change.n AND op.change = change.id
         AND op.n < coalesce((SELECT min(later.n) FROM change AS later WHERE later.n > change.n), 1 << 62)
        WHERE change.n = ? ORDER BY op.n"""
    found = []
    for cell, value, parents in connection.execute(query, (number,)).fetchall():
        table, row_id, name = cell.split("/", 2)
        before = None
        if parents:
            row = connection.execute("SELECT value FROM op WHERE id = ?", (parents[:32],)).fetchone()
            before = json.loads(row[0]) if row else None
        found.append(FieldChange(table, uuid.UUID(row_id), name, before, json.loads(value)))
    return tuple(found)
