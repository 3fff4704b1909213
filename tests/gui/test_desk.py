"""The desk: one door for every change, what it tells, and how it lets go of a workbook."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from auditdesk.core import answering, findings, queries
from auditdesk.core.errors import DiskFull, Locked, Refused
from auditdesk.core.models.enums import Result
from auditdesk.core.transaction import Transaction
from auditdesk.core.workbook import Workbook
from auditdesk.gui import desk as desk_module
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.settings import Settings
from tests import builders
from tests.builders import ACTOR, PASSPHRASE, make_workbook, open_workbook
from tests.gui.helpers import Heard, wait_until


@pytest.fixture
def made(tmp_path: Path) -> builders.Desk:
    return make_workbook(tmp_path)


@pytest.fixture
def desk(jobs: Jobs, made: builders.Desk) -> Iterator[Desk]:
    desk = Desk(jobs, Settings(my_name=ACTOR, auto_lock_minutes=0))
    desk.adopt(made.workbook)
    yield desk
    desk.close()
    desk.deleteLater()


def no_room_left(desk: Desk) -> None:
    """From now on the workbook cannot grow, as on a full disk."""
    pages = desk.connection.execute("PRAGMA page_count").fetchone()[0]
    desk.connection.execute(f"PRAGMA max_page_count = {pages}")


def room_again(desk: Desk) -> None:
    desk.connection.execute("PRAGMA max_page_count = 1000000")


class Gate:
    """A job that holds until it is let through, and reports its progress while it does."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.ended: list[object] = []

    def __call__(self, progress) -> str:
        while not self.open.wait(0.005):
            progress(0, 0)
        return "done"

    def start(self, jobs: Jobs) -> Gate:
        jobs.start(
            self, title="Long", on_done=self.ended.append, on_error=self.ended.append, on_cancelled=self.on_cancelled
        )
        return self

    def on_cancelled(self) -> None:
        self.ended.append("cancelled")


# ---- changing things ------------------------------------------------------------------------------------------------
def test_a_change_is_told_to_every_screen(desk, made):
    first, second, saved = Heard(desk.changed), Heard(desk.changed), Heard(desk.saved)

    change = desk.do(answering.answer, made.questions[0], Result.CONFORMS)

    assert change is not None and change.verb == "answer"
    assert first.values == second.values == [(change, None)]
    assert saved.values == [True]


def test_the_author_of_a_change_is_named(desk, made):
    author, heard = QObject(desk), Heard(desk.changed)

    change = desk.do_by(author, answering.answer, made.questions[0], Result.CONFORMS)

    assert heard.values == [(change, author)]


def test_what_is_already_so_is_saved_and_told_to_nobody(desk, made):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    heard, saved = Heard(desk.changed), Heard(desk.saved)

    change = desk.do(answering.answer, made.questions[0], Result.CONFORMS)

    assert change is not None and change.number == 0
    assert heard.values == []
    assert saved.values == [True]


def test_without_a_workbook_nothing_is_done(jobs):
    desk = Desk(jobs, Settings())
    said = Heard(desk.said)

    assert desk.do(findings.add_finding, "Hours") is None
    desk.undo()
    desk.lock()
    desk.put_away()
    with pytest.raises(RuntimeError):
        _ = desk.connection

    assert said.values == []
    desk.deleteLater()


def test_a_refusal_is_told_and_leaves_the_saved_state_alone(desk, made):
    failed, saved, heard = Heard(desk.failed), Heard(desk.saved), Heard(desk.changed)

    change = desk.do(answering.answer, made.questions[0], Result.UNABLE, reason="no such reason")

    assert change is None
    assert isinstance(failed.values[0], Refused)
    assert saved.values == heard.values == []
    assert queries.history(desk.connection)[0].verb == "add_pack"


def test_a_full_disk_says_not_saved_and_keeps_everything_before(desk, made):
    question = made.questions[0]
    desk.do(answering.note, question, "before")
    failed, saved = Heard(desk.failed), Heard(desk.saved)
    no_room_left(desk)

    change = desk.do(answering.note, question, "much " * 10_000)

    assert change is None
    assert isinstance(failed.values[0], DiskFull)
    assert saved.values == [False]
    assert queries.question_page(desk.connection, question).note == "before"


def test_after_a_full_disk_the_next_save_works(desk, made):
    question = made.questions[0]
    no_room_left(desk)
    desk.do(answering.note, question, "much " * 10_000)
    saved = Heard(desk.saved)

    room_again(desk)
    desk.do(answering.note, question, "much " * 10_000)

    assert saved.values == [True]
    assert queries.question_page(desk.connection, question).note.startswith("much much")


