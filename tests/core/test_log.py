"""The append-only log: chained, guarded, and able to name what was tampered with."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from auditdesk.core import log, projection
from auditdesk.core.answering import answer, flag, note
from auditdesk.core.errors import Refused
from auditdesk.core.findings import add_finding
from auditdesk.core.models.enums import Result
from tests.builders import Desk


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Two sessions of work by two people."""
    desk.do(answer, desk.questions[0], Result.CONFORMS)
    desk.do(note, desk.questions[0], "first")
    desk.reopen(actor="Bo Second")
    desk.do(note, desk.questions[0], "second")
    desk.do(answer, desk.questions[1], Result.PARTLY)
    desk.do(add_finding, "Hours")
    return desk


def kinds(desk: Desk) -> set[str]:
    return {problem.kind for problem in log.verify(desk.connection)}


def test_an_untouched_log_has_no_problem(worked: Desk) -> None:
    assert log.verify(worked.connection) == []
    assert log.count(worked.connection) > 20


@pytest.mark.parametrize("statement", [
    "UPDATE op SET value = '\"x\"' WHERE n = 3", "DELETE FROM op WHERE n = 3", "DELETE FROM op",
])  # fmt: skip
def test_the_log_itself_refuses_to_be_changed(worked: Desk, statement: str) -> None:
    with pytest.raises(driver.IntegrityError, match="append-only"):
        worked.connection.execute(statement)


