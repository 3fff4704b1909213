"""The plan: fields save themselves, refused text stays, an import changes nothing until it is confirmed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

from auditdesk.core import answering, planning, queries
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import Result, Role
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.plan import PlanScreen
from auditdesk.gui.settings import Settings
from tests.builders import ACTOR, make_workbook
from tests.gui.helpers import Heard, type_text, wait_until

PACK = """
format: auditdesk-pack/1
id: small-pack
version: "1.0"
title: {en: Small pack, sv: Liten lista}
licence: CC0-1.0
languages: [en, sv]
translations:
  sv: {status: human, translator: A}
sections:
  - id: one
    title: {en: One, sv: Ett}
    questions:
      - {id: q1, kind: conformity, gate: true, text: {en: Is it so?, sv: Ar det sa?}}
      - {id: q2, kind: text, text: {en: What is it?, sv: Vad ar det?}}
"""


@pytest.fixture
def made(tmp_path):
    return make_workbook(tmp_path)


@pytest.fixture
def plan(jobs, made):
    desk = Desk(jobs, Settings(my_name=ACTOR))
    desk.adopt(made.workbook)
    screen = PlanScreen(desk)
    screen.resize(1100, 700)
    screen.show()
    screen.activateWindow()
    screen.shown()
    yield screen
    desk.close()
    desk.deleteLater()


def saved(plan: PlanScreen) -> queries.Plan:
    found = queries.plan(plan.desk.connection)
    assert found is not None
    return found


def at_rest(plan: PlanScreen) -> None:
    wait_until(lambda: not plan.desk.jobs.busy)


# ---- fields ---------------------------------------------------------------------------------------------------------
def test_a_text_is_saved_a_moment_after_the_last_key(plan):
    type_text(plan.frame.objective, "Ob die Arbeiter ihre Pässe haben")

    wait_until(lambda: saved(plan).audit["objective"] == "Ob die Arbeiter ihre Pässe haben")


def test_leaving_a_field_saves_at_once(plan):
    plan.frame.name.setFocus()
    wait_until(plan.frame.name.hasFocus)
    QTest.keyClicks(plan.frame.name, "For cause")

    plan.frame.code.setFocus()

    assert saved(plan).audit["title"] == "For cause"


def test_flush_saves_every_field(plan):
    QTest.keyClicks(plan.frame.code, "ZOS")
    QTest.keyClicks(plan.frame.begun, "2026-05-11")
    QTest.keyClicks(plan.parties.vendor_place, "Port Selm")
    QTest.keyClicks(plan.parties.client_country, "SE")

    plan.flush()

    now = saved(plan)
    assert (now.audit["code"], now.audit["fieldwork_from"]) == ("ZOS", "2026-05-11")
    assert (now.vendor["place"], now.client["country"]) == ("Port Selm", "SE")


def test_a_kind_is_saved_when_it_is_chosen(plan):
    plan.frame.kind.setCurrentIndex(plan.frame.kind.findData("follow_up"))
    plan.frame.kind.activated.emit(plan.frame.kind.currentIndex())

    assert saved(plan).audit["kind"] == "follow_up"


def test_a_date_that_is_none_stays_and_is_said(plan):
    said = Heard(plan.desk.saved)
    QTest.keyClicks(plan.frame.mandate, "31.5.2026")

    plan.flush()

    assert plan.frame.mandate.text() == "31.5.2026"
    assert plan.frame.mandate.property("wrong") is True
    assert "“Mandate of” is not a date such as 2026-05-31" in plan.frame._remark.text()
    assert saved(plan).audit["mandate_on"] == ""
    assert said.values[-1] is False


def test_an_impossible_day_is_refused_in_words(plan):
    QTest.keyClicks(plan.frame.mandate, "2026-02-30")

    plan.flush()

    assert plan.frame.mandate.property("wrong") is True
    assert saved(plan).audit["mandate_on"] == ""


def test_an_emptied_date_is_saved_as_none(plan):
    QTest.keyClicks(plan.frame.mandate, "2026-05-31")
    plan.flush()
    assert saved(plan).audit["mandate_on"] == "2026-05-31"

    plan.frame.mandate.selectAll()
    QTest.keyClick(plan.frame.mandate, Qt.Key.Key_Delete)
    plan.flush()

    assert saved(plan).audit["mandate_on"] == ""


def test_an_empty_name_is_refused_and_other_fields_are_saved(plan):
    plan.parties.vendor_name.selectAll()
    QTest.keyClick(plan.parties.vendor_name, Qt.Key.Key_Delete)
    QTest.keyClicks(plan.parties.vendor_place, "Port Selm")

    plan.flush()

    assert saved(plan).vendor["name"] == "Blue Mill Ltd" and saved(plan).vendor["place"] == "Port Selm"
    assert plan.parties.vendor_name.property("wrong") is True


def test_a_failed_save_keeps_the_text_and_retry_saves_it(plan, monkeypatch):
    def refuse(*_args, **_named):
        raise DiskFull("x")

    do = plan.desk.workbook.do
    monkeypatch.setattr(plan.desk.workbook, "do", refuse)
    type_text(plan.frame.scope, "Plant 2")
    plan.flush()
    assert plan.frame.scope.text() == "Plant 2" and plan.frame.fields.pending
    assert "disk" in plan.frame._remark.text()

    monkeypatch.setattr(plan.desk.workbook, "do", do)
    plan.flush()

    assert saved(plan).audit["scope"] == "Plant 2"
    assert plan.frame._remark.isHidden()


def test_undo_takes_back_what_was_typed(plan):
    type_text(plan.frame.summary, "Mostly fine.")
    plan.flush()

    plan.desk.undo()

    assert saved(plan).audit["summary"] == "" and plan.frame.summary.text() == ""


# ---- aliases and team -----------------------------------------------------------------------------------------------
def test_an_alias_in_any_script_is_added_and_removed(plan):
    said = Heard(plan.desk.said)
    type_text(plan.parties.alias, "蓝磨坊")
    QTest.keyClick(plan.parties.alias, Qt.Key.Key_Return)
    assert [alias.name for alias in saved(plan).aliases] == ["蓝磨坊"]
    assert plan.parties.alias.text() == ""

    chip = plan.parties._flow.itemAt(0).widget()
    assert chip.accessibleName() == "Remove “蓝磨坊”"
    chip.click()

    assert saved(plan).aliases == ()
    assert said.values[-1] == ("Removed the name “蓝磨坊”.", True)
    plan.desk.undo()
    assert [alias.name for alias in saved(plan).aliases] == ["蓝磨坊"]
    assert plan.parties._flow.count() == 1


def test_a_person_is_added_with_roles(plan):
    plan.team.add_button.click()
    form = plan.team.form
    form.roles.boxes[Role.LEAD_AUDITOR].click()
    form.done.click()
    assert form.name.property("wrong") is True

    type_text(form.name, "Åsa Öberg")
    form.done.click()

    (person,) = queries.people(plan.desk.connection)
    assert (person.name, person.roles) == ("Åsa Öberg", (Role.LEAD_AUDITOR,))
    assert plan.team.form is None and len(plan.team._lines()) == 1


def test_a_person_is_changed_in_place(plan):
    plan.desk.do(planning.add_person, "Åsa", roles=(Role.AUDITOR,))
    plan.team._lines()[0].edit.click()
    form = plan.team.form
    QTest.keyClicks(form.organisation, "Holm AB")
    form.roles.boxes[Role.REVIEWER].click()
    form.done.click()

    (person,) = queries.people(plan.desk.connection)
    assert person.organisation == "Holm AB" and set(person.roles) == {Role.AUDITOR, Role.REVIEWER}


def test_a_withdrawn_person_comes_back_with_undo(plan):
    plan.desk.do(planning.add_person, "Åsa", roles=(Role.AUDITOR,))

    plan.team._lines()[0].withdraw.emit(plan.team._lines()[0].person)
    assert queries.people(plan.desk.connection) == ()
    plan.desk.undo()

    assert len(plan.team._lines()) == 1


# ---- checklists -----------------------------------------------------------------------------------------------------
def pack_file(tmp_path, text=PACK):
    path = tmp_path / "small.yaml"
    path.write_text(text, "utf-8")
    return path


def test_an_import_changes_nothing_until_it_is_confirmed_and_one_undo_takes_it_back(plan, tmp_path, answers):
    before = plan.desk.connection.execute("SELECT count(*) FROM op").fetchone()
    said = Heard(plan.desk.said)
    answers.will(str(pack_file(tmp_path)))
    plan.checklists.import_button.click()
    at_rest(plan)

    assert plan.checklists.preview.isVisible()
    assert plan.checklists.preview.title.text() == "Small pack, version 1.0"
    assert "1 sections, 2 questions" in plan.checklists.preview.facts.text()
    assert "Gates: 1" in plan.checklists.preview.facts.text()
    assert plan.desk.connection.execute("SELECT count(*) FROM op").fetchone() == before
    assert len(queries.packs(plan.desk.connection)) == 1

    plan.checklists.preview.language.setCurrentIndex(plan.checklists.preview.language.findData("sv"))
    plan.checklists.preview.add_button.click()
    assert [pack.title for pack in queries.packs(plan.desk.connection)] == ["Test pack", "Liten lista"]
    assert said.values[-1] == ("Added “Liten lista”: 2 questions in 1 sections.", True)

    plan.desk.undo()
    assert len(queries.packs(plan.desk.connection)) == 1
    assert plan.checklists.preview.isHidden()


def test_an_import_that_is_declined_leaves_no_trace(plan, tmp_path):
    before = plan.desk.connection.execute("SELECT count(*) FROM op").fetchone()
    plan.checklists.read_file(pack_file(tmp_path))
    at_rest(plan)

    plan.checklists.preview.leave_button.click()

    assert plan.desk.connection.execute("SELECT count(*) FROM op").fetchone() == before
    assert plan.checklists.import_button.isVisible()


def test_a_file_that_is_no_checklist_is_told_with_its_line(plan, tmp_path):
    plan.checklists.read_file(pack_file(tmp_path, PACK.replace("kind: text", "kind: novel")))
    at_rest(plan)

    said = plan.checklists.problem.words()
    assert "The file cannot be used" in said and "novel" in said and "line" in said
    assert "Nothing of it was taken in" in said


def test_the_same_checklist_is_not_added_twice(plan, tmp_path):
    failed = Heard(plan.desk.failed)
    for _ in range(2):
        plan.checklists.read_file(pack_file(tmp_path))
        at_rest(plan)
        plan.checklists.preview.add_button.click()

    assert [error.reason for error in failed.values] == ["pack_present"]
    assert plan.checklists.preview.isVisible()


def test_a_checklist_with_answers_stays(plan, made):
    made.do(answering.answer, made.questions[0], Result.CONFORMS)
    failed = Heard(plan.desk.failed)
    line = plan.checklists._list.itemAt(0).widget()

    line.remove.click()

    assert [error.reason for error in failed.values] == ["pack_answered"]
    assert len(queries.packs(plan.desk.connection)) == 1


def test_own_packs_are_offered_in_a_menu(plan):
    plan.checklists.own_button.click()
    at_rest(plan)

    (action,) = plan.checklists.menu.actions()
    plan.checklists.menu.close()
    action.trigger()
    at_rest(plan)

    assert plan.checklists.preview.isVisible()
    plan.checklists.preview.add_button.click()
    assert "ethics-labour" in [pack.pack_id for pack in queries.packs(plan.desk.connection)]


# ---- the screen -----------------------------------------------------------------------------------------------------
def test_there_are_two_columns_where_there_is_room(plan):
    assert plan.frame.y() < plan.parties.y()

    plan.resize(1900, 900)
    wait_until(lambda: plan.frame.y() == plan.parties.y())

    assert plan.parties.x() > plan.frame.x()


def test_every_field_has_a_name(plan):
    plan.team.add_button.click()
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)
    parts = [part for kind in kinds for part in plan.findChildren(kind)]

    assert [
        part for part in parts if not part.accessibleName() and not (isinstance(part, QAbstractButton) and part.text())
    ] == []
