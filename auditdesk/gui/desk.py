"""The desk: the open workbook and the three things screens need to hear about it.

Screens write only through `do`, which runs one verb in one transaction and then tells every screen what changed; `by`
lets the author of a change ignore its own echo. What `do` returned is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from auditdesk import labels
from auditdesk.core.errors import AuditdeskError, FileProblem
from auditdesk.gui.jobs import Job, Jobs
from auditdesk.gui.settings import Settings

if TYPE_CHECKING:  # the core costs 0.3 s to import; the first window is painted without it
    from auditdesk.core.database import Connection, Key
    from auditdesk.core.transaction import Change, Transaction
    from auditdesk.core.workbook import Workbook

P = ParamSpec("P")
T = TypeVar("T")
IDLE_MS = 2000
"""After this long without a change the write-ahead file is folded in, so that a copy of the one file is complete."""

AGAIN_MS = 30_000
"""After this long a lock that could not be is tried again."""

_INPUT = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class Desk(QObject):
    """Holds the open workbook. `changed(Change, by)` after every change; `awaited` when one is about
    to be opened; `opened`, `closing` around a workbook;
    `locked(Path)` when it was put away for want of its owner; `failed(AuditdeskError)` when a verb was refused;
    `said(text, undoable)` for the toast; `saved(bool)` whether everything typed is on the disk.
    """

    changed = Signal(object, object)
    awaited = Signal()
    opened = Signal()
    closing = Signal()
    locked = Signal(object)
    failed = Signal(object)
    said = Signal(str, bool)
    saved = Signal(bool)
    settings_changed = Signal()

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        parent: QObject | None = None,
        *,
        keep_settings: Callable[..., Settings] | None = None,
    ) -> None:
        """`keep_settings(**changes)` writes changed settings and puts them in force; None keeps them in memory only."""
        super().__init__(parent)
        self.jobs = jobs
        self.settings = settings
        self._keep_settings = keep_settings
        self.workbook: Workbook | None = None
        self._checkpoint = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._checkpoint.timeout.connect(self._on_idle)
        self._lock_timer = QTimer(self, singleShot=True)
        self._lock_timer.timeout.connect(self._on_idle_long)
        self._running: list[Job] = []
        self._then: Callable[[], object] | None = None
        self._stopping = self._nobody_here = False
        jobs.started.connect(self._on_job_started)
        jobs.finished.connect(self._on_job_finished)
        self._lock_again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._lock_again.timeout.connect(self.lock)
        self.keep_typed: Callable[[], bool] = _nothing_typed
        """Saves what is typed on the screens, and tells whether all of it is on the disk; given by the window."""

    # ---- life -------------------------------------------------------------------------------------------------------
    @property
    def connection(self) -> Connection:
        """What queries read from; only while a workbook is open."""
        if self.workbook is None:
            raise RuntimeError("no workbook is open")
        return self.workbook.connection

    def open_with(self, path: Path, key: Key, actor: str) -> None:
        """Open a workbook whose key was derived by a job. Raises what Workbook.open_with raises."""
        from auditdesk.core.workbook import Workbook

        self.adopt(Workbook.open_with(path, key, actor=actor))

    def adopt(self, workbook: Workbook) -> None:
        """Take over a workbook that was just opened or made on this thread."""
        self.close()
        self.workbook = workbook
        self.restart_auto_lock()
        self.opened.emit()

    @Slot()
    def close(self) -> None:
        """Let screens save what is pending, then put the workbook away."""
        if self.workbook is None:
            return
        self.closing.emit()
        self._then = None
        self._checkpoint.stop()
        self._lock_timer.stop()
        self._lock_again.stop()
        workbook, self.workbook = self.workbook, None
        workbook.close()

    @Slot()
    def put_away(self) -> None:
        """Close as soon as running work was stopped: a report that was signed in the last moment is still recorded."""
        self.when_idle(self.close, stop=True)

    @Slot()
    def lock(self) -> None:
        """Close the workbook and forget its key; the window asks for the passphrase again.

        A report being signed still needs the workbook: locking waits for the end of running work. Nor while some text
        cannot be saved, which a lock would drop; then it is tried again, whatever the person does.
        """
        if self.workbook is None:
            return
        if self.jobs.busy:
            self.when_idle(self.lock)
            self.said.emit(self.tr("The workbook is locked as soon as the running work is done."), False)
            return
        if not self.keep_typed():
            self.said.emit(self.tr("Not locked: some text could not be saved. Trying again in 30 seconds."), False)
            self._lock_again.start()
            return
        path = self.workbook.path
        self.close()
        self.locked.emit(path)

    def when_idle(self, act: Callable[[], object], *, stop: bool = False) -> None:
        """Do this when no job needs the workbook, now or later; with `stop`, running work is asked to end."""
        self._nobody_here = False
        if self.workbook is None or not self.jobs.busy:
            act()
            return
        self._then, self._stopping = act, stop
        for job in self._running if stop else ():
            job.cancel()

    @Slot(object)
    def _on_job_started(self, job: Job) -> None:
        self._running.append(job)
        if self._then is not None and self._stopping:
            job.cancel()

    @Slot(object)
    def _on_job_finished(self, job: Job) -> None:
        self._running.remove(job)
        if self._then is not None:
            QTimer.singleShot(0, self, self._on_rest)  # its receiver comes first, and may record or start more

    @Slot()
    def _on_rest(self) -> None:
        if self._then is not None and not self.jobs.busy:
            act, self._then = self._then, None
            act()

    @Slot()
    def _on_idle_long(self) -> None:
        self.lock()
        self._nobody_here = self._then is not None

    def restart_auto_lock(self) -> None:
        """Begin the idle time anew; 0 minutes means never."""
        self._lock_timer.stop()
        if self.workbook is not None and self.settings.auto_lock_minutes:
            self._lock_timer.start(self.settings.auto_lock_minutes * 60_000)

    def watch(self, app: QApplication) -> None:
        """Notice the person's input, for the idle auto-lock.

        It is heard at the windows, where the system hands it in; a filter on the application would run Python for every
        event of every widget.
        """
        app.focusWindowChanged.connect(self._on_window)

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # again for a window seen before: Qt keeps one

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every key or pointer input puts the auto-lock off."""
        if event.type() in _INPUT:
            if self._lock_timer.isActive():
                self._lock_timer.start()
            elif self._nobody_here:  # back before the running work was done
                self._nobody_here, self._then = False, None
                self.restart_auto_lock()
        return super().eventFilter(watched, event)

    def change_settings(self, **changes: object) -> bool:
        """Change and keep settings; false when they could not be written, which `failed` has then said."""
        try:
            keep = self._keep_settings or self.settings.replace
            self.settings = keep(**changes)
        except AuditdeskError as error:
            self.failed.emit(error)
            return False
        if self.workbook is not None and "my_name" in changes:
            self.workbook.actor = self.settings.my_name
        self.restart_auto_lock()
        self.settings_changed.emit()
        return True

    # ---- changing things --------------------------------------------------------------------------------------------
    def do(
        self, verb: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Change[T] | None:
        """Run a verb and tell every screen. None when it was refused: `failed` has then said why, nothing changed."""
        return self.do_by(None, verb, *args, **kwargs)

    def do_by(
        self, by: QObject | None, verb: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Change[T] | None:
        """Like `do`, naming the screen that did it, which ignores its own echo."""
        if self.workbook is None:
            return None
        try:
            change = self.workbook.do(verb, *args, **kwargs)
        except AuditdeskError as error:
            if isinstance(error, FileProblem):  # a rule's refusal leaves nothing unsaved
                self.saved.emit(False)
            self.failed.emit(error)
            return None
        self._tell(change, by)
        return change

    @Slot()
    def undo(self) -> None:
        """Take back the newest step and say what it was."""
        if self.workbook is not None:
            self._reverse(self.workbook.undo, self.tr("There is nothing to undo"))

    @Slot()
    def redo(self) -> None:
        """Bring back what was undone last and say what it was."""
        if self.workbook is not None:
            self._reverse(self.workbook.redo, self.tr("There is nothing to redo"))

    def _reverse(self, way: Callable[[], Change[None] | None], nothing: str) -> None:
        try:
            change = way()
        except AuditdeskError as error:
            self.failed.emit(error)
            return
        if change is None:
            self.said.emit(nothing, False)
            return
        self._tell(change, None)
        self.said.emit(labels.change(change.verb, change.label, change.target_verb), False)

    def _tell(self, change: Change[Any], by: QObject | None) -> None:
        self.saved.emit(True)
        if change.number:
            self._checkpoint.start()
            self.changed.emit(change, by)

    @Slot()
    def _on_idle(self) -> None:
        if self.workbook is not None:
            self.workbook.checkpoint()


def _nothing_typed() -> bool:
    return True
