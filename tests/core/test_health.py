"""The check: silent about a sound workbook, and never stopped by what it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditdesk.core import database
from auditdesk.core.answering import note
from auditdesk.core.errors import Cancelled
from auditdesk.core.health import Trouble, examine
from tests.builders import Desk, make_workbook, open_workbook


def kinds(desk: Desk) -> set[str]:
    return {trouble.kind for trouble in examine(desk.connection)}


def test_a_sound_workbook_has_no_trouble(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "x")
    desk.evidence(to_question=desk.questions[1])

    assert examine(desk.connection) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE answer SET note = 'y'", "table"), ("UPDATE question SET text = 'y'", "question"),
        ("DELETE FROM tip", "history"), ("UPDATE chunk SET data = zeroblob(9) WHERE content_n = 2", "evidence"),
        ("DELETE FROM content WHERE n = 1", "question"), ("UPDATE pack SET content_hash = 'x'", "question"),
    ],
)  # fmt: skip
def test_each_kind_of_trouble_has_its_name(desk: Desk, statement: str, kind: str) -> None:
    desk.do(note, desk.questions[0], "x")
    desk.evidence()
    desk.connection.execute("PRAGMA foreign_keys = OFF")

    desk.connection.execute(statement)

    assert kind in kinds(desk)


def test_damaged_pages_anywhere_are_told_and_stop_nothing(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path, questions=60)
    desk.do(note, desk.questions[0], "x")
    pages = desk.connection.execute("PRAGMA page_count").fetchone()[0]
    desk.workbook.close()
    whole = desk.path.read_bytes()

    for page in range(3, pages, 4):
        damaged = bytearray(whole)
        damaged[page * database.PAGE + 99] ^= 1
        desk.path.write_bytes(damaged)
        try:
            book = open_workbook(desk.path)
        except database.FileProblem:
            continue
        assert Trouble in {type(trouble) for trouble in examine(book.connection)}
        book.close()


def test_the_check_can_be_cancelled(desk: Desk) -> None:
    desk.evidence()

    def _stop(done: int, total: int, step: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        examine(desk.connection, _stop)
