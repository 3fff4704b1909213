"""Frozen report data from one moment of the workbook, and the list of gates before signing.

The client edition withholds evidence at the internal level: only its code is printed, never its title, file, source or
hash (DOMAIN 5.3, 5.4).
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import auditdesk
from auditdesk.core import content, log
from auditdesk.core.database import Connection
from auditdesk.core.findings import reference_words
from auditdesk.core.models.enums import (
    AuditKind,
    Confidence,
    Distribution,
    Edition,
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    LinkRole,
    Nature,
    QuestionKind,
    Result,
    Role,
)
from auditdesk.core.progress import Progress, silent
from auditdesk.core.queries.audit import audit_facts, counts, gates_hit, packs
from auditdesk.core.queries.checklist import Option, options
from auditdesk.core.queries.evidence import finding_rows
from auditdesk.core.queries.history import when
from auditdesk.core.reportdata import (
    AnswerLine,
    EvidenceLine,
    EvidenceRef,
    FindingSheet,
    InstrumentLine,
    Limitation,
    PackLine,
    PersonLine,
    ReportData,
)

WITHHELD = "withheld"
"""Stands for the title of an item that this edition may not show, which is also marked so; the report words it."""
PICTURES = 60
"""At most this many photographs are printed; the register lists them all."""


def report_data(
    connection: Connection, workbook: str, edition: Edition, *, made_at: dt.datetime, progress: Progress = silent
) -> ReportData:
    """One consistent snapshot for an edition; call it inside one read transaction. Raises Damaged, Cancelled.

    Raises LookupError when no audit was started in this workbook.
    """
    facts = audit_facts(connection)
    if facts is None:
        raise LookupError("no audit")
    frame = _one(connection, "audit", facts.audit)
    vendor = _one(connection, "vendor", facts.vendor_id)
    refs = _references(connection)
    answers = _answers(connection, refs)
    newest = connection.execute("SELECT coalesce(max(hlc), 0) FROM op").fetchone()[0]
    revision = connection.execute("SELECT count(*) FROM report WHERE edition = ?", (edition.value,)).fetchone()[0] + 1
    return ReportData(
        edition=edition, language=facts.language, title=facts.title or facts.code, client=facts.client,
        vendor=facts.vendor, vendor_aliases=facts.aliases, vendor_country=vendor["country"], audit_code=facts.code,
        audit_kind=AuditKind(frame["kind"]), objective=frame["objective"], scope=frame["scope"],
        scope_excluded=frame["scope_excluded"], mandate_date=_date(frame["mandate_on"]),
        fieldwork=(_date(frame["fieldwork_from"]), _date(frame["fieldwork_to"])), team=_team(connection),
        packs=_packs(connection), answers=answers, findings=_findings(connection, refs),
        evidence=_evidence(connection, progress),
        limitations=tuple(
            Limitation(line.code, line.title, line.reason, line.note)
            for line in answers if line.result is Result.UNABLE
        ),
        gates_hit=gates_hit(connection), summary=frame["summary"], revision=revision, cutoff=when(newest),
        made_at=made_at, workbook_id=workbook, log_root=log.root(connection), log_entries=log.count(connection),
        demo=facts.demo, app_version=auditdesk.__version__,
    )  # fmt: skip


def _one(connection: Connection, table: str, identity: uuid.UUID) -> dict[str, Any]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (identity.hex,))
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def _date(stored: str | None) -> dt.date | None:
    return dt.date.fromisoformat(stored) if stored else None


def _team(connection: Connection) -> tuple[PersonLine, ...]:
    order = {role.value: place for place, role in enumerate(Role)}
    query = "SELECT name, organisation, roles, qualification FROM person WHERE withdrawn = 0"
    people = []
    for name, organisation, roles, qualification in connection.execute(query):
        known = tuple(Role(role) for role in json.loads(roles))
        people.append(PersonLine(name, organisation, known, qualification))

    def _place(person: PersonLine) -> tuple[int, str]:
        return min((order[role] for role in person.roles), default=len(order)), person.name

    return tuple(sorted(people, key=_place))


def _packs(connection: Connection) -> tuple[PackLine, ...]:
    lines = []
    for pack in packs(connection):
        publisher, content_hash = connection.execute(
            "SELECT publisher, content_hash FROM pack WHERE id = ?", (pack.id.hex,)
        ).fetchone()
        query = (
            "SELECT answer.result, count(*) FROM answer JOIN question ON question.id = answer.question_id"
            " WHERE question.pack_id = ? AND answer.withdrawn = 0 AND answer.result IS NOT NULL GROUP BY answer.result"
        )
        found = {Result(result): int(number) for result, number in connection.execute(query, (pack.id.hex,))}
        lines.append(
            PackLine(
                pack.pack_id, pack.title, pack.version, publisher, pack.licence, pack.source, content_hash, found,
                pack.questions, _instruments(connection, pack.id),
            )
        )  # fmt: skip
    return tuple(lines)


def _instruments(connection: Connection, pack: uuid.UUID) -> tuple[InstrumentLine, ...]:
    """The instruments a pack refers to, as a reader looks them up: C14 before C100."""
    asked: dict[tuple[str, str], list[bool]] = {}
    for (body,) in connection.execute("SELECT body FROM question WHERE pack_id = ?", (pack.hex,)):
        checked: dict[tuple[str, str], bool] = {}
        for ref in json.loads(body).get("refs") or []:
            key = str(ref.get("instrument") or ""), str(ref.get("edition") or "")
            checked[key] = checked.get(key, True) and bool(ref.get("checked"))
        for key, good in checked.items():
            asked.setdefault(key, []).append(good)
    ranked = sorted(asked.items(), key=lambda pair: [*map(_natural, pair[0])])
    return tuple(InstrumentLine(*key, len(found), found.count(False)) for key, found in ranked)


def _natural(text: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _references(connection: Connection) -> dict[tuple[str, str], tuple[EvidenceRef, ...]]:
    query = (
        "SELECT link.target_kind, link.target_id, item.code, item.title, item.level, link.role, link.pinpoint"
        " FROM evidence_link AS link JOIN evidence_item AS item ON item.id = link.evidence_id"
        " WHERE link.withdrawn = 0 AND item.withdrawn = 0 ORDER BY item.code"
    )
    found: dict[tuple[str, str], list[EvidenceRef]] = {}
    for kind, target, code, title, level, role, pinpoint in connection.execute(query):
        held = level == Distribution.INTERNAL
        ref = EvidenceRef(code, WITHHELD if held else title, LinkRole(role), "" if held else pinpoint, held)
        found.setdefault((kind, target), []).append(ref)
    return {key: tuple(refs) for key, refs in found.items()}


def _answers(
    connection: Connection, refs: dict[tuple[str, str], tuple[EvidenceRef, ...]]
) -> tuple[AnswerLine, ...]:
    query = """
        SELECT pack.title, section.title, question.code, question.title, question.text, question.kind, question.gate,
               question.body, pack.language, answer.id, answer.result, answer.reason, answer.value, answer.confidence,
               answer.note, answer.touched_by, answer.touched
        FROM question JOIN pack ON pack.id = question.pack_id AND pack.withdrawn = 0
        JOIN section ON section.id = question.section_id
        LEFT JOIN answer ON answer.question_id = question.id AND answer.withdrawn = 0
        ORDER BY pack.ord, question.ord"""
    lines = []
    for row in connection.execute(query):
        body = json.loads(row[7])
        value = json.loads(row[12]) if row[12] else None
        kind, refs_in = QuestionKind(row[5]), body.get("refs") or []
        lines.append(
            AnswerLine(
                pack=row[0], section=row[1], code=row[2], title=row[3], text=row[4], kind=kind,
                gate=bool(row[6]), result=Result(row[10]) if row[10] else None, reason=row[11] or "",
                value=value_words(kind, value, options(body, row[8]), body.get("unit") or ""),
                confidence=Confidence(row[13]) if row[13] else None, note=row[14] or "",
                criteria=tuple(map(reference_words, refs_in)),
                unchecked=tuple(reference_words(ref) for ref in refs_in if not ref.get("checked")),
                evidence=refs.get(("answer", row[9]), ()) if row[9] else (), answered_by=row[15] or "",
                answered_at=when(row[16]) if row[16] else None,
            )
        )  # fmt: skip
    return tuple(lines)


def value_words(kind: QuestionKind, value: Any, choices: tuple[Option, ...], unit: str) -> str:
    """A typed answer as text: labels of the chosen options, a number with its unit, anything else as it is."""
    if value is None:
        return ""
    labels = {choice.id: choice.label for choice in choices}
    if isinstance(value, list):
        return "; ".join(labels.get(item, str(item)) for item in value)
    words = labels.get(value, str(value))
    if kind is QuestionKind.PERCENTAGE:
        return f"{words} {unit or '%'}"
    return f"{words} {unit}".strip()


def _findings(
    connection: Connection, refs: dict[tuple[str, str], tuple[EvidenceRef, ...]]
) -> tuple[FindingSheet, ...]:
    sheets = []
    for row in finding_rows(connection):
        full = _one(connection, "finding", row.id)
        sheets.append(
            FindingSheet(
                row.code, row.title, FindingKind(full["kind"]), Nature(full["nature"]), Grade(full["grade"]),
                FindingState(full["state"]), full["criterion"], full["condition"], full["cause"], full["effect"],
                Confidence(full["confidence"]) if full["confidence"] else None,
                (row.question,) if row.question else (), refs.get(("finding", row.id.hex), ()),
            )
        )  # fmt: skip
    return tuple(sheets)


def _evidence(connection: Connection, progress: Progress) -> tuple[EvidenceLine, ...]:
    used = _used_in(connection)
    query = (
        "SELECT id, code, title, kind, filename, media_type, size, sha256, source, method, captured_at, captured_by,"
        " registered_at, language, level FROM evidence_item WHERE withdrawn = 0 ORDER BY code"
    )
    rows = connection.execute(query).fetchall()
    lines: list[EvidenceLine] = []
    pictures = 0
    for done, row in enumerate(rows):
        progress(done, len(rows), "evidence")
        where = used.get(row[0], ())
        if row[14] == Distribution.INTERNAL:
            kind, registered = EvidenceKind(row[3]), _time(row[12])
            lines.append(
                EvidenceLine(
                    row[1], WITHHELD, kind, "", "", 0, "", "", "", None, "", registered, "", where, withheld=True
                )
            )  # fmt: skip
            continue
        picture = None
        if row[5] in ("image/jpeg", "image/png") and where and pictures < PICTURES:
            picture, pictures = content.read(connection, row[7]), pictures + 1
        lines.append(
            EvidenceLine(
                row[1], row[2], EvidenceKind(row[3]), row[4], row[5], row[6], row[7], row[8], row[9],
                _time(row[10]) if row[10] else None, row[11], _time(row[12]), row[13], where, picture,
            )
        )  # fmt: skip
    return tuple(lines)


def _time(stored: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC)


def _used_in(connection: Connection) -> dict[str, tuple[str, ...]]:
    query = """
        SELECT link.evidence_id, coalesce(question.code, finding.code) AS code FROM evidence_link AS link
        LEFT JOIN answer ON link.target_kind = 'answer' AND answer.id = link.target_id
        LEFT JOIN question ON question.id = answer.question_id
        LEFT JOIN finding ON link.target_kind = 'finding' AND finding.id = link.target_id AND finding.withdrawn = 0
        WHERE link.withdrawn = 0 AND coalesce(question.code, finding.code) IS NOT NULL ORDER BY code"""
    found: dict[str, list[str]] = {}
    for item, code in connection.execute(query):
        found.setdefault(item, []).append(code)
    return {item: tuple(codes) for item, codes in found.items()}


# ---- gates before signing -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Gate:
    """One line of the gate list. A gate that `blocks` must be met before anything is signed; others are remarks.

    `key` is stable and worded by the desk and the command line; `codes` are the objects it is about.
    """

    key: str
    met: bool
    blocks: bool
    codes: tuple[str, ...] = ()


def gates(connection: Connection) -> tuple[Gate, ...]:
    """What must hold, and what should, before a report is signed."""
    facts = audit_facts(connection)
    frame = _one(connection, "audit", facts.audit) if facts else {}
    findings = finding_rows(connection)
    drafts = tuple(row.code for row in findings if row.state is not FindingState.FINALISED)
    raised = {row.question for row in findings}
    unaddressed = tuple(code for code in gates_hit(connection) if code not in raised)
    roles = {role for person in _team(connection) for role in person.roles}
    bare = (
        "SELECT question.code FROM answer JOIN question ON question.id = answer.question_id JOIN pack"
        " ON pack.id = question.pack_id AND pack.withdrawn = 0 WHERE answer.withdrawn = 0 AND answer.result IN"
        " ('conforms', 'other_means') AND NOT EXISTS (SELECT 1 FROM evidence_link AS link WHERE link.withdrawn = 0"
        " AND link.target_kind = 'answer' AND link.target_id = answer.id) ORDER BY pack.ord, question.ord"
    )
    held = "SELECT code FROM evidence_item WHERE withdrawn = 0 AND level = 'internal' ORDER BY code"
    one_sided = tuple(
        row.code for row in findings
        if row.kind is FindingKind.NONCONFORMITY and not _has_contrary(connection, row.id)
    )  # fmt: skip
    still_open = counts(connection).open
    return (
        _gate("findings_final", drafts, blocks=True),
        _gate("gates_addressed", unaddressed, blocks=True),
        Gate("lead_named", Role.LEAD_AUDITOR in roles, blocks=True),
        Gate("scope_written", bool(frame.get("scope")) and bool(frame.get("objective")), blocks=True),
        Gate("summary_written", bool(frame.get("summary")), blocks=True),
        _gate("questions_open", (str(still_open),) if still_open else (), blocks=False),
        _gate("conforms_without_evidence", tuple(code for (code,) in connection.execute(bare)), blocks=False),
        _gate("no_contrary_evidence", one_sided, blocks=False),
        _gate("evidence_withheld", tuple(code for (code,) in connection.execute(held)), blocks=False),
    )


def _gate(key: str, codes: tuple[str, ...], *, blocks: bool) -> Gate:
    return Gate(key, not codes, blocks, codes)


def _has_contrary(connection: Connection, finding: uuid.UUID) -> bool:
    query = (
        "SELECT 1 FROM evidence_link WHERE target_kind = 'finding' AND target_id = ? AND withdrawn = 0"
        " AND role = 'contradicts' LIMIT 1"
    )
    return connection.execute(query, (finding.hex,)).fetchone() is not None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A signed report as it was recorded."""

    id: uuid.UUID
    edition: Edition
    revision: int
    filename: str
    sha256: str
    pages: int
    signer: str
    signer_fingerprint: str
    signed_at: dt.datetime


def report_rows(connection: Connection) -> tuple[ReportRow, ...]:
    """Signed reports, the newest first."""
    query = (
        "SELECT id, edition, revision, filename, sha256, pages, signer, signer_fingerprint, signed_at FROM report"
        " ORDER BY signed_at DESC, revision DESC"
    )
    return tuple(
        ReportRow(uuid.UUID(row[0]), Edition(row[1]), row[2], row[3], row[4], row[5], row[6], row[7], _time(row[8]))
        for row in connection.execute(query)
    )
