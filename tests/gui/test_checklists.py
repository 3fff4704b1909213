"""The checklist screen: answers by key, notes that save themselves, evidence, filters, and what undo leaves alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from auditdesk.core import answering, collecting, content, planning, queries
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import AnswerState, Confidence, Result
from auditdesk.core.workbook import Workbook
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens.checklists import ChecklistScreen
from auditdesk.gui.settings import Settings
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find
from tests.gui.helpers import Heard, QueuedAnswers, type_text, wait_until

PASSPHRASE = "a passphrase for tests"


@pytest.fixture
def desk(jobs: Jobs, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(jobs, Settings(theme="light"))
    workbook = Workbook.create(tmp_path / "w.auditdesk", PASSPHRASE, actor="A. Auditor")
    workbook.do(planning.start_audit, client="Client", vendor="Vendor")
    made.adopt(workbook)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def screen(desk: Desk) -> Iterator[ChecklistScreen]:
    desk.do(planning.add_pack, to_content(find("ethics-labour")))
    made = shown(desk)
    yield made
    made.flush()


def shown(desk: Desk) -> ChecklistScreen:
    made = ChecklistScreen(desk)
    made.resize(1180, 716)
    made.show()
    made.activateWindow()
    made.shown()
    wait_until(made.isActiveWindow)
    return made


def press(screen: ChecklistScreen, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes to whatever has the focus, as from a person."""
    QTest.keyClick(screen.focusWidget() or screen, key, modifier)


def codes(desk: Desk) -> dict[str, uuid.UUID]:
    pack = queries.packs(desk.connection)[0].id
    return {row.code: row.question for row in queries.outline(desk.connection, pack) if row.question is not None}


def page_of(desk: Desk, question: uuid.UUID | None) -> queries.QuestionPage:
    assert question is not None
    page = queries.question_page(desk.connection, question)
    assert page is not None
    return page


def on_disk(desk: Desk, question: uuid.UUID | None) -> queries.QuestionPage:
    """What a second connection reads."""
    assert desk.workbook is not None
    assert question is not None
    with desk.workbook.reader() as connection:
        page = queries.question_page(connection, question)
    assert page is not None
    return page


def code(screen: ChecklistScreen) -> str:
    return screen.page.code.text()


# ---- answers by key --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "result"),
    [
        (Qt.Key.Key_1, Result.CONFORMS),
        (Qt.Key.Key_2, Result.OTHER_MEANS),
        (Qt.Key.Key_3, Result.PARTLY),
        (Qt.Key.Key_4, Result.NONCONFORMING),
    ],
)
def test_a_number_key_answers_and_the_answer_is_on_disk(
    desk: Desk, screen: ChecklistScreen, key: Qt.Key, result: Result
) -> None:
    press(screen, key)

    assert on_disk(desk, screen.question).result == result
    assert screen.page.results.buttons[result].isChecked()


def test_the_keypad_answers_too(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_4, Qt.KeyboardModifier.KeypadModifier)

    assert page_of(desk, screen.question).result == Result.NONCONFORMING


def test_the_answer_is_on_disk_before_the_next_question_shows(desk: Desk, screen: ChecklistScreen) -> None:
    first = screen.question
    seen: list[Any] = []
    watcher = Watcher(desk, first, seen)
    screen.page.next.clicked.connect(watcher.look)
    press(screen, Qt.Key.Key_1)
    watcher.look()

    press(screen, Qt.Key.Key_Return)

    assert seen == [Result.CONFORMS]
    assert screen.question != first
    assert code(screen) == "A02"


class Watcher:
    def __init__(self, desk: Desk, question: uuid.UUID | None, seen: list[Any]) -> None:
        self.desk, self.question, self.seen = desk, question, seen

    def look(self) -> None:
        self.seen.append(on_disk(self.desk, self.question).result)


def test_pressing_the_result_again_takes_it_back(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_3)
    press(screen, Qt.Key.Key_3)

    assert page_of(desk, screen.question).result is None
    assert not screen.page.results.buttons[Result.PARTLY].isChecked()


