"""Verbs that set an audit up: client, vendor with aliases, the audit's frame, people, and the packs it uses."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditdesk.core import content, search
from auditdesk.core.database import Connection
from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import AuditKind, Role
from auditdesk.core.models.tables import Audit, Client, Pack, Person, Vendor, VendorAlias
from auditdesk.core.transaction import Transaction

NAMESPACE = uuid.UUID("6f1c0f0e-6c0b-5d7f-9b1e-0c9a4d1f7a51")
"""Ids that two laptops must make alike (packs, questions, answers) are UUID5 under this namespace."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """The ids a new audit was given."""

    client: uuid.UUID
    vendor: uuid.UUID
    audit: uuid.UUID


def start_audit(
    tx: Transaction,
    *,
    client: str,
    vendor: str,
    kind: AuditKind = AuditKind.FOR_CAUSE,
    language: str = "en",
    demo: bool = False,
) -> Engagement:
    """Set up client, vendor and audit in a new workbook. Raises Refused('already_started' | 'invalid')."""
    if tx.connection.execute("SELECT 1 FROM audit LIMIT 1").fetchone():
        raise Refused("already_started")
    ids = Engagement(uuid.uuid4(), uuid.uuid4(), uuid.uuid4())
    tx.says("start_audit", vendor, f"audit/{ids.audit.hex}", undoable=False)
    tx.put(Client, ids.client, name=client.strip())
    tx.put(Vendor, ids.vendor, name=vendor.strip())
    tx.put(Audit, ids.audit, client_id=ids.client, vendor_id=ids.vendor, kind=kind, language=language, demo=demo)
    return ids


def change_audit(tx: Transaction, audit: uuid.UUID, /, **fields: object) -> None:
    """Set fields of the audit's frame (code, title, kind, objective, scope, dates, summary)."""
    before = tx.row(Audit, audit)
    tx.says("change_audit", before["title"] or before["code"], f"audit/{audit.hex}", typing=True)
    tx.put(Audit, audit, **fields)


def change_client(tx: Transaction, client: uuid.UUID, /, **fields: object) -> None:
    """Set fields of the client."""
    tx.says("change_client", tx.row(Client, client)["name"], f"client/{client.hex}", typing=True)
    tx.put(Client, client, **fields)


def change_vendor(tx: Transaction, vendor: uuid.UUID, /, **fields: object) -> None:
    """Set fields of the vendor."""
    tx.says("change_vendor", tx.row(Vendor, vendor)["name"], f"vendor/{vendor.hex}", typing=True)
    tx.put(Vendor, vendor, **fields)


def add_alias(tx: Transaction, vendor: uuid.UUID, name: str, note: str = "") -> uuid.UUID:
    """Record another spelling, script or trade name of the vendor."""
    tx.row(Vendor, vendor)
    alias = uuid.uuid4()
    tx.says("add_alias", name, f"vendor/{vendor.hex}")
    tx.put(VendorAlias, alias, vendor_id=vendor, name=name.strip(), note=note)
    return alias


def withdraw_alias(tx: Transaction, alias: uuid.UUID) -> None:
    """Take an alias out of use; it stays in the history."""
    tx.says("withdraw_alias", tx.row(VendorAlias, alias)["name"], f"vendor_alias/{alias.hex}")
    tx.put(VendorAlias, alias, withdrawn=True)


def add_person(
    tx: Transaction, name: str, *, roles: tuple[Role, ...], organisation: str = "", qualification: str = "",
    email: str = "",
) -> uuid.UUID:  # fmt: skip
    """Enter somebody with a part in the audit."""
    person = uuid.uuid4()
    tx.says("add_person", name, f"person/{person.hex}")
    tx.put(
        Person, person, name=name.strip(), organisation=organisation, qualification=qualification, email=email,
        roles=[Role(role).value for role in roles],
    )  # fmt: skip
    return person


def change_person(tx: Transaction, person: uuid.UUID, /, **fields: object) -> None:
    """Set fields of a person; roles as a list of Role values. Raises Refused('invalid') for an unknown role."""
    tx.says("change_person", tx.row(Person, person)["name"], f"person/{person.hex}", typing=True)
    roles = fields.get("roles")
    if isinstance(roles, list | tuple):
        try:
            fields["roles"] = [Role(role).value for role in roles]
        except ValueError:
            raise Refused("invalid", {"table": "person", "field": "roles", "why": "enum"}) from None
    tx.put(Person, person, **fields)


def withdraw_person(tx: Transaction, person: uuid.UUID) -> None:
    """Take a person out of the team; the history keeps the name."""
    tx.says("withdraw_person", tx.row(Person, person)["name"], f"person/{person.hex}")
    tx.put(Person, person, withdrawn=True)


# ---- packs ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PackAdded:
    """What came in: the pack's row id, sections and questions."""

    pack: uuid.UUID
    sections: int
    questions: int


def add_pack(tx: Transaction, data: bytes, language: str = "en") -> PackAdded:
    """Pin a question set to this audit. `data` is a pack's canonical JSON (`packs.to_content`).

    The same content has the same ids everywhere, so two laptops that add it can merge. Raises
    Refused('pack_present') when this audit already uses this very content.
    """
    digest = content.store_bytes(tx.connection, data)
    pack = json.loads(data)
    row = uuid.uuid5(NAMESPACE, f"pack/{digest}")
    there = tx.connection.execute("SELECT withdrawn, language FROM pack WHERE id = ?", (row.hex,)).fetchone()
    title = said(pack["title"], language)
    if there is not None and not there[0]:
        raise Refused("pack_present", {"title": title})
    tx.says("add_pack", title, f"pack/{row.hex}")
    order = int(tx.connection.execute("SELECT count(*) FROM pack").fetchone()[0])
    tx.put(
        Pack, row, pack_id=pack["id"], version=str(pack["version"]), title=title, publisher=pack.get("publisher") or "",
        licence=pack.get("licence") or "", source=pack.get("source") or "", language=language, content_hash=digest,
        ord=order, withdrawn=False,
    )  # fmt: skip
    if there is None or there[1] != language:
        _project_pack(tx.connection, row, pack, language)
    counted = tx.connection.execute(
        "SELECT (SELECT count(*) FROM section WHERE pack_id = ?1), (SELECT count(*) FROM question WHERE pack_id = ?1)",
        (row.hex,),
    ).fetchone()
    return PackAdded(row, *counted)


