"""The encrypted file: what opens it, what does not, and a clear error for each."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from auditdesk.core import database, files
from auditdesk.core.answering import note
from auditdesk.core.errors import (
    AuditdeskError,
    Cancelled,
    Damaged,
    DiskFull,
    FileEmpty,
    FileExists,
    FileMissing,
    FileProblem,
    Locked,
    NotAWorkbook,
    NotEncrypted,
    ReadOnly,
    Refused,
    TooNew,
    WrongPassphrase,
)
from auditdesk.core.migrations import APPLICATION_ID
from auditdesk.core.workbook import Workbook
from tests.builders import PASSPHRASE, Desk, check, make_workbook, open_workbook, quick_key_derivation

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed workbook with a note in it, large enough for a middle page."""
    desk = make_workbook(tmp_path, questions=60)
    desk.do(note, desk.questions[0], "kept")
    desk.workbook.close()
    return desk.path


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A small file system of its own, where this machine lets us mount one."""
    place = tmp_path / "mounted"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=16m", "auditdesk-test", place]
    if subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("mounting a file system needs root")

    def _remount(options: str) -> Path:
        subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)
        return place

    yield _remount
    subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def another_process(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another process with the program's own code; it prints "ready" and waits for its standard input to end."""
    setup = "import sys; from pathlib import Path; from tests.builders import *; path = Path(sys.argv[1])\n"
    process = subprocess.Popen(
        [sys.executable, "-c", setup + textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield process
        if process.poll() is None:
            process.communicate("", timeout=30)
            assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def _until_it_fails(work: Callable[..., Any], *given: Any) -> None:
    while True:
        work(*given)


def driver_error(code: int) -> driver.OperationalError:
    error = driver.OperationalError("words that nothing depends on")
    error.sqlite_errorcode = code
    return error


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x10
    path.write_bytes(data)


# ---- the format -----------------------------------------------------------------------------------------------------
def test_a_plain_sqlcipher_tool_opens_the_workbook_with_the_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "Übersicht.auditdesk"
    with Workbook.create(path, "pässword with ' quote", actor="Ada"):
        pass   # real key derivation

    tool = driver.connect(str(path))
    tool.execute("PRAGMA key = 'pässword with '' quote'")

    assert tool.execute("SELECT count(*) FROM op").fetchone() == (0,)
    assert tool.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert tool.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    tool.close()
    with Workbook.open(path, "pässword with ' quote", actor="Ada") as again:
        assert len(again.id) == 32


def test_no_text_of_the_workbook_stands_readable_in_its_files(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path)
    desk.do(note, desk.questions[0], "Confidential-Marker-77")
    beside = [file.read_bytes() for file in tmp_path.iterdir() if file.name != f".~lock.{desk.path.name}#"]
    desk.workbook.close()

    assert all(b"Confidential-Marker" not in data and b"Blue Mill" not in data for data in beside)
    assert b"SQLite format" not in desk.path.read_bytes()[:100]


def test_a_closed_workbook_is_one_file(closed: Path) -> None:
    assert [file.name for file in closed.parent.iterdir()] == [closed.name]


def test_the_key_is_never_shown() -> None:
    key = database.Key(b"secret-key", b"salt")

    assert "secret" not in repr(key) and "salt=" not in repr(key)


def test_a_short_passphrase_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Workbook.create(tmp_path / "a.auditdesk", "elevenchars", actor="Ada")

    assert refused.value.detail == {"minimum": 12}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Prüfung 供应商", "what? no#1 50% & 'x'", "a\\b", "-rf", " space "])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    desk = make_workbook(tmp_path, name=name)
    desk.do(note, desk.questions[0], "x")
    desk.reopen()

    desk.workbook.backup(tmp_path / f"{name} copy.auditdesk")
    desk.workbook.close()

    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.auditdesk", f"{name} copy.auditdesk"}


# ---- what does not open ---------------------------------------------------------------------------------------------
def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none.auditdesk", tmp_path / "no folder" / "none.auditdesk"):
        with pytest.raises(FileMissing):
            open_workbook(path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_goes_missing_after_the_passphrase_is_missing(closed: Path) -> None:
    with quick_key_derivation():
        key = database.unlock(closed, PASSPHRASE)
    closed.unlink()

    with pytest.raises(FileMissing):
        Workbook.open_with(closed, key)
    assert list(closed.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmpty),
        (b"abc", NotAWorkbook),
        (b"%PDF-1.7" + b"x" * 3000, NotAWorkbook),
        (b"SQLite format 3\0" + b"\0" * 8000, NotEncrypted),
        (os.urandom(20_000), WrongPassphrase),
    ],
    ids=["empty", "three bytes", "short", "plain SQLite", "noise"],
)
def test_other_files_are_told_apart_and_left_alone(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "a.auditdesk"
    path.write_bytes(content)

    with pytest.raises(error):
        open_workbook(path)

    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbook):
        open_workbook(tmp_path)


def test_a_wrong_passphrase_is_wrong_and_the_right_one_still_opens(closed: Path) -> None:
    before = closed.read_bytes()

    with pytest.raises(WrongPassphrase):
        open_workbook(closed, passphrase="correct horse batterY")

    assert closed.read_bytes() == before
    open_workbook(closed).close()


def test_another_programs_encrypted_database_is_no_workbook_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "signal.db"
    with quick_key_derivation():
        key = database.new_key(PASSPHRASE)
    foreign = driver.connect(str(path))
    foreign.execute(key.pragma())
    foreign.execute("CREATE TABLE messages(x)")
    foreign.commit()
    foreign.close()

    with pytest.raises(NotAWorkbook):
        open_workbook(path)

    tool = driver.connect(str(path))
    tool.execute(key.pragma())
    assert tool.execute("SELECT name FROM sqlite_schema").fetchall() == [("messages",)]
    assert tool.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    tool.close()


@pytest.mark.parametrize(("application", "version", "error"), [(APPLICATION_ID, 99, TooNew), (7, 1, NotAWorkbook)])
def test_newer_and_foreign_versions_are_told_apart(
    closed: Path, application: int, version: int, error: type[Exception]
) -> None:
    book = open_workbook(closed)
    book.connection.execute(f"PRAGMA user_version = {version}")
    book.connection.execute(f"PRAGMA application_id = {application}")
    book.close()
    before = closed.read_bytes()

    with pytest.raises(error) as raised:
        open_workbook(closed)

    assert closed.read_bytes() == before
    if error is TooNew:
        assert (raised.value.found, raised.value.known) == (99, 1)  # type: ignore[attr-defined]


# ---- damage ---------------------------------------------------------------------------------------------------------
def test_damage_to_the_first_page_is_damage_not_a_wrong_passphrase(closed: Path) -> None:
    flip(closed, 100)

    with pytest.raises(Damaged):
        open_workbook(closed)


def test_damage_to_the_salt_is_told_from_a_wrong_passphrase_by_no_page(closed: Path) -> None:
    flip(closed, 3)   # the key is derived from these bytes: nothing answers any more

    with pytest.raises(WrongPassphrase):
        open_workbook(closed)


def test_damage_to_a_middle_page_is_found_by_the_check(closed: Path) -> None:
    book = open_workbook(closed)
    page = book.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_change_object'").fetchone()[0]
    book.close()
    flip(closed, (page - 1) * database.PAGE + 50)

    book = open_workbook(closed)
    found = database.damaged_pages(book.connection)
    book.close()

    assert any(line.endswith(f"page {page}") for line in found)


@pytest.mark.parametrize("keep", [0.5, 0.9])
@pytest.mark.parametrize("ragged", [0, 100])
def test_a_truncated_file_is_damaged(closed: Path, keep: float, ragged: int) -> None:
    size = int(closed.stat().st_size * keep) // database.PAGE * database.PAGE + ragged
    os.truncate(closed, size)

    try:
        book = open_workbook(closed)
    except Damaged:
        return
    assert database.damaged_pages(book.connection)
    book.close()


def test_a_damaged_page_met_while_working_is_named_damaged(closed: Path) -> None:
    book = open_workbook(closed)
    root = book.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'op'").fetchone()[0]
    question = book.connection.execute("SELECT id FROM question LIMIT 1").fetchone()[0]
    book.close()
    flip(closed, (root - 1) * database.PAGE + 50)

    with open_workbook(closed) as damaged, pytest.raises(Damaged):
        damaged.do(note, uuid.UUID(question), "x")


# ---- read-only, locked, full ----------------------------------------------------------------------------------------
def test_a_read_only_medium_is_read_only(closed: Path, mount: Callable[[str], Path]) -> None:
    place = mount("rw") / closed.name
    place.write_bytes(closed.read_bytes())
    mount("ro")

    with pytest.raises(ReadOnly):
        open_workbook(place)
    with pytest.raises(ReadOnly):
        make_workbook(place.parent, name="new")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become somebody without rights")
def test_a_file_without_write_permission_is_read_only_at_opening(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path)
    desk.workbook.close()
    desk.path.chmod(0o444)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o777)
    code = """
        import os; from auditdesk.core.errors import ReadOnly
        os.setgid(65534); os.setuid(65534)
        try:
            open_workbook(path)
        except ReadOnly:
            print("ready", flush=True)
        """

    with another_process(code, desk.path):
        pass