def test_alt_and_a_number_answers_from_inside_the_note(desk: Desk, screen: ChecklistScreen) -> None:
    screen.page.note.edit.setFocus()

    QTest.keyClick(screen.page.note.edit, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    assert page_of(desk, screen.question).result == Result.OTHER_MEANS
    assert screen.page.note.edit.text() == ""


def test_a_digit_in_the_note_is_text(desk: Desk, screen: ChecklistScreen) -> None:
    screen.page.note.edit.setFocus()

    press(screen, Qt.Key.Key_4)

    assert screen.page.note.edit.text() == "4"
    assert page_of(desk, screen.question).result is None


def test_unable_asks_why_and_is_saved_only_with_its_reason(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_5)

    assert screen.page.reasons.isVisible()
    assert page_of(desk, screen.question).result is None
    press(screen, Qt.Key.Key_3)
    page = on_disk(desk, screen.question)
    assert (page.result, page.reason) == (Result.UNABLE, "records_refused")
    assert not screen.page.reasons.isVisible()
    assert "records refused" in screen.page.because.text()


def test_escape_leaves_the_answer_as_it_was(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_1)
    press(screen, Qt.Key.Key_6)

    press(screen, Qt.Key.Key_Escape)

    assert page_of(desk, screen.question).result == Result.CONFORMS
    assert not screen.page.reasons.isVisible()
    assert screen.page.results.buttons[Result.CONFORMS].isChecked()
    press(screen, Qt.Key.Key_4)
    assert page_of(desk, screen.question).result == Result.NONCONFORMING


def test_reasons_can_be_walked_with_arrows_and_taken_with_enter(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_6)
    press(screen, Qt.Key.Key_Right)

    press(screen, Qt.Key.Key_Return)

    assert page_of(desk, screen.question).reason == "no_such_group"


def test_going_elsewhere_forgets_the_question_for_a_reason(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_5)

    screen.show_question(codes(desk)["A03"])

    assert not screen.page.reasons.isVisible()


# ---- the way through -------------------------------------------------------------------------------------------------
def test_enter_at_the_end_goes_on_from_the_start_and_says_so(desk: Desk, screen: ChecklistScreen) -> None:
    said = Heard(desk.said)
    screen.show_question(list(codes(desk).values())[-1])

    press(screen, Qt.Key.Key_Return)

    assert code(screen) == "A01"
    assert "The end is reached" in said.values[0][0]


def test_enter_says_when_nothing_is_open(desk: Desk, screen: ChecklistScreen) -> None:
    for question in codes(desk).values():
        desk.do(answering.answer, question, Result.CONFORMS)
    said = Heard(desk.said)

    press(screen, Qt.Key.Key_Return)

    assert said.values == [("Every question of this checklist is answered.", False)]
    assert screen.outline.counts.text() == "0 open · 0 flagged"


def test_arrows_walk_the_outline_from_a_button_too(screen: ChecklistScreen) -> None:
    screen.page.flag.setFocus()

    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Up)

    assert code(screen) == "A02"


def test_the_arrows_of_the_list_show_the_question_at_once(screen: ChecklistScreen) -> None:
    screen.outline.view.setFocus()

    press(screen, Qt.Key.Key_Down)

    assert code(screen) == "A02"


