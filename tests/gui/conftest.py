"""One application without a screen; a question nobody expected fails; nothing is left running."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from auditdesk.gui import dialogs, theme
from auditdesk.gui.jobs import Jobs
from tests.gui.helpers import QueuedAnswers

EXPECTED = ("does not support propagateSizeHints", "does not support raise()", "does not support grabbing")


@pytest.fixture(scope="session")
def app() -> QApplication:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)  # or the wait of a later test would end before its time
    theme.register_fonts()
    theme.apply_theme(app, "light")
    return app


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITDESK_CONFIG", str(tmp_path / "config"))


@pytest.fixture(autouse=True)
def answers(monkeypatch) -> QueuedAnswers:
    queued = QueuedAnswers()
    monkeypatch.setattr(dialogs, "answers", queued)
    return queued


@pytest.fixture(autouse=True)
def qt_warnings(request) -> Iterator[list[str]]:
    """A warning of Qt is a failure. A test that expects some empties the list."""
    heard: list[str] = []

    def listen(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) and not any(part in text for part in EXPECTED):
            heard.append(text)

    before = qInstallMessageHandler(listen)
    yield heard
    qInstallMessageHandler(before)
    assert not heard


@pytest.fixture(autouse=True)
def nothing_left_running(app) -> Iterator[None]:
    yield
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("job")] == []


@pytest.fixture
def jobs(app) -> Iterator[Jobs]:
    jobs = Jobs(app)
    yield jobs
    jobs.shutdown()
    jobs.deleteLater()
