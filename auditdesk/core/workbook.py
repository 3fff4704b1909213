"""The workbook: the one door. `do` runs a verb in one transaction; when it returns the Change, it is on the disk.

Verbs live by subject beside this module (`planning`, `answering`, `collecting`, `findings`, `signing_off`); each is a
function whose first argument is the Transaction. Reading goes through `queries` with `connection`, or `reader()` on
another thread.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from auditdesk.core import database, log, planning, projection, search, undoing
from auditdesk.core.database import Connection, Key
from auditdesk.core.errors import FileExists, Refused
from auditdesk.core.migrations import migrate
from auditdesk.core.progress import Progress, silent
from auditdesk.core.transaction import Change, Last, Transaction
from auditdesk.core.undoing import Step

P = ParamSpec("P")
T = TypeVar("T")
SUFFIX = ".auditdesk"


class Workbook:
    """One open workbook file. Belongs to the thread that opened it; `reader` and `writer` serve other threads."""

    def __init__(self, path: Path, key: Key, connection: Connection, lock: database.SideLock, actor: str) -> None:
        self.path = path
        self.connection = connection
        self._key = key
        self._lock = lock
        self._log = log.Log(connection, actor)
        self._stacks: undoing.Stacks | None = None
        self._writing = threading.Lock()
        self._idle = False  # a crash may have left a write-ahead file to fold in
        self._last: Last | None = None

    # ---- life -------------------------------------------------------------------------------------------------------
    @classmethod
    def create(cls, path: Path, passphrase: str, *, actor: str = "") -> Workbook:
        """Make a new, empty workbook. Raises FileExists, Refused('weak_passphrase'), DiskFull, ReadOnly, FileMissing.

        Nothing is left behind when it fails.
        """
        if os.path.lexists(path):
            raise FileExists(str(path))
        return cls.create_with(path, database.new_key(passphrase), actor=actor)

    @classmethod
    def create_with(cls, path: Path, key: Key, *, actor: str = "") -> Workbook:
        """Make a new workbook with a key derived elsewhere (`database.new_key`, on any thread).

        Raises FileExists, DiskFull, ReadOnly, FileMissing; then nothing is left behind.
        """
        if os.path.lexists(path):
            raise FileExists(str(path))
        lock = database.SideLock(path)
        try:
            database.make_private(path)  # refuses what came while the key was made
        except BaseException:
            lock.release()
            raise
        connection: Connection = None
        try:
            connection = database.connect(path, key, create=True)
            migrate(connection, path)
        except BaseException as error:
            if connection is not None:
                connection.close()
            for leftover in ("", "-wal", "-shm"):
                Path(f"{path}{leftover}").unlink(missing_ok=True)
            lock.release()
            if isinstance(error, database.Error):
                raise database.problem(error, path) from error
            raise
        return cls(path, key, connection, lock, actor)

    @classmethod
    def open(cls, path: Path, passphrase: str, *, actor: str = "") -> Workbook:
        """Derive the key and open. Raises every FileProblem of `database.unlock` and of `open_with`."""
        return cls.open_with(path, database.unlock(path, passphrase), actor=actor)

    @classmethod
    def open_with(cls, path: Path, key: Key, *, actor: str = "") -> Workbook:
        """Open with a key derived elsewhere (`database.unlock`, on any thread).

        Upgrades an older file after a backup beside it. Raises Locked, ReadOnly, TooNew, Damaged, DiskFull.
        """
        lock = database.SideLock(path)
        connection: Connection = None
        try:
            connection = database.connect(path, key)
            _must_be_writable(connection)
            opened = connection

            def _backup(version: int) -> None:
                database.backup(opened, key, path.with_name(f"{path.stem}.before-v{version + 1}{path.suffix}"))

            migrate(connection, path, backup=_backup)
            _clear_staged(connection)
            return cls(path, key, connection, lock, actor)
        except BaseException as error:
            if connection is not None:
                connection.close()
            lock.release()
            if isinstance(error, database.Error):
                raise database.problem(error, path) from error
            raise

    def close(self) -> None:
        """Fold the write-ahead file into the workbook and let go of it: a closed workbook is one file."""
        if self.connection is None:
            return
        try:
            with contextlib.suppress(database.Error):  # on a full disk the -wal file stays and keeps everything
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.connection.close()
        finally:
            self.connection = None
            self._key = Key(b"", b"")
            self._lock.release()

    def discard(self) -> None:
        """Close and remove the file: the way out of making a workbook that failed half way."""
        self.close()
        for leftover in ("", "-wal", "-shm"):
            Path(f"{self.path}{leftover}").unlink(missing_ok=True)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def checkpoint(self) -> None:
        """After two idle seconds: fold the write-ahead file in, so that a copy of the one file is complete.

        Does not wait: while another thread reads or writes, the next call tries again.
        """
        if not self._idle and self.connection is not None:
            with contextlib.suppress(database.Error):
                self.connection.execute("PRAGMA busy_timeout = 0")
                search.tidy(self.connection)
                busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                self._idle = not busy
            self.connection.execute(f"PRAGMA busy_timeout = {database.WAIT_MS}")

    # ---- facts ------------------------------------------------------------------------------------------------------
    @property
    def id(self) -> str:
        """The workbook's id, 32 hex digits: stays when the file is copied or renamed."""
        return str(self.connection.execute("SELECT value FROM meta WHERE key = 'workbook'").fetchone()[0])

    @property
    def actor(self) -> str:
        """Whose name stands on what is done from now on."""
        return self._log.actor

    @actor.setter
    def actor(self, name: str) -> None:
        name = str(log.clean(name))
        if name != self._log.actor:
            self._log = log.Log(self.connection, name)  # another person is another session
            self._stacks = None
            self._last = None

    # ---- the door ---------------------------------------------------------------------------------------------------
    def do(
        self, verb: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Change[T]:
        """Run a verb in one transaction. When this returns, the change is on the disk.

        Raises what the verb raises, DiskFull, ReadOnly, Damaged; then nothing of it happened.
        """

        def _run(transaction: Transaction) -> T:
            return verb(transaction, *args, **kwargs)

        change, transaction = self._transact(_run)
        if change.number and transaction.undoable and self._stacks is not None:
            self._stacks.did(Step(change.number, change.verb, change.label), joins=bool(transaction.step))
        return change

    def _transact(self, run: Callable[[Transaction], T]) -> tuple[Change[T], Transaction]:
        if not self._log.actor:
            raise Refused("no_name")
        transaction = Transaction(self.connection, self._log, previous=self._last)
        mark = self._log.mark()
        with self._writing:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                value = run(transaction)
                transaction.finish()
                self.connection.execute("COMMIT")
            except BaseException as error:
                if self.connection.in_transaction:  # a full disk has already rolled back
                    self.connection.execute("ROLLBACK")
                if not self._kept(transaction):
                    self._log.reset(mark)
                if isinstance(error, database.Error):
                    raise database.problem(error, self.path) from error
                raise
        self._idle = False
        if transaction.first:
            self._last = transaction.last()
        change = Change(
            transaction.first, transaction.verb, transaction.label, transaction.about,
            frozenset(transaction.touched), value,
        )  # fmt: skip
        return change, transaction

    def _kept(self, transaction: Transaction) -> bool:
        """Whether a change is on the disk although an interruption met its COMMIT: then the log goes on behind it."""
        with contextlib.suppress(database.Error):
            query = "SELECT 1 FROM op WHERE n = ? AND change = ?"
            return self.connection.execute(query, (transaction.first, transaction.change)).fetchone() is not None
        return False

    # ---- undo and redo ----------------------------------------------------------------------------------------------
    def _stack(self) -> undoing.Stacks:
        if self._stacks is None:
            self._stacks = undoing.load(self.connection, self.actor)
        return self._stacks

    def can_undo(self) -> Step | None:
        """The step that `undo` would take back, with its words."""
        steps = self._stack().undo
        return steps[-1] if steps else None

    def can_redo(self) -> Step | None:
        """The step that `redo` would bring again, with its words."""
        steps = self._stack().redo
        return steps[-1] if steps else None

    def undo(self) -> Change[None] | None:
        """Take back this person's newest step; None when there is none. Raises Refused('changed_since')."""
        return self._reverse("undo")

    def redo(self) -> Change[None] | None:
        """Bring back what was last undone; None when there is none. Raises Refused('changed_since')."""
        return self._reverse("redo")

    def _reverse(self, way: str) -> Change[None] | None:
        stacks = self._stack()
        source, target = (stacks.undo, stacks.redo) if way == "undo" else (stacks.redo, stacks.undo)
        if not source:
            return None
        step = source[-1]

        def _run(transaction: Transaction) -> None:
            row = self.connection.execute("SELECT id, object FROM change WHERE n = ?", (step.number,)).fetchone()
            transaction.says(way, step.label, str(row[1]))
            transaction.back_to = step.number
            if way == "undo":
                transaction.undoes = bytes(row[0])
            else:
                transaction.redoes = bytes(row[0])
            undoing.take_back(transaction, step.number)

        change, _ = self._transact(_run)
        self._last = None
        source.pop()
        target.append(Step(change.number, step.verb, step.label))
        return replace(change, target_verb=step.verb)

    # ---- other threads ----------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def reader(self) -> Iterator[Connection]:
        """A read-only connection for the calling thread, showing one moment of the workbook."""
        connection = database.connect(self.path, self._key, readonly=True)
        try:
            connection.execute("BEGIN")
            yield connection
        except database.Error as error:
            raise database.problem(error, self.path) from error
        finally:
            connection.close()

    @contextlib.contextmanager
    def writer(self) -> Iterator[Writer]:
        """A connection for the calling thread to bring in evidence bytes, slice by slice, beside the person's saves."""
        connection = database.connect(self.path, self._key)
        try:
            yield Writer(connection, self._writing, self.path)
        finally:
            connection.close()
            self._idle = False

    def backup(self, target: Path, progress: Progress = silent) -> None:
        """Copy the workbook to `target` while it is open; on any thread. Raises DiskFull, ReadOnly, FileExists."""
        if os.path.lexists(target):
            raise FileExists(str(target))
        with self.reader() as connection:
            connection.execute("SELECT 1 FROM meta").fetchone()  # one moment: saves meanwhile must not restart the copy
            database.backup(connection, self._key, target, lambda left, total: progress(total - left, total))

    # ---- health -----------------------------------------------------------------------------------------------------
    def rebuild(self) -> None:
        """Make every table again from log and contents: the way on when a check finds tables that differ from them.

        Raises Damaged when a pack's content is not what its name says, DiskFull, ReadOnly.
        """
        Writer(self.connection, self._writing, self.path).slice(_make_again)
        self._stacks = self._last = None
        self._idle = False


@dataclass(frozen=True, slots=True)
class Writer:
    """A worker's connection with the turn-taking that lets a person's save go between two slices."""

    connection: Connection
    turn: threading.Lock
    path: Path

    def slice(self, statements: Callable[[Connection], T]) -> T:
        """Run one small transaction. Raises DiskFull, ReadOnly."""
        with self.turn:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                value = statements(self.connection)
                self.connection.execute("COMMIT")
                return value
            except BaseException as error:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                if isinstance(error, database.Error):
                    raise database.problem(error, self.path) from error
                raise


def _make_again(connection: Connection) -> None:
    log.derive(connection)
    projection.rebuild(connection)
    planning.project_again(connection)
    search.reindex_all(connection)


def _must_be_writable(connection: Connection) -> None:
    """Let a file without write permission say so now instead of at the first save: write something, keep nothing."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    connection.execute("ROLLBACK")


def _clear_staged(connection: Connection) -> None:
    """Forget bytes whose intake was cut off before they were sealed: nothing ever acknowledged them."""
    if connection.execute("SELECT 1 FROM content WHERE sealed = 0 LIMIT 1").fetchone() is None:
        return
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM chunk WHERE content_n IN (SELECT n FROM content WHERE sealed = 0)")
    connection.execute("DELETE FROM content WHERE sealed = 0")
    connection.execute("COMMIT")
    connection.execute("PRAGMA incremental_vacuum").fetchall()
