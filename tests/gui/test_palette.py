"""Search as you type: what it finds, how it is called, and where Enter goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from auditdesk.core import answering, collecting, findings, search
from auditdesk.core.models.enums import Result
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.palette import ROWS, SearchPalette
from auditdesk.gui.screens.start import screen as start_screen
from auditdesk.gui.settings import Settings
from auditdesk.gui.window import Window
from tests import builders
from tests.builders import ACTOR, make_workbook, question
from tests.gui.helpers import Heard, type_text, wait_until

PAPERS = question(7, title={"en": "Identity papers"}, text={"en": "Passports stay with the worker."})
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def made(tmp_path: Path) -> builders.Desk:
    """Six plain questions, one about papers with a note, a finding, and an item of evidence."""
    made = make_workbook(tmp_path, questions=[*(question(number) for number in range(1, 7)), PAPERS])
    made.do(answering.answer, made.questions[6], Result.NONCONFORMING)
    made.do(answering.note, made.questions[6], "14 of 20 passports in the safe <img src=x>")
    finding = made.do(findings.add_finding, "Passports retained")
    made.do(findings.change_finding, finding, condition="The agent keeps them.")
    item = made.evidence(title="Photograph of the safe")
    made.do(collecting.describe_evidence, item, description="Passports in envelopes")
    return made


@pytest.fixture
def window(app: QApplication, jobs: Jobs, made: builders.Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(start_screen, "WARM_AFTER_MS", 1_000_000)
    desk = Desk(jobs, Settings(theme="light", my_name=ACTOR, auto_lock_minutes=0))
    window = Window(desk)
    desk.setParent(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    desk.adopt(made.workbook)
    yield window
    jobs.shutdown()
    desk.close()
    window.close()
    window.deleteLater()


@pytest.fixture
def palette(window: Window) -> SearchPalette:
    return opened(window)


def opened(window: Window) -> SearchPalette:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_K, CTRL)
    (found,) = [part for part in window.findChildren(SearchPalette) if part.isVisible()]
    return found


def hits(palette: SearchPalette) -> list[search.Hit]:
    return [palette.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(palette.list.count())]


def read(palette: SearchPalette) -> list[str]:
    """What a screen reader says of each row."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(palette.list.item(row).data(role)) for row in range(palette.list.count())]


def press(palette: SearchPalette, key: Qt.Key) -> None:
    QTest.keyClick(palette.field, key)


# ---- finding --------------------------------------------------------------------------------------------------------
def test_it_opens_empty_with_the_keyboard_in_its_field(palette):
    assert palette.field.hasFocus()
    assert not palette.list.isVisible()
    assert "Every word must occur" in palette.hint.text()
    assert palette.accessibleName() == "Find" and palette.list.accessibleName()


def test_typing_finds_questions_notes_findings_and_evidence(palette):
    type_text(palette.field, "pass")

    assert {hit.kind for hit in hits(palette)} == {"question", "answer", "finding", "evidence_item"}
    assert palette.list.currentRow() == 0
    assert palette.hint.text() == "Enter opens, Escape closes."


def test_every_word_must_occur(palette):
    type_text(palette.field, "passports safe")

    assert {hit.kind for hit in hits(palette)} == {"answer", "evidence_item"}


def test_a_note_is_called_by_its_question(palette):
    type_text(palette.field, "14 of 20")

    assert read(palette) == ["A7 Identity papers · note: 14 of 20 passports in the safe <img src=x>"]