def test_back_returns_to_the_question_before(desk: Desk, screen: ChecklistScreen) -> None:
    screen.show_question(codes(desk)["A20"])
    screen.show_question(codes(desk)["A05"])

    press(screen, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert code(screen) == "A20"


def test_sections_fold_and_open_again_for_a_question_inside(desk: Desk, screen: ChecklistScreen) -> None:
    view, model = screen.outline.view, screen.outline.model
    everything = model.rowCount()
    screen.show_question(codes(desk)["A05"])
    screen.outline.view.setFocus()
    press(screen, Qt.Key.Key_Left)
    press(screen, Qt.Key.Key_Left)

    folded = model.rowCount()
    press(screen, Qt.Key.Key_Return)

    assert folded < everything
    assert code(screen) == "A06"
    row = model.row_at(view.currentIndex().row())
    assert row is not None and row.code == "A06"


def test_a_section_counts_what_is_answered(desk: Desk, screen: ChecklistScreen) -> None:
    model = screen.outline.model
    assert model.counts_at(0) == (0, 2)

    press(screen, Qt.Key.Key_1)

    assert model.counts_at(0) == (1, 2)
    assert screen.outline.counts.text() == "41 open · 0 flagged"


def test_an_answer_does_not_read_the_outline_again(
    desk: Desk, screen: ChecklistScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "outline", None)

    press(screen, Qt.Key.Key_4)
    press(screen, Qt.Key.Key_F)
    press(screen, Qt.Key.Key_Return)

    assert code(screen) == "A02"


# ---- notes -----------------------------------------------------------------------------------------------------------
def test_leaving_a_question_saves_the_note_at_once(desk: Desk, screen: ChecklistScreen) -> None:
    first = screen.question
    press(screen, Qt.Key.Key_N)
    type_text(screen.page.note.edit, "Pärmen låg i skåpet; ключ у агента, über 40 Pässe")

    press(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert on_disk(desk, first).note == "Pärmen låg i skåpet; ключ у агента, über 40 Pässe"
    assert code(screen) == "A02"
    press(screen, Qt.Key.Key_1)
    assert page_of(desk, screen.question).result == Result.CONFORMS


def test_a_note_is_saved_after_a_pause(desk: Desk, screen: ChecklistScreen) -> None:
    type_text(screen.page.note.edit, "seen")

    wait_until(lambda: on_disk(desk, screen.question).note == "seen")


def test_leaving_the_field_saves_the_note(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_N)
    type_text(screen.page.note.edit, "seen")

    press(screen, Qt.Key.Key_Escape)

    assert on_disk(desk, screen.question).note == "seen"
    press(screen, Qt.Key.Key_1)
    assert page_of(desk, screen.question).result == Result.CONFORMS


def test_a_question_of_another_screen_saves_the_note_first(desk: Desk, screen: ChecklistScreen) -> None:
    type_text(screen.page.note.edit, "seen")

    screen.flush()

    assert on_disk(desk, screen.question).note == "seen"


def test_enter_in_the_note_is_a_new_line(screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_N)

    press(screen, Qt.Key.Key_Return)

    assert screen.page.note.edit.text() == "\n"
    assert code(screen) == "A01"


def test_a_refused_save_keeps_the_text_and_the_question_and_says_so(
    desk: Desk, screen: ChecklistScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = screen.question
    failed, saved = Heard(desk.failed), Heard(desk.saved)
    type_text(screen.page.note.edit, "not to be lost")
    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "do", full_disk)
        screen.show_question(codes(desk)["A05"])

        assert screen.question == first
        assert screen.page.note.edit.text() == "not to be lost"
        assert "Not saved" in screen.page.note.problem.text()
        assert screen.page.note.problem.isVisible()
        assert isinstance(failed.values[0], DiskFull)
        assert saved.values == [False]

    screen.flush()

    assert on_disk(desk, first).note == "not to be lost"
    assert not screen.page.note.problem.isVisible()
    assert saved.values[-1] is True


def full_disk(self: Workbook, *args: Any, **kwargs: Any) -> Any:
    raise DiskFull(str(self.path))


def test_a_refused_answer_leaves_the_buttons_as_they_were(
    desk: Desk, screen: ChecklistScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(screen, Qt.Key.Key_1)
    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "do", full_disk)
        press(screen, Qt.Key.Key_4)

    assert screen.page.results.buttons[Result.CONFORMS].isChecked()
    assert not screen.page.results.buttons[Result.NONCONFORMING].isChecked()
    assert "no room" in screen.page.problem.text()


def test_a_change_from_elsewhere_does_not_touch_what_is_being_typed(desk: Desk, screen: ChecklistScreen) -> None:
    assert screen.question is not None
    type_text(screen.page.note.edit, "being typed")

    desk.do(answering.flag, screen.question, True)

    assert screen.page.note.edit.text() == "being typed"
    assert screen.page.flag.isChecked()


def test_a_locked_answer_cannot_be_changed(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_1)
    desk.connection.execute("UPDATE answer SET state = ?", (AnswerState.LOCKED.value,))
    screen.show_question(codes(desk)["A02"])
    screen.show_question(codes(desk)["A01"])

    press(screen, Qt.Key.Key_4)

    assert page_of(desk, screen.question).result == Result.CONFORMS
    assert screen.page.note.edit.isReadOnly()
    assert "locked" in screen.page.because.text()


# ---- undo ------------------------------------------------------------------------------------------------------------
def test_undo_says_what_it_took_back_and_the_page_shows_it(desk: Desk, screen: ChecklistScreen) -> None:
    said = Heard(desk.said)
    press(screen, Qt.Key.Key_4)

    desk.undo()

    assert said.values == [("Undid: answer to A01", False)]
    assert not screen.page.results.buttons[Result.NONCONFORMING].isChecked()
    assert screen.outline.counts.text() == "42 open · 0 flagged"


def test_undo_of_another_question_keeps_the_place_but_mends_its_line(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_4)
    press(screen, Qt.Key.Key_Return)

    desk.undo()

    assert code(screen) == "A02"
    first = screen.outline.model.row_at(1)
    assert first is not None and (first.code, first.result) == ("A01", None)
    assert screen.outline.model.counts_at(0) == (0, 2)


# ---- filters ---------------------------------------------------------------------------------------------------------
def listed(screen: ChecklistScreen) -> list[str]:
    model = screen.outline.model
    rows = [model.row_at(at) for at in range(model.rowCount())]
    return [row.code for row in rows if row is not None and row.question is not None]


def choose(screen: ChecklistScreen, key: str) -> None:
    combo = screen.outline.only
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("flagged", ["A03"]),
        ("gate", ["A12", "A16", "A17", "A31"]),
        ("no_evidence", ["A01", "A02", "A04"]),
        ("nonconforming", ["A01", "A02"]),
        ("unable", ["A04"]),
        ("mine", ["A01", "A02", "A03", "A04"]),
        ("changed", ["A01", "A02", "A03", "A04"]),
    ],
)
def test_the_filters_list_what_they_name(desk: Desk, screen: ChecklistScreen, key: str, expected: list[str]) -> None:
    known = codes(desk)
    desk.do(answering.answer, known["A01"], Result.NONCONFORMING)
    desk.do(answering.answer, known["A02"], Result.PARTLY)
    desk.do(answering.flag, known["A03"], True)
    desk.do(answering.answer, known["A04"], Result.UNABLE, reason="time")

    choose(screen, key)

    assert listed(screen) == expected


