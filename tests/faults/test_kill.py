"""Killed at any moment: what was acknowledged is in the file, and the file is sound."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditdesk.core.errors import FileEmpty, FileMissing, NotAWorkbook
from tests.builders import make_workbook, open_workbook
from tests.faults.record import Record, problems

pytestmark = [pytest.mark.fault, pytest.mark.timeout(3600)]
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 300 if os.environ.get("AUDITDESK_LONG") else 5


def killed_while_working(path: Path, seed: int, after: float, record: Record) -> None:
    """Let the worker work for `after` seconds and kill it in the middle of something."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", str(path), str(seed)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)   # the moment of the kill, not a wait for a condition
    process.kill()
    for line in process.stdout:
        record.hear(line)
    process.stdout.close()
    process.wait()


def test_nothing_acknowledged_is_lost_to_a_kill(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    desk = make_workbook(tmp_path / "book", questions=40)
    desk.workbook.close()
    record, source, wals = Record(), random.Random(11), 0

    for number in range(ROUNDS):
        killed_while_working(desk.path, number, 0.02 + source.random() * 0.4, record)
        wal = desk.path.with_name(desk.path.name + "-wal")
        wals += wal.exists() and wal.stat().st_size > 0
        with open_workbook(desk.path) as book:
            if number % 10 == 0 or number == ROUNDS - 1 or not os.environ.get("AUDITDESK_LONG"):
                assert problems(book, record) == []
            else:
                assert record.lost(book) == []

    print(f"killed {ROUNDS} times ({wals} with a write-ahead file): {record.acked} acknowledged, 0 lost")
    assert record.acked > ROUNDS


def test_a_kill_while_the_workbook_is_made_leaves_no_half_workbook_that_opens(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.builders import *\n"
        "import auditdesk.core.queries; print('ready', flush=True)\n"
        "with quick_key_derivation(): Workbook.create(Path(sys.argv[1]), PASSPHRASE, actor='Ada')\n"
        "print('made', flush=True)"
    )
    source, made = random.Random(3), 0
    for number in range(ROUNDS):
        path = tmp_path / f"{number}.auditdesk"
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(source.random() * 0.12)
        process.kill()
        acknowledged = process.stdout.read() == "made\n"
        process.stdout.close()
        process.wait()
        try:
            with open_workbook(path) as book:
                whole = len(book.id) == 32
        except (FileMissing, FileEmpty, NotAWorkbook):
            whole = False
        assert whole or not acknowledged
        made += whole
    print(f"killed {ROUNDS} times while making a workbook: {made} whole, {ROUNDS - made} refused clearly")
