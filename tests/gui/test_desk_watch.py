"""The desk notices that a person is at work, wherever in the program they are, and locks when nobody is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from auditdesk.gui.desk import Desk
from auditdesk.gui.settings import Settings
from tests.builders import make_workbook
from tests.gui.helpers import wait_until


@pytest.fixture
def watching(app, jobs, tmp_path):
    desk = Desk(jobs, Settings(auto_lock_minutes=10))
    desk._lock_timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one ends with others, restarted or not
    desk.watch(app)
    desk.adopt(make_workbook(tmp_path).workbook)
    yield desk
    desk.close()
    desk.deleteLater()


def shown() -> QWidget:
    window = QWidget()
    field = QLineEdit(window)
    QVBoxLayout(window).addWidget(field)
    window.show()
    window.activateWindow()
    field.setFocus()
    wait_until(lambda: QApplication.focusWindow() is window.windowHandle())
    return window


@pytest.mark.parametrize("act", ["key", "pointer"])
@pytest.mark.parametrize("windows", [1, 2])
def test_input_in_any_window_puts_the_lock_off(watching, act, windows):
    opened = [shown() for _ in range(windows)]
    handle = opened[-1].windowHandle()
    wait_until(lambda: watching._lock_timer.remainingTime() < watching._lock_timer.interval() - 20)
    before = watching._lock_timer.remainingTime()

    if act == "key":
        QTest.keyClick(handle, Qt.Key.Key_A)
    else:
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))

    assert watching._lock_timer.remainingTime() > before
    for window in opened:
        window.close()
        window.deleteLater()
