"""A disk that fills up at every write of an hour's work: a clear error, nothing acknowledged lost, work goes on."""

from __future__ import annotations

import contextlib
import io
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditdesk.core.errors import DiskFull
from auditdesk.core.workbook import Workbook
from tests.builders import PASSPHRASE, make_workbook, open_workbook, quick_key_derivation
from tests.faults.record import Record, problems
from tests.faults.worker import bring_evidence, work

pytestmark = [pytest.mark.fault, pytest.mark.timeout(3600)]
LONG = bool(os.environ.get("AUDITDESK_LONG"))
ROOMS = range(0, 1200, 4 if LONG else 150)
"""KiB left free when the work begins."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=6m", "auditdesk-test", place]
    if subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def leave(folder: Path, kib: int) -> Path:
    """Fill the disk so that only this much is free."""
    filler = folder / "filler"
    stat = os.statvfs(folder)
    with filler.open("wb") as file:
        file.write(b"x" * max(0, stat.f_bavail * stat.f_frsize - kib * 1024))
    return filler


def hear(record: Record, book: Workbook, source: random.Random, folder: Path, pieces: int) -> None:
    """Work until the disk is full or the pieces are done, and keep what was acknowledged."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            for _ in range(pieces):
                work(book, source, folder)
    finally:
        for line in said.getvalue().splitlines(keepends=True):
            record.hear(line)


def test_nothing_acknowledged_is_lost_when_the_disk_fills_up_at_any_write(small_disk: Path, tmp_path: Path) -> None:
    met, reopened_full = 0, 0
    acked = 0
    for kib in ROOMS:
        for left in small_disk.iterdir():
            left.unlink()
        desk = make_workbook(small_disk, questions=12)
        desk.reopen()
        record, source = Record(), random.Random(kib)
        filler = leave(small_disk, kib)

        with contextlib.suppress(DiskFull):
            hear(record, desk.workbook, source, tmp_path, 60)
            met -= 1
        met += 1
        assert record.lost(desk.workbook) == [], "and it can still be read"
        desk.workbook.close()
        with contextlib.suppress(DiskFull), open_workbook(desk.path) as book:
            assert record.lost(book) == []
            reopened_full += 1
        filler.unlink()

        with open_workbook(desk.path) as book:
            assert problems(book, record) == []
            hear(record, book, source, tmp_path, 5)
            assert problems(book, record) == []
        acked += record.acked
    print(f"{len(ROOMS)} disks, {met} filled up, {reopened_full} opened while full, {acked} acknowledged, 0 lost")
    assert met > len(ROOMS) // 3


def test_the_same_workbook_goes_on_after_room_was_made(small_disk: Path, tmp_path: Path) -> None:
    desk = make_workbook(small_disk, questions=12)
    record, source = Record(), random.Random(5)
    for kib in (0, 40, 200):
        filler = leave(small_disk, kib)
        with pytest.raises(DiskFull):
            hear(record, desk.workbook, source, tmp_path, 500)
        desk.workbook.checkpoint()
        filler.unlink()
        hear(record, desk.workbook, source, tmp_path, 5)
        assert problems(desk.workbook, record) == []
    desk.workbook.close()


def test_evidence_that_does_not_fit_leaves_nothing_and_the_rest_works(small_disk: Path, tmp_path: Path) -> None:
    desk = make_workbook(small_disk)
    desk.workbook.checkpoint()
    filler = leave(small_disk, 1500)

    with pytest.raises(DiskFull):
        bring_evidence(desk.workbook, os.urandom(8_000_000), tmp_path, desk.questions[0])

    filler.unlink()
    desk.reopen()
    assert problems(desk.workbook, Record()) == []
    assert desk.connection.execute("SELECT count(*) FROM content").fetchone() == (1,)
    bring_evidence(desk.workbook, os.urandom(100_000), tmp_path, desk.questions[0])
    assert problems(desk.workbook, Record()) == []
    desk.workbook.close()


def test_a_copy_and_a_new_workbook_that_do_not_fit_leave_nothing(small_disk: Path, tmp_path: Path) -> None:
    desk = make_workbook(small_disk, questions=200)
    desk.workbook.checkpoint()
    leave(small_disk, 100)
    before = {file.name for file in small_disk.iterdir()}

    with pytest.raises(DiskFull):
        desk.workbook.backup(small_disk / "copy.auditdesk")
    assert {file.name for file in small_disk.iterdir()} == before
    with quick_key_derivation(), pytest.raises(DiskFull):
        Workbook.create(small_disk / "second.auditdesk", PASSPHRASE, actor="Ada")
    assert {file.name for file in small_disk.iterdir()} == before
    desk.workbook.close()
