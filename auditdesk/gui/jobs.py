"""Long work on one thread: start it, see how far it is, cancel it, hear how it ended on the GUI thread.

One worker, so jobs never overlap. The worker touches no QObject but to emit one queued signal of `Jobs`, which the GUI
thread owns and which outlives the worker (`shutdown` waits). A receiver that was deleted meanwhile is not called.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from auditdesk.core.errors import AuditdeskError, Cancelled
from auditdesk.core.progress import Progress

if TYPE_CHECKING:  # imported with the first job, after the first window is painted
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
_PAUSE = 0.05  # seconds between two reports to the screen


@dataclass(frozen=True)
class Step:
    """How far a job is; `total` 0 when nobody can tell."""

    job: Job
    done: int
    total: int
    words: str


@dataclass(frozen=True)
class _Ended:
    job: Job
    result: object = None
    error: BaseException | None = None


class Job(QObject):
    """One piece of long work, waiting, running or ended. Made by `Jobs.start`."""

    def __init__(self, title: str, quiet: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.quiet = quiet
        self._stop = threading.Event()
        self._latest = Step(self, 0, 0, "")
        self._under_way = False  # a report of this job is in the event queue and not yet read
        self._on_done: Callable[..., None] | None = None
        self._on_error: Callable[[AuditdeskError], None] | None = None
        self._on_cancelled: Callable[[], None] | None = None

    @property
    def stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    @Slot()
    def cancel(self) -> None:
        """Ask it to stop: the next progress call in the worker raises Cancelled. A job not yet begun never begins."""
        self._stop.set()

    def drop(self) -> None:
        """Ask it to stop, and call none of its receivers: nobody wants its answer any more."""
        self._stop.set()
        self._on_done = self._on_error = self._on_cancelled = None


class Jobs(QObject):
    """The queue of long work. `started` and `finished` carry a Job, `progressed` a Step."""

    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._open: dict[Job, Future[None]] = {}
        self._closed = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is waiting or running."""
        return bool(self._open)

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        title: str,
        on_done: Callable[[T], None],
        on_error: Callable[[AuditdeskError], None],
        on_cancelled: Callable[[], None] | None = None,
        quiet: bool = False,
    ) -> Job:
        """Run `work(progress)` on the worker. The three receivers are bound methods, called on the GUI thread.

        `on_error` gets what a person can act on. Anything else is a bug: `on_cancelled` is called so that the screen
        leaves its waiting state, then the bug is raised here and reaches the exception hook. A quiet job is not shown.
        """
        if self._closed:
            raise RuntimeError("jobs are shut down")
        job = Job(title, quiet, self)
        job._on_done, job._on_error, job._on_cancelled = on_done, on_error, on_cancelled
        self._open[job] = self._worker().submit(_run, work, job, self._arrived.emit)
        self.started.emit(job)
        return job

    def shutdown(self) -> None:
        """Cancel everything and wait for the worker to leave. No receiver is called any more."""
        self._closed = True
        for job, future in self._open.items():
            job.cancel()
            future.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        self._open.clear()

    def _worker(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        return self._pool

    @Slot(object)
    def _on_arrived(self, report: Step | _Ended) -> None:
        if report.job not in self._open:
            return
        if isinstance(report, Step):
            report.job._under_way = False  # before reading, or a newer report could be lost
            self.progressed.emit(report.job._latest)
            return
        job = report.job
        del self._open[job]
        self.finished.emit(job)
        job.deleteLater()
        _tell(report)


def _run(work: Callable[[Progress], T], job: Job, send: Callable[[object], None]) -> None:
    """On the worker: do the work, and send exactly one ending."""
    try:
        progress = _Reporter(job, send)
        progress(0, 0)
        send(_Ended(job, result=work(progress)))
    except BaseException as error:  # noqa: BLE001 - carried to the GUI thread, where a bug is raised again
        send(_Ended(job, error=error))


class _Reporter:
    """The `progress` a worker gets: raises when the job is to stop.

    Reports at most twenty times a second unless the words change, and never more than one at a time: while the screen
    has not read the last report, a newer one takes its place.
    """

    def __init__(self, job: Job, send: Callable[[object], None]) -> None:
        self._job, self._send = job, send
        self._last, self._words = 0.0, ""

    def __call__(self, done: int, total: int, step: str = "") -> None:
        if self._job._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last < _PAUSE and step == self._words:
            return
        self._last, self._words = now, step
        self._job._latest = report = Step(self._job, done, total, step)
        if not self._job._under_way:
            self._job._under_way = True
            self._send(report)


def _tell(report: _Ended) -> None:
    job, error = report.job, report.error
    if error is None:
        _call(job._on_done, report.result)
    elif isinstance(error, Cancelled):
        _call(job._on_cancelled)
    elif isinstance(error, AuditdeskError):
        _call(job._on_error, error)
    else:
        _call(job._on_cancelled)
        raise error


def _call(receiver: Callable[..., None] | None, *values: object) -> None:
    if receiver is None:
        return
    owner = getattr(receiver, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return
    receiver(*values)
