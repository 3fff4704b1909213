"""Immutable bytes in the workbook, named by their SHA-256: evidence originals and pack contents.

Bytes come in as 256 KiB slices that are *staged* until size and hash are known and then *sealed*. Nothing refers to
staged bytes; what a crash leaves staged is cleared at the next opening.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from auditdesk.core.database import Connection
from auditdesk.core.errors import AuditdeskError, BadInput, Damaged, FileMissing
from auditdesk.core.files import file_error
from auditdesk.core.progress import Progress, silent

if TYPE_CHECKING:
    from auditdesk.core.workbook import Writer

SLICE = 256 * 1024
LARGEST = 2 * 1024**3
"""The largest single item, 2 GiB."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes that are safely in the workbook. `known` says they were there before."""

    sha256: str
    size: int
    known: bool


def stage_file(writer: Writer, path: Path, progress: Progress = silent) -> Sealed:
    """Read a file into the workbook in slices; on any thread. Cancelling or failing leaves nothing.

    Raises FileMissing, ReadOnly, DiskFull, Cancelled, and BadInput with the problem empty, too_large,
    changed_while_read or not_a_file.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a folder, or a pipe that would be waited for without end
            raise BadInput(str(path), "not_a_file")
        with path.open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            sealed = stage(writer, file, before.st_size, str(path), progress)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise file_error(error, path) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) and not sealed.known:
        forget(writer, sealed.sha256)
        raise BadInput(str(path), "changed_while_read")
    return sealed


def stage(writer: Writer, file: IO[bytes], size: int, name: str, progress: Progress = silent) -> Sealed:
    """Read `size` bytes from an open file into the workbook, hashing as they pass."""
    if size == 0:
        raise BadInput(name, "empty")
    if size > LARGEST:
        raise BadInput(name, "too_large")
    number = writer.slice(lambda c: int(c.execute("INSERT INTO content(size, sealed) VALUES (0, 0)").lastrowid))
    digest, done, count = hashlib.sha256(), 0, 0
    try:
        while data := file.read(SLICE):
            digest.update(data)
            _put_slice(writer, number, count, data)
            done, count = done + len(data), count + 1
            progress(done, max(size, done), "")
            if done > size:
                break
        if done != size:
            raise BadInput(name, "changed_while_read")
        return writer.slice(lambda c: _seal(c, number, digest.hexdigest(), done))
    except BaseException:
        with contextlib.suppress(AuditdeskError):  # on a full disk: the next opening clears it
            writer.slice(lambda c: _drop(c, number))
        raise


def _put_slice(writer: Writer, number: int, count: int, data: bytes) -> None:
    writer.slice(lambda c: c.execute("INSERT INTO chunk(content_n, n, data) VALUES (?, ?, ?)", (number, count, data)))


def _seal(connection: Connection, number: int, sha256: str, size: int) -> Sealed:
    known = connection.execute("SELECT 1 FROM content WHERE sha256 = ?", (sha256,)).fetchone()
    if known:
        _drop(connection, number)
        return Sealed(sha256, size, known=True)
    connection.execute("UPDATE content SET sha256 = ?, size = ?, sealed = 1 WHERE n = ?", (sha256, size, number))
    return Sealed(sha256, size, known=False)


def _drop(connection: Connection, number: int) -> None:
    connection.execute("DELETE FROM chunk WHERE content_n = ?", (number,))
    connection.execute("DELETE FROM content WHERE n = ?", (number,))


def forget(writer: Writer, sha256: str) -> None:
    """Drop bytes that no evidence item and no pack refers to; does nothing when one does."""

    def _forget(connection: Connection) -> None:
        query = (
            "SELECT n FROM content WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM evidence_item WHERE sha256 = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM pack WHERE content_hash = ?1)"
        )
        row = connection.execute(query, (sha256,)).fetchone()
        if row:
            _drop(connection, int(row[0]))

    writer.slice(_forget)


def store_bytes(connection: Connection, data: bytes) -> str:
    """Store small bytes inside the caller's transaction and return their SHA-256 in hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    if connection.execute("SELECT 1 FROM content WHERE sha256 = ?", (sha256,)).fetchone():
        return sha256
    cursor = connection.execute("INSERT INTO content(sha256, size, sealed) VALUES (?, ?, 1)", (sha256, len(data)))
    rows = [
        (cursor.lastrowid, count, data[start : start + SLICE]) for count, start in enumerate(range(0, len(data), SLICE))
    ]
    connection.executemany("INSERT INTO chunk(content_n, n, data) VALUES (?, ?, ?)", rows)
    return sha256


def slices(connection: Connection, sha256: str) -> Iterator[bytes]:
    """The bytes in order, unchecked. Raises FileMissing when they are not in the workbook."""
    row = connection.execute("SELECT n FROM content WHERE sha256 = ? AND sealed = 1", (sha256,)).fetchone()
    if row is None:
        raise FileMissing(sha256)
    for (data,) in connection.execute("SELECT CAST(data AS BLOB) FROM chunk WHERE content_n = ? ORDER BY n", row):
        yield data


def read(connection: Connection, sha256: str, limit: int | None = None) -> bytes:
    """The bytes, re-hashed on the way. `limit` reads only a beginning, unchecked. Raises Damaged, FileMissing."""
    if limit is not None:
        found = bytearray()
        for data in slices(connection, sha256):
            found += data
            if len(found) >= limit:
                break
        return bytes(found[:limit])
    whole = b"".join(slices(connection, sha256))
    if hashlib.sha256(whole).hexdigest() != sha256:
        raise Damaged(sha256)
    return whole


def altered(connection: Connection, progress: Progress = silent) -> list[str]:
    """SHA-256 names of all sealed contents whose bytes are not what the name says."""
    names = connection.execute("SELECT sha256, size FROM content WHERE sealed = 1 ORDER BY n").fetchall()
    total, done, found = sum(size for _, size in names), 0, []
    for name, _size in names:
        digest = hashlib.sha256()
        for data in slices(connection, name):
            digest.update(data)
            done += len(data)
            progress(done, total, "")
        if digest.hexdigest() != name:
            found.append(str(name))
    return found
