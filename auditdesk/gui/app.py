"""Starts the desk, and ends it in order: one exception hook, garbage collected on the GUI thread only, one theme."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType

import PySide6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from auditdesk import __version__, paths
from auditdesk.core.errors import AuditdeskError
from auditdesk.gui import icons, logfile, settings, theme
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.messages import words
from auditdesk.gui.settings import Settings
from auditdesk.messages import Message

log = logging.getLogger(__name__)
_COLLECT_EVERY_MS = 1000


@dataclass
class Desktop:
    """What a window is built from: the jobs, the settings as they are now, and the two ways to change them."""

    app: QApplication
    jobs: Jobs
    settings: Settings

    def change_settings(self, **changes: object) -> Settings:
        """Change and write the settings, and put theme and text size on the screen. Raises DiskFull, ReadOnly."""
        self.settings = self.settings.replace(**changes)
        if {"theme", "text_scale"} & changes.keys():
            self.apply_theme()
        settings.save(self.settings)
        return self.settings

    def apply_theme(self) -> None:
        """Put the theme of the settings on the screen."""
        theme.apply_theme(self.app, self.settings.theme, self.settings.text_scale / 100)


WindowFactory = Callable[[Desktop], QWidget]


def unfit(pyside: str, python: tuple[int, int]) -> str:
    """Why these versions must not run together, or nothing."""
    major, minor = (int(part) for part in pyside.split(".")[:2])
    if (major, minor) >= (6, 12) and python <= (3, 11):
        return (
            f"auditdesk does not start with PySide6 {pyside} on Python {python[0]}.{python[1]}: "
            "this pair ends the program in the middle of work. Nothing was opened or changed. "
            "Install PySide6-Essentials below 6.12, or Python 3.12."
        )
    return ""


def create_app(argv: Sequence[str]) -> QApplication:
    """The application, with name, style and fonts; exits in words when the versions do not fit."""
    problem = unfit(PySide6.__version__, sys.version_info[:2])
    if problem:
        raise SystemExit(problem)
    app = QApplication([*argv, "-style", "Fusion"])  # setStyle() would make Python classes of all that styles know
    app.setApplicationName("auditdesk")
    app.setApplicationDisplayName("auditdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("auditdesk")
    theme.register_fonts()
    app.setWindowIcon(icons.icon("auditdesk", "accent"))
    return app


def run(window_factory: WindowFactory, argv: Sequence[str] | None = None) -> int:
    """Run the desk until its last window is closed; returns the exit code."""
    app = create_app(sys.argv if argv is None else argv)
    logfile.start_log()
    found, aside = settings.load()
    if aside is not None:
        log.warning("the settings could not be read and were put aside")
    hooks = Hooks(app)
    hooks.install()
    desktop = Desktop(app, Jobs(app), found)
    desktop.apply_theme()
    follower = SystemThemeFollower(desktop, app)
    follower.start()
    collector = Collector(app)
    collector.start()
    window: QWidget | None = None
    try:
        window = window_factory(desktop)
        window.show()
        return int(app.exec())
    finally:
        desktop.jobs.shutdown()
        if window is not None:
            close_in_order(window)
        collector.stop()
        hooks.remove()
        icons.forget()
        logfile.stop_log()


def close_in_order(window: QWidget) -> None:
    """Close and delete a window, and deliver what Qt put off, while the application still lives."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Collector(QObject):
    """Collects Python's garbage on the GUI thread: on a worker thread it would destroy widgets (segfault)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_COLLECT_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._on_time)

    def start(self) -> None:
        """Take over from Python."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _on_time(self) -> None:
        youngest, middle, oldest = gc.get_count()
        limits = gc.get_threshold()
        if oldest > limits[2]:
            gc.collect(2)
        elif middle > limits[1]:
            gc.collect(1)
        elif youngest > limits[0]:
            gc.collect(0)


class SystemThemeFollower(QObject):
    """Changes with the system between light and dark, while the settings say "system"."""

    def __init__(self, desktop: Desktop, parent: QObject) -> None:
        super().__init__(parent)
        self._desktop = desktop

    def start(self) -> None:
        """Begin to listen."""
        self._desktop.app.styleHints().colorSchemeChanged.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        if self._desktop.settings.theme == "system":
            self._desktop.apply_theme()


class Hooks(QObject):
    """The one place that hears of bugs, from any thread: logs the place, tells the person once, goes on."""

    _heard = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._telling = False
        self._before = (sys.excepthook, threading.excepthook)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of every exception nobody caught."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Put the earlier hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        if isinstance(error, AuditdeskError):
            log.warning("an error reached the hook without being told by a screen", exc_info=(kind, error, where))
            self._heard.emit(words(error))
            return
        log.error("a mistake of the program", exc_info=(kind, error, where))
        self._heard.emit(self._bug())

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    @Slot(object)
    def _on_heard(self, message: Message) -> None:
        if self._telling:
            return
        from auditdesk.gui import dialogs

        self._telling = True
        try:
            dialogs.show_problem(QApplication.activeWindow(), message)
        finally:
            self._telling = False

    def _bug(self) -> Message:
        log_file = paths.config_dir() / logfile.FILE
        return Message(
            self.tr("A mistake in auditdesk"),
            self.tr("The last step could not be finished because of a mistake in the program, not because of you."),
            self.tr("Everything shown as saved is kept on the disk."),
            self.tr(
                "Go on, or close and open the workbook again. "
                "Please report it with the file {log}; it holds no answers and no names."
            ).format(log=log_file),
        )
