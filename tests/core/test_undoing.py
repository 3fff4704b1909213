"""Undo and redo: what a person takes back, what stays, and when it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditdesk.core import log, projection, queries, undoing
from auditdesk.core.answering import answer, answer_id, flag, note, value
from auditdesk.core.collecting import add_evidence, link_to_finding, link_to_question, unlink, withdraw_evidence
from auditdesk.core.errors import Refused
from auditdesk.core.findings import add_finding, change_finding, raise_finding, withdraw_finding
from auditdesk.core.models.enums import AnswerState, Edition, EvidenceKind, Grade, Result
from auditdesk.core.planning import add_alias, add_pack, withdraw_pack
from auditdesk.core.signing_off import record_report
from tests.builders import Desk, make_workbook, pack_content, question


def page(desk: Desk, number: int = 0) -> queries.QuestionPage:
    found = queries.question_page(desk.connection, desk.questions[number])
    assert found is not None
    return found


def sound(desk: Desk) -> None:
    assert projection.differences(desk.connection) == []
    assert log.verify(desk.connection) == []
    live = desk.workbook._stack()
    assert live == undoing.load(desk.connection, desk.workbook.actor)


# ---- taking back and bringing again ---------------------------------------------------------------------------------
def test_undo_restores_the_previous_result(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.do(answer, desk.questions[0], Result.NONCONFORMING)

    desk.workbook.undo()

    assert page(desk).result is Result.CONFORMS
    sound(desk)


def test_redo_brings_again_what_undo_took_back(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()

    desk.workbook.redo()

    assert page(desk).result is Result.CONFORMS
    sound(desk)


def test_undo_and_redo_say_what_they_take_back(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)

    offered = desk.workbook.can_undo()
    undone = desk.workbook.undo()
    offered_again = desk.workbook.can_redo()

    assert offered is not None and (offered.verb, offered.label) == ("answer", "A1")
    assert undone is not None and (undone.verb, undone.target_verb, undone.label) == ("undo", "answer", "A1")
    assert offered_again is not None and (offered_again.verb, offered_again.label) == ("answer", "A1")
    assert undone.touches("answer")


def test_undo_of_nothing_does_nothing(desk: Desk) -> None:
    desk.workbook.undo()   # the pack

    assert desk.workbook.can_undo() is None
    assert desk.workbook.undo() is None
    desk.workbook.redo()
    assert desk.workbook.redo() is None


def test_starting_the_audit_cannot_be_undone_but_adding_the_pack_can(desk: Desk) -> None:
    added = desk.do(add_pack, pack_content([question(1, code="B1")], id="second"))

    desk.workbook.undo()

    assert added.pack not in {pack.id for pack in queries.packs(desk.connection)}
    assert desk.workbook.can_undo() is not None, "the first pack"
    desk.workbook.undo()
    assert desk.workbook.can_undo() is None, "the audit itself stays"
    sound(desk)


def test_a_new_change_empties_what_can_be_redone(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()

    desk.do(flag, desk.questions[1], True)

    assert desk.workbook.can_redo() is None
    assert desk.workbook.redo() is None
    sound(desk)


def test_many_steps_come_back_one_by_one_and_go_again(desk: Desk) -> None:
    shown = [page(desk)]
    for result in (Result.CONFORMS, Result.PARTLY, None, Result.NONCONFORMING):
        desk.do(answer, desk.questions[0], result)
        shown.append(page(desk))

    for expected in reversed(shown[:-1]):
        desk.workbook.undo()
        assert page(desk) == expected
    for expected in shown[1:]:
        desk.workbook.redo()
        assert page(desk) == expected
    sound(desk)


def test_two_steps_that_share_a_field_can_both_be_undone(desk: Desk) -> None:
    desk.do(flag, desk.questions[0], True)
    desk.do(note, desk.questions[0], "seen on site")
    desk.do(answer, desk.questions[0], Result.CONFORMS)   # sets the state that the note had set to draft

    desk.workbook.undo()
    desk.workbook.undo()

    assert (page(desk).note, page(desk).state, page(desk).flag) == ("", AnswerState.UNANSWERED, True)
    sound(desk)


def test_undo_works_after_the_workbook_was_closed(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.do(note, desk.questions[1], "x")
    desk.workbook.undo()

    desk.reopen()

    assert desk.workbook.can_redo() is not None
    desk.workbook.redo()
    assert page(desk, 1).note == "x"
    desk.workbook.undo()
    desk.workbook.undo()
    assert page(desk).result is None
    sound(desk)


def test_undo_restores_a_typed_value_and_the_result_it_implied(tmp_path: Path) -> None:
    options = [{"id": "yes", "label": {"en": "Yes"}, "result": "conforms"}, {"id": "no", "label": {"en": "No"}}]
    desk = make_workbook(tmp_path, questions=[question(1, kind="choice", options=options)])
    desk.do(value, desk.questions[0], "yes")
    assert (page(desk).value, page(desk).result) == ("yes", Result.CONFORMS)

    desk.workbook.undo()

    assert (page(desk).value, page(desk).result) == (None, None)
    sound(desk)
    desk.workbook.close()


# ---- creations ------------------------------------------------------------------------------------------------------
def test_undo_of_a_creation_withdraws_it_and_redo_brings_it_back(desk: Desk) -> None:
    finding = desk.do(add_finding, "No records of hours")

    desk.workbook.undo()
    gone = queries.finding_rows(desk.connection)
    desk.workbook.redo()
    back = queries.finding_rows(desk.connection)

    assert gone == ()
    assert [row.id for row in back] == [finding]
    sound(desk)


def test_the_code_of_an_undone_finding_is_not_given_again(desk: Desk) -> None:
    desk.do(add_finding, "first")
    desk.workbook.undo()

    desk.do(add_finding, "second")

    assert [row.code for row in queries.finding_rows(desk.connection)] == ["F-02"]


def test_answering_again_after_undoing_the_first_answer_shows_the_new_answer(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()

    desk.do(answer, desk.questions[0], Result.PARTLY)

    assert page(desk).result is Result.PARTLY
    assert queries.counts(desk.connection).results == {Result.PARTLY: 1}
    sound(desk)


def test_a_note_after_undoing_the_first_answer_does_not_bring_the_answer_back(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()

    desk.do(note, desk.questions[0], "to do")

    assert (page(desk).result, page(desk).note, page(desk).state) == (None, "to do", AnswerState.DRAFT)
    desk.workbook.undo()
    assert (page(desk).result, page(desk).note) == (None, "")
    sound(desk)


def test_evidence_for_an_answer_that_was_undone_is_shown(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()

    desk.evidence(to_question=desk.questions[0])

    (_section, row) = queries.outline(desk.connection, desk.pack)[:2]
    assert row.evidence == 1
    assert len(page(desk).evidence) == 1
    sound(desk)


def test_undo_of_adding_evidence_takes_item_and_link_away(desk: Desk) -> None:
    desk.evidence(to_question=desk.questions[0])

    desk.workbook.undo()

    assert page(desk).evidence == ()
    assert queries.evidence_ids(desk.connection) == []
    sound(desk)


# ---- typing ---------------------------------------------------------------------------------------------------------
def test_a_run_of_typing_is_one_step(desk: Desk) -> None:
    for text in ("T", "Ti", "Time records were shown."):
        desk.do(note, desk.questions[0], text)

    desk.workbook.undo()
    taken_back = page(desk).note
    desk.workbook.redo()

    assert taken_back == ""
    assert page(desk).note == "Time records were shown."
    sound(desk)


def test_typing_elsewhere_in_between_starts_a_new_step(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "one")
    desk.do(note, desk.questions[1], "elsewhere")
    desk.do(note, desk.questions[0], "one, two")

    desk.workbook.undo()

    assert page(desk).note == "one"
    sound(desk)


def test_typing_after_a_pause_starts_a_new_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditdesk.core import transaction

    desk.do(note, desk.questions[0], "one")
    monkeypatch.setattr(transaction, "TYPING_GAP_MS", -1)
    desk.do(note, desk.questions[0], "one, two")

    desk.workbook.undo()

    assert page(desk).note == "one"
    sound(desk)


def test_typing_after_an_undo_starts_a_new_step(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "one")
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()
    desk.do(note, desk.questions[0], "two")

    desk.workbook.undo()

    assert page(desk).note == "one"
    sound(desk)


def test_two_fields_of_one_finding_are_two_steps(desk: Desk) -> None:
    finding = desk.do(add_finding, "Hours")
    desk.do(change_finding, finding, grade=Grade.CRITICAL)
    desk.do(change_finding, finding, condition="T")
    desk.do(change_finding, finding, condition="The records stop in May.")

    desk.workbook.undo()

    row = desk.connection.execute("SELECT grade, condition FROM finding").fetchone()
    assert row == ("critical", "")
    sound(desk)


# ---- whose steps ----------------------------------------------------------------------------------------------------
def test_another_persons_steps_are_not_yours(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)

    desk.workbook.actor = "Bo Second"

    assert desk.workbook.can_undo() is None
    desk.do(answer, desk.questions[1], Result.PARTLY)
    desk.workbook.undo()
    assert desk.workbook.can_undo() is None
    assert page(desk).result is Result.CONFORMS
    sound(desk)


def test_typing_in_another_persons_note_is_a_step_of_your_own(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "by Ada")
    desk.workbook.actor = "Bo Second"
    desk.do(note, desk.questions[0], "by Ada and Bo")

    desk.workbook.undo()

    assert page(desk).note == "by Ada"
    sound(desk)


def test_undo_is_refused_when_somebody_changed_it_since(desk: Desk) -> None:
    desk.do(flag, desk.questions[0], True)
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.actor = "Bo Second"
    desk.do(answer, desk.questions[0], Result.NONCONFORMING)
    desk.workbook.actor = "Ada Auditor"

    with pytest.raises(Refused) as refused:
        desk.workbook.undo()

    assert refused.value.reason == "changed_since"
    assert page(desk).result is Result.NONCONFORMING
    assert desk.workbook.can_undo() is not None, "the step stays on the list"
    sound(desk)


def test_undo_of_a_creation_is_refused_when_somebody_worked_on_it_since(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.actor = "Bo Second"
    desk.do(note, desk.questions[0], "Bo saw it too")
    desk.workbook.actor = "Ada Auditor"

    with pytest.raises(Refused) as refused:
        desk.workbook.undo()

    assert refused.value.reason == "changed_since"
    assert page(desk).note == "Bo saw it too"
    sound(desk)


def test_undo_of_an_answer_given_again_is_refused_when_somebody_worked_on_it_since(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.undo()
    desk.do(answer, desk.questions[0], Result.PARTLY)
    desk.workbook.actor = "Bo Second"
    desk.do(note, desk.questions[0], "Bo saw it too")
    desk.workbook.actor = "Ada Auditor"

    with pytest.raises(Refused, match="changed_since"):
        desk.workbook.undo()

    assert (page(desk).result, page(desk).note) == (Result.PARTLY, "Bo saw it too")


def test_undo_leaves_the_state_that_follows_from_what_others_added(desk: Desk) -> None:
    desk.do(flag, desk.questions[0], True)
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.actor = "Bo Second"
    desk.do(note, desk.questions[0], "Bo saw it too")
    desk.workbook.actor = "Ada Auditor"

    desk.workbook.undo()

    assert (page(desk).result, page(desk).state) == (None, AnswerState.DRAFT)
    sound(desk)
    desk.workbook.redo()
    assert (page(desk).result, page(desk).state) == (Result.CONFORMS, AnswerState.ANSWERED)
    sound(desk)


def test_taking_back_what_was_never_said_is_no_change(desk: Desk) -> None:
    for verb, nothing in ((answer, None), (note, ""), (flag, False), (value, None)):
        assert desk.workbook.do(verb, desk.questions[0], nothing).number == 0
    assert desk.connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)


def test_undo_of_evidence_is_refused_when_somebody_uses_it_since(desk: Desk) -> None:
    item = desk.evidence()
    desk.workbook.actor = "Bo Second"
    finding = desk.do(add_finding, "Hours")
    desk.do(link_to_finding, item, finding)
    desk.workbook.actor = "Ada Auditor"

    with pytest.raises(Refused) as refused:
        desk.workbook.undo()

    assert refused.value.reason == "changed_since"
    assert queries.evidence_ids(desk.connection) == [item]


def test_undo_of_a_pack_is_refused_when_somebody_answered_it_since(desk: Desk) -> None:
    desk.workbook.actor = "Bo Second"
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.workbook.actor = "Ada Auditor"

    with pytest.raises(Refused) as refused:
        desk.workbook.undo()

    assert refused.value.reason == "changed_since"
    assert [pack.id for pack in queries.packs(desk.connection)] == [desk.pack]


def test_redo_is_refused_when_somebody_changed_it_since(desk: Desk) -> None:
    desk.do(flag, desk.questions[0], True)
    desk.do(note, desk.questions[0], "Ada")
    desk.workbook.undo()
    desk.workbook.actor = "Bo Second"
    desk.do(note, desk.questions[0], "Bo")
    desk.workbook.actor = "Ada Auditor"

    with pytest.raises(Refused) as refused:
        desk.workbook.redo()

    assert refused.value.reason == "changed_since"
    assert page(desk).note == "Bo"


def test_a_signed_report_cannot_be_undone(desk: Desk) -> None:
    import datetime as dt

    desk.do(answer, desk.questions[0], Result.CONFORMS)
    facts = {
        "filename": "r.pdf", "sha256": "a" * 64, "unsigned_sha256": "b" * 64, "size": 1, "pages": 1, "signer": "Ada",
        "signer_fingerprint": "c" * 64, "log_root": "d" * 64, "signed_at": dt.datetime.now(dt.UTC),
    }  # fmt: skip
    desk.do(record_report, edition=Edition.CLIENT, revision=1, **facts)

    offered = desk.workbook.can_undo()

    assert offered is not None and offered.verb == "answer"
    with pytest.raises(Refused, match="revision_taken"):
        desk.do(record_report, edition=Edition.CLIENT, revision=1, **facts)
    sound(desk)


# ---- what hangs together --------------------------------------------------------------------------------------------
def test_undo_of_unlinking_brings_link_and_state_back(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    item = desk.evidence(kind=EvidenceKind.DOCUMENT)
    link = desk.do(link_to_question, item, desk.questions[0])
    assert page(desk).state is AnswerState.EVIDENCED
    desk.do(unlink, link)
    assert page(desk).state is AnswerState.ANSWERED

    desk.workbook.undo()

    assert page(desk).state is AnswerState.EVIDENCED
    assert [used.item for used in page(desk).evidence] == [item]
    sound(desk)


def test_undo_of_raising_a_finding_takes_its_links_along(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.NONCONFORMING)
    item = desk.evidence(to_question=desk.questions[0])
    desk.do(raise_finding, desk.questions[0])

    desk.workbook.undo()

    assert [use.kind for use in queries.uses(desk.connection, item)] == ["question"]
    desk.do(withdraw_evidence, item)
    sound(desk)


def test_undo_of_withdrawals_brings_things_back(desk: Desk) -> None:
    finding = desk.do(add_finding, "Hours")
    alias = desk.do(add_alias, desk.engagement.vendor, "蓝磨坊")
    desk.do(withdraw_finding, finding)
    desk.do(withdraw_pack, desk.pack)

    desk.workbook.undo()
    desk.workbook.undo()

    assert [row.id for row in queries.finding_rows(desk.connection)] == [finding]
    assert [pack.id for pack in queries.packs(desk.connection)] == [desk.pack]
    assert alias is not None
    sound(desk)


def test_registering_the_same_bytes_again_can_be_undone_without_losing_the_item(desk: Desk) -> None:
    item = desk.evidence(b"same")
    again = desk.do(
        add_evidence, sha256=desk.stage(b"same"), filename="x", media_type="text/plain", to_question=desk.questions[0]
    )

    desk.workbook.undo()

    assert again == item
    assert queries.evidence_ids(desk.connection) == [item]
    assert page(desk).evidence == ()
    sound(desk)


def test_the_answers_id_is_the_same_on_every_laptop(desk: Desk) -> None:
    desk.do(answer, desk.questions[0], Result.CONFORMS)

    assert desk.connection.execute("SELECT id FROM answer").fetchone()[0] == answer_id(desk.questions[0]).hex


def test_an_undo_reads_its_own_operations_and_not_the_whole_log(desk: Desk) -> None:
    plan = [row[3] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {undoing.OPERATIONS}", (5, 5))]

    assert [step for step in plan if step.startswith("SCAN")] == []
