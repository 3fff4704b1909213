"""The append-only log: every change as operations on cells, hashed, chained per session, with heads and parents.

One log is the audit trail, the undo history, the unit of merge and what the seal anchors. An operation sets one cell
("answer/<id>/note") to one JSON value; its id is the SHA-256 of everything else in it; `parents` are the operations on
that cell its writer had seen. A session is minted at the first write after opening, so two copies of one file never
share a chain, and its first operation commits to the tips of everything seen before.

The words of a change (`intent`) stand on its first operation. Canonical form: JSON array, UTF-8, NFC, integers and
strings only.
"""

from __future__ import annotations

import enum
import hashlib
import json
import time
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auditdesk.core.database import Connection

TAG = b"auditdesk-op-v1\0"
ROOT_TAG = b"auditdesk-root-v1\0"
HLC_BITS = 16
"""A hybrid clock: milliseconds since 1970, shifted left by 16 bits, plus a counter."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a change is called: the verb's key, a label such as "A17", and the object it is about."""

    verb: str
    label: str = ""
    about: str = ""
    step: bytes = b""
    undoable: bool = True
    undoes: bytes = b""
    redoes: bytes = b""

    def text(self) -> str:
        """Canonical JSON; empty members are left out."""
        facts: dict[str, Any] = {"verb": self.verb, "label": self.label, "object": self.about}
        for name in ("step", "undoes", "redoes"):
            value: bytes = getattr(self, name)
            if value:
                facts[name] = value.hex()
        if not self.undoable:
            facts["final"] = 1
        return canonical(facts)

    @staticmethod
    def parse(text: str) -> Intent:
        """The intent in an operation's text."""
        facts = json.loads(text)
        return Intent(
            facts.get("verb", ""), facts.get("label", ""), facts.get("object", ""),
            bytes.fromhex(facts.get("step", "")), not facts.get("final"),
            bytes.fromhex(facts.get("undoes", "")), bytes.fromhex(facts.get("redoes", "")),
        )  # fmt: skip


def clean(value: Any) -> Any:
    """Text as it enters the workbook: composed (NFC), without NUL, half a character as U+FFFD. Raises TypeError.

    Lists and dictionaries are cleaned inside; a float is refused, since none is ever stored or hashed.
    """
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        if value.isascii():
            return value.replace("\0", "")
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return unicodedata.normalize("NFC", whole.replace("\0", ""))
    if isinstance(value, float):
        raise TypeError("the log holds no floats")
    if isinstance(value, list | tuple):
        return [clean(member) for member in value]
    if isinstance(value, dict):
        return {clean(key): clean(member) for key, member in value.items()}
    return value


