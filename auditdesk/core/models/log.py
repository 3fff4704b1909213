"""The tables of the append-only log: operations, their heads, the tip of each session, and the changes people see."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Op(SQLModel, table=True):
    """One field set to one value by one person. `n` is the local order of arrival, `id` the SHA-256 of the rest."""

    n: int | None = Field(default=None, primary_key=True)
    id: bytes = Field(unique=True)
    session: bytes
    seq: int
    prev: bytes
    hlc: int = Field(sa_type=sa.BigInteger)
    actor: str
    change: bytes
    intent: str
    cell: str
    value: str
    parents: bytes


class Head(SQLModel, table=True):
    """An operation on a cell that no later one has seen; more than one distinct value is a disagreement."""

    __table_args__ = {"sqlite_with_rowid": False}  # one page less to write at every save

    cell: str = Field(primary_key=True)
    op_n: int = Field(primary_key=True)


class Tip(SQLModel, table=True):
    """The last operation of a session: what the root of the log is made of."""

    __table_args__ = {"sqlite_with_rowid": False}

    session: bytes = Field(primary_key=True)
    seq: int
    id: bytes


class ChangeRow(SQLModel, table=True):
    """A change as a person sees it, projected from the intent of its first operation.

    `step` is the first change of a run of typing that is undone as one; `undoes` the step an undo takes back,
    `redoes` the step a redo brings again.
    """

    __tablename__ = "change"

    n: int = Field(primary_key=True)
    id: bytes
    hlc: int = Field(sa_type=sa.BigInteger)
    actor: str
    verb: str
    label: str
    object: str = Field(index=True)
    step: int
    undoable: bool
    undoes: int | None = None
    redoes: int | None = None


class Meta(SQLModel, table=True):
    """Facts about the file itself: the workbook's id, the version that made it."""

    key: str = Field(primary_key=True)
    value: str


class SearchItem(SQLModel, table=True):
    """Which object a row of the search index stands for."""

    __tablename__ = "search_item"
    __table_args__ = (sa.UniqueConstraint("kind", "ref", name="uq_search_item_kind"),)

    n: int | None = Field(default=None, primary_key=True)
    kind: str
    ref: str
