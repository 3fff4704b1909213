"""What was acknowledged, compared with what is in the file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from auditdesk.core import content
from auditdesk.core.workbook import Workbook
from tests.builders import check


@dataclass
class Record:
    """The last acknowledged value of everything, by (verb, question)."""

    last: dict[tuple[str, str], str] = field(default_factory=dict)
    contents: set[str] = field(default_factory=set)
    evidence: set[str] = field(default_factory=set)
    acked: int = 0

    def hear(self, line: str) -> None:
        """One line of the worker. A line the kill cut off was not acknowledged."""
        if not line.startswith("ack ") or not line.endswith("\n"):
            return
        _, verb, question, value = line.rstrip("\n").split(" ", 3)
        self.acked += 1
        if verb == "sealed":
            self.contents.add(value)
        elif verb == "evidence":
            self.evidence.add(value)
        else:
            self.last[verb, question] = value

    def lost(self, book: Workbook) -> list[str]:
        """Acknowledged values that the workbook does not hold.

        The one piece of work in flight may have reached the disk without its acknowledgement reaching us: then the
        newest change of all set that field, and its value counts from then on.
        """
        found = []
        for (verb, question), value in self.last.items():
            shown, in_flight = self._shown(book, verb, question)
            if in_flight and shown is not None:
                self.last[verb, question] = shown
            elif shown != value:
                found.append(f"{verb} of {question}: {shown!r} for {value!r}")
        return found + self._lost_bytes(book)

    def _shown(self, book: Workbook, verb: str, question: str) -> tuple[str | None, bool]:
        """A field's value in the file, and whether the newest change of all set it."""
        column = {"answer": "result", "note": "note", "flag": "flag"}[verb]
        query = f"SELECT id, {column} FROM answer WHERE question_id = ? AND withdrawn = 0"
        row = book.connection.execute(query, (question,)).fetchone()
        if row is None:  # taking away a flag that nobody set makes no row
            return ("0" if verb == "flag" else None), False
        newest = book.connection.execute("SELECT max(n) FROM change").fetchone()[0]
        ops = "SELECT count(*) FROM op WHERE cell = ? AND n >= ?"
        touched = book.connection.execute(ops, (f"answer/{row[0]}/{column}", newest)).fetchone()[0]
        return str(row[1]), bool(touched)

    def _lost_bytes(self, book: Workbook) -> list[str]:
        found = []
        for sha256 in self.contents:
            try:
                whole = content.read(book.connection, sha256)
            except Exception as error:  # noqa: BLE001  (any failure to read acknowledged bytes is a loss)
                found.append(f"bytes {sha256}: {error!r}")
                continue
            if hashlib.sha256(whole).hexdigest() != sha256:
                found.append(f"bytes {sha256}")
        query = "SELECT 1 FROM evidence_item WHERE sha256 = ? AND withdrawn = 0"
        found += [f"item {sha}" for sha in self.evidence if not book.connection.execute(query, (sha,)).fetchone()]
        return found


def problems(book: Workbook, record: Record) -> list[str]:
    """Everything wrong with a workbook after a fault; staged leftovers included."""
    staged = book.connection.execute("SELECT count(*) FROM content WHERE sealed = 0").fetchone()[0]
    orphans = book.connection.execute(
        "SELECT count(*) FROM chunk WHERE content_n NOT IN (SELECT n FROM content)"
    ).fetchone()[0]
    leftovers = [f"{staged} staged, {orphans} orphans"] if staged or orphans else []
    return record.lost(book) + check(book) + leftovers
