"""The encrypted file: key, connection, side lock, copy and integrity.

One SQLCipher 4 file with its default parameters, so that any SQLCipher tool opens it with the passphrase. WAL with
`synchronous=FULL` is the only mode that is both safe at a power cut and below 5 ms on a laptop disk. This is the only
module that opens the workbook by its path, and only before a connection exists: on POSIX, closing any descriptor of the
file drops SQLite's locks, so a side lock file says who has the workbook open.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import json
import os
import shutil
import socket
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver

from auditdesk.core.errors import (
    Damaged,
    DiskFull,
    FileEmpty,
    FileMissing,
    FileProblem,
    Locked,
    NotAWorkbook,
    NotEncrypted,
    ReadOnly,
    Refused,
    WrongPassphrase,
)
from auditdesk.core.files import file_error, sync_folder

PAGE = 4096
SALT = 16
MAC = 64
KDF_ROUNDS = 256_000
APPLICATION_ID = 0x41444B31
"""'ADK1' in the file header: this SQLCipher file is a workbook."""
PLAIN_MAGIC = b"SQLite format 3\0"
MIN_PASSPHRASE = 12
WAIT_MS = 5000
"""How long a statement waits for another connection's lock."""
SPARE = 64 * 1024 * 1024
"""Free bytes below which an I/O error on the workbook is read as a full disk."""

Connection = Any
"""A sqlcipher3 connection; the driver ships no types."""
Error: type[Exception] = driver.Error
"""Whatever the driver raises."""


@dataclass(frozen=True, slots=True)
class Key:
    """The 32-byte database key and the file's 16-byte salt. Never shown, never logged."""

    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    def pragma(self) -> str:
        """The statement that unlocks a connection without deriving the key again."""
        return f"""PRAGMA key = "x'{self.key.hex()}{self.salt.hex()}'" """