# ---- undo and redo --------------------------------------------------------------------------------------------------
def test_undo_and_redo_say_what_they_did(desk, made):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    said, heard = Heard(desk.said), Heard(desk.changed)

    desk.undo()
    assert queries.question_page(desk.connection, made.questions[0]).result is None
    desk.redo()

    assert queries.question_page(desk.connection, made.questions[0]).result is Result.CONFORMS
    assert said.values == [("Undid: answer to A1", False), ("Redid: answer to A1", False)]
    assert [change.verb for change, _ in heard.values] == ["undo", "redo"]


def test_nothing_to_undo_or_redo_is_said(desk, made):
    while desk.workbook.can_undo() is not None:
        desk.undo()
    said = Heard(desk.said)

    desk.undo()
    assert said.values == [("There is nothing to undo", False)]

    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    desk.redo()
    assert said.values[-1] == ("There is nothing to redo", False)


def test_an_undo_that_cannot_be_written_is_told_and_stays_possible(desk, made, monkeypatch):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    failed = Heard(desk.failed)

    def full() -> None:
        raise DiskFull(str(made.path))

    monkeypatch.setattr(desk.workbook, "undo", full)
    desk.undo()
    monkeypatch.undo()

    assert isinstance(failed.values[0], DiskFull)
    assert desk.workbook.can_undo().verb == "answer"


# ---- letting go -----------------------------------------------------------------------------------------------------
def test_after_a_pause_the_one_file_is_complete(jobs, made, tmp_path, monkeypatch):
    monkeypatch.setattr(desk_module, "IDLE_MS", 30)
    desk = Desk(jobs, Settings(my_name=ACTOR, auto_lock_minutes=0))
    desk.adopt(made.workbook)
    wal = Path(f"{made.path}-wal")
    desk.do(answering.note, made.questions[0], "as copied")
    assert wal.stat().st_size > 0

    wait_until(lambda: wal.stat().st_size == 0)
    # by another program: opening the file in this one would let go of the database's lock
    subprocess.run(["cp", made.path, tmp_path / "copy.auditdesk"], check=True)

    copy = open_workbook(tmp_path / "copy.auditdesk")
    assert queries.question_page(copy.connection, made.questions[0]).note == "as copied"
    assert builders.check(copy) == []
    copy.close()
    desk.close()
    desk.deleteLater()


def test_closing_lets_screens_save_first_and_leaves_one_file(desk, made):
    question = made.questions[0]

    class Late(QObject):
        def on_closing(self) -> None:
            desk.do(answering.note, question, "typed last")

    late = Late(desk)
    desk.closing.connect(late.on_closing)

    desk.close()

    assert desk.workbook is None
    assert sorted(path.name for path in made.path.parent.iterdir() if path.name.startswith("audit.")) == [
        "audit.auditdesk"
    ]
    again = open_workbook(made.path)
    assert queries.question_page(again.connection, question).note == "typed last"
    again.close()


def test_opening_another_workbook_puts_the_first_away(desk, made, tmp_path):
    other = make_workbook(tmp_path, name="other")
    opened, closing = Heard(desk.opened), Heard(desk.closing)

    desk.adopt(other.workbook)

    assert len(opened.values) == len(closing.values) == 1
    open_workbook(made.path).close()


def test_locking_forgets_the_key_and_says_which_file(desk, made):
    workbook, locked = desk.workbook, Heard(desk.locked)
    with pytest.raises(Locked):
        open_workbook(made.path)

    desk.lock()

    assert locked.values == [made.path]
    assert desk.workbook is None and workbook.connection is None
    assert workbook._key.key == b""
    open_workbook(made.path).close()


def test_locking_waits_for_running_work_and_says_so(desk, jobs):
    gate, locked, said = Gate().start(jobs), Heard(desk.locked), Heard(desk.said)

    desk.lock()
    assert locked.values == [] and desk.workbook is not None
    assert "as soon as the running work is done" in said.values[0][0]
    gate.open.set()
    wait_until(lambda: locked.values)

    assert gate.ended == ["done"]
    assert desk.workbook is None


def test_work_that_ends_may_still_write_before_the_lock_falls(desk, jobs, made):
    gate = Gate()

    class Record(QObject):
        def on_done(self, _result: object) -> None:
            self.change = desk.do(findings.add_finding, "Recorded at the end")

    record = Record(desk)
    jobs.start(gate, title="Long", on_done=record.on_done, on_error=record.on_done)
    locked = Heard(desk.locked)

    desk.lock()
    gate.open.set()
    wait_until(lambda: locked.values)

    assert record.change is not None
    again = open_workbook(made.path)
    assert [row.title for row in queries.finding_rows(again.connection)] == ["Recorded at the end"]
    again.close()