def test_words_filter_as_they_are_typed(screen: ChecklistScreen) -> None:
    screen.outline.words.setFocus()
    type_text(screen.outline.words, "passport")

    wait_until(lambda: 0 < len(listed(screen)) < 10)

    press(screen, Qt.Key.Key_Return)
    assert screen.outline.view.hasFocus()
    assert code(screen) in listed(screen)


def test_a_filter_without_match_says_so_and_keeps_the_question(screen: ChecklistScreen) -> None:
    choose(screen, "flagged")

    assert listed(screen) == []
    assert code(screen) == "A01"
    assert screen.page.place.text() == "Not in this list"
    screen.outline.grab()


def test_enter_stays_within_a_filtered_list(desk: Desk, screen: ChecklistScreen) -> None:
    choose(screen, "gate")

    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_1)
    press(screen, Qt.Key.Key_Return)

    assert code(screen) == "A16"
    assert "A12" in listed(screen)


def test_an_answered_question_stays_in_the_list_of_open_ones_until_it_is_filtered_again(
    screen: ChecklistScreen,
) -> None:
    choose(screen, "open")

    press(screen, Qt.Key.Key_1)

    assert listed(screen)[0] == "A01"
    choose(screen, "open")
    assert listed(screen)[0] == "A02"


# ---- confidence, flag, finding ---------------------------------------------------------------------------------------
def test_f_flags_and_the_outline_counts_it(desk: Desk, screen: ChecklistScreen) -> None:
    press(screen, Qt.Key.Key_F)

    assert on_disk(desk, screen.question).flag
    assert screen.outline.counts.text() == "42 open · 1 flagged"


