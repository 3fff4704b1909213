"""The main window: rail, header, the screens, and the ways between them. One window, no floating panels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from auditdesk.core.errors import AuditdeskError
from auditdesk.gui import messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.places import HOMES, PLACES, make_screen, place_words
from auditdesk.gui.screen import Screen
from auditdesk.gui.widgets.buttons import RailButton, push_button, tool_button
from auditdesk.gui.widgets.feedback import JobStrip, ToastHost
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.text import PlainLabel

SOON_MS = 30


class Window(QMainWindow):
    """Rail on the left, header on top, one screen in the middle, jobs and toasts at the lower edge."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle("auditdesk")
        self.resize(desk.settings.window_width, desk.settings.window_height)
        self._screens: dict[str, Screen] = {}
        self._rail: dict[str, RailButton] = {}
        self._saved = True
        self._counts = QTimer(self, singleShot=True, interval=400)
        self._counts.timeout.connect(self._count)
        self.toasts = ToastHost(self)
        self._lay_out()
        self._make_actions()
        desk.awaited.connect(self._on_awaited)
        desk.keep_typed = self.keep_typed
        desk.opened.connect(self._on_opened)
        desk.closing.connect(self._on_closing)
        desk.locked.connect(self._on_locked)
        desk.changed.connect(self._on_changed)
        desk.failed.connect(self._on_failed)
        desk.said.connect(self._on_said)
        desk.saved.connect(self._on_saved)
        desk.settings_changed.connect(self._fit_rail)
        self._show_open(False)
        self.show_place("start")

    # ---- parts ------------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        middle = QWidget(self)
        self.setCentralWidget(middle)
        outer = QVBoxLayout(middle)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_header())
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._make_rail())
        self.stack = QStackedWidget(middle)
        body.addWidget(self.stack, 1)
        outer.addLayout(body, 1)
        self.job_strip = JobStrip(self.desk.jobs, middle)
        outer.addWidget(self.job_strip)

    def _make_header(self) -> QFrame:
        header = QFrame(self)
        header.setProperty("kind", "header")
        line = row(header, gap=12)
        line.setContentsMargins(16, 8, 16, 8)
        self.brand = PlainLabel("auditdesk", header, type="heading", tone="accent")
        self.subject = PlainLabel("", header, elide=Qt.TextElideMode.ElideRight)
        self.find_button = push_button(self.tr("Find"), header, kind="quiet", icon="search", keys="Ctrl+K")
        self.find_button.clicked.connect(self.open_search)
        self.saved_label = PlainLabel("", header, tone="muted")
        self.retry_button = push_button(self.tr("Retry"), header, icon="redo")
        self.retry_button.clicked.connect(self.keep_typed)
        self.retry_button.hide()
        self.lock_button = tool_button(self.tr("Lock the workbook"), header, icon="lock", keys="Ctrl+L")
        self.lock_button.clicked.connect(self._on_lock)
        self.close_button = tool_button(self.tr("Close the workbook"), header, icon="close", keys="Ctrl+W")
        self.close_button.clicked.connect(self._on_close_workbook)
        line.addWidget(self.brand)
        line.addWidget(self.subject, 1)
        for part in (self.find_button, self.saved_label, self.retry_button, self.lock_button, self.close_button):
            line.addWidget(part)
        for part in (self.find_button, self.lock_button):  # as high with a workbook as without
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return header

    def _make_rail(self) -> QScrollArea:
        rail = QFrame(self)
        rail.setProperty("kind", "rail")
        box = column(rail, gap=4, margin=8)
        for number, place in enumerate(("start", *PLACES)):
            keys = f"Ctrl+{number}" if number else ""
            button = RailButton(place, place_words(place), rail, keys=keys)
            button.setObjectName(f"rail-{place}")
            button.clicked.connect(self._on_rail)
            self._rail[place] = button
            if place == "history":
                box.addStretch(1)
            box.addWidget(button)
        self._rail_area = area = QScrollArea(self)
        area.setWidget(rail)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_rail()
        return area

    @Slot()
    def _fit_rail(self) -> None:
        """As wide as its words, whatever the size of the text, and the hairline beside them."""
        self._rail_area.setFixedWidth(max(button.sizeHint().width() for button in self._rail.values()) + 18)

    def _make_actions(self) -> None:
        for words, keys, slot in (
            (self.tr("Undo"), QKeySequence(QKeySequence.StandardKey.Undo), self._on_undo),
            (self.tr("Redo"), QKeySequence("Ctrl+Shift+Z"), self._on_redo),
            (self.tr("Redo"), QKeySequence("Ctrl+Y"), self._on_redo),
            (self.tr("Go to the message at the lower edge"), QKeySequence("F6"), self.toasts.focus_action),
            (self.tr("Quit"), QKeySequence("Ctrl+Q"), self.close),
        ):
            action = QAction(words, self)
            action.setShortcut(keys)
            action.triggered.connect(slot)
            self.addAction(action)

    # ---- places -----------------------------------------------------------------------------------------------------
    def screen_of(self, place: str) -> Screen:
        """The screen of a place, made when first needed."""
        if place not in self._screens:
            made = make_screen(place, self.desk, self.stack)
            made.go.connect(self.go)
            self._screens[place] = made
            self.stack.addWidget(made)
        return self._screens[place]

    @Slot(str)
    def show_place(self, place: str) -> Screen:
        """Bring a place to the front; what was typed on the one before is saved first."""
        self._flush()
        screen = self.screen_of(place)
        self.stack.setCurrentWidget(screen)
        self._rail[place].setChecked(True)
        screen.shown()
        return screen

    @property
    def place(self) -> str:
        """The place in front."""
        return next((name for name, screen in self._screens.items() if screen is self.stack.currentWidget()), "start")

    @Slot(str, object)
    def go(self, kind: str, identity: object) -> None:
        """Go where an object is shown, or to a place by name."""
        if kind == "screen":
            self.show_place(str(identity))
        else:
            self.show_place(HOMES.get(kind, kind)).show_object(kind, identity)

    @Slot()
    def _on_rail(self) -> None:
        button = self.sender()
        place = next(name for name, known in self._rail.items() if known is button)
        self.show_place(place)

    @Slot()
    def _flush(self) -> None:
        current = self.stack.currentWidget()
        if isinstance(current, Screen):
            current.flush()

    @Slot()
    def keep_typed(self) -> bool:
        """Save what is typed on every screen. False when some of it could not be saved; its text stays there."""
        kept = [screen.flush() for screen in self._screens.values()]  # every one, also after one that failed
        if all(kept):
            self._on_saved(True)
        return all(kept)

    def _may_leave(self) -> bool:
        """Nothing typed goes without a word: when some of it cannot be saved, the person decides."""
        if self.desk.workbook is None or self.keep_typed():
            return True
        from auditdesk.gui import dialogs

        return dialogs.confirm(
            self, self.tr("Leave without what is not saved?"), self.tr("Leave without it"), self.tr("Stay"),
            explain=self.tr("What you typed last could not be written to the disk. Everything before it is saved."),
        )  # fmt: skip

    @Slot()
    def open_search(self) -> None:
        """Open the search over questions, notes, findings and evidence."""
        if self.desk.workbook is None:
            return
        from auditdesk.gui.palette import SearchPalette

        self._flush()
        palette = SearchPalette(self.desk, self)
        palette.chosen.connect(self.go)
        palette.open_over(self)

    # ---- the workbook -----------------------------------------------------------------------------------------------
    def _show_open(self, is_open: bool) -> None:
        self._rail["start"].setVisible(not is_open)
        for place in PLACES:
            self._rail[place].setVisible(is_open or place == "settings")
        for part in (self.find_button, self.saved_label, self.lock_button, self.close_button):
            part.setVisible(is_open)
        if not is_open:
            self.setWindowTitle("auditdesk")
            self.subject.setText("")
            self.retry_button.hide()

    @Slot()
    def _on_awaited(self) -> None:
        """Make the first screen while the passphrase is typed or the key derived, once the page has been painted."""
        QTimer.singleShot(SOON_MS, self, self._make_first_screen)

    @Slot()
    def _make_first_screen(self) -> None:
        self.screen_of("checklists")

    @Slot()
    def _on_opened(self) -> None:
        self._show_open(True)
        self._on_saved(True)
        self._tell_subject()
        self.show_place("checklists")
        self._counts.start()  # the first question is on the screen before

    @Slot()
    def _on_closing(self) -> None:
        for screen in self._screens.values():
            screen.flush()
        self._counts.stop()
        self._drop_screens()
        self._show_open(False)

    def _drop_screens(self) -> None:
        """Screens of a workbook go with it: nothing of it stays in memory or on the glass."""
        self.show_place("start")
        for place in [name for name in self._screens if name not in ("start", "settings")]:
            screen = self._screens.pop(place)
            self.stack.removeWidget(screen)
            screen.setParent(None)
            screen.deleteLater()
        self.toasts.clear()

    @Slot(object)
    def _on_locked(self, path: Path) -> None:
        self.show_place("start").show_object("locked", path)

    @Slot()
    def _on_lock(self) -> None:
        self.desk.lock()

    @Slot()
    def _on_close_workbook(self) -> None:
        if self._may_leave():
            self.desk.put_away()

    @Slot()
    def _on_undo(self) -> None:
        self._flush()
        self.desk.undo()

    @Slot()
    def _on_redo(self) -> None:
        self._flush()
        self.desk.redo()

    # ---- what the desk says -----------------------------------------------------------------------------------------
    @Slot(object, object)
    def _on_changed(self, _change: object, _by: object) -> None:
        self._counts.start()

    @Slot()
    def _count(self) -> None:
        if self.desk.workbook is None:
            return
        from auditdesk.core import queries

        counts = queries.counts(self.desk.connection)
        self._rail["checklists"].set_progress(counts.answered_share if counts.questions else -1)
        self._rail["evidence"].set_count(counts.evidence)
        self._rail["findings"].set_count(counts.findings)
        self._rail["findings"].set_waiting(counts.findings_open > 0)
        self._rail["reports"].set_count(counts.reports)
        self._tell_subject()

    def _tell_subject(self) -> None:
        from auditdesk.core import queries

        facts = queries.audit_facts(self.desk.connection)
        if facts is not None:
            name = facts.title or facts.code
            words = f"{facts.vendor} · {name}" if name else facts.vendor
            words = self.tr("{audit} · DEMONSTRATION").format(audit=words) if facts.demo else words
            self.subject.setText(words)
            title = self.tr("{audit} – auditdesk").format(audit=words)
            self.setWindowTitle(title.replace("[*]", "[*][*]"))  # Qt's mark for unsaved work, unless doubled

    @Slot(object)
    def _on_failed(self, error: AuditdeskError) -> None:
        self.toasts.say(str(messages.words(error)), shown_ms=12_000)

    @Slot(str, bool)
    def _on_said(self, text: str, undoable: bool) -> None:
        step = self.desk.workbook.can_undo() if undoable and self.desk.workbook is not None else None
        if step is None:
            self.toasts.say(text)
            return
        toast = self.toasts.say(text, action=self.tr("Undo"), on_action=self._on_toast_undo)
        toast.setProperty("step", step.number)

    @Slot()
    def _on_toast_undo(self) -> None:
        """Undo what the toast spoke of, and nothing that came after it."""
        toast = self.sender()
        step = self.desk.workbook.can_undo() if self.desk.workbook is not None else None
        if toast is not None and step is not None and toast.property("step") == step.number:
            self.desk.undo()
        else:
            self.toasts.say(self.tr("Something else was changed since. Undo step by step with Ctrl+Z, or see History."))

    @Slot(bool)
    def _on_saved(self, saved: bool) -> None:
        self.saved_label.setText(self.tr("Saved ✓") if saved else self.tr("Not saved"))
        self.saved_label.set_tone("muted" if saved else "nonconforming")
        self.retry_button.setVisible(not saved)
        if saved and not self._saved:
            QTimer.singleShot(0, self, self.keep_typed)  # what failed on another screen can be saved now, too
        self._saved = saved

    # ---- the window itself ------------------------------------------------------------------------------------------
    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is pending, end what is running, remember the size, put the workbook away."""
        if not self._may_leave():
            event.ignore()
            return
        if self.desk.workbook is not None and self.desk.jobs.busy:
            event.ignore()
            self.desk.when_idle(self.close, stop=True)
            return
        size = self.normalGeometry() if self.isMaximized() else self.geometry()
        self.desk.change_settings(
            window_width=size.width(), window_height=size.height(), window_maximised=self.isMaximized()
        )
        self.desk.close()
        event.accept()
