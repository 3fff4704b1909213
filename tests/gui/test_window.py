"""The window: the rail, the header, the ways between places, and leaving without losing a word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from auditdesk import demo, demo_output
from auditdesk.core import answering, database, findings, planning, queries
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import Result
from auditdesk.core.workbook import Workbook
from auditdesk.gui import theme
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.places import PLACES, SCREENS, place_words
from auditdesk.gui.screens.start import screen as start_screen
from auditdesk.gui.settings import Settings
from auditdesk.gui.tables import RowsView
from auditdesk.gui.window import Window
from tests import builders
from tests.builders import ACTOR, PASSPHRASE, make_workbook, open_workbook
from tests.gui.helpers import Heard, QueuedAnswers, type_text, wait_until

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def no_warming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_screen, "WARM_AFTER_MS", 1_000_000)


@pytest.fixture
def window(app: QApplication, jobs: Jobs) -> Iterator[Window]:
    desk = Desk(jobs, Settings(theme="light", my_name=ACTOR, auto_lock_minutes=0))
    window = Window(desk)
    desk.setParent(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    yield window
    jobs.shutdown()
    desk.close()
    window.close()
    window.deleteLater()


@pytest.fixture
def made(tmp_path: Path) -> builders.Desk:
    return make_workbook(tmp_path)


@pytest.fixture
def opened(window: Window, made: builders.Desk) -> Window:
    window.desk.adopt(made.workbook)
    return window


def press(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def shown_places(window: Window) -> list[str]:
    return [name for name, button in window._rail.items() if button.isVisible()]


def type_note(window: Window, text: str) -> None:
    """Type into the note of the question in front, without leaving the field."""
    edit = window.screen_of("checklists").page.note.edit
    edit.setFocus()
    type_text(edit, text)


def stored_note(connection: database.Connection, question: object) -> str:
    return queries.question_page(connection, question).note


def toasts(window: Window) -> list[str]:
    return [toast.label.text() for toast in window.toasts.toasts]


class Held:
    """A job that holds until it is cancelled or let through."""

    def __init__(self, jobs: Jobs) -> None:
        self.open = threading.Event()
        self.ended: list[object] = []
        jobs.start(self, title="Signing the report", on_done=self.ended.append, on_error=self.ended.append)

    def __call__(self, progress) -> str:
        while not self.open.wait(0.005):
            progress(1, 2, "page 1")
        return "done"


# ---- the rail -------------------------------------------------------------------------------------------------------
def test_without_a_workbook_the_rail_offers_start_and_settings_only(window):
    assert shown_places(window) == ["start", "settings"]
    assert window.place == "start"
    assert not window.find_button.isVisible() and not window.lock_button.isVisible()
    assert window.saved_label.text() == "" or not window.saved_label.isVisible()


def test_with_a_workbook_the_rail_follows_the_order_of_the_work(opened):
    assert shown_places(opened) == list(PLACES)
    assert opened.place == "checklists"
    assert opened._rail["checklists"].isChecked()
    assert opened.saved_label.text() == "Saved ✓"


def test_the_header_is_as_high_with_a_workbook_as_without(window, made):
    top = window.stack.mapTo(window, QPoint()).y()

    window.desk.adopt(made.workbook)
    QTest.qWait(1)

    assert window.stack.mapTo(window, QPoint()).y() == top
    window.desk.saved.emit(False)
    QTest.qWait(1)
    assert window.stack.mapTo(window, QPoint()).y() == top


@pytest.mark.parametrize(("number", "place"), list(enumerate(PLACES, 1)))
def test_a_place_is_reached_by_its_number(opened, number, place):
    press(opened, Qt.Key(Qt.Key.Key_0 + number), CTRL)

    assert opened.place == place
    assert opened._rail[place].isChecked()
    assert f"Ctrl+{number}" in opened._rail[place].toolTip()


def test_a_number_of_a_place_that_is_not_there_does_nothing(window):
    press(window, Qt.Key.Key_2, CTRL)

    assert window.place == "start"


def test_a_click_in_the_rail_goes_there(opened):
    opened._rail["findings"].click()

    assert opened.place == "findings"


def test_every_place_has_a_name_and_a_screen():
    assert set(SCREENS) == {"start", *PLACES}
    assert all(place_words(place) for place in SCREENS)


def test_a_screen_is_made_when_it_is_first_needed(opened):
    assert set(opened._screens) == {"start", "checklists"}


def test_every_place_gives_the_keyboard_to_something_of_its_own(opened):
    for place in PLACES:
        screen = opened.show_place(place)
        wait_until(lambda: not opened.desk.jobs.busy)

        focused = QApplication.focusWidget()
        assert focused is not None and screen.isAncestorOf(focused), place


def test_the_whole_window_fits_a_small_screen(opened):
    for place in PLACES:
        opened.show_place(place)
        wait_until(lambda: not opened.desk.jobs.busy)
    opened.resize(960, 540)
    QTest.qWait(1)

    assert (opened.width(), opened.height()) == (960, 540)


def test_the_rail_grows_with_the_text(app, window):
    def keep(**changes: object) -> Settings:
        theme.apply_theme(app, "light", 1.5)
        return window.desk.settings.replace(**changes)

    window.desk._keep_settings = keep
    try:
        window.desk.change_settings(text_scale=150)
        button = window._rail["checklists"]
        assert window._rail_area.width() >= button.sizeHint().width() + 16
    finally:
        theme.apply_theme(app, "light")


# ---- what the rail and the header tell ------------------------------------------------------------------------------
def test_counts_follow_the_work(opened, made):
    opened.desk.do(answering.answer, made.questions[0], Result.NONCONFORMING)
    opened.desk.do(findings.raise_finding, made.questions[0])

    wait_until(lambda: "1" in opened._rail["findings"].accessibleName())

    assert opened._rail["findings"].accessibleName() == "Findings, 1, something waits here"
    assert opened._rail["checklists"].accessibleName() == "Checklists, 16 % done"


def test_the_title_names_the_audit(opened, made):
    assert opened.windowTitle() == "Blue Mill Ltd – auditdesk"

    opened.desk.do(planning.change_audit, made.engagement.audit, title="Periodic 2026")
    wait_until(lambda: "Periodic" in opened.subject.text())

    assert opened.subject.text() == "Blue Mill Ltd · Periodic 2026"
    assert opened.windowTitle() == "Blue Mill Ltd · Periodic 2026 – auditdesk"


def test_markup_in_the_title_is_shown_as_typed(opened, made):
    opened.desk.do(planning.change_audit, made.engagement.audit, title="<b>Q[*]</b> & A")
    wait_until(lambda: "Q[*]" in opened.subject.text())

    assert opened.subject.text() == "Blue Mill Ltd · <b>Q[*]</b> & A"
    assert opened.subject.textFormat() is Qt.TextFormat.PlainText
    assert opened.windowTitle().replace("[*][*]", "[*]") == "Blue Mill Ltd · <b>Q[*]</b> & A – auditdesk"


def test_a_demonstration_says_so_everywhere(window, tmp_path):
    demo_output.make_workbook(tmp_path / "demo.auditdesk")

    window.desk.adopt(Workbook.open(tmp_path / "demo.auditdesk", demo.PASSPHRASE, actor=ACTOR))

    assert window.subject.text().endswith("DEMONSTRATION")
    assert "DEMONSTRATION" in window.windowTitle()


def test_a_closed_workbook_leaves_nothing_in_the_header(opened):
    opened.desk.close()

    assert opened.windowTitle() == "auditdesk"
    assert opened.subject.text() == ""
    assert shown_places(opened) == ["start", "settings"]


# ---- between places -------------------------------------------------------------------------------------------------
def test_changing_the_place_saves_what_is_typed(opened, made):
    type_note(opened, "seen in the yard")

    press(opened, Qt.Key.Key_6, CTRL)

    assert stored_note(opened.desk.connection, made.questions[0]) == "seen in the yard"


@pytest.mark.parametrize(
    ("kind", "place"), [("question", "checklists"), ("finding", "findings"), ("evidence_item", "evidence")]
)
def test_an_object_is_shown_where_it_lives(opened, made, kind, place):
    identity = {
        "question": made.questions[3],
        "finding": opened.desk.do(findings.add_finding, "Hours").value,
        "evidence_item": made.evidence(),
    }[kind]
    opened.show_place("history")

    opened.go(kind, identity)

    assert opened.place == place


def test_a_screen_asks_for_a_place_by_name(opened):
    opened.screen_of("checklists").go.emit("screen", "plan")

    assert opened.place == "plan"


# ---- saved or not ---------------------------------------------------------------------------------------------------
def no_room_left(window: Window) -> None:
    pages = window.desk.connection.execute("PRAGMA page_count").fetchone()[0]
    window.desk.connection.execute(f"PRAGMA max_page_count = {pages}")


def room_again(window: Window) -> None:
    window.desk.connection.execute("PRAGMA max_page_count = 1000000")


LONG = "a long note " * 5000


def test_on_a_full_disk_the_header_says_not_saved_and_retry_saves(opened, made):
    no_room_left(opened)
    type_note(opened, LONG)
    press(opened, Qt.Key.Key_3, CTRL)

    assert opened.saved_label.text() == "Not saved"
    assert opened.retry_button.isVisible()
    assert "no room left" in toasts(opened)[-1]

    opened.retry_button.click()
    assert opened.saved_label.text() == "Not saved"

    room_again(opened)
    opened.retry_button.click()

    assert opened.place == "evidence"  # what waits on a screen that is not in front is saved as well
    assert stored_note(opened.desk.connection, made.questions[0]) == LONG
    assert opened.saved_label.text() == "Saved ✓"
    assert not opened.retry_button.isVisible()


def test_once_anything_is_saved_again_what_waited_elsewhere_is_saved_too(opened, made):
    no_room_left(opened)
    type_note(opened, LONG)
    press(opened, Qt.Key.Key_3, CTRL)
    room_again(opened)

    opened.desk.do(findings.add_finding, "Hours")
    wait_until(lambda: stored_note(opened.desk.connection, made.questions[0]) == LONG)

    assert opened.saved_label.text() == "Saved ✓"


def test_retry_with_nothing_typed_says_saved(opened):
    def full(_tx) -> None:
        raise DiskFull("w.auditdesk")

    opened.desk.do(full)
    assert opened.saved_label.text() == "Not saved"

    opened.retry_button.click()

    assert opened.saved_label.text() == "Saved ✓"


def test_a_long_problem_is_read_whole(opened):
    opened.desk.failed.emit(DiskFull("/media/stick/" + "a folder with a long name/" * 4 + "zorvane.auditdesk"))

    toast = opened.toasts.toasts[-1]
    assert toast.label.wordWrap()
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
    assert opened.rect().contains(toast.geometry())


# ---- what the desk says ---------------------------------------------------------------------------------------------
def test_undo_in_a_toast_takes_back_what_it_spoke_of(opened, made):
    opened.desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    opened.desk.said.emit("Answer to A1", True)

    opened.toasts.toasts[-1].action.click()

    assert queries.question_page(opened.desk.connection, made.questions[0]).result is None
    assert toasts(opened)[-1] == "Undid: answer to A1"


def test_undo_in_an_older_toast_takes_nothing_else_back(opened, made):
    opened.desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    opened.desk.said.emit("Answer to A1", True)
    old = opened.toasts.toasts[-1]
    opened.desk.do(answering.answer, made.questions[1], Result.PARTLY)

    old.action.click()

    assert queries.question_page(opened.desk.connection, made.questions[0]).result is Result.CONFORMS
    assert queries.question_page(opened.desk.connection, made.questions[1]).result is Result.PARTLY
    assert "Something else was changed since" in toasts(opened)[-1]


def test_ctrl_z_saves_what_is_typed_and_takes_it_back(opened, made):
    opened.desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    opened.show_place("history")

    press(opened, Qt.Key.Key_Z, CTRL)
    assert queries.question_page(opened.desk.connection, made.questions[0]).result is None
    press(opened, Qt.Key.Key_Z, CTRL | SHIFT)
    assert queries.question_page(opened.desk.connection, made.questions[0]).result is Result.CONFORMS
    press(opened, Qt.Key.Key_Z, CTRL)
    press(opened, Qt.Key.Key_Y, CTRL)

    assert queries.question_page(opened.desk.connection, made.questions[0]).result is Result.CONFORMS
    assert toasts(opened)[-1] == "Redid: answer to A1"


def test_f6_goes_to_the_toast_and_the_keyboard_comes_back(opened, made):
    opened.desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    opened.desk.said.emit("Answer to A1", True)
    before = QApplication.focusWidget()

    press(opened, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is opened.toasts.toasts[-1].action
    press(opened, Qt.Key.Key_Space)

    assert QApplication.focusWidget() is before


def test_f6_without_a_toast_stays_where_it_is(opened):
    before = QApplication.focusWidget()

    press(opened, Qt.Key.Key_F6)

    assert QApplication.focusWidget() is before


# ---- locking and closing --------------------------------------------------------------------------------------------
def test_ctrl_l_saves_locks_and_asks_for_the_passphrase(opened, made):
    type_note(opened, "before the door")
    opened.open_search()
    opened.desk.said.emit("Answer to A1", False)

    press(opened, Qt.Key.Key_L, CTRL)

    assert opened.desk.workbook is None
    assert opened.place == "start" and shown_places(opened) == ["start", "settings"]
    assert set(opened._screens) <= {"start", "settings"}
    assert toasts(opened) == []
    assert not [part for part in opened.findChildren(QWidget, "search-palette") if part.isVisible()]
    assert QApplication.focusWidget() is opened.screen_of("start").unlock.passphrase.field
    again = open_workbook(made.path)
    assert stored_note(again.connection, made.questions[0]) == "before the door"
    again.close()


def test_what_is_locked_opens_again_with_its_passphrase(opened, made, monkeypatch):
    monkeypatch.setattr(database, "KDF_ROUNDS", 2)
    press(opened, Qt.Key.Key_L, CTRL)
    field = opened.screen_of("start").unlock.passphrase.field

    type_text(field, PASSPHRASE)
    press(opened, Qt.Key.Key_Return)
    wait_until(lambda: opened.desk.workbook is not None)

    assert opened.place == "checklists"


def test_nothing_of_a_workbook_stays_in_memory_after_the_lock(opened, made):
    gone = Heard(opened.screen_of("checklists").destroyed)
    opened.show_place("history")

    press(opened, Qt.Key.Key_L, CTRL)
    wait_until(lambda: gone.values)

    assert opened.stack.count() <= 2


def test_ctrl_w_closes_and_saves(opened, made):
    type_note(opened, "closed")

    press(opened, Qt.Key.Key_W, CTRL)

    assert opened.desk.workbook is None and opened.isVisible() and opened.place == "start"
    again = open_workbook(made.path)
    assert stored_note(again.connection, made.questions[0]) == "closed"
    again.close()


def test_ctrl_q_saves_remembers_the_size_and_closes(opened, made):
    opened.resize(1200, 700)
    type_note(opened, "the last word")

    press(opened, Qt.Key.Key_Q, CTRL)

    assert not opened.isVisible() and opened.desk.workbook is None
    assert (opened.desk.settings.window_width, opened.desk.settings.window_height) == (1200, 700)
    again = open_workbook(made.path)
    assert stored_note(again.connection, made.questions[0]) == "the last word"
    again.close()


@pytest.mark.parametrize(("key", "stays"), [(Qt.Key.Key_W, True), (Qt.Key.Key_Q, True), (Qt.Key.Key_L, True)])
def test_what_cannot_be_saved_is_not_left_without_a_question(opened, made, answers: QueuedAnswers, key, stays):
    no_room_left(opened)
    type_note(opened, LONG)

    answers.will(False)
    press(opened, key, CTRL)

    assert opened.desk.workbook is not None and opened.isVisible()
    assert opened.screen_of("checklists").page.note.edit.text() == LONG
    assert opened.saved_label.text() == "Not saved"
    room_again(opened)
    press(opened, key, CTRL)
    again = open_workbook(made.path)
    assert stored_note(again.connection, made.questions[0]) == LONG
    again.close()


def test_a_person_may_leave_without_what_cannot_be_saved(opened, answers):
    no_room_left(opened)
    type_note(opened, LONG)
    answers.will(True)

    press(opened, Qt.Key.Key_W, CTRL)

    assert opened.desk.workbook is None and opened.place == "start"


def test_leaving_while_work_runs_stops_it_first_and_then_closes(opened, jobs):
    held = Held(jobs)
    wait_until(opened.job_strip.isVisible)

    press(opened, Qt.Key.Key_Q, CTRL)
    assert opened.isVisible() and opened.desk.workbook is not None
    wait_until(lambda: not opened.isVisible())

    assert held.ended == [] and not jobs.busy
    assert opened.desk.workbook is None


def test_locking_while_work_runs_waits_for_it_and_says_so(opened, jobs):
    held = Held(jobs)

    press(opened, Qt.Key.Key_L, CTRL)
    assert "as soon as the running work is done" in toasts(opened)[-1]
    held.open.set()
    wait_until(lambda: opened.desk.workbook is None)

    assert held.ended == ["done"]
    assert opened.place == "start"


def test_cancel_in_the_strip_stops_the_work(opened, jobs):
    held = Held(jobs)
    wait_until(opened.job_strip.isVisible)

    opened.job_strip.cancel.click()
    wait_until(lambda: not opened.job_strip.isVisible())

    assert held.ended == []


def test_settings_that_cannot_be_kept_do_not_hold_the_window(window):
    def keep(**_changes: object) -> Settings:
        raise DiskFull("settings.json")

    window.desk._keep_settings = keep

    window.close()

    assert not window.isVisible()


# ---- for people who do not see, or have no pointer ------------------------------------------------------------------
class Walk(QObject):
    """Follows the Tab key once round the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.stops: list[QWidget] = []
        first = part = window
        while (part := part.nextInFocusChain()) is not first:
            if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                self.stops.append(part)

    @Slot()
    def nothing(self) -> None:
        """Only to be a QObject of its own."""