def test_confidence_is_set_by_arrows_and_told_to_a_screen_reader(desk: Desk, screen: ChecklistScreen) -> None:
    screen.page.confidence.setFocus()

    press(screen, Qt.Key.Key_Right)
    press(screen, Qt.Key.Key_Right)

    assert page_of(desk, screen.question).confidence == Confidence.MEDIUM
    assert screen.page.confidence.accessibleName() == "Confidence: Medium"


def test_ctrl_f_raises_a_finding_and_goes_there_then_opens_it(desk: Desk, screen: ChecklistScreen) -> None:
    went = Heard(screen.go)
    press(screen, Qt.Key.Key_4)

    press(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    press(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    [(finding, finding_code)] = page_of(desk, screen.question).findings
    assert went.values == [("finding", finding), ("finding", finding)]
    assert finding_code in screen.page.finding.text()
    assert screen.context.chips[0].words == finding_code


# ---- typed values ----------------------------------------------------------------------------------------------------
def of_kind(desk: Desk, kind: str) -> uuid.UUID:
    return next(question for question in codes(desk).values() if page_of(desk, question).kind == kind)


def test_maturity_is_chosen_by_letter(desk: Desk, screen: ChecklistScreen) -> None:
    screen.show_question(of_kind(desk, "maturity"))

    press(screen, Qt.Key.Key_C)

    assert page_of(desk, screen.question).value == "2"
    assert screen.page.value.buttons[2].isChecked()
    press(screen, Qt.Key.Key_C)
    assert page_of(desk, screen.question).value is None


def test_a_percentage_is_saved_when_the_field_is_left(desk: Desk, screen: ChecklistScreen) -> None:
    screen.show_question(of_kind(desk, "percentage"))
    question = screen.question
    screen.page.value.line.edit.setFocus()
    QTest.keyClicks(screen.page.value.line.edit, "87,5")

    press(screen, Qt.Key.Key_Return)

    assert on_disk(desk, question).value == "87.5"
    assert screen.question != question


def test_a_number_nobody_can_read_stays_in_the_field_and_says_why(desk: Desk, screen: ChecklistScreen) -> None:
    screen.show_question(of_kind(desk, "percentage"))
    question = screen.question
    screen.page.value.line.edit.setFocus()
    QTest.keyClicks(screen.page.value.line.edit, "many")

    press(screen, Qt.Key.Key_Return)

    assert screen.question == question
    assert screen.page.value.line.edit.text() == "many"
    assert "not an answer" in screen.page.value.problem.text()
    screen.page.value.line.edit.setText("")
    screen.page.value.line.edit.textEdited.emit("")


OTHER = b"""{"id":"t","version":"1","title":{"en":"Typed"},"sections":[{"id":"s","title":{"en":"S"},"questions":[
 {"id":"c","code":"T1","title":{"en":"Choice"},"text":{"en":"Pick"},"kind":"choice","tiers":["basic"],
  "options":[{"id":"y","label":{"en":"Yes"},"result":"conforms"},{"id":"n","label":{"en":"No"},"result":"nonconforming"}]},
 {"id":"m","code":"T2","title":{"en":"Many"},"text":{"en":"Pick some"},"kind":"choices","tiers":["full"],
  "options":[{"id":"p","label":{"en":"P"}},{"id":"q","label":{"en":"Q"}}]},
 {"id":"d","code":"T3","title":{"en":"When"},"text":{"en":"When"},"kind":"date"},
 {"id":"x","code":"T4","title":{"en":"Words"},"text":{"en":"Words"},"kind":"text"},
 {"id":"u","code":"T5","title":{"en":"Count"},"text":{"en":"How many"},"kind":"number","unit":"workers"}]}]}"""


@pytest.fixture
def typed(desk: Desk) -> Iterator[ChecklistScreen]:
    desk.do(planning.add_pack, OTHER)
    made = shown(desk)
    yield made
    made.flush()


def test_an_option_that_carries_a_result_sets_it(desk: Desk, typed: ChecklistScreen) -> None:
    press(typed, Qt.Key.Key_B)

    page = on_disk(desk, typed.question)
    assert (page.value, page.result) == ("n", Result.NONCONFORMING)
    assert typed.page.results.isVisible()


def test_several_options_can_be_chosen_and_taken_back(desk: Desk, typed: ChecklistScreen) -> None:
    typed.show_question(codes(desk)["T2"])

    press(typed, Qt.Key.Key_B)
    press(typed, Qt.Key.Key_A)
    press(typed, Qt.Key.Key_B)

    assert page_of(desk, typed.question).value == ["p"]


def test_half_a_date_is_no_mistake_while_it_is_typed(desk: Desk, typed: ChecklistScreen) -> None:
    failed = Heard(desk.failed)
    typed.show_question(codes(desk)["T3"])
    typed.page.value.line.edit.setFocus()

    QTest.keyClicks(typed.page.value.line.edit, "2026-05")
    typed.page.value._on_pause()
    QTest.keyClicks(typed.page.value.line.edit, "-12")
    typed.page.value._on_pause()

    assert page_of(desk, typed.question).value == "2026-05-12"
    assert not failed.values


def test_an_answer_in_words_saves_itself(desk: Desk, typed: ChecklistScreen) -> None:
    typed.show_question(codes(desk)["T4"])
    question = typed.question
    type_text(typed.page.value.text.edit, "På svenska, и по-русски")

    typed.show_question(codes(desk)["T5"])

    assert on_disk(desk, question).value == "På svenska, и по-русски"
    assert typed.page.value.line.unit.text() == "workers"


def test_tiers_are_offered_when_the_pack_has_them(desk: Desk, typed: ChecklistScreen) -> None:
    combo = typed.outline.tier
    assert combo.isVisible()

    combo.setCurrentIndex(combo.findData("full"))
    combo.activated.emit(combo.currentIndex())

    assert listed(typed) == ["T2"]


def test_several_packs_are_offered_and_a_question_of_another_is_found(desk: Desk, typed: ChecklistScreen) -> None:
    change = desk.do(planning.add_pack, to_content(find("ethics-labour")))
    assert change is not None
    assert typed.outline.packs.isVisible()
    labour = queries.question_by_code(desk.connection, "A17")

    typed.show_object("question", labour)

    assert code(typed) == "A17"
    assert typed.outline.packs.currentData() == change.value.pack.hex
    assert typed.outline.packs.currentText() == "Ethical guidelines and labour"


def test_an_answer_leads_to_its_question(desk: Desk, screen: ChecklistScreen) -> None:
    question = codes(desk)["A07"]
    desk.do(answering.answer, question, Result.CONFORMS)

    screen.show_object("answer", answering.answer_id(question))

    assert code(screen) == "A07"


# ---- evidence --------------------------------------------------------------------------------------------------------
def add_item(desk: Desk, text: str = "seen", **more: Any) -> uuid.UUID:
    sha256 = content.store_bytes(desk.connection, text.encode())
    change = desk.do(
        collecting.add_evidence, sha256=sha256, filename=f"{text}.txt", media_type="text/plain", **more
    )  # fmt: skip
    assert change is not None
    return change.value


def test_a_picture_pasted_outside_a_text_field_becomes_evidence(desk: Desk, screen: ChecklistScreen) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF8800)
    QGuiApplication.clipboard().setImage(image)

    press(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    wait_until(lambda: page_of(desk, screen.question).evidence)
    wait_until(lambda: not screen.evidence.intake.busy)
    assert screen.page.evidence.chips[0].words.startswith("EV-001 · Pasted picture")
    row = screen.outline.model.row_at(1)
    assert row is not None and row.evidence == 1


def test_words_pasted_into_the_note_stay_words(desk: Desk, screen: ChecklistScreen) -> None:
    QGuiApplication.clipboard().setText("from the register")
    press(screen, Qt.Key.Key_N)

    press(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert screen.page.note.edit.text() == "from the register"
    assert not queries.evidence_ids(desk.connection)


def test_words_pasted_outside_a_field_are_only_explained(desk: Desk, screen: ChecklistScreen) -> None:
    said = Heard(desk.said)
    QGuiApplication.clipboard().setText("from the register")

    press(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert "press E, then 2" in said.values[0][0]
    assert not queries.evidence_ids(desk.connection)


def test_e_and_1_add_files(desk: Desk, screen: ChecklistScreen, answers: QueuedAnswers, tmp_path: Path) -> None:
    (tmp_path / "Lönelista.csv").write_text("a,b")
    answers.will([str(tmp_path / "Lönelista.csv")])

    press(screen, Qt.Key.Key_E)
    press(screen, Qt.Key.Key_1)

    wait_until(lambda: page_of(desk, screen.question).evidence)
    wait_until(lambda: not screen.evidence.intake.busy)
    assert not screen.page.chooser.isVisible()


def test_e_and_3_use_evidence_the_workbook_has(desk: Desk, screen: ChecklistScreen) -> None:
    add_item(desk, "roster")
    item = add_item(desk, "cabinet")
    press(screen, Qt.Key.Key_E)
    press(screen, Qt.Key.Key_3)
    type_text(screen.page.chooser.words, "cab")

    press(screen, Qt.Key.Key_Return)

    assert [used.item for used in page_of(desk, screen.question).evidence] == [item]
    press(screen, Qt.Key.Key_1)
    assert page_of(desk, screen.question).result == Result.CONFORMS


def test_delete_on_a_chip_takes_the_item_away_and_undo_brings_it_back(desk: Desk, screen: ChecklistScreen) -> None:
    add_item(desk, to_question=screen.question)
    said = Heard(desk.said)
    screen.page.evidence.chips[0].setFocus()

    press(screen, Qt.Key.Key_Delete)

    assert not page_of(desk, screen.question).evidence
    assert not screen.page.evidence.chips[0].isVisible()
    assert said.values == [("Link of EV-001 removed", True)]
    desk.undo()
    assert screen.page.evidence.chips[0].isVisible()


def test_enter_on_a_chip_leads_to_the_item(desk: Desk, screen: ChecklistScreen) -> None:
    item = add_item(desk, to_question=screen.question)
    went = Heard(screen.go)
    screen.page.evidence.chips[0].setFocus()

    press(screen, Qt.Key.Key_Return)

    assert went.values == [("evidence_item", item)]


def test_files_dropped_on_the_page_are_added(desk: Desk, screen: ChecklistScreen, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("seen")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])

    assert screen.evidence.take(mime)

    wait_until(lambda: page_of(desk, screen.question).evidence)
    wait_until(lambda: not screen.evidence.intake.busy)


def test_evidence_arriving_while_another_question_shows_goes_to_its_own(
    desk: Desk, screen: ChecklistScreen, tmp_path: Path
) -> None:
    first = screen.question
    mime = QMimeData()
    mime.setData("image/png", QByteArray(b"\x89PNG\r\n\x1a\n123"))
    screen.evidence.take(mime)

    screen.show_question(codes(desk)["A03"])
    wait_until(lambda: page_of(desk, first).evidence)
    wait_until(lambda: not screen.evidence.intake.busy)

    assert code(screen) == "A03"
    row = screen.outline.model.row_at(1)
    assert row is not None and row.evidence == 1


# ---- context ---------------------------------------------------------------------------------------------------------
def test_the_context_tells_what_is_asked_and_what_was_done(desk: Desk, screen: ChecklistScreen) -> None:
    screen.show_question(codes(desk)["A12"])
    press(screen, Qt.Key.Key_5)
    press(screen, Qt.Key.Key_2)

    wait_until(lambda: "Unable to verify: area closed" in screen.context.history.lines.words)
    assert "ILO C138 2 (1973)" in screen.context.criteria.lines.words
    assert "Worker interviews, at least 5" in screen.context.asked.lines.words
    assert "Two independent kinds are needed" in screen.context.asked.lines.words


def test_panes_step_aside_where_there_is_no_room(screen: ChecklistScreen) -> None:
    screen.resize(520, 340)

    assert not screen.outline.isVisible()
    assert not screen.context.isVisible()
    press(screen, Qt.Key.Key_1)
    screen.resize(1180, 716)
    assert screen.outline.isVisible()
    assert screen.context.isVisible()


def test_text_is_shown_as_typed(desk: Desk) -> None:
    desk.do(planning.add_pack, OTHER.replace(b'"en":"Pick"', b'"en":"<b>Pick</b> &amp; <img src=x>"'))

    made = shown(desk)

    assert made.page.text.text() == "<b>Pick</b> &amp; <img src=x>"
    assert made.page.text.textFormat() == Qt.TextFormat.PlainText


# ---- without checklists ----------------------------------------------------------------------------------------------
def test_an_empty_workbook_says_where_checklists_come_from(desk: Desk) -> None:
    made = shown(desk)
    went = Heard(made.go)

    assert made.empty.isVisible()
    made.empty.button.click()

    assert went.values == [("screen", "plan")]
    desk.do(planning.add_pack, OTHER)
    assert made.panes.isVisible()
    assert code(made) == "T1"


# ---- for everybody ---------------------------------------------------------------------------------------------------
def test_every_control_has_a_name(screen: ChecklistScreen) -> None:
    controls: list[QWidget] = []
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox):
        controls += screen.findChildren(kind)

    nameless = [
        control for control in controls
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus and not control.accessibleName()
    ]  # fmt: skip

    assert not nameless


def test_a_line_of_the_outline_says_its_marks(desk: Desk, screen: ChecklistScreen) -> None:
    question = codes(desk)["A12"]
    desk.do(answering.answer, question, Result.NONCONFORMING)
    desk.do(answering.flag, question, True)
    add_item(desk, to_question=question)
    at = screen.outline.model.reveal(question)

    index = screen.outline.model.index(at)
    said = screen.outline.model.data(index, Qt.ItemDataRole.AccessibleTextRole)

    assert said == "A12, Age verified before work starts, Does not conform, gate, evidence: 1, flagged"


def test_the_screen_paints_in_both_themes_and_at_twice_the_text(screen: ChecklistScreen, app: QApplication) -> None:
    from auditdesk.gui import theme

    for name, scale in (("dark", 1.0), ("light", 2.0), ("light", 1.0)):
        theme.apply_theme(app, name, scale)
        assert not screen.grab().isNull()


# ---- size ------------------------------------------------------------------------------------------------------------
def test_twenty_thousand_questions_open_fold_and_answer(desk: Desk) -> None:
    desk.do(planning.add_pack, big_pack(20_000))

    made = shown(desk)
    press(made, Qt.Key.Key_1)
    made.show_question(codes(desk)["Q19999"])
    press(made, Qt.Key.Key_Return)

    assert made.outline.model.questions == 20_000
    assert made.outline.counts.text() == "19999 open · 0 flagged"
    assert code(made) == "Q00001"


def big_pack(questions: int) -> bytes:
    import json

    sections = [
        {
            "id": f"s{start}",
            "title": {"en": f"Section {start}"},
            "questions": [
                {
                    "id": f"q{number}",
                    "code": f"Q{number:05d}",
                    "title": {"en": f"Question {number}"},
                    "text": {"en": "Papers are held by the worker."},
                    "kind": "conformity",
                }
                for number in range(start, start + 50)
            ],
        }
        for start in range(0, questions, 50)
    ]
    return json.dumps({"id": "big", "version": "1", "title": {"en": "Big"}, "sections": sections}).encode()