HOLD = """
    book = open_workbook(path)
    {also}
    print("ready", flush=True)
    sys.stdin.readline()
    book.close()
"""


@pytest.mark.parametrize(
    "also", ["pass", "open(path, 'rb').close()"], ids=["open", "after a stray open and close"]
)
def test_a_workbook_open_elsewhere_is_locked_and_says_by_whom(closed: Path, also: str) -> None:
    with another_process(HOLD.format(also=also), closed):
        with pytest.raises(Locked) as locked:
            open_workbook(closed)

        assert locked.value.user and locked.value.host and locked.value.since
    open_workbook(closed).close()


def test_opening_it_again_by_mistake_does_not_let_other_programs_in(closed: Path) -> None:
    with quick_key_derivation():
        key = database.unlock(closed, PASSPHRASE)
    again = """try:
        with quick_key_derivation():
            Workbook.open(path, PASSPHRASE)
    except Exception as error:
        assert type(error).__name__ == "Locked", error"""
    with another_process(HOLD.format(also=again), closed):
        tool = driver.connect(str(closed), timeout=0)
        tool.execute(key.pragma())

        with pytest.raises(driver.OperationalError, match="locked"):
            tool.execute("PRAGMA journal_mode = DELETE")   # needs the file for itself
        tool.close()


