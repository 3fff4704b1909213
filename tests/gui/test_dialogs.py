"""Questions can be answered by keyboard and by tests; an unexpected one fails."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from auditdesk.gui import dialogs
from auditdesk.gui.dialogforms import Confirmation, PassphraseQuestion, Problem, Strength, TextQuestion
from auditdesk.messages import Message
from tests.gui.helpers import type_text


def strength(text):
    return Strength(min(len(text) // 4, 4), "Guessed in a day", enough=len(text) >= 8)


@pytest.fixture
def form(app):
    form = PassphraseQuestion(None, "New workbook", "There is no way back.", confirm=True, strength=strength)
    form.show()
    yield form
    form.deleteLater()


def test_a_new_passphrase_must_be_strong_and_entered_twice(form):
    first, second = form._first, form._second
    assert not form._yes.isEnabled()

    type_text(first, "kört")
    type_text(second, "kört")
    assert not form._yes.isEnabled()
    type_text(first, " åtta hästar")
    assert not form._yes.isEnabled()
    assert form._remark.text() == "The two are not the same yet."
    type_text(second, " åtta hästar")

    assert form._yes.isEnabled()
    assert form.passphrase() == "kört åtta hästar"


def test_a_passphrase_is_hidden_until_shown(form):
    assert form._first.echoMode() == QLineEdit.EchoMode.Password

    form._show.click()

    assert form._first.echoMode() == form._second.echoMode() == QLineEdit.EchoMode.Normal
    assert form._show.accessibleName() == "Hide the passphrase"


def test_a_space_at_the_end_is_told(form):
    type_text(form._first, "eight horses ")

    assert "space" in form._remark.text()


def test_the_passphrase_does_not_stay_in_the_window(form):
    type_text(form._first, "eight horses")

    form.forget()

    assert form._first.text() == ""


def test_every_field_has_a_name_for_a_screen_reader(form):
    assert [field.accessibleName() for field in form.findChildren(QLineEdit)] == ["Passphrase", "The same again"]


def test_the_safe_answer_has_the_focus(app):
    form = Confirmation(None, "Withdraw F-03?", "Its history stays.", "Withdraw", "Keep")
    form.show()

    assert form.focusWidget() is form.no
    form.deleteLater()


def test_a_problem_tells_its_three_parts_as_plain_text(app):
    form = Problem(None, Message("The disk is full", "No room for <b>x</b>.", "All is kept.", "Make room."))

    assert form.accessibleDescription() == "No room for <b>x</b>. All is kept. Make room."
    form.deleteLater()


def test_an_empty_text_cannot_be_given(app):
    form = TextQuestion(None, "Reason", "", label="Reason", text="", yes="Save", long=True, optional=False)
    assert not form._yes.isEnabled()

    type_text(form._long, "Access refused")

    assert form._yes.isEnabled()
    assert form.text() == "Access refused"
    form.deleteLater()


def test_questions_go_through_the_answers(app, answers, tmp_path):
    answers.will("secret", "words", True, None)
    answers.will(str(tmp_path / "a.audit"), [str(tmp_path / "x")], str(tmp_path / "b"), "")

    assert dialogs.ask_passphrase(None, "Open", "x.audit") == "secret"
    assert dialogs.ask_text(None, "Name", label="Name") == "words"
    assert dialogs.confirm(None, "Sure?", "Yes", "No") is True
    dialogs.show_problem(None, Message("a", "b", "c", "d"))
    assert dialogs.choose_open_file(None, "Open") == tmp_path / "a.audit"
    assert dialogs.choose_files(None, "Add") == [tmp_path / "x"]
    assert dialogs.choose_save_file(None, "Save", "report.pdf") == tmp_path / "b.pdf"
    assert dialogs.choose_folder(None, "Folder") is None


def test_a_question_nobody_expected_fails(app):
    with pytest.raises(AssertionError):
        dialogs.confirm(None, "Sure?", "Yes", "No")
