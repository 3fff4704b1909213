"""The program starts, tells of its mistakes without betraying anything, and ends in order."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading

import pytest

from auditdesk.core.errors import DiskFull
from auditdesk.gui import app as desk
from auditdesk.gui import logfile
from tests.gui.helpers import wait_until


@pytest.fixture
def hooks(app):
    hooks = desk.Hooks(app)
    hooks.install()
    yield hooks
    hooks.remove()
    hooks.deleteLater()


@pytest.fixture
def log():
    path = logfile.start_log()
    yield path
    logfile.stop_log()


def raise_secret():
    secret = "Nurlan K. said"
    raise ValueError(f"cannot use {secret}")


def caught():
    try:
        raise_secret()
    except ValueError as error:
        return error


def test_a_mistake_is_told_once_without_a_traceback(hooks, answers, log):
    answers.will(None)
    error = caught()

    sys.excepthook(ValueError, error, error.__traceback__)
    wait_until(lambda: answers.asked)

    told = str(answers.asked[0])
    assert "kept" in told
    assert str(log) in told
    assert "Traceback" not in told and "ValueError" not in told and "Nurlan" not in told


def test_the_log_has_places_and_no_values(hooks, answers, log):
    answers.will(None)
    error = caught()

    sys.excepthook(ValueError, error, error.__traceback__)
    logging.getLogger("auditdesk.test").warning("could not read %s", "Nurlan K.")
    wait_until(lambda: answers.asked)

    written = log.read_text()
    assert "builtins.ValueError" in written
    assert "in raise_secret" in written
    assert "could not read %s" in written
    assert "Nurlan" not in written
    assert os.path.expanduser("~") + "/" not in written


def test_a_mistake_on_another_thread_is_told_on_this_one(hooks, answers):
    answers.will(None)

    thread = threading.Thread(target=raise_secret)
    thread.start()
    thread.join()
    wait_until(lambda: answers.asked)

    assert "mistake" in answers.asked[0].title


def test_an_error_a_screen_forgot_has_its_own_words(hooks, answers):
    answers.will(None)
    error = DiskFull("x.audit")

    sys.excepthook(DiskFull, error, None)
    wait_until(lambda: answers.asked)

    assert answers.asked[0].title == "The disk is full"


def test_the_pair_that_aborts_is_refused_in_words():
    assert "6.12.1" in desk.unfit("6.12.1", (3, 11))
    assert desk.unfit("6.11.3", (3, 11)) == ""
    assert desk.unfit("6.12.0", (3, 12)) == ""
    assert desk.unfit("7.0.0", (3, 11)) != ""


def test_garbage_is_collected_by_the_window_only(app):
    collector = desk.Collector(app)

    collector.start()
    assert not gc.isenabled()
    collector.stop()

    assert gc.isenabled()
    collector.deleteLater()


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
from auditdesk.gui import app, widgets

class Window(QMainWindow):
    def __init__(self, desktop):
        super().__init__()
        self.desktop = desktop
        self.setCentralWidget(widgets.EmptyState("Nothing here yet.", "Begin", self))
        self.strip = widgets.JobStrip(desktop.jobs, self)
        desktop.jobs.start(self.work, title="Long", on_done=self.on_done, on_error=self.on_done)
        QTimer.singleShot(200, self, self.leave)
    def work(self, progress):
        while True:
            progress(0, 0)
    def on_done(self, result):
        raise AssertionError
    def leave(self):
        self.desktop.change_settings(theme="dark")
        self.close()

sys.exit(app.run(Window, ["auditdesk"]))
"""


def test_the_program_ends_in_order_while_a_job_runs(tmp_path):
    surroundings = dict(os.environ, AUDITDESK_CONFIG=str(tmp_path), QT_QPA_PLATFORM="offscreen", PYTHONPATH=os.getcwd())

    for _ in range(3):
        ended = subprocess.run([sys.executable, "-c", PROGRAM], env=surroundings, capture_output=True, timeout=60)

        assert ended.returncode == 0, ended.stderr.decode()
        assert b"Error" not in ended.stderr
    assert '"theme": "dark"' in (tmp_path / "settings.json").read_text()
