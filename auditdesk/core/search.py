"""Search as you type over questions, notes, findings and evidence: an FTS5 index kept in step by each transaction."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from auditdesk.core.database import Connection
from auditdesk.core.log import clean

SOURCES: dict[str, str] = {
    "question": "SELECT code || ' ' || title, text || ' ' || guidance FROM question WHERE id = ?",
    "answer": "SELECT '', note FROM answer WHERE id = ? AND withdrawn = 0 AND note <> ''",
    "finding": "SELECT code || ' ' || title, criterion || ' ' || condition || ' ' || cause || ' ' || effect"
    " FROM finding WHERE id = ? AND withdrawn = 0",
    "evidence_item": "SELECT code || ' ' || title, filename || ' ' || source || ' ' || description || ' ' || place"
    " FROM evidence_item WHERE id = ? AND withdrawn = 0",
}
"""How each kind of object reads in the index: title and text."""

INDEXED_FIELDS: dict[str, frozenset[str]] = {
    "answer": frozenset({"note", "withdrawn"}),
    "finding": frozenset({"code", "title", "criterion", "condition", "cause", "effect", "withdrawn"}),
    "evidence_item": frozenset({"code", "title", "filename", "source", "description", "place", "withdrawn"}),
}
"""Fields whose change makes an object's index row stale."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: `kind` is question, answer, finding or evidence_item; `excerpt` is plain text."""

    kind: str
    id: uuid.UUID
    title: str
    excerpt: str


def reindex(connection: Connection, kind: str, ref: str) -> None:
    """Bring one object's index row up to date, inside the caller's transaction."""
    run = connection.execute
    words = run(SOURCES[kind], (ref,)).fetchone()
    row = run("SELECT n FROM search_item WHERE kind = ? AND ref = ?", (kind, ref)).fetchone()
    if row is not None:
        run("DELETE FROM search WHERE rowid = ?", row)
    if words is None:
        if row is not None:
            run("DELETE FROM search_item WHERE n = ?", row)
        return
    number = row[0] if row else run("INSERT INTO search_item(kind, ref) VALUES (?, ?)", (kind, ref)).lastrowid
    run("INSERT INTO search(rowid, title, text) VALUES (?, ?, ?)", (number, *words))


def reindex_all(connection: Connection) -> None:
    """Make the whole index again, inside the caller's transaction."""
    connection.execute("DELETE FROM search")
    connection.execute("DELETE FROM search_item")
    for kind in SOURCES:
        for (ref,) in connection.execute(f"SELECT id FROM {kind} ORDER BY id").fetchall():
            reindex(connection, kind, ref)


def tidy(connection: Connection) -> None:
    """Merge some of the index's small pieces: work for a quiet moment, so that no save pays for it."""
    connection.execute("INSERT INTO search(search, rank) VALUES ('merge', 200)")


def match_expression(typed: str) -> str:
    """What a person typed as an FTS5 query: every word must occur, each as a prefix; no syntax of ours leaks in."""
    words = re.findall(r"\w+", str(clean(typed)))
    return " ".join(f'"{word}"*' for word in words[:12])


def find(connection: Connection, typed: str, limit: int = 40) -> list[Hit]:
    """The newest matches first (later rows are later work). Ranking all matches would cost more than one frame."""
    expression = match_expression(typed)
    if not expression:
        return []
    query = (
        "SELECT search_item.kind, search_item.ref, search.title,"
        " snippet(search, 1, '', '', ' … ', 14) FROM search JOIN search_item ON search_item.n = search.rowid"
        " WHERE search MATCH ? AND NOT (search_item.kind = 'question' AND EXISTS (SELECT 1 FROM question JOIN pack"
        " ON pack.id = question.pack_id WHERE question.id = search_item.ref AND pack.withdrawn = 1))"
        " ORDER BY search.rowid DESC LIMIT ?"
    )
    rows: list[Any] = connection.execute(query, (expression, limit)).fetchall()
    return [
        Hit(kind, uuid.UUID(ref), title or _question_of(connection, ref), excerpt) for kind, ref, title, excerpt in rows
    ]


def _question_of(connection: Connection, answer: str) -> str:
    """A note is called by its question, whose words are not in the note's own index row."""
    query = (
        "SELECT question.code || ' ' || question.title FROM answer JOIN question ON question.id = answer.question_id"
        " WHERE answer.id = ?"
    )
    return str(connection.execute(query, (answer,)).fetchone()[0])