def test_the_same_process_cannot_open_a_workbook_twice(closed: Path) -> None:
    with open_workbook(closed), pytest.raises(Locked):
        open_workbook(closed)


def test_a_holder_that_was_killed_holds_nothing(closed: Path) -> None:
    with another_process(HOLD.format(also="pass"), closed) as holder:
        holder.kill()
        holder.wait()

    open_workbook(closed).close()


def test_a_lock_file_removed_by_its_owner_is_not_taken_for_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.auditdesk"
    first = database.SideLock(path)
    real = database._lock

    def _first_goes_just_before(fd: int) -> None:
        monkeypatch.setattr(database, "_lock", real)
        first.release()
        real(fd)

    monkeypatch.setattr(database, "_lock", _first_goes_just_before)
    second = database.SideLock(path)

    with pytest.raises(Locked):
        database.SideLock(path)
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_works_for_somebody_without_an_account_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def _nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(database.getpass, "getuser", _nobody)

    database.SideLock(tmp_path / "a.auditdesk").release()


def test_a_full_disk_is_full_and_the_workbook_is_kept(closed: Path, mount: Callable[[str], Path]) -> None:
    folder = mount("size=4m")
    place = folder / closed.name
    place.write_bytes(closed.read_bytes())
    with open_workbook(place) as book:
        question = uuid.UUID(book.connection.execute("SELECT question_id FROM answer").fetchone()[0])
        with (folder / "filler").open("wb", buffering=0) as filler, pytest.raises(OSError, match="No space"):
            _until_it_fails(filler.write, b"x" * 4096)
        with pytest.raises(DiskFull):
            _until_it_fails(lambda: book.do(note, question, f"{time.monotonic_ns()} " + "x" * 5000))
        kept = book.connection.execute("SELECT note FROM answer").fetchone()[0]
        (folder / "filler").unlink()
        book.do(note, question, "room again")
        assert book.connection.execute("SELECT note FROM answer").fetchone()[0] == "room again"
        assert kept == "kept" or kept.split()[0].isdigit()
        assert check(book) == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (driver.SQLITE_FULL, DiskFull), (driver.SQLITE_READONLY, ReadOnly), (driver.SQLITE_READONLY | 4 << 8, ReadOnly),
        (driver.SQLITE_BUSY, Locked), (driver.SQLITE_CORRUPT, Damaged), (driver.SQLITE_NOTADB, Damaged),
        (driver.SQLITE_IOERR | 3 << 8, Damaged), (driver.SQLITE_CANTOPEN, ReadOnly),
    ],
)  # fmt: skip
def test_every_driver_error_a_person_can_act_on_has_its_own_name(
    tmp_path: Path, code: int, error: type[Exception]
) -> None:
    (tmp_path / "a").write_bytes(b"x")

    assert type(database.problem(driver_error(code), tmp_path / "a")) is error


