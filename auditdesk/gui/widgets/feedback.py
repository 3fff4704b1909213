"""What the program tells without asking: empty screens, toasts, and the strip of a running job."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QPainter
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from auditdesk.gui import icons
from auditdesk.gui.jobs import Job, Jobs, Step
from auditdesk.gui.widgets.buttons import push_button, tool_button
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.shapes import paint_icon
from auditdesk.gui.widgets.text import LINE_LENGTH, PlainLabel

SHOWN_MS = 8000
_MOST_TOASTS = 3
_EDGE = 16


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say `text` without moving the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # many classes, wanted late

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class EmptyState(QWidget):
    """An empty screen: one sentence on what belongs here, and the one button that starts it (`started`)."""

    started = Signal()

    def __init__(self, sentence: str, button: str = "", parent: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__(parent)
        box = column(self, gap=16, margin=32)
        box.addStretch(1)
        if icon:
            box.addWidget(_Picture(icon, self), 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = PlainLabel(sentence, self, tone="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.sentence)
        self.button = push_button(button, self, kind="primary")
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self._on_clicked)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.setAccessibleName(sentence)

    @Slot()
    def _on_clicked(self) -> None:
        self.started.emit()


class _Picture(QWidget):
    """A big quiet icon."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(32, 32)

    def paintEvent(self, _event: QEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, "muted", self.rect())
        painter.end()


class Toast(QFrame):
    """One thing that happened, with at most one action; goes by itself, but never while it is looked at or focused."""

    acted = Signal()
    gone = Signal(object)

    def __init__(self, text: str, action: str, parent: QWidget, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._left = False
        box = row(self, gap=8)
        box.setContentsMargins(16, 8, 8, 8)
        self.label = PlainLabel(text, self, tone="on_tip", wrap=len(text) > LINE_LENGTH)
        box.addWidget(self.label, 1)
        self.action = push_button(action, self, kind="toast")
        self.action.setVisible(bool(action))
        self.action.clicked.connect(self._on_acted)
        box.addWidget(self.action)
        self.close_button = tool_button(self.tr("Dismiss"), self, icon="close")
        self.close_button.setProperty("kind", "toast")
        icons.set_icon(self.close_button, "close", "on_tip")
        self.close_button.clicked.connect(self.leave)
        box.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()
        self.setAccessibleName(text)

    @Slot()
    def leave(self) -> None:
        """Go, once."""
        if not self._left:
            self._left = True
            self._timer.stop()
            self.gone.emit(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self._left:
            self._timer.start()
        super().leaveEvent(event)

    @Slot()
    def _on_time(self) -> None:
        if self.underMouse() or self.action.hasFocus() or self.close_button.hasFocus():
            self._timer.start()
        else:
            self.leave()

    @Slot()
    def _on_acted(self) -> None:
        if not self._left:
            self.leave()
            self.acted.emit()


class ToastHost(QObject):
    """Shows toasts at the lower edge of a window, at most three, the newest below."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        self._left: QWidget | None = None  # where the keyboard was before it went to a toast
        window.installEventFilter(self)

    def say(
        self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None, shown_ms: int = SHOWN_MS
    ) -> Toast:
        """Show and announce `text`. `on_action` is a bound method of a QObject, called when `action` is pressed."""
        while len(self._toasts) >= _MOST_TOASTS:
            self._toasts[0].leave()
        toast = Toast(text, action, self._window, shown_ms)
        if on_action is not None:
            toast.acted.connect(on_action)
        toast.gone.connect(self._on_gone)
        self._toasts.append(toast)
        toast.ensurePolished()
        self._place()  # before it is shown: at the upper left it might meet the mouse and stay
        toast.show()
        self._place()
        announce(self._window, f"{text} {action}".strip())
        return toast

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """What is shown now, oldest first."""
        return tuple(self._toasts)

    @Slot()
    def focus_action(self) -> None:
        """Put the keyboard on the newest action, for a shortcut such as F6."""
        self._left = self._window.focusWidget()
        for toast in reversed(self._toasts):
            button = toast.action if toast.action.isVisible() else toast.close_button
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    @Slot()
    def clear(self) -> None:
        """Let every toast go: after locking, nothing that was said stays to be read."""
        while self._toasts:
            self._toasts[0].leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @Slot(object)
    def _on_gone(self, toast: Toast) -> None:
        self._toasts.remove(toast)
        if toast.action.hasFocus() or toast.close_button.hasFocus():
            back = self._left if self._left is not None and shiboken6.isValid(self._left) else self._window
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        toast.hide()
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        bottom = self._window.height() - _EDGE
        for toast in reversed(self._toasts):
            toast.setMaximumWidth(max(self._window.width() - 2 * _EDGE, 120))
            toast.adjustSize()
            bottom -= toast.height()
            toast.move((self._window.width() - toast.width()) // 2, bottom)
            toast.raise_()
            bottom -= 8


class JobStrip(QFrame):
    """The running job: what it is, its step in words, how far, and Cancel. Hidden when nothing runs."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self._job: Job | None = None
        self._waiting: list[Job] = []
        box = row(self, gap=12)
        box.setContentsMargins(16, 8, 16, 8)
        self.label = PlainLabel("", self, elide=Qt.TextElideMode.ElideRight)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cancel = push_button(self.tr("Cancel"), self, tip=self.tr("Stop this; nothing of it is kept"))
        self.cancel.clicked.connect(self._on_cancel)
        box.addWidget(self.label, 2)
        box.addWidget(self.bar, 3)
        box.addWidget(self.cancel)
        jobs.started.connect(self._on_started)
        jobs.progressed.connect(self._on_progressed)
        jobs.finished.connect(self._on_finished)
        self.hide()

    @Slot(object)
    def _on_started(self, job: Job) -> None:
        if job.quiet:
            return
        self._waiting.append(job)
        if self._job is None:
            self._next()

    @Slot(object)
    def _on_progressed(self, step: Step) -> None:
        if step.job is not self._job:
            return
        scale = max(step.total, 1)
        self.bar.setRange(0, 1000 if step.total > 0 else 0)
        self.bar.setValue(min(step.done, scale) * 1000 // scale)
        if step.words and not step.job.stopping:
            self._say(self.tr("{title}: {step}").format(title=step.job.title, step=step.words))

    @Slot(object)
    def _on_finished(self, job: Job) -> None:
        if job in self._waiting:
            self._waiting.remove(job)
        if job is self._job:
            self._next()

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
            self._say(self.tr("{title}: stopping").format(title=self._job.title))

    def _next(self) -> None:
        self._job = self._waiting[0] if self._waiting else None
        self.setVisible(self._job is not None)
        if self._job is not None:
            self.cancel.setEnabled(True)
            self.bar.setRange(0, 0)
            self._say(self._job.title)
            announce(self, self._job.title)

    def _say(self, words: str) -> None:
        self.label.setText(words)
        self.bar.setAccessibleName(words)
