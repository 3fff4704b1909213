"""Waiting for conditions and signals, and answering modal questions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from auditdesk.gui import dialogs
from auditdesk.gui.dialogforms import Question


def wait_until(condition: Callable[[], object], timeout_ms: int = 10_000) -> None:
    """Run the event loop until the condition holds; fail after the time."""
    waited = _Wait(condition, timeout_ms)
    assert waited.run(), f"not within {timeout_ms} ms: {condition}"


class Heard(QObject):
    """Collects what a signal carries."""

    def __init__(self, signal: Any) -> None:
        super().__init__()
        self.values: list[Any] = []
        signal.connect(self._on_heard)

    def _on_heard(self, *values: Any) -> None:
        self.values.append(values[0] if len(values) == 1 else values)


def wait_signal(signal: Any, timeout_ms: int = 10_000) -> Any:
    """Run the event loop until the signal comes; returns what it carried."""
    heard = Heard(signal)
    wait_until(lambda: heard.values, timeout_ms)
    return heard.values[0]


def type_text(widget: QWidget, text: str) -> None:
    """Enter text as an input method does; QTest.keyClicks aborts on letters beyond ASCII."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


class QueuedAnswers(dialogs.Answers):
    """Answers that were put in line; a question without one fails the test."""

    def __init__(self) -> None:
        self.line: deque[Any] = deque()
        self.asked: list[Any] = []

    def will(self, *answers: Any) -> None:
        self.line.extend(answers)

    def _next(self, asked: Any) -> Any:
        self.asked.append(asked)
        if not self.line:
            raise AssertionError(f"a question nobody expected: {asked}")
        return self.line.popleft()

    def passphrase(self, form):
        return self._next(form.windowTitle())

    def text(self, form):
        return self._next(form.windowTitle())

    def confirm(self, form):
        return self._next(form.windowTitle())

    def problem(self, form):
        self._next(form.message)

    def open_file(self, parent, title, folder, kinds):
        return self._next(title)

    def files(self, parent, title, folder, kinds):
        return self._next(title)

    def save_file(self, parent, title, proposal, kinds):
        return self._next(title)

    def folder(self, parent, title, folder):
        return self._next(title)

    def _run(self, form: Question) -> bool:
        return bool(self._next(form))


class _Wait(QObject):
    def __init__(self, condition: Callable[[], object], timeout_ms: int) -> None:
        super().__init__()
        self._condition, self._left, self._held = condition, timeout_ms, False
        self._loop = QEventLoop(self)
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._on_time)

    def run(self) -> bool:
        if self._condition():
            return True
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        return self._held or bool(self._condition())

    @Slot()
    def _on_time(self) -> None:
        self._left -= 5
        self._held = bool(self._condition())  # it need not hold any more when the loop has ended
        if self._left <= 0 or self._held:
            self._loop.quit()