def canonical(value: object) -> str:
    """JSON as the log hashes it: cleaned, sorted keys, no spaces.

    Cleaned before it is written as JSON: composing the JSON itself would join an escape such as \\n with a combining
    mark behind it.
    """
    return json.dumps(clean(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def op_id(row: tuple[Any, ...]) -> bytes:
    """SHA-256 of an operation given as (session, seq, prev, hlc, actor, change, intent, cell, value, parents)."""
    session, seq, prev, hlc, actor, change, intent, cell, value, parents = row
    body = json.dumps(
        [session.hex(), seq, prev.hex(), hlc, actor, change.hex(), intent, cell, value, parents.hex()],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(TAG + body.encode("utf-8", "surrogatepass")).digest()


INSERT = (
    "INSERT INTO op(id, session, seq, prev, hlc, actor, change, intent, cell, value, parents)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)


class Log:
    """Appends operations inside the caller's transaction; `mark` and `reset` undo its counters on a rollback."""

    def __init__(self, connection: Connection, actor: str) -> None:
        self.connection = connection
        self.actor = str(clean(actor))
        self._session: bytes = b""
        self._seq = 0
        self._prev = b""
        self._hlc = 0

    def mark(self) -> tuple[bytes, int, bytes, int]:
        """The counters to return to if the transaction fails."""
        return self._session, self._seq, self._prev, self._hlc

    def reset(self, mark: tuple[bytes, int, bytes, int]) -> None:
        """Return to `mark`: what was appended since is not on disk."""
        self._session, self._seq, self._prev, self._hlc = mark

    def tick(self) -> int:
        """The next moment of the hybrid clock: never earlier than anything in the log."""
        if not self._hlc:
            # within a session the clock only rises, so the tips hold the latest; all of `op` would be a long read
            newest = "SELECT coalesce(max(op.hlc), 0) FROM tip JOIN op ON op.id = tip.id"
            self._hlc = int(self.connection.execute(newest).fetchone()[0])
        self._hlc = max(self._hlc + 1, time.time_ns() // 1_000_000 << HLC_BITS)
        return self._hlc

    def begin_session(self) -> None:
        """Mint this opening's session before its first change; commits to the tips of all others."""
        if self._session:
            return
        self._session = uuid.uuid4().bytes
        tips = self.connection.execute("SELECT id FROM tip ORDER BY session").fetchall()
        self._seq, self._prev = 0, hashlib.sha256(b"".join(row[0] for row in tips)).digest()
        about = canonical({"actor": self.actor, "v": 1})
        self.append(b"\0" * 16, "", f"session/{self._session.hex()}", about, self.tick())

    def append(self, change: bytes, intent: str, cell: str, value: str, hlc: int) -> int:
        """Append one operation whose parents are the heads of its cell; returns its local number."""
        run = self.connection.execute
        seen = run("SELECT op.id FROM head JOIN op ON op.n = head.op_n WHERE head.cell = ?", (cell,)).fetchall()
        parents = b"".join(sorted(row[0] for row in seen))
        row = (self._session, self._seq, self._prev, hlc, self.actor, change, intent, cell, value, parents)
        identity = op_id(row)
        number = int(run(INSERT, (identity, *row)).lastrowid)
        if len(seen) == 1:
            run("UPDATE head SET op_n = ? WHERE cell = ?", (number, cell))
        else:
            run("DELETE FROM head WHERE cell = ?", (cell,))
            run("INSERT INTO head(cell, op_n) VALUES (?, ?)", (cell, number))
        self._prev, self._seq = identity, self._seq + 1
        return number

    def close_change(self) -> None:
        """Move this session's tip; once per transaction."""
        self.connection.execute(
            "INSERT INTO tip(session, seq, id) VALUES (?, ?, ?)"
            " ON CONFLICT(session) DO UPDATE SET seq = excluded.seq, id = excluded.id",
            (self._session, self._seq - 1, self._prev),
        )


def root(connection: Connection) -> str:
    """The anchor of the whole log, 64 hex digits: SHA-256 over the sorted tips (session, sequence, id)."""
    digest = hashlib.sha256(ROOT_TAG)
    for session, seq, identity in connection.execute("SELECT session, seq, id FROM tip ORDER BY session"):
        digest.update(session + int(seq).to_bytes(8, "big") + identity)
    return digest.hexdigest()


def count(connection: Connection) -> int:
    """How many operations the log holds."""
    return int(connection.execute("SELECT count(*) FROM op").fetchone()[0])


@dataclass(frozen=True, slots=True)
class LogProblem:
    """Something `verify` found: `kind` is hash, fork, gap, parent, head, tip or change; `where` says at which entry."""

    kind: str
    where: str


def verify(connection: Connection) -> list[LogProblem]:
    """Check the whole log: every hash, every session's chain, every parent, and the tables derived from it."""
    problems: list[LogProblem] = []
    known: set[bytes] = set()
    seen_by_child: set[bytes] = set()
    last: dict[bytes, tuple[int, bytes]] = {}
    columns = "n, id, session, seq, prev, hlc, actor, change, intent, cell, value, parents"
    cursor = connection.execute(f"SELECT {columns} FROM op ORDER BY session, seq")
    for number, identity, *rest in cursor:
        row = tuple(rest)
        if op_id(row) != identity:
            problems.append(LogProblem("hash", f"entry {number}"))
        problems += _chain_problem(last, row, number)
        last[row[0]] = (row[1], identity)
        known.add(identity)
        seen_by_child.update(_parts(row[9]))
    problems += [LogProblem("parent", parent.hex()[:16]) for parent in sorted(seen_by_child - known)]
    problems += _derived_problems(connection, known - seen_by_child, last)
    return problems


def _chain_problem(last: dict[bytes, tuple[int, bytes]], row: tuple[Any, ...], number: int) -> Iterator[LogProblem]:
    session, seq, prev = row[0], row[1], row[2]
    before = last.get(session)
    if before is None:
        if seq != 0:
            yield LogProblem("gap", f"entry {number}")
    elif before[0] == seq:
        yield LogProblem("fork", f"entry {number}")
    elif before[0] != seq - 1 or before[1] != prev:
        yield LogProblem("gap", f"entry {number}")


def _parts(parents: bytes) -> Iterator[bytes]:
    for start in range(0, len(parents), 32):
        yield parents[start : start + 32]


def _derived_problems(
    connection: Connection, heads: set[bytes], last: dict[bytes, tuple[int, bytes]]
) -> Iterator[LogProblem]:
    stored = {row[0] for row in connection.execute("SELECT op.id FROM head JOIN op ON op.n = head.op_n")}
    total = int(connection.execute("SELECT count(*) FROM head").fetchone()[0])
    if stored != heads or total != len(stored):
        yield LogProblem("head", f"{len(stored ^ heads)} entries")
    tips = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT session, seq, id FROM tip")}
    if tips != last:
        yield LogProblem("tip", f"{len(set(tips) ^ set(last)) or 1} sessions")
    shown = {row[0]: row for row in connection.execute(f"SELECT {CHANGE} FROM change")}
    for row in changes(connection):
        if shown.pop(row[0], None) != row:
            yield LogProblem("change", f"entry {row[0]}")
    for number in shown:
        yield LogProblem("change", f"entry {number}")


CHANGE = "n, id, hlc, actor, verb, label, object, step, undoable, undoes, redoes"


def changes(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """The list of changes as the intents in the log tell it: rows of the `change` table."""
    numbers: dict[bytes, int] = {}
    query = "SELECT n, change, hlc, actor, intent FROM op WHERE intent <> '' ORDER BY n"
    for number, change, hlc, actor, text in connection.execute(query):
        try:
            said = Intent.parse(text)
        except ValueError:  # its hash is wrong too
            said = Intent("")
        numbers[change] = number
        yield (
            number, change, hlc, actor, said.verb, said.label, said.about, numbers.get(said.step, number),
            int(said.undoable), numbers.get(said.undoes), numbers.get(said.redoes),
        )  # fmt: skip


def derive(connection: Connection) -> None:
    """Make tips, heads and the list of changes again from the operations, inside the caller's transaction."""
    run = connection.execute
    for table in ("tip", "head", "change"):
        run(f"DELETE FROM {table}")
    run("INSERT INTO tip(session, seq, id) SELECT session, max(seq), id FROM op GROUP BY session")
    seen = {parent for (parents,) in run("SELECT parents FROM op WHERE parents <> x''") for parent in _parts(parents)}
    heads = [(cell, number) for cell, number, identity in run("SELECT cell, n, id FROM op") if identity not in seen]
    connection.executemany("INSERT INTO head(cell, op_n) VALUES (?, ?)", heads)
    marks = ",".join("?" * len(CHANGE.split(",")))
    connection.executemany(f"INSERT INTO change({CHANGE}) VALUES ({marks})", list(changes(connection)))