def test_putting_away_stops_running_work_and_work_that_follows_it(desk, jobs):
    first, second = Gate().start(jobs), Gate()
    closing = Heard(desk.closing)

    desk.put_away()
    second.start(jobs)
    assert closing.values == []
    wait_until(lambda: closing.values)

    assert first.ended == second.ended == ["cancelled"]
    assert desk.workbook is None


# ---- locking by itself ----------------------------------------------------------------------------------------------
def soon(desk: Desk, ms: int = 60) -> None:
    """As if the idle time of the settings were this short."""
    desk.change_settings(auto_lock_minutes=1)
    desk._lock_timer.start(ms)


def test_a_desk_left_alone_locks_itself(desk, made):
    locked = Heard(desk.locked)

    soon(desk)
    wait_until(lambda: locked.values)

    assert locked.values == [made.path]


def test_zero_minutes_never_lock(desk):
    desk.change_settings(auto_lock_minutes=0)

    assert not desk._lock_timer.isActive()


def test_the_idle_time_of_the_settings_is_used_at_once(desk):
    desk.change_settings(auto_lock_minutes=3)

    assert desk._lock_timer.interval() == 180_000


def test_keys_and_pointer_put_the_lock_off(app: QApplication, desk):
    desk.watch(app)
    field = QLineEdit()
    field.show()
    field.activateWindow()
    wait_until(field.isActiveWindow)
    soon(desk, 2000)
    wait_until(lambda: desk._lock_timer.remainingTime() < 1500)

    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)

    assert desk._lock_timer.remainingTime() > 1500
    app.removeEventFilter(desk)


def test_who_comes_back_while_work_runs_is_not_locked_out(app: QApplication, desk, jobs):
    desk.watch(app)
    field = QLineEdit()
    field.show()
    field.activateWindow()
    wait_until(field.isActiveWindow)
    gate, said = Gate().start(jobs), Heard(desk.said)
    soon(desk)
    wait_until(lambda: said.values)

    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    gate.open.set()
    wait_until(lambda: not jobs.busy)
    QTest.qWait(30)

    assert desk.workbook is not None
    assert desk._lock_timer.interval() == 60_000 and desk._lock_timer.isActive()
    app.removeEventFilter(desk)


def test_a_lock_asked_for_by_hand_falls_even_when_keys_are_pressed(app: QApplication, desk, jobs):
    desk.watch(app)
    field = QLineEdit()
    field.show()
    field.activateWindow()
    wait_until(field.isActiveWindow)
    gate, locked = Gate().start(jobs), Heard(desk.locked)

    desk.lock()
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    gate.open.set()
    wait_until(lambda: locked.values)

    assert desk.workbook is None
    app.removeEventFilter(desk)


# ---- settings -------------------------------------------------------------------------------------------------------
def test_a_changed_name_stands_on_the_next_change(desk, made):
    heard = Heard(desk.settings_changed)

    assert desk.change_settings(my_name="Bo Auditor")
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)

    assert len(heard.values) == 1
    assert queries.history(desk.connection)[0].actor == "Bo Auditor"


def test_settings_that_cannot_be_kept_are_told_and_not_in_force(jobs):
    def keep(**_changes: object) -> Settings:
        raise DiskFull("settings.json")

    desk = Desk(jobs, Settings(theme="light"), keep_settings=keep)
    failed, heard = Heard(desk.failed), Heard(desk.settings_changed)

    assert not desk.change_settings(theme="dark")

    assert isinstance(failed.values[0], DiskFull)
    assert heard.values == []
    assert desk.settings.theme == "light"
    desk.deleteLater()


def test_a_mistake_in_a_verb_is_not_swallowed(desk):
    def broken(_tx: Transaction) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.do(broken)

    assert desk.do(findings.add_finding, "Still works") is not None


def test_opening_with_a_key_names_the_person(jobs, made):
    made.workbook.close()
    with builders.quick_key_derivation():
        from auditdesk.core import database

        key = database.unlock(made.path, PASSPHRASE)
    desk = Desk(jobs, Settings())

    desk.open_with(made.path, key, "Bo Auditor")

    assert isinstance(desk.workbook, Workbook) and desk.workbook.actor == "Bo Auditor"
    desk.close()
    desk.deleteLater()
