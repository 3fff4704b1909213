"""Opens the desk: one application, one desk, one window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from auditdesk.gui import app
from auditdesk.gui.app import Desktop
from auditdesk.gui.desk import Desk
from auditdesk.gui.window import Window


class Opening(QObject):
    """What to do once the first window is painted: open the file or the demo that was asked for."""

    def __init__(self, window: Window, file: str | None, demo: bool) -> None:
        super().__init__(window)
        self._window, self._file, self._demo = window, file, demo
        QTimer.singleShot(0, self, self.begin)

    @Slot()
    def begin(self) -> None:
        """Hand the wish to the start screen, which has the words and the fields for it."""
        start = self._window.screen_of("start")
        if self._demo:
            start.show_object("demo", None)
        elif self._file:
            start.show_object("open", Path(self._file))


def make_window(desktop: Desktop) -> Window:
    """The window on a desk that keeps its settings on this computer."""
    desk = Desk(desktop.jobs, desktop.settings, keep_settings=desktop.change_settings)
    desk.watch(desktop.app)
    window = Window(desk)
    desk.setParent(window)
    if desktop.settings.window_maximised:
        window.showMaximized()
    return window


def open_desk(file: str | None = None, *, demo: bool = False) -> int:
    """Open the desk and run it until it is closed; returns the exit code."""

    def _factory(desktop: Desktop) -> QWidget:
        window = make_window(desktop)
        Opening(window, file, demo)
        return window

    return app.run(_factory, sys.argv[:1])