def withdraw_pack(tx: Transaction, pack: uuid.UUID) -> None:
    """Take a question set out of this audit. Answers stay in the history. Raises Refused('pack_answered')."""
    title = tx.row(Pack, pack)["title"]
    query = (
        "SELECT count(*) FROM answer JOIN question ON question.id = answer.question_id"
        " WHERE question.pack_id = ? AND answer.withdrawn = 0 AND answer.state <> 'unanswered'"
    )
    answered = tx.connection.execute(query, (pack.hex,)).fetchone()[0]
    if answered:
        raise Refused("pack_answered", {"title": title, "answers": answered})
    tx.says("withdraw_pack", title, f"pack/{pack.hex}")
    tx.put(Pack, pack, withdrawn=True)


def said(translations: Mapping[str, str] | None, language: str) -> str:
    """The text in a language, else in the first one that has any."""
    if not translations:
        return ""
    return translations.get(language) or next((text for text in translations.values() if text), "")


def _project_pack(connection: Connection, row: uuid.UUID, pack: dict[str, Any], language: str) -> None:
    """Sections and questions are not in the log: the pack's hash pins them, and this makes them from its content."""
    sections, questions = _rows(row, pack, language)
    connection.executemany(_upsert("section", SECTION), sections)
    connection.executemany(_upsert("question", QUESTION), questions)
    for question_row in questions:
        search.reindex(connection, "question", question_row[0])


SECTION = ("id", "pack_id", "parent_id", "ord", "depth", "key", "title", "text")
QUESTION = (
    "id", "key", "code", "title", "text", "guidance", "kind", "gate", "weight", "oecd_step", "requirement", "tiers",
    "body", "section_id", "pack_id", "ord",
)  # fmt: skip


def _upsert(table: str, columns: tuple[str, ...]) -> str:
    names = ",".join(f'"{name}"' for name in columns)
    sets = ",".join(f'"{name}" = excluded."{name}"' for name in columns[1:])
    marks = ",".join("?" * len(columns))
    return f"INSERT INTO {table}({names}) VALUES ({marks}) ON CONFLICT(id) DO UPDATE SET {sets}"


def _rows(
    row: uuid.UUID, pack: dict[str, Any], language: str
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """A pack's sections and questions in the order of SECTION and QUESTION."""
    sections: list[tuple[Any, ...]] = []
    questions: list[tuple[Any, ...]] = []
    for section, parent, depth in _walk(pack.get("sections") or [], "", 0):
        section_id = uuid.uuid5(row, f"section/{section['id']}").hex
        parent_id = uuid.uuid5(row, f"section/{parent}").hex if parent else None
        title, text = said(section.get("title"), language), said(section.get("text"), language)
        sections.append((section_id, row.hex, parent_id, len(sections), depth, section["id"], title, text))
        for question in section.get("questions") or []:
            questions.append((*_question(row, question, language), section_id, row.hex, len(questions)))
    return sections, questions


def differences(connection: Connection) -> list[str]:
    """Sections and questions that say something else than their pack's content. Raises Damaged, FileMissing."""
    found: list[str] = []
    packs = connection.execute("SELECT id, content_hash, language FROM pack ORDER BY ord").fetchall()
    for row, digest, language in packs:
        pack = json.loads(content.read(connection, digest))
        for table, columns, expected in zip(
            ("section", "question"), (SECTION, QUESTION), _rows(uuid.UUID(row), pack, language), strict=True
        ):
            names = ",".join(f'"{name}"' for name in columns)
            stored = set(connection.execute(f"SELECT {names} FROM {table} WHERE pack_id = ?", (row,)))
            found += sorted({f"{table}/{other[0]}" for other in stored ^ set(expected)})
    return found


def project_again(connection: Connection) -> None:
    """Make all sections and questions again from the packs' contents, inside the caller's transaction."""
    for row, digest, language in connection.execute("SELECT id, content_hash, language FROM pack").fetchall():
        _project_pack(connection, uuid.UUID(row), json.loads(content.read(connection, digest)), language)


def _walk(sections: list[dict[str, Any]], parent: str, depth: int) -> Iterator[tuple[dict[str, Any], str, int]]:
    for section in sections:
        yield section, parent, depth
        yield from _walk(section.get("sections") or [], section["id"], depth + 1)


BODY = (
    "title", "text", "guidance", "na_rule", "evidence", "triangulate", "refs", "options", "unit", "interview_safe",
    "depends_on",
)  # fmt: skip


def _question(row: uuid.UUID, question: dict[str, Any], language: str) -> tuple[Any, ...]:
    body = {name: question[name] for name in BODY if question.get(name)}
    return (
        uuid.uuid5(row, f"question/{question['id']}").hex, question["id"], question.get("code") or question["id"],
        said(question.get("title"), language), said(question.get("text"), language),
        said(question.get("guidance"), language), question["kind"], int(bool(question.get("gate"))),
        int(question.get("weight") or 1), question.get("oecd_step"), question.get("requirement") or "",
        json.dumps(question.get("tiers") or [], ensure_ascii=False), json.dumps(body, ensure_ascii=False),
    )  # fmt: skip