def test_nothing_found_is_said_in_a_small_panel(palette):
    type_text(palette.field, "pass")
    high = palette.height()
    palette.field.clear()
    type_text(palette.field, "zebra")

    assert hits(palette) == []
    assert palette.hint.text() == "Nothing here contains these words."
    assert palette.height() < high
    press(palette, Qt.Key.Key_Return)
    press(palette, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_emptying_the_field_says_how_to_search_again(palette):
    type_text(palette.field, "z")
    press(palette, Qt.Key.Key_Backspace)

    assert "Every word must occur" in palette.hint.text()


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "*", "pass*", "a OR b", "NEAR(a b)", "AND", "-", "col:pass", "(", "^", "\\", "%", "\N{NO-BREAK SPACE}",
     "\u202e", "\U0001f6c2", "é", "x" * 20_000, "a " * 500, "护照", "\u0301"],
)  # fmt: skip
def test_odd_words_do_no_harm(palette, typed):
    type_text(palette.field, typed)

    assert palette.isVisible()
    assert len(hits(palette)) <= ROWS


def test_markup_is_shown_as_typed(palette):
    type_text(palette.field, "img src")

    assert "<img src=x>" in read(palette)[0]
    assert palette.hint.textFormat() is Qt.TextFormat.PlainText
    palette.grab()


def test_many_hits_stay_within_the_window(window, palette):
    type_text(palette.field, "question")

    assert palette.list.count() == 6
    assert window.rect().contains(palette.geometry())
    assert palette.list.verticalScrollBar().maximum() == 0


# ---- going there ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "place"),
    [("question 3", "checklists"), ("14 of 20", "checklists"), ("retained", "findings"), ("photograph", "evidence")],
)
def test_enter_goes_where_the_object_lives(window, palette, words, place):
    window.show_place("history")
    palette = opened(window)
    type_text(palette.field, words)

    press(palette, Qt.Key.Key_Return)

    assert window.place == place
    assert not window.findChildren(SearchPalette) or not palette.isVisible()


def test_arrows_choose_and_stop_at_the_ends(palette):
    type_text(palette.field, "question")
    chosen = Heard(palette.chosen)
    wanted = hits(palette)[2]

    press(palette, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 0
    for _ in range(2):
        press(palette, Qt.Key.Key_Down)
    press(palette, Qt.Key.Key_Return)

    assert chosen.values == [("question", wanted.id)]


def test_page_keys_reach_the_last_and_the_first(palette):
    type_text(palette.field, "question")

    press(palette, Qt.Key.Key_PageDown)
    assert palette.list.currentRow() == palette.list.count() - 1
    press(palette, Qt.Key.Key_PageUp)

    assert palette.list.currentRow() == 0


def test_a_click_goes_there(window, palette):
    type_text(palette.field, "retained")
    rect = palette.list.visualItemRect(palette.list.item(0))

    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    assert window.place == "findings"


# ---- going away -----------------------------------------------------------------------------------------------------
def test_escape_closes_and_the_keyboard_goes_back(window):
    before = QApplication.focusWidget()
    palette = opened(window)
    gone = Heard(palette.destroyed)

    press(palette, Qt.Key.Key_Escape)
    wait_until(lambda: gone.values)

    assert QApplication.focusWidget() is before


def test_it_closes_when_the_keyboard_goes_elsewhere(window, palette):
    window.find_button.setFocus()

    assert not palette.isVisible()


def test_its_own_menu_does_not_close_it(palette):
    QApplication.sendEvent(palette.field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))

    assert palette.isVisible()


def test_it_closes_when_the_window_changes_its_size(window, palette):
    window.resize(1200, 700)

    assert not palette.isVisible()


def test_it_closes_with_the_workbook_wherever_the_keyboard_is(window, palette):
    type_text(palette.field, "pass")
    other = QLineEdit()
    other.show()

    window.desk.lock()

    assert not [part for part in window.findChildren(SearchPalette) if part.isVisible()]
    other.close()


def test_what_is_typed_on_the_screen_is_saved_and_found(window, made):
    edit = window.screen_of("checklists").page.note.edit
    edit.setFocus()
    type_text(edit, "a word nobody else has: quagga")

    palette = opened(window)
    type_text(palette.field, "quagga")

    assert [hit.kind for hit in hits(palette)] == ["answer"]


def test_without_a_workbook_there_is_no_search(window):
    window.desk.close()

    window.open_search()

    assert not window.findChildren(SearchPalette)