def test_an_io_error_on_a_nearly_full_disk_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SPARE", 1 << 62)

    assert type(database.problem(driver_error(driver.SQLITE_IOERR), tmp_path / "a")) is DiskFull


def test_a_fault_of_ours_stays_what_it_is(tmp_path: Path) -> None:
    error = driver_error(driver.SQLITE_ERROR)

    assert database.problem(error, tmp_path / "a") is error


# ---- creating -------------------------------------------------------------------------------------------------------
def test_creating_never_overwrites(closed: Path) -> None:
    before = closed.read_bytes()

    with pytest.raises(FileExists):
        Workbook.create(closed, PASSPHRASE, actor="Ada")

    assert closed.read_bytes() == before
    assert [file.name for file in closed.parent.iterdir()] == [closed.name]


def test_a_workbook_that_appears_while_the_key_is_made_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.auditdesk"
    real = database.new_key

    def _meanwhile(passphrase: str) -> database.Key:
        path.write_bytes(b"somebody else's")
        return real(passphrase)

    monkeypatch.setattr(database, "new_key", _meanwhile)
    with quick_key_derivation(), pytest.raises(FileExists):
        Workbook.create(path, PASSPHRASE, actor="Ada")

    assert path.read_bytes() == b"somebody else's"
    assert list(tmp_path.iterdir()) == [path]


def test_creating_in_a_missing_folder_is_missing_and_makes_none(tmp_path: Path) -> None:
    with quick_key_derivation(), pytest.raises(FileMissing):
        Workbook.create(tmp_path / "none" / "a.auditdesk", PASSPHRASE, actor="Ada")
    assert list(tmp_path.iterdir()) == []


def test_creating_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def _fails(*_: Any, **__: Any) -> int:
        raise driver_error(driver.SQLITE_FULL)

    monkeypatch.setattr("auditdesk.core.workbook.migrate", _fails)
    with quick_key_derivation(), pytest.raises(DiskFull):
        Workbook.create(tmp_path / "a.auditdesk", PASSPHRASE, actor="Ada")

    assert list(tmp_path.iterdir()) == []