def nameless(part: QWidget) -> bool:
    if part.accessibleName():
        return False
    text = getattr(part, "text", None)
    return not (callable(text) and not part.inherits("QLineEdit") and text()) and not part.toolTip()


def focusable(window: Window) -> list[QWidget]:
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or not part.isEnabled() or part.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if part.objectName().startswith("qt_") or part.focusProxy() is not None:
            continue  # inner parts of Qt's own controls
        found.append(part)
    return found


def called(place: str, part: QWidget) -> str:
    return f"{place}: {type(part).__name__} {part.objectName()} in {type(part.parentWidget()).__name__}"


def test_every_control_of_every_place_has_a_name_and_is_reached_by_tab(window, tmp_path):
    demo_output.make_workbook(tmp_path / "demo.auditdesk")
    window.desk.adopt(Workbook.open(tmp_path / "demo.auditdesk", demo.PASSPHRASE, actor=ACTOR))
    silent, unreached = [], []

    for place in ("start", *PLACES):
        window.show_place(place)
        wait_until(lambda: not window.desk.jobs.busy, 30_000)
        stops = Walk(window).stops
        for part in focusable(window):
            if nameless(part):
                silent.append(called(place, part))
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part not in stops:
                unreached.append(called(place, part))

    assert silent + unreached == [], "\n".join([*silent, "--", *unreached])


def test_every_list_of_every_place_reads_its_rows_aloud(window, tmp_path):
    demo_output.make_workbook(tmp_path / "demo.auditdesk")
    window.desk.adopt(Workbook.open(tmp_path / "demo.auditdesk", demo.PASSPHRASE, actor=ACTOR))
    seen = 0

    for place in PLACES:
        window.show_place(place)
        wait_until(lambda: not window.desk.jobs.busy, 30_000)
        for view in window.findChildren(QAbstractItemView):
            model = view.model()
            if not view.isVisible() or model is None or not model.rowCount():
                continue
            for column in range(len(model.columns)) if isinstance(view, RowsView) else (0,):
                role = Qt.ItemDataRole.AccessibleTextRole
                shown = model.index(0, column).data()
                assert model.index(0, column).data(role) or not shown, (place, type(view).__name__, column)
                seen += 1

    assert seen > 10
