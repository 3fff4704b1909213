"""Evidence: the item with its provenance, its link to what it supports or contradicts, and its bytes."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from auditdesk.core.models.base import LONG, SHORT, Entity, choice, link
from auditdesk.core.models.enums import CollectionMethod, Distribution, EvidenceKind, LinkRole


class EvidenceItem(Entity, table=True):
    """One thing collected. Its original bytes are stored once under `sha256` and never edited."""

    __tablename__ = "evidence_item"

    code: str = Field(max_length=64)
    title: str = Field(min_length=1, max_length=SHORT)
    kind: EvidenceKind = choice(EvidenceKind, "kind", default=EvidenceKind.OTHER)
    method: CollectionMethod = choice(CollectionMethod, "method", default=CollectionMethod.RECEIVED)
    filename: str = Field(default="", max_length=SHORT)
    media_type: str = Field(default="application/octet-stream", max_length=128)
    size: int = Field(default=0, sa_type=sa.BigInteger)
    sha256: str = Field(min_length=64, max_length=64)
    source: str = Field(default="", max_length=LONG)
    description: str = Field(default="", max_length=LONG)
    captured_at: dt.datetime | None = None
    captured_by: str = Field(default="", max_length=SHORT)
    place: str = Field(default="", max_length=SHORT)
    language: str = Field(default="", max_length=16)
    level: Distribution = choice(Distribution, "level", default=Distribution.INTERNAL)
    registered_at: dt.datetime


class EvidenceLink(Entity, table=True):
    """An item used somewhere: `target` is an answer or a finding, `role` says which way it speaks."""

    __tablename__ = "evidence_link"
    __table_args__ = (sa.Index("ix_evidence_link_target", "target_kind", "target_id"),)

    evidence_id: uuid.UUID = link("evidence_item")
    target_kind: str = Field(max_length=32)
    target_id: uuid.UUID
    role: LinkRole = choice(LinkRole, "role", default=LinkRole.SUPPORTS)
    pinpoint: str = Field(default="", max_length=SHORT)


class Content(SQLModel, table=True):
    """Immutable bytes named by their SHA-256: staged while they come in, sealed once hash and size are known."""

    n: int | None = Field(default=None, primary_key=True)
    sha256: str | None = Field(default=None, max_length=64, unique=True)
    size: int = Field(default=0, sa_type=sa.BigInteger)
    sealed: bool = False


class Chunk(SQLModel, table=True):
    """256 KiB of a content, in order."""

    content_n: int = Field(primary_key=True, foreign_key="content.n")
    n: int = Field(primary_key=True)
    data: bytes
