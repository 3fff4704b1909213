"""Answers from a CSV file: what cannot be taken in whole is refused whole, with the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditdesk.core import log
from auditdesk.core.errors import BadInput
from auditdesk.core.planning import add_pack
from auditdesk.exchange import answers_csv
from tests.builders import Desk, make_workbook, pack_content, question


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_workbook(tmp_path, questions=[question(1), question(2), question(3, kind="date")])
    yield made
    made.workbook.close()


@pytest.fixture
def refusal(desk: Desk, tmp_path: Path) -> Callable[[str], BadInput]:
    """Why a file is refused; nothing of it is in the workbook then."""

    def _refusal(text: str) -> BadInput:
        path = tmp_path / "answers.csv"
        path.write_text(text, "utf-8")
        before = log.root(desk.connection)
        with pytest.raises(BadInput) as caught:
            answers_csv.rehearse(desk.workbook, path, answers_csv.read(path, desk.connection))
        assert log.root(desk.connection) == before
        assert len(caught.value.problem) < 1000
        return caught.value

    return _refusal


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("question,note,note\nA1,first,second\n", 1, "named twice: note"),
        ("question,question\nA1,A2\n", 1, "named twice: question"),
        ("question,note\nA1,one, and lost\n", 2, "more cells than columns"),
        ("question,note\nA1,fine\nA1,one, and lost\n", 3, "more cells than columns"),
        ("question," + ",".join(f"c{number}" for number in range(100_000)), 1, "unknown columns"),
        ("question," + "x" * 200_000, 1, "field limit"),
        ("question,note\nA1," + "x" * 200_000, 2, "field limit"),
        ('question,note\nA1,"never closed\nA2,x\n', 3, "unexpected end"),
        ("question,note\n" + "Q" * 100_000 + ",x\n", 2, "no question is called"),
        ("question,value\nA3,2026-05-31\nA3,yesterday\n", 3, "yesterday"),
        ("", 1, "no column"),
    ],
)
def test_what_would_be_lost_or_misread_is_refused_with_its_line(
    refusal: Callable[[str], BadInput], text: str, line: int, said: str
) -> None:
    error = refusal(text)

    assert said in error.problem
    assert error.line is not None
    assert abs(error.line - line) <= 1


def test_empty_cells_behind_the_last_column_are_no_loss(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("question,note\nA1,said,,,\n", "utf-8")

    assert [row.note for row in answers_csv.read(path, desk.connection)] == ["said"]


def test_a_rehearsal_leaves_nothing_and_the_history_goes_on(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("question,result,note\nA1,conforms,said\n", "utf-8")
    rows = answers_csv.read(path, desk.connection)
    before = log.root(desk.connection)

    answers_csv.rehearse(desk.workbook, path, rows)

    assert log.root(desk.connection) == before
    assert desk.workbook.do(answers_csv.write, rows[0]).number
    assert log.verify(desk.connection) == []


def test_a_code_that_two_checklists_use_is_refused_instead_of_guessed(
    desk: Desk, refusal: Callable[[str], BadInput]
) -> None:
    desk.do(add_pack, pack_content([question(1, kind="text"), question(4)], id="other"))

    error = refusal("question,note\nA4,fine\nA1,whose?\n")

    assert error.line == 3
    assert "More than one question is called “A1”" in error.problem
