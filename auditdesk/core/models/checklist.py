"""Checklists and answers. Sections and questions are projections of a pack's content, which its hash pins."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from auditdesk.core.models.base import LONG, SHORT, Entity, choice, json_list, link
from auditdesk.core.models.enums import AnswerState, Confidence, QuestionKind, Result


class Pack(Entity, table=True):
    """A question set used in this audit; its content is stored once, named by SHA-256, and never changes."""

    pack_id: str = Field(min_length=1, max_length=SHORT)
    version: str = Field(max_length=64)
    title: str = Field(max_length=SHORT)
    publisher: str = Field(default="", max_length=SHORT)
    licence: str = Field(default="", max_length=SHORT)
    source: str = Field(default="", max_length=LONG)
    language: str = Field(default="en", max_length=16)
    content_hash: str = Field(min_length=64, max_length=64)
    ord: int = 0


class Section(SQLModel, table=True):
    """A heading of a pack. `ord` is the place in the whole pack, `depth` 0 for the top."""

    id: uuid.UUID = Field(primary_key=True)
    pack_id: uuid.UUID = link("pack")
    parent_id: uuid.UUID | None = link("section", nullable=True)
    ord: int
    depth: int
    key: str
    title: str
    text: str = ""


class Question(SQLModel, table=True):
    """One question as the pack words it. `body` holds what only the page of the question shows:
    refs, evidence demands, options, unit, rule for not applicable, all as plain JSON.
    """

    __table_args__ = (sa.Index("ix_question_order", "pack_id", "ord", "id"),)

    id: uuid.UUID = Field(primary_key=True)
    pack_id: uuid.UUID = link("pack")
    section_id: uuid.UUID = link("section")
    ord: int
    key: str
    code: str
    title: str
    text: str
    guidance: str = ""
    kind: QuestionKind = choice(QuestionKind, "kind")
    gate: bool = False
    weight: int = 1
    oecd_step: int | None = None
    requirement: str = ""
    tiers: list[str] = json_list("tiers")
    body: dict[str, Any] = Field(default_factory=dict, sa_column=sa.Column("body", sa.JSON, nullable=False))


class Answer(Entity, table=True):
    """What the auditor says about a question: result, state, confidence, flag and note are axes of their own.

    `reason` is the code behind *unable to verify* or *not applicable*; `value` the typed answer
    (text, number as text, ISO date, option id or list of option ids).
    """

    __table_args__ = (sa.Index("ix_answer_open", "question_id", "withdrawn", "result", "flag"),)

    question_id: uuid.UUID = link("question")
    result: Result | None = choice(Result, "result", nullable=True)
    state: AnswerState = choice(AnswerState, "state", default=AnswerState.UNANSWERED)
    reason: str = Field(default="", max_length=64)
    value: Any = Field(default=None, sa_column=sa.Column("value", sa.JSON, nullable=True))
    confidence: Confidence | None = choice(Confidence, "confidence", nullable=True)
    flag: bool = False
    note: str = Field(default="", max_length=LONG)
