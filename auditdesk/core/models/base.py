"""What all tables share: an id made here, a withdrawn flag, and who touched the row last.

Rows are never deleted; *withdrawn* is a field like any other, so that undo and merge need no special case.
`touched` and `touched_by` are projected from the log (hybrid clock and actor of the newest operation); no verb sets
them.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Choice = TypeVar("Choice", bound=StrEnum)

LONG = 100_000
"""Longest text a person may type into one field, in characters."""
SHORT = 500
"""Longest one-line text: names, titles, places."""


class Entity(SQLModel):
    """A row that the log knows. `projected` names the columns that no operation sets."""

    projected: ClassVar[frozenset[str]] = frozenset({"id", "touched", "touched_by"})

    id: uuid.UUID = Field(primary_key=True)
    withdrawn: bool = False
    touched: int = Field(default=0, sa_type=sa.BigInteger)
    touched_by: str = ""


def choice(values: type[Choice], name: str, *, nullable: bool = False, default: Choice | None = None) -> Any:
    """A column for a closed vocabulary: stored by value, refused at the bind and by a CHECK."""
    kind = sa.Enum(
        values,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        name=name,
    )
    column: sa.Column[Any] = sa.Column(name, kind, nullable=nullable, server_default=None)
    if default is None and not nullable:
        return Field(sa_column=column)
    return Field(default=default, sa_column=column)


def json_list(name: str) -> Any:
    """A column holding a JSON list; assign a new list, never change one in place."""
    return Field(default_factory=list, sa_column=sa.Column(name, sa.JSON, nullable=False))


def link(table: str, *, nullable: bool = False) -> Any:
    """A foreign key to `table`; links never cascade, since rows are never deleted."""
    if nullable:
        return Field(default=None, foreign_key=f"{table}.id", nullable=True, index=True)
    return Field(foreign_key=f"{table}.id", index=True)
