"""The door: one open workbook, its threads, its quiet moments and its health."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from auditdesk.core import database, log, projection
from auditdesk.core.answering import answer, flag, note
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import Result
from tests.builders import Desk, check, open_workbook


def test_what_was_done_is_there_after_reopening(desk: Desk) -> None:
    change = desk.workbook.do(answer, desk.questions[0], Result.CONFORMS)
    name = desk.workbook.id

    desk.reopen()

    assert desk.connection.execute("SELECT result FROM answer").fetchone() == ("conforms",)
    assert desk.workbook.id == name
    assert (change.verb, change.label) == ("answer", "A1")
    assert change.touches("answer") and not change.touches("finding")
    assert check(desk.workbook) == []


def test_a_reader_shows_one_moment_and_cannot_write(desk: Desk) -> None:
    with desk.workbook.reader() as reader:
        before = reader.execute("SELECT count(*) FROM answer").fetchone()
        desk.do(flag, desk.questions[0], True)
        after = reader.execute("SELECT count(*) FROM answer").fetchone()
        with pytest.raises(driver.OperationalError, match="readonly"):
            reader.execute("DELETE FROM answer")

    assert before == after == (0,)


def test_reading_beside_a_save_works_from_another_thread(desk: Desk) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def _read() -> None:
        while not stop.is_set():
            with desk.workbook.reader() as reader:
                seen.append(reader.execute("SELECT count(*) FROM op").fetchone()[0])

    thread = threading.Thread(target=_read)
    thread.start()
    for number in range(50):
        desk.do(note, desk.questions[0], f"{number}")
    stop.set()
    thread.join()

    assert seen == sorted(seen)
    assert desk.connection.execute("SELECT note FROM answer").fetchone() == ("49",)


def test_a_checkpoint_in_a_quiet_moment_makes_the_one_file_complete(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "folded in")

    desk.workbook.checkpoint()

    wal = desk.path.with_name(desk.path.name + "-wal")
    assert wal.stat().st_size == 0
    copy = desk.path.with_name("copied by hand.auditdesk")
    copy.write_bytes(desk.path.read_bytes())
    with open_workbook(copy) as copied:
        assert copied.connection.execute("SELECT note FROM answer").fetchone() == ("folded in",)


def test_a_checkpoint_does_not_keep_the_person_waiting_for_a_long_job(desk: Desk) -> None:
    with desk.workbook.reader() as reader:
        reader.execute("SELECT count(*) FROM op").fetchone()
        desk.do(note, desk.questions[0], "saved beside a report")
        began = time.monotonic()
        desk.workbook.checkpoint()
        waited = time.monotonic() - began

    assert waited < 2, "five seconds is the wait for a lock"
    desk.workbook.checkpoint()
    assert desk.path.with_name(desk.path.name + "-wal").stat().st_size == 0


def test_what_a_crash_left_in_the_write_ahead_file_is_folded_in_without_a_new_change(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "before the crash")
    crashed = desk.path.with_name("crashed.auditdesk")
    for suffix in ("", "-wal"):
        crashed.with_name(crashed.name + suffix).write_bytes(desk.path.with_name(desk.path.name + suffix).read_bytes())

    with open_workbook(crashed) as book:
        assert book.connection.execute("SELECT note FROM answer").fetchone() == ("before the crash",)
        book.checkpoint()
        assert crashed.with_name(crashed.name + "-wal").stat().st_size == 0


def test_closing_twice_is_closing(desk: Desk) -> None:
    desk.workbook.close()
    desk.workbook.close()


def test_a_rebuild_that_fails_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.do(note, desk.questions[0], "kept")

    def _full(_: Any) -> None:
        error = driver.OperationalError("full")
        error.sqlite_errorcode = driver.SQLITE_FULL
        raise error

    monkeypatch.setattr("auditdesk.core.search.reindex_all", _full)
    with pytest.raises(DiskFull):
        desk.workbook.rebuild()

    assert check(desk.workbook) == []
    assert desk.connection.execute("SELECT note FROM answer").fetchone() == ("kept",)


def test_a_rebuild_gives_the_same_tables(desk: Desk) -> None:
    for question in desk.questions:
        desk.do(answer, question, Result.PARTLY)
        desk.do(note, question, "n")
    desk.workbook.undo()
    tables = ("answer", "pack", "vendor", "client", "audit", "head", "tip", "change", "search_item")
    before = [desk.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables[:-1]]

    desk.workbook.rebuild()

    after = [desk.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables[:-1]]
    assert after == before
    assert check(desk.workbook) == []
    assert desk.workbook.can_undo() is not None
    assert (log.verify(desk.connection), projection.differences(desk.connection)) == ([], [])


def test_a_save_waits_for_a_slice_of_evidence_and_then_goes_first(desk: Desk) -> None:
    """Both use one turn: neither meets SQLite's "database is locked"."""
    stop = threading.Event()
    slices = 0

    def _work() -> None:
        nonlocal slices
        with desk.workbook.writer() as writer:
            while not stop.is_set():
                writer.slice(lambda connection: connection.execute("INSERT INTO meta VALUES (hex(randomblob(8)), '')"))
                slices += 1

    thread = threading.Thread(target=_work)
    thread.start()
    for number in range(100):
        desk.do(note, desk.questions[0], f"{number}")
    stop.set()
    thread.join()

    assert slices > 0
    assert desk.connection.execute("SELECT note FROM answer").fetchone() == ("99",)


class _InterruptedCommit:
    """A connection where Ctrl+C arrives while COMMIT waits for the disk."""

    def __init__(self, connection: database.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, *given: Any) -> Any:
        done = self._connection.execute(statement, *given)
        if statement == "COMMIT":
            raise KeyboardInterrupt
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def test_an_interruption_after_the_commit_neither_loses_the_change_nor_breaks_the_chain(desk: Desk) -> None:
    real = desk.workbook.connection
    desk.workbook.connection = _InterruptedCommit(real)
    with pytest.raises(KeyboardInterrupt):
        desk.do(note, desk.questions[0], "kept")
    desk.workbook.connection = real

    desk.do(note, desk.questions[1], "and the next")

    assert check(desk.workbook) == []
