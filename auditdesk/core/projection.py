"""Tables as projections of the log: how a cell's value gets into its row, and how all rows are made again.

A field's *plain* value is what the log holds as JSON: text, whole number, true/false, list, or nothing; ids as 32 hex
digits, times as ISO 8601 in UTC. `to_row` turns it into what the database stores for that column.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from pydantic_core import PydanticUndefined

from auditdesk.core.database import Connection
from auditdesk.core.models.tables import LOGGED, Entity

TABLES: dict[str, type[Entity]] = {str(model.__tablename__): model for model in LOGGED}


@dataclass(frozen=True, slots=True)
class Column:
    """How one field is checked, logged and stored."""

    name: str
    adapter: TypeAdapter[Any]
    kind: str
    default: Any

    def check(self, value: object) -> Any:
        """The value validated against the model. Raises pydantic's ValidationError."""
        return self.adapter.validate_python(value)

    def to_row(self, plain: Any) -> Any:
        """The database's form of a plain value."""
        if self.kind == "json":
            return None if plain is None else json.dumps(plain, ensure_ascii=False)
        if plain is None or self.kind not in ("time", "bool"):
            return plain
        if self.kind == "bool":
            return int(plain)
        moment = dt.datetime.fromisoformat(plain).astimezone(dt.UTC).replace(tzinfo=None)
        return moment.isoformat(" ", "microseconds")

    def from_row(self, stored: Any) -> Any:
        """The plain value of what the database stores."""
        if stored is None:
            return None
        if self.kind == "json":
            return json.loads(stored)
        if self.kind == "bool":
            return bool(stored)
        if self.kind == "time":
            return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC).isoformat()
        return stored


def plain(value: Any) -> Any:
    """A validated value as the log holds it. Raises ValueError, OverflowError for a time that has no place in UTC."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


@cache
def columns(table: str) -> dict[str, Column]:
    """The logged fields of a table by name."""
    model = TABLES[table]
    stored = model.__table__.columns  # type: ignore[attr-defined]
    found = {}
    for name, field in model.model_fields.items():
        if name in model.projected:
            continue
        default = field.get_default(call_default_factory=True)
        default = None if default is PydanticUndefined else plain(default)
        hint: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        found[name] = Column(name, TypeAdapter(hint), _kind(stored[name].type), default)
    return found


def _kind(column: Any) -> str:
    if isinstance(column, sa.JSON):
        return "json"
    if isinstance(column, sa.Boolean):
        return "bool"
    if isinstance(column, sa.Date):
        return "date"
    # SQLModel stores aware times through its own type, which decorates DateTime.
    inner = getattr(column, "impl", column)
    return "time" if isinstance(inner, sa.DateTime) else "plain"


def insert_row(connection: Connection, table: str, row_id: str, values: dict[str, Any], touched: int, by: str) -> None:
    """Insert a whole row from plain values; fields not given take the model's default."""
    fields = columns(table)
    names = ["id", "touched", "touched_by", *fields]
    row = [row_id, touched, by, *(column.to_row(values.get(name, column.default)) for name, column in fields.items())]
    marks = ",".join("?" * len(names))
    connection.execute(f"INSERT INTO {table}({','.join(_quoted(names))}) VALUES ({marks})", row)


def update_row(connection: Connection, table: str, row_id: str, values: dict[str, Any], touched: int, by: str) -> None:
    """Set the given plain values on an existing row."""
    fields = columns(table)
    sets = ",".join(f'"{name}" = ?' for name in values)
    row = [*(fields[name].to_row(value) for name, value in values.items()), touched, by, row_id]
    connection.execute(f"UPDATE {table} SET {sets}, touched = ?, touched_by = ? WHERE id = ?", row)


def read_row(connection: Connection, table: str, row_id: str) -> dict[str, Any] | None:
    """The plain values of one row, or None."""
    fields = columns(table)
    row = connection.execute(f"SELECT {','.join(_quoted(fields))} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    if row is None:
        return None
    return {name: column.from_row(stored) for (name, column), stored in zip(fields.items(), row, strict=True)}


def _quoted(names: Any) -> list[str]:
    return [f'"{name}"' for name in names]


@dataclass(slots=True)
class Replayed:
    """One row as the log says it is."""

    values: dict[str, Any]
    touched: int = 0
    touched_by: str = ""


def replay(connection: Connection) -> dict[str, dict[str, Replayed]]:
    """Every logged row, made from nothing but the heads of the log: table → id → row.

    A cell with several heads shows the one with the greatest (clock, id), so every copy shows the same.
    """
    tables: dict[str, dict[str, Replayed]] = {table: {} for table in TABLES}
    for cell, value, _hlc, _id in _shown(connection):
        table, row_id, field = cell.split("/", 2)
        if table in tables:
            tables[table].setdefault(row_id, Replayed({})).values[field] = json.loads(value)
    query = "SELECT cell, hlc, actor FROM op WHERE cell NOT LIKE 'session/%' ORDER BY hlc, id"
    for cell, hlc, actor in connection.execute(query):
        table, row_id, _field = cell.split("/", 2)
        row = tables.get(table, {}).get(row_id)
        if row is not None:
            row.touched, row.touched_by = hlc, actor
    return tables


def _shown(connection: Connection) -> Iterator[tuple[str, str, int, bytes]]:
    query = (
        "SELECT head.cell, op.value, op.hlc, op.id FROM head JOIN op ON op.n = head.op_n"
        " WHERE head.cell NOT LIKE 'session/%' ORDER BY op.hlc, op.id"
    )
    yield from connection.execute(query)


def differences(connection: Connection) -> list[str]:
    """Rows where a table says something else than the log; empty when the projection is true."""
    found: list[str] = []
    for table, expected in replay(connection).items():
        fields = columns(table)
        names = ",".join(_quoted(["id", "touched", "touched_by", *fields]))
        stored = {row[0]: row[1:] for row in connection.execute(f"SELECT {names} FROM {table}")}
        for row_id in stored.keys() | expected.keys():
            want = expected.get(row_id)
            have = stored.get(row_id)
            if want is None or have is None or have != _as_stored(fields, want):
                found.append(f"{table}/{row_id}")
    return sorted(found)


def _as_stored(fields: dict[str, Column], row: Replayed) -> tuple[Any, ...]:
    values = (column.to_row(row.values.get(name, column.default)) for name, column in fields.items())
    return (row.touched, row.touched_by, *values)


def rebuild(connection: Connection) -> None:
    """Make every logged table again from the log, inside the caller's transaction."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    rows = replay(connection)
    for table in reversed(TABLES):
        connection.execute(f"DELETE FROM {table}")
    for table in TABLES:
        for row_id, row in rows[table].items():
            insert_row(connection, table, row_id, row.values, row.touched, row.touched_by)
