"""What the planning of an audit shows: every field of audit, client and vendor, the aliases, the people."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from auditdesk.core.database import Connection
from auditdesk.core.models.enums import Role
from auditdesk.core.queries.audit import audit_facts

AUDIT = (
    "code", "title", "kind", "objective", "scope", "scope_excluded", "summary", "mandate_on", "fieldwork_from",
    "fieldwork_to", "language",
)  # fmt: skip
CLIENT = ("name", "country", "registry_no")
VENDOR = ("name", "country", "place", "registry_no")


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another name of the vendor."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with a part in the audit."""

    id: uuid.UUID
    name: str
    organisation: str
    qualification: str
    email: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The frame of the audit; fields by name, as text, empty where nothing is known (dates as 2026-05-31)."""

    audit_id: uuid.UUID
    client_id: uuid.UUID
    vendor_id: uuid.UUID
    audit: dict[str, str]
    client: dict[str, str]
    vendor: dict[str, str]
    aliases: tuple[AliasRow, ...]


def plan(connection: Connection) -> Plan | None:
    """The frame of the audit, or None in a workbook where none was started."""
    facts = audit_facts(connection)
    if facts is None:
        return None
    aliases = connection.execute("SELECT id, name FROM vendor_alias WHERE withdrawn = 0 ORDER BY touched, id")
    return Plan(
        facts.audit, facts.client_id, facts.vendor_id,
        _fields(connection, "audit", AUDIT, facts.audit),
        _fields(connection, "client", CLIENT, facts.client_id),
        _fields(connection, "vendor", VENDOR, facts.vendor_id),
        tuple(AliasRow(uuid.UUID(row), name) for row, name in aliases),
    )  # fmt: skip


def people(connection: Connection) -> tuple[PersonRow, ...]:
    """The team as it stands: the lead first, then by name."""
    query = "SELECT id, name, organisation, qualification, email, roles FROM person WHERE withdrawn = 0"
    found = [
        PersonRow(uuid.UUID(row), name, firm, skill, email, tuple(Role(role) for role in json.loads(roles or "[]")))
        for row, name, firm, skill, email, roles in connection.execute(query)
    ]
    return tuple(sorted(found, key=lambda who: (Role.LEAD_AUDITOR not in who.roles, who.name.casefold(), who.id)))


def _fields(connection: Connection, table: str, names: tuple[str, ...], row_id: uuid.UUID) -> dict[str, str]:
    found = connection.execute(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (row_id.hex,)).fetchone()
    return {name: "" if value is None else str(value) for name, value in zip(names, found, strict=True)}
