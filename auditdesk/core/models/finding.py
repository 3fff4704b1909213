"""Findings in five parts, and the record of signed reports."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlmodel import Field

from auditdesk.core.models.base import LONG, SHORT, Entity, choice, link
from auditdesk.core.models.enums import Confidence, Edition, FindingKind, FindingState, Grade, Nature


class Finding(Entity, table=True):
    """Criterion, condition, evidence (by links), cause, effect; grade is not severity and not likelihood."""

    code: str = Field(max_length=64)
    title: str = Field(default="", max_length=SHORT)
    kind: FindingKind = choice(FindingKind, "kind", default=FindingKind.NONCONFORMITY)
    nature: Nature = choice(Nature, "nature", default=Nature.FACT)
    grade: Grade = choice(Grade, "grade", default=Grade.MAJOR)
    state: FindingState = choice(FindingState, "state", default=FindingState.DRAFT)
    criterion: str = Field(default="", max_length=LONG)
    condition: str = Field(default="", max_length=LONG)
    cause: str = Field(default="", max_length=LONG)
    effect: str = Field(default="", max_length=LONG)
    confidence: Confidence | None = choice(Confidence, "confidence", nullable=True)
    question_id: uuid.UUID | None = link("question", nullable=True)


class Report(Entity, table=True):
    """A report that was signed and read back as good. The file itself lives outside the workbook."""

    edition: Edition = choice(Edition, "edition")
    revision: int
    filename: str = Field(max_length=SHORT)
    sha256: str = Field(min_length=64, max_length=64)
    unsigned_sha256: str = Field(min_length=64, max_length=64)
    size: int = Field(sa_type=sa.BigInteger)
    pages: int
    signer: str = Field(max_length=SHORT)
    signer_fingerprint: str = Field(min_length=64, max_length=64)
    log_root: str = Field(min_length=64, max_length=64)
    signed_at: dt.datetime