# ---- copies ---------------------------------------------------------------------------------------------------------
def test_a_copy_made_while_working_is_complete_and_opens_with_the_same_passphrase(desk: Desk, tmp_path: Path) -> None:
    desk.do(note, desk.questions[0], "before the copy")
    target = tmp_path / "copy.auditdesk"
    seen: list[tuple[int, int]] = []

    desk.workbook.backup(target, lambda done, total, _step="": seen.append((done, total)))

    copy = open_workbook(target)
    assert copy.id == desk.workbook.id
    assert copy.connection.execute("SELECT note FROM answer").fetchone() == ("before the copy",)
    assert check(copy) == []
    copy.close()
    assert seen and seen[-1][0] == seen[-1][1]
    with pytest.raises(FileExists):
        desk.workbook.backup(target)


def test_a_cancelled_copy_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    before = {file.name for file in tmp_path.iterdir()}

    def _stop(done: int, total: int, step: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        desk.workbook.backup(tmp_path / "copy.auditdesk", _stop)

    assert {file.name for file in tmp_path.iterdir()} == before


def test_a_copy_ends_even_while_a_person_keeps_saving(desk: Desk, tmp_path: Path) -> None:
    desk.stage(os.urandom(24 * 1024 * 1024))   # several steps of the copy
    steps = 0

    def _save(done: int, total: int, step: str = "") -> None:
        nonlocal steps
        steps += 1
        assert steps < 50, "the copy starts again at every save"
        desk.do(note, desk.questions[0], f"note {steps}")

    desk.workbook.backup(tmp_path / "copy.auditdesk", _save)

    copy = open_workbook(tmp_path / "copy.auditdesk")
    assert check(copy) == []
    copy.close()
    assert steps > 1


def test_a_copy_into_a_missing_folder_is_missing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        desk.workbook.backup(tmp_path / "none" / "copy.auditdesk")


# ---- other files ----------------------------------------------------------------------------------------------------
def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    files.write_atomically(path, b"old")

    def _fails_half_way() -> None:
        with files.writing_atomically(path) as out:
            out.write(b"half of the new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _fails_half_way()

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, ReadOnly), (errno.EACCES, ReadOnly),
     (errno.ENOENT, FileMissing)],
)  # fmt: skip
def test_operating_system_errors_get_their_names(tmp_path: Path, number: int, error: type[AuditdeskError]) -> None:
    def _fails(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files.os, "fsync", _fails)
        with pytest.raises(error):
            files.write_atomically(tmp_path / "x", b"data")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EIO, errno.ELOOP, errno.ENAMETOOLONG])
def test_any_other_trouble_with_a_file_is_a_problem_of_that_file(tmp_path: Path, number: int) -> None:
    assert files.file_error(OSError(number, os.strerror(number)), tmp_path) == FileProblem(str(tmp_path))


def test_an_operating_system_error_of_our_making_stays_what_it_is(tmp_path: Path) -> None:
    error = OSError(errno.EBADF, "Bad file descriptor")

    assert files.file_error(error, tmp_path) is error


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_workbook_the_files_beside_it_and_its_copies_are_for_their_owner_alone(desk: Desk, tmp_path: Path) -> None:
    desk.do(note, desk.questions[0], "in the write-ahead file")
    desk.workbook.backup(tmp_path / "copy.auditdesk")

    found = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if "auditdesk" in path.name}

    assert len(found) == 5
    assert set(found.values()) == {0o600}


def test_a_letter_typed_in_two_halves_is_the_same_letter_of_the_passphrase() -> None:
    composed, halves = "l\u00f6senord med \u00e5\u00e4\u00f6", "lo\u0308senord med a\u030aa\u0308o\u0308"

    assert database.derive(composed, b"s" * 16) == database.derive(halves, b"s" * 16)
