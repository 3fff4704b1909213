"""The engagement: client, vendor with aliases, the audit itself, and the people with their roles."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlmodel import Field

from auditdesk.core.models.base import LONG, SHORT, Entity, choice, json_list, link
from auditdesk.core.models.enums import AuditKind


class Client(Entity, table=True):
    """Who asks for the audit and decides on it."""

    name: str = Field(min_length=1, max_length=SHORT)
    country: str = Field(default="", max_length=SHORT)
    registry_no: str = Field(default="", max_length=SHORT)


class Vendor(Entity, table=True):
    """Who is audited."""

    name: str = Field(min_length=1, max_length=SHORT)
    country: str = Field(default="", max_length=SHORT)
    place: str = Field(default="", max_length=SHORT)
    registry_no: str = Field(default="", max_length=SHORT)


class VendorAlias(Entity, table=True):
    """Another spelling, script or trade name of the vendor; lists and media use them all."""

    __tablename__ = "vendor_alias"

    vendor_id: uuid.UUID = link("vendor")
    name: str = Field(min_length=1, max_length=SHORT)
    note: str = Field(default="", max_length=SHORT)


class Audit(Entity, table=True):
    """One engagement: a workbook holds exactly one."""

    code: str = Field(default="", max_length=64)
    title: str = Field(default="", max_length=SHORT)
    kind: AuditKind = choice(AuditKind, "kind", default=AuditKind.FOR_CAUSE)
    client_id: uuid.UUID = link("client")
    vendor_id: uuid.UUID = link("vendor")
    objective: str = Field(default="", max_length=LONG)
    scope: str = Field(default="", max_length=LONG)
    scope_excluded: str = Field(default="", max_length=LONG)
    summary: str = Field(default="", max_length=LONG)
    mandate_on: dt.date | None = None
    fieldwork_from: dt.date | None = None
    fieldwork_to: dt.date | None = None
    language: str = Field(default="en", max_length=16)
    demo: bool = False


class Person(Entity, table=True):
    """Somebody with a part in this audit. Interviewees and sources never stand here."""

    name: str = Field(min_length=1, max_length=SHORT)
    organisation: str = Field(default="", max_length=SHORT)
    qualification: str = Field(default="", max_length=SHORT)
    email: str = Field(default="", max_length=SHORT)
    roles: list[str] = json_list("roles")
