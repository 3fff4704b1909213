"""Long work runs beside the window, tells how far it is, stops when asked, and never calls the dead."""

from __future__ import annotations

import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, Signal

from auditdesk.core.errors import AuditdeskError, Cancelled, DiskFull
from auditdesk.gui import widgets
from tests.gui.helpers import Heard, wait_signal, wait_until


class Screen(QObject):
    """A receiver that remembers what it was told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []
        self.thread_was_mine = True

    def on_done(self, result: object) -> None:
        self._note(("done", result))

    def on_error(self, error: AuditdeskError) -> None:
        self._note(("error", error))

    def on_cancelled(self) -> None:
        self._note(("cancelled", None))

    def _note(self, what: object) -> None:
        self.thread_was_mine &= QThread.currentThread() is self.thread()
        self.told.append(what)


@pytest.fixture
def screen(app):
    return Screen()


def start(jobs, screen, work, **more):
    more |= {"on_done": screen.on_done, "on_error": screen.on_error, "on_cancelled": screen.on_cancelled}
    return jobs.start(work, title="Testing", **more)


def test_the_result_comes_back_on_the_gui_thread(jobs, screen):
    def work(progress):
        assert threading.current_thread() is not threading.main_thread()
        return {"rows": 2**40}

    start(jobs, screen, work)
    wait_until(lambda: screen.told)

    assert screen.told == [("done", {"rows": 2**40})]
    assert screen.thread_was_mine
    assert not jobs.busy


def test_progress_arrives_in_order_and_is_never_a_flood(jobs, screen):
    heard = Heard(jobs.progressed)

    def work(progress):
        for number in range(100_000):
            progress(number, 100_000, f"row {number}")

    start(jobs, screen, work)
    wait_until(lambda: screen.told)

    done = [step.done for step in heard.values]
    assert done == sorted(done)
    assert len(done) < 50_000


def test_large_numbers_pass(jobs, screen):
    heard = Heard(jobs.progressed)

    start(jobs, screen, lambda progress: progress(2**40, 2**41, "bytes"))
    wait_until(lambda: screen.told)

    assert any(step.done == 2**40 for step in heard.values)


def test_cancel_stops_at_the_next_progress_call(jobs, screen):
    begun = threading.Event()

    def work(progress):
        begun.set()
        while True:
            progress(0, 0)

    job = start(jobs, screen, work)
    begun.wait(5)
    job.cancel()
    wait_until(lambda: screen.told)

    assert screen.told == [("cancelled", None)]


def test_a_waiting_job_that_is_cancelled_never_begins(jobs, screen):
    hold, ran = threading.Event(), []
    start(jobs, screen, lambda _: hold.wait(5))

    second = start(jobs, screen, lambda _: ran.append(True))
    second.cancel()
    hold.set()
    wait_until(lambda: len(screen.told) == 2)

    assert ran == []


def test_an_error_a_person_can_act_on_reaches_the_screen(jobs, screen):
    def work(progress):
        raise DiskFull("x.audit")

    start(jobs, screen, work)
    wait_until(lambda: screen.told)

    assert isinstance(screen.told[0][1], DiskFull)


def test_a_bug_reaches_the_exception_hook_and_frees_the_screen(jobs, screen, monkeypatch):
    hooked = []
    monkeypatch.setattr(sys, "excepthook", lambda *told: hooked.append(told[1]))

    def work(progress):
        raise ZeroDivisionError

    start(jobs, screen, work)
    wait_until(lambda: hooked)

    assert isinstance(hooked[0], ZeroDivisionError)
    assert screen.told == [("cancelled", None)]


def test_a_receiver_that_died_is_not_called(jobs, screen):
    hold = threading.Event()
    start(jobs, screen, lambda _: hold.wait(5))

    shiboken6.delete(screen)
    hold.set()
    wait_until(lambda: not jobs.busy)

    assert screen.told == []


def test_a_dropped_job_tells_nobody(jobs, screen):
    job = start(jobs, screen, lambda _: 1)

    job.drop()
    wait_until(lambda: not jobs.busy)

    assert screen.told == []


def test_jobs_run_one_after_the_other(jobs, screen):
    order = []

    def work(name):
        def run(progress):
            order.append(name)
            progress(1, 1)
            order.append(name)

        return run

    for name in "abc":
        start(jobs, screen, work(name))
    wait_until(lambda: len(screen.told) == 3)

    assert "".join(order) == "aabbcc"


def test_shutdown_waits_for_the_worker_and_tells_nobody(jobs, screen):
    begun, ended = threading.Event(), []

    def work(progress):
        begun.set()
        try:
            while True:
                progress(0, 0)
        except Cancelled:
            ended.append(True)
            raise

    start(jobs, screen, work)
    begun.wait(5)
    jobs.shutdown()

    assert ended == [True]
    assert screen.told == []
    with pytest.raises(RuntimeError):
        start(jobs, screen, work)


def test_the_strip_shows_the_step_in_words_and_cancels(jobs, screen, app):
    strip = widgets.JobStrip(jobs)
    hold = threading.Event()

    def work(progress):
        progress(3, 10, "hashing photo 3")
        hold.wait(5)
        progress(4, 10)

    start(jobs, screen, work)
    wait_until(lambda: "hashing photo 3" in strip.label.text())
    assert not strip.isHidden()
    assert strip.bar.value() == 300
    strip.cancel.click()
    hold.set()
    wait_until(lambda: screen.told)

    assert screen.told == [("cancelled", None)]
    assert strip.isHidden()
    strip.deleteLater()


def test_a_quiet_job_is_not_shown(jobs, screen):
    strip = widgets.JobStrip(jobs)

    start(jobs, screen, lambda _: 1, quiet=True)

    assert strip.isHidden()
    wait_until(lambda: screen.told)
    strip.deleteLater()


class Bell(QObject):
    rung = Signal(object)


def test_emitting_keeps_the_references_to_true(app):
    """PySide6 6.12 on Python 3.11 drops one a time and ends the program after about 500."""
    bell = Bell()
    heard = Heard(bell.rung)
    before = sys.getrefcount(True)

    for _ in range(100):
        bell.rung.emit(None)

    assert abs(sys.getrefcount(True) - before) < 20
    assert len(heard.values) == 100


def test_waiting_for_a_signal_gives_what_it_carried(jobs, screen):
    job = start(jobs, screen, lambda _: 1)

    assert wait_signal(jobs.finished) is job