# ---- each kind of tampering is named --------------------------------------------------------------------------------
TAMPER: dict[str, tuple[str, str]] = {
    "an edited value": ("UPDATE op SET value = '\"better\"' WHERE n = :note", "hash"),
    "another name": ("UPDATE op SET actor = 'Eve' WHERE n = :note", "hash"),
    "another time": ("UPDATE op SET hlc = hlc - 1 WHERE n = :note", "hash"),
    "other words": ("UPDATE op SET intent = replace(intent, 'note', 'nope') WHERE n = :note", "hash"),
    "two cells swapped": (
        "UPDATE op SET cell = (SELECT other.cell FROM op AS other WHERE other.n = 7 - op.n) WHERE n IN (3, 4)", "hash"),
    "another id": ("UPDATE op SET id = zeroblob(32) WHERE n = :note", "hash"),
    "the tail cut": ("DELETE FROM op WHERE n = (SELECT max(n) FROM op)", "tip"),
    "one taken out": ("DELETE FROM op WHERE n = :note", "gap"),
    "the first of a session taken out": (
        "DELETE FROM op WHERE n = (SELECT max(n) FROM op WHERE cell LIKE 'session/%')", "gap"),
    "a forked chain": (
        "INSERT INTO op(id, session, seq, prev, hlc, actor, change, intent, cell, value, parents)"
        " SELECT x'77', session, seq, prev, hlc, actor, change, '', cell, value, parents FROM op WHERE n = 5", "fork"),
    "an unknown parent": ("UPDATE op SET parents = zeroblob(32) WHERE n = :note", "parent"),
    "a head taken away": ("DELETE FROM head WHERE op_n = :note", "head"),
    "a head that is none": ("UPDATE head SET op_n = op_n - 1 WHERE op_n = :note", "head"),
    "a moved tip": ("UPDATE tip SET seq = seq - 1", "tip"),
    "a tip taken away": ("DELETE FROM tip", "tip"),
    "a change taken away": ("DELETE FROM change WHERE n = :note", "change"),
    "a change made up": ("UPDATE change SET n = 99999 WHERE n = :note", "change"),
    "a change said to be another's": ("UPDATE change SET actor = 'Eve'", "change"),
    "a change said to be another verb": ("UPDATE change SET verb = 'flag', label = 'A9' WHERE n = :note", "change"),
    "a change made final": ("UPDATE change SET undoable = 0", "change"),
    "a change moved to another step": ("UPDATE change SET step = 1", "change"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPER)
def test_tampering_is_named(worked: Desk, name: str) -> None:
    statement, kind = TAMPER[name]
    worked.connection.execute("DROP TRIGGER op_no_update")
    worked.connection.execute("DROP TRIGGER op_no_delete")
    (newest,) = worked.connection.execute("SELECT max(n) FROM op WHERE cell LIKE '%/note'").fetchone()

    changed = worked.connection.execute(statement, {"note": newest} if ":note" in statement else {}).rowcount

    assert changed
    assert kind in kinds(worked)


def test_an_edited_row_of_a_table_is_a_difference(worked: Desk) -> None:
    (row,) = worked.connection.execute("SELECT id FROM answer WHERE note = 'second'").fetchone()
    worked.connection.execute("UPDATE answer SET note = 'better' WHERE id = ?", (row,))

    assert projection.differences(worked.connection) == [f"answer/{row}"]
    worked.workbook.rebuild()
    assert projection.differences(worked.connection) == []
    assert worked.connection.execute("SELECT note FROM answer WHERE id = ?", (row,)).fetchone() == ("second",)


def test_a_rebuild_makes_heads_tips_changes_questions_and_index_again(worked: Desk) -> None:
    from auditdesk.core import planning, search

    tables = ("head", "tip", "change", "question", "section", "answer", "pack", "finding")
    queries = [f"SELECT * FROM {table} ORDER BY 1, 2" for table in tables]
    before = [worked.connection.execute(query).fetchall() for query in queries]
    run = worked.connection.execute
    run("DELETE FROM head WHERE cell LIKE 'answer/%'")
    run("UPDATE tip SET seq = 0")
    run("DELETE FROM change WHERE n > 10")
    run("UPDATE question SET text = 'Is it fine?'")
    run("UPDATE search SET text = 'nothing'")
    assert log.verify(worked.connection) and planning.differences(worked.connection)

    worked.workbook.rebuild()

    assert [worked.connection.execute(query).fetchall() for query in queries] == before
    assert log.verify(worked.connection) == []
    assert planning.differences(worked.connection) == []
    assert [hit.kind for hit in search.find(worked.connection, "second")] == ["answer"]


# ---- sessions, clock, anchors ---------------------------------------------------------------------------------------
def test_each_opening_that_writes_is_a_session_of_its_own(desk: Desk) -> None:
    def _sessions() -> int:
        return int(desk.connection.execute("SELECT count(*) FROM tip").fetchone()[0])

    assert _sessions() == 1
    desk.reopen()
    assert _sessions() == 1, "reading starts none"
    desk.do(flag, desk.questions[0], True)
    desk.do(flag, desk.questions[1], True)
    assert _sessions() == 2
    desk.workbook.actor = "Bo Second"
    desk.do(flag, desk.questions[1], False)
    assert _sessions() == 3


def test_a_new_session_commits_to_the_tips_before_it(worked: Desk) -> None:
    import hashlib

    rows = worked.connection.execute("SELECT n, session, prev FROM op WHERE seq = 0 ORDER BY n").fetchall()
    (_, first, _), (start, second, prev) = rows
    query = "SELECT id FROM op WHERE session = ? ORDER BY seq DESC LIMIT 1"
    tip = worked.connection.execute(query, (first,)).fetchone()

    assert first != second and start > 1
    assert prev == hashlib.sha256(tip[0]).digest()


def test_the_root_changes_with_every_change_and_with_nothing_else(worked: Desk) -> None:
    roots = [log.root(worked.connection)]
    for work in (
        lambda: worked.do(flag, worked.questions[2], True), lambda: worked.workbook.undo(),
        lambda: worked.workbook.redo(), lambda: worked.do(note, worked.questions[2], "x"),
    ):  # fmt: skip
        work()
        roots.append(log.root(worked.connection))

    assert len(set(roots)) == len(roots)
    worked.do(note, worked.questions[2], "x")
    worked.workbook.checkpoint()
    worked.reopen()
    worked.workbook.rebuild()
    assert log.root(worked.connection) == roots[-1]


def test_what_is_already_so_is_no_change(worked: Desk) -> None:
    change = worked.workbook.do(note, worked.questions[0], "second")

    assert (change.number, change.touched) == (0, frozenset())


def test_a_refused_verb_leaves_no_trace(worked: Desk) -> None:
    before = (log.root(worked.connection), log.count(worked.connection))

    with pytest.raises(Refused):
        worked.do(answer, worked.questions[3], Result.UNABLE)

    assert (log.root(worked.connection), log.count(worked.connection)) == before
    worked.do(answer, worked.questions[3], Result.CONFORMS)
    assert log.verify(worked.connection) == []


def test_a_verb_that_fails_half_way_leaves_no_trace_and_the_chain_goes_on(worked: Desk) -> None:
    before = (log.root(worked.connection), log.count(worked.connection))

    def _fails(tx: Any) -> None:
        note(tx, worked.questions[4], "half")
        flag(tx, worked.questions[4], True)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        worked.workbook.do(_fails)

    assert (log.root(worked.connection), log.count(worked.connection)) == before
    worked.do(note, worked.questions[4], "whole")
    assert log.verify(worked.connection) == []
    assert projection.differences(worked.connection) == []


def test_nobody_without_a_name_changes_anything(desk: Desk) -> None:
    desk.reopen(actor="")

    with pytest.raises(Refused, match="no_name"):
        desk.do(flag, desk.questions[0], True)


def test_the_clock_never_goes_back_even_when_the_computers_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log.time, "time_ns", lambda: 0)
    desk.reopen()

    desk.do(flag, desk.questions[0], True)
    desk.do(note, desk.questions[0], "later")

    moments = [row[0] for row in desk.connection.execute("SELECT hlc FROM op ORDER BY n")]
    assert moments == sorted(moments)
    assert projection.differences(desk.connection) == []


def test_the_id_of_an_operation_is_the_hash_anybody_can_recompute(worked: Desk) -> None:
    import hashlib

    names = "id, session, seq, prev, hlc, actor, change, intent, cell, value, parents"
    identity, *rest = worked.connection.execute(f"SELECT {names} FROM op ORDER BY n DESC LIMIT 1").fetchone()

    plain = [member.hex() if isinstance(member, bytes) else member for member in rest]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(b"auditdesk-op-v1\0" + text.encode()).digest() == identity


def test_no_change_says_nothing_about_what_it_does(desk: Desk) -> None:
    def _mute(tx: Any) -> None:
        from auditdesk.core.models.tables import Vendor

        tx.put(Vendor, desk.engagement.vendor, place="Hull")

    with pytest.raises(RuntimeError, match="before it said"):
        desk.workbook.do(_mute)


def test_verbs_joined_in_one_change_are_listed_as_the_log_tells_it(desk: Desk) -> None:
    def joined(tx: Any) -> None:
        note(tx, desk.questions[0], "14 of 20")
        answer(tx, desk.questions[0], Result.CONFORMS)
        flag(tx, desk.questions[0], True)

    change = desk.workbook.do(joined)

    assert change.verb == "note"
    assert log.verify(desk.connection) == []
