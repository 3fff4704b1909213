"""One wrong bit anywhere in the file: the opening or the check says so, and nothing wrong is ever shown."""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from auditdesk.core import database, queries
from auditdesk.core.answering import answer, note
from auditdesk.core.errors import Damaged, WrongPassphrase
from auditdesk.core.models.enums import Result
from tests.builders import Desk, make_workbook, open_workbook

pytestmark = [pytest.mark.fault, pytest.mark.timeout(3600)]
FLIPS = 1000 if os.environ.get("AUDITDESK_LONG") else 60


@pytest.fixture
def closed(tmp_path: Path) -> Desk:
    desk = make_workbook(tmp_path, questions=80)
    for number, question in enumerate(desk.questions):
        desk.do(answer, question, Result.CONFORMS)
        desk.do(note, question, f"note {number}")
    desk.stage(os.urandom(150_000))
    desk.workbook.close()
    return desk


def shown(path: Path, desk: Desk) -> list[object]:
    """All pages of questions, read as the window reads them; what cannot be read is left out."""
    pages: list[object] = []
    with open_workbook(path) as book:
        for question in desk.questions:
            with contextlib.suppress(driver.Error):
                pages.append(queries.question_page(book.connection, question))
    return pages


def test_every_flipped_bit_is_found_and_none_is_shown(closed: Desk, tmp_path: Path) -> None:
    whole, source = closed.path.read_bytes(), random.Random(6)
    right = set(map(repr, shown(closed.path, closed)))
    place = tmp_path / "flipped" / "audit.auditdesk"
    place.parent.mkdir()
    at_opening = by_check = salt = 0
    for _ in range(FLIPS):
        flipped = bytearray(whole)
        flipped[source.randrange(len(whole))] ^= 1 << source.randrange(8)
        place.write_bytes(flipped)
        try:
            with open_workbook(place) as book:
                assert database.damaged_pages(book.connection) != []
            by_check += 1
            assert set(map(repr, shown(place, closed))) <= right
        except Damaged:
            at_opening += 1
        except WrongPassphrase:   # the key is made from the first 16 bytes
            assert flipped[:16] != whole[:16]
            salt += 1
        for beside in place.parent.iterdir():
            beside.unlink()
    print(f"{FLIPS} flipped bits: {at_opening} refused at opening, {by_check} found by the check, {salt} in the salt")
    assert at_opening + by_check + salt == FLIPS


def test_two_swapped_pages_are_found(closed: Desk) -> None:
    whole = closed.path.read_bytes()
    pages = [whole[start : start + database.PAGE] for start in range(0, len(whole), database.PAGE)]
    pages[20], pages[21] = pages[21], pages[20]
    closed.path.write_bytes(b"".join(pages))

    try:
        with open_workbook(closed.path) as book:
            found = database.damaged_pages(book.connection)
    except Damaged:
        return
    assert found
