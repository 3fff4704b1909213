"""Workbooks, packs and evidence for tests: real SQLCipher files, quickly made."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditdesk.core import content, database
from auditdesk.core.collecting import add_evidence
from auditdesk.core.health import examine
from auditdesk.core.planning import Engagement, add_pack, start_audit
from auditdesk.core.workbook import SUFFIX, Workbook

PASSPHRASE = "correct horse battery"
ACTOR = "Ada Auditor"


@contextmanager
def quick_key_derivation() -> Iterator[None]:
    """Two rounds instead of 256 000: the same file format, opened by its raw key, in tests that do not test the key."""
    before = database.KDF_ROUNDS
    database.KDF_ROUNDS = 2
    try:
        yield
    finally:
        database.KDF_ROUNDS = before


@dataclass
class Desk:
    """An open workbook with an audit and one pack, and what a test needs to find its way in it."""

    path: Path
    workbook: Workbook
    engagement: Engagement
    pack: uuid.UUID
    questions: list[uuid.UUID]

    def do(self, verb: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Run a verb and return its own result."""
        return self.workbook.do(verb, *given, **named).value

    @property
    def connection(self) -> database.Connection:
        return self.workbook.connection

    def reopen(self, actor: str = ACTOR) -> Workbook:
        """Close and open again, as on another day."""
        self.workbook.close()
        self.workbook = open_workbook(self.path, actor=actor)
        return self.workbook

    def stage(self, data: bytes) -> str:
        """Bring bytes into the workbook and return their SHA-256."""
        return stage_bytes(self.workbook, self.path.parent, data)

    def evidence(self, data: bytes = b"a delivery note", **named: Any) -> uuid.UUID:
        """Register bytes as an evidence item."""
        named.setdefault("filename", "note.pdf")
        named.setdefault("media_type", "application/pdf")
        return uuid.UUID(str(self.do(add_evidence, sha256=self.stage(data), **named)))


def make_workbook(
    folder: Path, *, name: str = "audit", questions: int | list[dict[str, Any]] = 6, actor: str = ACTOR
) -> Desk:
    """A new workbook with client, vendor and one pack, under quick key derivation."""
    path = folder / f"{name}{SUFFIX}"
    with quick_key_derivation():
        workbook = Workbook.create(path, PASSPHRASE, actor=actor)
    ids = workbook.do(start_audit, client="Northwind Retail", vendor="Blue Mill Ltd").value
    added = workbook.do(add_pack, pack_content(questions)).value
    order = "SELECT id FROM question WHERE pack_id = ? ORDER BY ord"
    found = [uuid.UUID(row[0]) for row in workbook.connection.execute(order, (added.pack.hex,))]
    return Desk(path, workbook, ids, added.pack, found)


def open_workbook(path: Path, *, actor: str = ACTOR, passphrase: str = PASSPHRASE) -> Workbook:
    """Open a workbook made by `make_workbook`."""
    with quick_key_derivation():
        return Workbook.open(path, passphrase, actor=actor)


def stage_bytes(workbook: Workbook, folder: Path, data: bytes) -> str:
    """Bring bytes into a workbook through a file, as people do."""
    source = folder / f"source-{uuid.uuid4().hex}.bin"
    source.write_bytes(data)
    try:
        with workbook.writer() as writer:
            return content.stage_file(writer, source).sha256
    finally:
        source.unlink()


def pack_content(questions: int | list[dict[str, Any]] = 6, **named: Any) -> bytes:
    """A small pack as canonical JSON: two sections, the second inside the first when there are enough questions."""
    asked = [question(number) for number in range(1, questions + 1)] if isinstance(questions, int) else questions
    half = (len(asked) + 1) // 2
    inner = {"id": "inner", "title": {"en": "At the site"}, "questions": asked[half:]}
    outer: dict[str, Any] = {"id": "outer", "title": {"en": "Before the visit"}, "questions": asked[:half]}
    if asked[half:]:
        outer["sections"] = [inner]
    pack = {
        "id": "test-pack", "version": "1", "title": {"en": "Test pack", "de": "Prüfliste"}, "publisher": "auditdesk",
        "licence": "CC0-1.0", "sections": [outer], **named,
    }  # fmt: skip
    return json.dumps(pack, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def question(number: int, **named: Any) -> dict[str, Any]:
    """One question of a pack: a conformity question unless told otherwise."""
    return {
        "id": f"q{number}", "code": f"A{number}", "kind": "conformity",
        "title": {"en": f"Question {number}"}, "text": {"en": f"Does the vendor do thing {number}?"}, **named,
    }  # fmt: skip


def check(workbook: Workbook) -> list[str]:
    """Everything the program's own check looks at; empty for a sound workbook."""
    return [f"{trouble.kind}: {trouble.where}" for trouble in examine(workbook.connection)]
