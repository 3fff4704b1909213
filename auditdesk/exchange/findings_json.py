"""One edition of a report as stable, documented JSON (docs/findings-json.md).

The same data gives the same bytes: keys sorted, two spaces, UTF-8, one newline at the end. Nothing is a float.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias

from auditdesk.core.models.enums import Result
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

FORMAT = "auditdesk-findings"
VERSION = 1

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
_SURROGATES = re.compile("[\ud800-\udfff]")


def findings_json(data: ReportData) -> bytes:
    """Everything the edition prints, except the pictures themselves. Raises ValueError for a time without a zone."""
    document: Json = {
        "format": FORMAT,
        "version": VERSION,
        "generator": f"auditdesk {data.app_version}".strip(),
        "report": _report(data),
        "audit": _audit(data),
        "packs": [_pack(pack) for pack in data.packs],
        "findings": [_finding(sheet) for sheet in data.findings],
        "answers": [_answer(line) for line in data.answers],
        "evidence": [_evidence(line) for line in data.evidence],
        "limitations": [_limitation(limit) for limit in data.limitations],
        "gates_hit": list(data.gates_hit),
        "summary": data.summary,
        "workbook": {"id": data.workbook_id, "log_root": data.log_root, "log_entries": data.log_entries},
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    return (_SURROGATES.sub("\ufffd", text) + "\n").encode()


def _report(data: ReportData) -> Json:
    return {
        "title": data.title,
        "edition": data.edition.value,
        "language": data.language,
        "revision": data.revision,
        "cutoff": _time(data.cutoff),
        "made_at": _time(data.made_at),
        "demo": data.demo,
    }


def _audit(data: ReportData) -> Json:
    return {
        "code": data.audit_code,
        "kind": data.audit_kind.value,
        "client": data.client,
        "vendor": {"name": data.vendor, "aliases": list(data.vendor_aliases), "country": data.vendor_country},
        "objective": data.objective,
        "scope": data.scope,
        "scope_excluded": data.scope_excluded,
        "mandate_date": _day(data.mandate_date),
        "fieldwork": {"from": _day(data.fieldwork[0]), "to": _day(data.fieldwork[1])},
        "team": [_person(who) for who in data.team],
    }


def _person(who: PersonLine) -> Json:
    return {
        "name": who.name,
        "organisation": who.organisation,
        "roles": [role.value for role in who.roles],
        "qualification": who.qualification,
    }


def _pack(pack: PackLine) -> Json:
    return {
        "id": pack.id,
        "title": pack.title,
        "version": pack.version,
        "publisher": pack.publisher,
        "licence": pack.licence,
        "source": pack.source,
        "content_hash": pack.content_hash,
        "counts": {result.value: pack.counts.get(result, 0) for result in Result},
        "questions": pack.questions,
        "open": pack.open,
        "instruments": [_instrument(line) for line in pack.instruments],
    }


def _instrument(line: InstrumentLine) -> Json:
    return {
        "instrument": line.instrument,
        "edition": line.edition,
        "questions": line.questions,
        "unchecked": line.unchecked,
    }


def _finding(sheet: FindingSheet) -> Json:
    return {
        "code": sheet.code,
        "title": sheet.title,
        "kind": sheet.kind.value,
        "nature": sheet.nature.value,
        "grade": sheet.grade.value,
        "state": sheet.state.value,
        "confidence": sheet.confidence.value if sheet.confidence else None,
        "criterion": sheet.criterion,
        "condition": sheet.condition,
        "cause": sheet.cause,
        "effect": sheet.effect,
        "questions": list(sheet.questions),
        "evidence": _links(sheet.evidence),
    }


def _answer(line: AnswerLine) -> Json:
    return {
        "pack": line.pack,
        "section": line.section,
        "code": line.code,
        "title": line.title,
        "text": line.text,
        "kind": line.kind.value,
        "gate": line.gate,
        "result": line.result.value if line.result else None,
        "reason": line.reason,
        "value": line.value,
        "confidence": line.confidence.value if line.confidence else None,
        "note": line.note,
        "criteria": list(line.criteria),
        "criteria_unchecked": list(line.unchecked),
        "evidence": _links(line.evidence),
        "answered_by": line.answered_by,
        "answered_at": _time(line.answered_at),
    }


def _evidence(line: EvidenceLine) -> Json:
    return {
        "code": line.code,
        "title": line.title,
        "kind": line.kind.value,
        "filename": line.filename,
        "media_type": line.media_type,
        "size": line.size,
        "sha256": line.sha256,
        "source": line.source,
        "method": line.method,
        "captured_at": _time(line.captured_at),
        "captured_by": line.captured_by,
        "registered_at": None if line.withheld else _time(line.registered_at),
        "language": line.language,
        "used_in": list(line.used_in),
        "picture_sha256": hashlib.sha256(line.picture).hexdigest() if line.picture else None,
        "withheld": line.withheld,
    }


def _limitation(limit: Limitation) -> Json:
    return {"code": limit.code, "title": limit.title, "reason": limit.reason, "note": limit.note}


def _links(evidence: Sequence[EvidenceRef]) -> Json:
    return [
        {
            "code": link.code,
            "title": link.title,
            "role": link.role.value,
            "pinpoint": link.pinpoint,
            "withheld": link.withheld,
        }
        for link in evidence
    ]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _time(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone reached the export")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