def derive(passphrase: str, salt: bytes) -> Key:
    """The key SQLCipher 4 derives: PBKDF2-HMAC-SHA512, 256 000 rounds. About 0.15 s; releases the GIL.

    The passphrase is composed (NFC) first: another keyboard may type the same letter in two halves.
    """
    passphrase = unicodedata.normalize("NFC", passphrase)
    return Key(hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8"), salt, KDF_ROUNDS, 32), salt)


def new_key(passphrase: str) -> Key:
    """A key for a new workbook. Raises Refused('weak_passphrase') below 12 characters."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise Refused("weak_passphrase", {"minimum": MIN_PASSPHRASE})
    return derive(passphrase, os.urandom(SALT))


def unlock(path: Path, passphrase: str) -> Key:
    """The key of the workbook at `path`, checked against the file's page MACs before any connection exists.

    SQLCipher says "file is not a database" for a wrong passphrase and for damage alike; looking at page 1 and at
    sampled pages tells them apart. Raises FileMissing, FileEmpty, NotEncrypted, NotAWorkbook, WrongPassphrase, Damaged,
    and Locked or ReadOnly like an opening: under the side lock, because reading a file that this very process has open
    would drop SQLite's own lock on it.
    """
    if not os.path.exists(path):  # unlike Path.exists, also says no to a name no file can have
        raise FileMissing(str(path))
    if not path.is_file():
        raise NotAWorkbook(str(path))
    lock = SideLock(path)
    try:
        return _probe(path, passphrase)
    except OSError as error:
        raise file_error(error, path) from error
    finally:
        lock.release()


def _probe(path: Path, passphrase: str) -> Key:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        salt = file.read(SALT)
        if size == 0:
            raise FileEmpty(str(path))
        if salt == PLAIN_MAGIC:
            raise NotEncrypted(str(path))
        if size < PAGE:
            raise NotAWorkbook(str(path))
        key = derive(passphrase, salt)
        mac_key = hashlib.pbkdf2_hmac("sha512", key.key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
        pages = size // PAGE
        if _page_ok(file, mac_key, 1):
            return key
        probe = {max(2, 1 + i * pages // 16) for i in range(1, 16)} | {2, pages}
        if any(_page_ok(file, mac_key, page) for page in sorted(probe) if 1 < page <= pages):
            raise Damaged(str(path))
    raise WrongPassphrase(str(path))


def _page_ok(file: Any, mac_key: bytes, page: int) -> bool:
    file.seek((page - 1) * PAGE)
    data = file.read(PAGE)
    if len(data) < PAGE:
        return False
    body = data[SALT if page == 1 else 0 : PAGE - MAC]
    expected = hmac.new(mac_key, body + page.to_bytes(4, "little"), hashlib.sha512).digest()
    return hmac.compare_digest(data[PAGE - MAC :], expected)


def connect(path: Path, key: Key, *, create: bool = False, readonly: bool = False) -> Connection:
    """A connection with every guard on. Belongs to the thread that made it. Raises the FileProblem it met."""
    if driver.sqlite_version_info < (3, 51, 3):
        raise RuntimeError("this SQLite has the WAL-reset bug; sqlcipher3 >= 0.6.4 is needed")
    mode = "ro" if readonly else "rw"
    uri = f"file:{quote(os.path.abspath(path))}?mode={mode}"
    connection: Connection = None
    try:
        connection = driver.connect(uri, uri=True, isolation_level=None, timeout=WAIT_MS / 1000, cached_statements=256)
        run = connection.execute
        run("PRAGMA cipher_log_level = NONE")
        run(key.pragma())
        if create:
            run("PRAGMA auto_vacuum = INCREMENTAL")
        run("SELECT count(*) FROM sqlite_schema").fetchone()
        if not create and run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotAWorkbook(str(path))
        connection.create_function("fold", 1, str.casefold, deterministic=True)
        if not readonly and run("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise ReadOnly(str(path))
        for pragma in (
            "synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON", "foreign_keys = ON",
            "cache_size = -8192", "temp_store = MEMORY", "trusted_schema = OFF", "cell_size_check = ON",
            "wal_autocheckpoint = 4000",
        ):  # fmt: skip
            run(f"PRAGMA {pragma}")
        return connection
    except Error as error:
        if connection is not None:
            connection.close()
        raise problem(error, path) from error
    except BaseException:
        if connection is not None:
            connection.close()
        raise


def make_private(path: Path) -> None:
    """An empty file only its owner can read; SQLite gives the files beside it the same rights. Raises FileExists."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise file_error(error, path) from error


def problem(error: Exception, path: Path) -> Exception:
    """The FileProblem behind a driver error, or the error itself when it is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF or WORDS.get(str(error), 0)
    kind = PROBLEMS.get(code)
    if code == driver.SQLITE_CANTOPEN:
        kind = ReadOnly if path.exists() else FileMissing
    if code == driver.SQLITE_IOERR:
        # A WAL file on a full disk answers with an I/O error instead of "full"; damage has a code of its own.
        kind = DiskFull if _nearly_full(path.parent) else Damaged
    return error if kind is None else kind(str(path))


def _nearly_full(folder: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free < SPARE
    return False


PROBLEMS: dict[int, type[FileProblem]] = {
    driver.SQLITE_FULL: DiskFull,
    driver.SQLITE_READONLY: ReadOnly,
    driver.SQLITE_BUSY: Locked,
    driver.SQLITE_LOCKED: Locked,
    driver.SQLITE_CORRUPT: Damaged,
    driver.SQLITE_NOTADB: Damaged,
}
"""What SQLite's primary result codes mean for the person at the desk."""
WORDS: dict[str, int] = {
    "database or disk is full": driver.SQLITE_FULL,
    "attempt to write a readonly database": driver.SQLITE_READONLY,
    "database is locked": driver.SQLITE_BUSY,
    "database disk image is malformed": driver.SQLITE_CORRUPT,
    "file is not a database": driver.SQLITE_NOTADB,
    "disk I/O error": driver.SQLITE_IOERR,
    "unable to open database file": driver.SQLITE_CANTOPEN,
}
"""SQLite's own words for them: the driver's backup raises without a code."""


class SideLock:
    """The lock that survives a stray open() of the workbook: flock (msvcrt on Windows) on `.~lock.NAME#`."""

    def __init__(self, workbook: Path) -> None:
        """Take the lock. Raises Locked with who holds it, ReadOnly or FileMissing when the folder refuses."""
        self.path = workbook.parent / f".~lock.{workbook.name}#"
        self._fd = -1
        while self._fd < 0:
            self._take(workbook)
        since = datetime.now(UTC).isoformat("T", "minutes")
        me = {"user": _user(), "host": socket.gethostname(), "since": since}
        with suppress(OSError):  # a full disk must not keep a person from reading the workbook
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, json.dumps(me).encode())

    def _take(self, workbook: Path) -> None:
        """Lock the file at the path; not one whose owner has just removed it, which would lock nobody out."""
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise file_error(error, workbook) from error
        try:
            _lock(fd)
        except OSError:
            holder = self._holder(fd)
            os.close(fd)
            raise Locked(str(workbook), **holder) from None
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            there = None
        if there is not None and os.path.samestat(os.fstat(fd), there):
            self._fd = fd
        else:
            os.close(fd)

    @staticmethod
    def _holder(fd: int) -> dict[str, str]:
        with suppress(OSError, ValueError, AttributeError):
            os.lseek(fd, 0, os.SEEK_SET)
            found = json.loads(os.read(fd, 4096))
            return {key: str(found.get(key, "")) for key in ("user", "host", "since")}
        return {}

    def release(self) -> None:
        """Give the lock back; the file goes while the lock is still held."""
        if self._fd < 0:
            return
        with suppress(OSError):
            os.unlink(self.path)
        os.close(self._fd)
        self._fd = -1


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return ""


def _lock(fd: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(fd, 1 << 20, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def backup(source: Connection, key: Key, target: Path, step: Callable[[int, int], None] | None = None) -> None:
    """Copy the open workbook to `target`, consistent and complete, under the same key.

    `step(remaining, total)` is called every 2 000 pages and may raise to stop; then nothing is left behind.
    Raises DiskFull, ReadOnly, FileMissing.
    """
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    copy: Connection = None
    try:
        make_private(part)
        copy = driver.connect(str(part), isolation_level=None)
        copy.execute("PRAGMA cipher_log_level = NONE")
        copy.execute(key.pragma())

        def _progress(_status: int, remaining: int, total: int) -> None:
            if step is not None:
                step(remaining, total)

        source.backup(copy, pages=2000, progress=_progress, sleep=0.0)
        copy.close()
        copy = None
        fd = os.open(part, os.O_RDWR)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
        os.replace(part, target)
        sync_folder(target.parent)
    except Error as error:
        raise problem(error, target) from error
    except OSError as error:
        raise file_error(error, target) from error
    finally:
        if copy is not None:
            copy.close()
        part.unlink(missing_ok=True)


def damaged_pages(connection: Connection) -> list[str]:
    """What the cipher's page MACs and SQLite's own check find wrong; empty for a sound file."""
    found: list[str] = []
    checks = (("cipher_integrity_check", ""), ("quick_check(20)", ""), ("foreign_key_check", "foreign key "))
    for pragma, words in checks:
        try:
            rows = connection.execute(f"PRAGMA {pragma}").fetchall()
        except Error as error:  # the check itself fell over a damaged page
            rows = [(str(error),)]
        found += [f"{words}{row[0]}" for row in rows if row[0] != "ok"]
    return found
