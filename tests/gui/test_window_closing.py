"""A workbook does not close over text that could not be saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from auditdesk.core import queries
from auditdesk.core.errors import DiskFull
from auditdesk.gui import desk as desk_module
from auditdesk.gui.desk import Desk
from auditdesk.gui.settings import Settings
from auditdesk.gui.window import Window
from tests.builders import ACTOR, make_workbook
from tests.gui.helpers import Heard, type_text, wait_until


@pytest.fixture
def full():
    """Whether the disk is full."""
    return {"full": False}


@pytest.fixture
def window(jobs, tmp_path, full, monkeypatch):
    made = make_workbook(tmp_path)
    do = made.workbook.do

    def maybe(*args, **named):
        if full["full"]:
            raise DiskFull("w.auditdesk")
        return do(*args, **named)

    monkeypatch.setattr(made.workbook, "do", maybe)
    desk = Desk(jobs, Settings(my_name=ACTOR))
    window = Window(desk)
    desk.adopt(made.workbook)
    window.show()
    plan = window.show_place("plan")
    type_text(plan.frame.scope, "Plant 2")
    yield window
    full["full"] = False
    desk.close()
    window.close()
    desk.deleteLater()


def scope(window: Window) -> str:
    found = queries.plan(window.desk.connection)
    assert found is not None
    return found.audit["scope"]


def test_what_waits_on_a_screen_behind_is_saved_before_closing(window, answers, full):
    full["full"] = True
    window.show_place("findings")
    full["full"] = False
    kept = []
    window.desk.closing.connect(lambda: kept.append(scope(window)))

    window.close_button.click()

    assert kept == ["Plant 2"] and window.desk.workbook is None and not answers.asked


@pytest.mark.parametrize("how", ["close_workbook", "close_window"])
def test_closing_over_unsaved_text_asks_and_keeps_it_open(window, answers, full, how):
    full["full"] = True
    window.show_place("findings")
    answers.will(False)

    closing = window.close() if how == "close_window" else window.close_button.click()

    assert not closing and window.isVisible() and window.desk.workbook is not None
    assert len(answers.asked) == 1
    assert window.screen_of("plan").frame.scope.text() == "Plant 2"
    full["full"] = False
    assert window.keep_typed() and scope(window) == "Plant 2"


@pytest.mark.parametrize("how", ["close_workbook", "close_window"])
def test_closing_anyway_is_the_persons_choice(window, answers, full, how):
    full["full"] = True
    answers.will(True)

    if how == "close_window":
        window.close()
    else:
        window.close_button.click()

    assert window.desk.workbook is None and window.isVisible() == (how == "close_workbook")


def test_locking_waits_for_text_that_cannot_be_saved(window, full, monkeypatch):
    assert desk_module.AGAIN_MS == 30_000
    window.desk._lock_again.setInterval(50)
    said, locked = Heard(window.desk.said), Heard(window.desk.locked)
    full["full"] = True

    window.desk.lock()

    assert window.desk.workbook is not None and not locked.values
    assert said.values == [("Not locked: some text could not be saved. Trying again in 30 seconds.", False)]
    assert window.screen_of("plan").frame.scope.text() == "Plant 2"
    full["full"] = False
    wait_until(lambda: locked.values)
    assert window.desk.workbook is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
