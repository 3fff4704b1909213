"""The History screen: who changed what and when, in words, with the fields before and after."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditdesk import labels
from auditdesk.core import answering, collecting, findings, planning, projection
from auditdesk.core.models.enums import EvidenceKind, Result
from auditdesk.core.models.tables import LOGGED
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens import history
from auditdesk.gui.screens.history import CODED, KINDS, HistoryScreen
from auditdesk.gui.settings import Settings
from auditdesk.gui.widgets.text import PlainLabel
from tests import builders
from tests.builders import ACTOR, make_workbook
from tests.gui.helpers import wait_until


@pytest.fixture
def made(tmp_path: Path) -> builders.Desk:
    return make_workbook(tmp_path)


@pytest.fixture
def desk(jobs: Jobs, made: builders.Desk) -> Iterator[Desk]:
    desk = Desk(jobs, Settings(my_name=ACTOR, auto_lock_minutes=0))
    desk.adopt(made.workbook)
    yield desk
    desk.close()
    desk.deleteLater()


@pytest.fixture
def open_screen(app: QApplication, desk: Desk) -> Callable[[], HistoryScreen]:
    def _open() -> HistoryScreen:
        screen = HistoryScreen(desk)
        screen.resize(1180, 700)
        screen.show()
        screen.activateWindow()
        wait_until(screen.isActiveWindow)
        screen.shown()
        return screen

    return _open


def what(screen: HistoryScreen) -> list[str]:
    return [str(screen.model.index(row, 2).data()) for row in range(screen.model.rowCount())]


def detail(screen: HistoryScreen) -> list[str]:
    """Every text on the right, from the top."""
    QApplication.sendPostedEvents()  # what was added to a layout appears with the next events
    return [part.text() for part in screen._holder.findChildren(PlainLabel) if part.isVisible() and part.text()]


def show_newest(screen: HistoryScreen) -> list[str]:
    screen._fill()
    screen.view.show_id(screen.model.id_at(0))
    return detail(screen)


def choose(screen: HistoryScreen, kind: str) -> None:
    screen.kinds.setCurrentIndex(list(KINDS).index(kind))


# ---- the list -------------------------------------------------------------------------------------------------------
def test_changes_are_listed_newest_first_in_words(open_screen, desk, made):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    desk.do(findings.add_finding, "Hours")
    desk.undo()

    screen = open_screen()

    assert what(screen)[:3] == ["Undid: finding F-01 added", "Finding F-01 added", "Answer to A1"]
    assert what(screen)[-1] == "Started the audit of Blue Mill Ltd"
    assert screen.model.index(0, 1).data() == ACTOR
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", screen.model.index(0, 0).data())


def test_the_newest_change_is_chosen_and_has_the_keyboard(open_screen, desk):
    desk.do(findings.add_finding, "Hours")

    screen = open_screen()

    assert screen.view.hasFocus()
    assert screen.view.currentIndex().row() == 0
    assert detail(screen)[0] == "Finding F-01 added"
    assert detail(screen)[1].startswith(f"{ACTOR}, ")


def test_a_change_made_meanwhile_comes_on_top_and_the_choice_stays(open_screen, desk, made):
    screen = open_screen()
    before = screen.view.current_id()

    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    wait_until(lambda: what(screen)[0] == "Answer to A1")

    assert screen.view.current_id() == before


def test_one_kind_can_be_shown_alone(open_screen, desk, made):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    desk.do(findings.add_finding, "Hours")
    item = made.evidence()
    desk.do(collecting.link_to_question, item, made.questions[0])
    screen = open_screen()

    choose(screen, "finding")
    assert what(screen) == ["Finding F-01 added"]
    choose(screen, "evidence_item")
    assert what(screen) == ["Evidence EV-001 added"]
    choose(screen, "answer")
    assert what(screen) == ["Link of EV-001", "Answer to A1"]
    choose(screen, "")
    assert len(what(screen)) == 6


def test_the_frame_of_the_audit_includes_client_vendor_and_aliases(open_screen, desk, made):
    ids = made.engagement
    desk.do(planning.change_client, ids.client, name="Northwind AB")
    desk.do(planning.change_vendor, ids.vendor, name="Blue Mill JSC")
    desk.do(planning.add_alias, ids.vendor, "BM")
    desk.do(planning.change_audit, ids.audit, title="2026")
    screen = open_screen()

    choose(screen, "audit")

    assert len(what(screen)) == 5
    assert what(screen)[0].startswith("Audit frame")


def test_a_kind_without_changes_says_so(open_screen, desk):
    screen = open_screen()

    choose(screen, "report")

    assert what(screen) == []
    assert detail(screen) == ["No change of this kind yet."]
    choose(screen, "pack")
    assert detail(screen)[0].startswith("Checklist")


def test_every_kind_has_words(open_screen):
    screen = open_screen()

    assert all(screen.kinds.itemText(place) for place in range(screen.kinds.count()))


# ---- one change -----------------------------------------------------------------------------------------------------
def test_a_change_shows_before_and_after(open_screen, desk, made):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    desk.do(answering.answer, made.questions[0], Result.PARTLY)

    shown = show_newest(open_screen())

    assert shown[2:] == ["Result", "Before", "Conforms", "After", "Partly conforms"]


def test_a_new_object_shows_what_was_entered_and_no_empty_fields(open_screen, desk):
    desk.do(findings.add_finding, "Hours")

    shown = show_newest(open_screen())

    assert shown[2] == "Entered"
    assert shown[shown.index("Title") + 1] == "Hours"
    assert "–" not in shown and "Cause" not in shown


def test_what_a_person_typed_is_shown_as_typed_even_when_it_is_a_key(open_screen, desk, made):
    for text in ("none", "D", "time", "other", "2026-01-02T03:04:05+00:00", "a" * 32, "<b>bold</b> & <img src=x>"):
        desk.do(answering.note, made.questions[0], text)
        screen = open_screen()

        shown = show_newest(screen)

        assert text in shown
        screen.close()


def test_objects_are_called_by_their_names(open_screen, desk, made):
    item = made.evidence(title="Pay slip")
    desk.do(collecting.link_to_question, item, made.questions[2])
    shown = show_newest(open_screen())
    assert "EV-001 Pay slip" in shown and "A3 Question 3" in shown

    finding = desk.do(findings.add_finding, "Hours").value
    desk.do(collecting.link_to_finding, item, finding)
    shown = show_newest(open_screen())

    assert shown[shown.index("Used for") + 1] == "F-01 Hours"
    assert shown[shown.index("Used for a") + 1] == "Finding"


def test_an_object_that_cannot_be_named_keeps_its_number():
    assert history._value_words("question_id", "ab" * 16) == "ab" * 16
    assert history._named(None, "question_id", "no id") == ""


def test_yes_and_no_are_words(open_screen, desk, made):
    desk.do(answering.flag, made.questions[0], True)
    desk.do(answering.flag, made.questions[0], False)

    shown = show_newest(open_screen())

    assert shown[2:] == ["Flag", "Before", "Yes", "After", "No"]


def test_a_cleared_field_shows_a_dash(open_screen, desk, made):
    desk.do(answering.note, made.questions[0], "seen")
    desk.do(answering.note, made.questions[0], "")

    shown = show_newest(open_screen())

    assert shown[2:7] == ["Note", "Before", "seen", "After", "–"]


def test_lists_moments_and_digests_are_readable(open_screen, desk, made):
    assert history._value_words("roles", ["lead_auditor", "interpreter"]) == "Lead auditor, Interpreter"
    assert re.fullmatch(r"2026-01-0\d \d\d:04:05", history._value_words("captured_at", "2026-01-02T03:04:05+00:00"))
    assert history._value_words("captured_at", "soon") == "soon"
    assert history._value_words("sha256", "0123456789abcdef" * 4).startswith("01234567 89abcdef 01234567")
    assert history._value_words("note", "x" * 5000) == "x" * history.LONGEST + "…"


def test_every_field_of_the_workbook_with_keys_for_values_has_their_words():
    """A field whose values are keys is named in CODED, and each of its keys has a word."""
    for table in LOGGED:
        for name, column in projection.columns(str(table.__tablename__)).items():
            kind = table.model_fields[name].annotation if name in table.model_fields else None
            choices = [kind, *getattr(kind, "__args__", ())]
            for one in choices:
                if isinstance(one, type) and hasattr(one, "__members__"):
                    assert name in CODED, (table, name, column)
                    assert all(str(value) in labels.WORDS for value in one), (table, name)
    assert str(EvidenceKind.PHOTO) in labels.WORDS


# ---- undo and redo --------------------------------------------------------------------------------------------------
def test_the_undo_buttons_say_what_they_would_do(open_screen, desk, made):
    desk.do(answering.answer, made.questions[0], Result.CONFORMS)
    screen = open_screen()

    assert screen.undo_button.isEnabled() and not screen.redo_button.isEnabled()
    assert "Answer to A1" in screen.undo_button.toolTip()
    screen.undo_button.click()
    wait_until(screen.redo_button.isEnabled)

    assert what(screen)[0] == "Undid: answer to A1"
    assert "Answer to A1" in screen.redo_button.toolTip()
    screen.redo_button.click()
    wait_until(lambda: what(screen)[0] == "Redid: answer to A1")


def test_with_nothing_to_undo_the_button_is_off(open_screen, desk):
    while desk.workbook.can_undo() is not None:
        desk.undo()

    screen = open_screen()

    assert not screen.undo_button.isEnabled()


# ---- size, keyboard -------------------------------------------------------------------------------------------------
def test_five_thousand_changes_are_shown_at_once_and_the_limit_is_told(open_screen, desk, made, monkeypatch):
    def many(tx: object) -> None:
        answering.note(tx, made.questions[0], uuid.uuid4().hex)

    desk.connection.execute("PRAGMA synchronous = OFF")
    for _ in range(5000):
        desk.workbook.do(many)
        desk.workbook._last = None  # each its own change
    began = time.perf_counter()

    screen = open_screen()
    for row in range(1, 40):
        screen.view.show_id(screen.model.id_at(row))

    assert time.perf_counter() - began < 5  # no yardstick, only far from one query a row
    assert screen.model.rowCount() == history.SHOWN
    assert screen.older.isVisible() and "2,000" in screen.older.text()
    choose(screen, "pack")
    assert not screen.older.isVisible()


def test_the_keyboard_reaches_the_change_and_scrolls_it(open_screen, desk, made):
    desk.do(answering.note, made.questions[0], "line\n" * 200)
    screen = open_screen()
    area = screen._holder.parentWidget().parentWidget()

    stops: list[QWidget] = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())

    assert area in stops
    wait_until(lambda: area.verticalScrollBar().maximum() > 0)
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0
