"""From the key that answers to the next question painted, with 20 000 questions in an encrypted workbook.

Real widgets without a screen, one JSON object on standard output; `--questions N` and `--answers N` for other sizes.
A stroke is a digit (the answer is on the disk and its page painted) and Enter (the next open question is painted).
Yardsticks of the same run: one display frame, and one bare SQLCipher commit with fsync in the same folder.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from auditdesk.core import answering, database, planning, queries
from auditdesk.core.models.enums import Result
from auditdesk.core.workbook import Workbook
from auditdesk.gui import theme
from auditdesk.gui.app import Collector, create_app
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens.checklists import ChecklistScreen
from auditdesk.gui.settings import Settings

FRAME_MS = 1000 / 60
PASSPHRASE = "a passphrase for measuring"
TEXT = "Passports and identity papers are held by the worker, not by the employer, and can be had at any time. "
NOTE = "Eleven of twelve workers asked separately said that the agent keeps their passports. " * 4


def pack(questions: int) -> bytes:
    """A question set of the usual shape: sections of twenty, two demands and a reference each."""
    sections: list[dict[str, Any]] = []
    for start in range(0, questions, 20):
        asked = [
            {
                "id": f"q{number}",
                "code": f"Q{number:05d}",
                "title": {"en": f"Identity papers, question {number}"},
                "text": {"en": TEXT * (1 + number % 3)},
                "guidance": {"en": "Ask three workers of different origin. " * 8},
                "kind": "conformity",
                "gate": number % 20 == 0,
                "na_rule": {"en": "Never: a site with workers always answers this question."},
                "evidence": [{"kind": "O", "min": 1}, {"kind": "I", "min": 1}],
                "triangulate": True,
                "refs": [{"instrument": "ILO C29", "article": "2", "edition": "1930"}],
            }
            for number in range(start, min(start + 20, questions))
        ]
        sections.append({"id": f"s{start}", "title": {"en": f"Section {start // 20}"}, "questions": asked})
    return json.dumps({"id": "measured", "version": "1", "title": {"en": "Measured"}, "sections": sections}).encode()


def fill(workbook: Workbook, questions: int, is_open: Callable[[int], bool]) -> list[Any]:
    """Answer everything but what stays open; returns the questions in order."""
    workbook.do(planning.start_audit, client="Client", vendor="Vendor")
    added = workbook.do(planning.add_pack, pack(questions)).value
    ids = [row.question for row in queries.outline(workbook.connection, added.pack) if row.question is not None]
    workbook.connection.execute("PRAGMA synchronous = OFF")  # only while the workbook is being made
    results = [Result.CONFORMS, Result.CONFORMS, Result.PARTLY, Result.NONCONFORMING]
    for number, question in enumerate(ids):
        if number % 10 == 0:
            workbook.do(answering.note, question, NOTE)
        if not is_open(number):
            workbook.do(answering.answer, question, results[number % 4])
    workbook.connection.execute("PRAGMA synchronous = FULL")
    workbook.checkpoint()
    return ids


def press(app: QApplication, screen: ChecklistScreen, key: Qt.Key, text: str) -> float:
    """One key as from the keyboard, until everything it led to is laid out and painted; in milliseconds."""
    began = time.perf_counter()
    target = screen.focusWidget() or screen
    app.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))
    app.sendEvent(target, QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier, text))
    app.processEvents()
    return (time.perf_counter() - began) * 1000


def bare_commits(folder: Path, count: int) -> list[float]:
    """What one commit costs without any of us: SQLCipher, WAL, synchronous=FULL, one short row."""
    path = folder / "bare.db"
    path.touch()  # connect makes no file by itself
    connection = database.connect(path, database.new_key(PASSPHRASE), create=True)
    connection.execute("CREATE TABLE t (a TEXT)")
    spent = []
    for number in range(count):
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (?)", (str(number),))
        connection.execute("COMMIT")
        spent.append((time.perf_counter() - began) * 1000)
    connection.close()
    return spent


def spread(values: list[float]) -> dict[str, float]:
    """The middle and the end of what was measured."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[int(len(ordered) * 0.95)], 2),
        "p99": round(ordered[int(len(ordered) * 0.99)], 2),
        "max": round(ordered[-1], 2),
    }


def walk(app: QApplication, screen: ChecklistScreen, strokes: int) -> dict[str, Any]:
    """Answer and go on, `strokes` times. Beside the clock the time of the processor: others may be using it."""
    answers, steps, busy = [], [], []
    keys = [(Qt.Key.Key_1, "1"), (Qt.Key.Key_4, "4"), (Qt.Key.Key_3, "3"), (Qt.Key.Key_2, "2")]
    for number in range(strokes):
        key, text = keys[number % 4]
        began = time.process_time()
        answers.append(press(app, screen, key, text))
        steps.append(press(app, screen, Qt.Key.Key_Return, "\r"))
        busy.append((time.process_time() - began) * 1000)
    both = [answer + step for answer, step in zip(answers, steps, strict=True)]
    return {
        "answer saved and painted": spread(answers),
        "next question painted": spread(steps),
        "both": spread(both),
        "both, processor": spread(busy),
    }


def measure(app: QApplication, desk: Desk, place: Path, ids: list[Any], strokes: int, middle: int) -> dict[str, Any]:
    """Open the screen, walk neighbours, then questions far apart, and filter."""
    began = time.perf_counter()
    screen = ChecklistScreen(desk)
    screen.resize(1190, 716)
    screen.show()
    screen.activateWindow()
    screen.shown()
    app.processEvents()
    first = (time.perf_counter() - began) * 1000
    while not screen.outline.model.questions:
        app.processEvents()
    there = (time.perf_counter() - began) * 1000
    screen.show_question(ids[middle])
    app.processEvents()
    report: dict[str, Any] = {
        "questions": len(ids),
        "answers": strokes,
        "yardsticks_ms": {"frame": round(FRAME_MS, 1), "bare commit": spread(bare_commits(place, 300))},
        "first question painted_ms": round(first, 1),
        "outline there_ms": round(there, 1),
        "load": round(os.getloadavg()[0], 1),
        "neighbours_ms": walk(app, screen, strokes // 2),
        "far apart_ms": walk(app, screen, strokes - strokes // 2),
    }
    began = time.perf_counter()
    screen.outline.words.setText("papers 199")
    screen.outline.reload()
    app.processEvents()
    report["outline filtered_ms"] = round((time.perf_counter() - began) * 1000, 1)
    screen.close()
    screen.deleteLater()
    return report


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--questions", type=int, default=20_000)
    asked.add_argument("--answers", type=int, default=500)
    options = asked.parse_args()
    half, middle = options.answers // 2, options.questions // 4
    gap = max((options.questions - middle - half) // max(half, 1), 1)

    def is_open(number: int) -> bool:
        """First a stretch of neighbours, then lone questions far apart, each of which scrolls the outline."""
        past = number - middle
        return 0 <= past < half + 1 or (past > half and (past - half) % gap == 0)

    app = create_app([])
    theme.apply_theme(app, "light")
    collector = Collector(app)  # garbage is collected as in the program
    collector.start()
    jobs = Jobs()
    desk = Desk(jobs, Settings(theme="light"))
    with tempfile.TemporaryDirectory() as place:
        workbook = Workbook.create(Path(place) / "w.auditdesk", PASSPHRASE, actor="A. Auditor")
        ids = fill(workbook, options.questions, is_open)
        desk.adopt(workbook)
        report = measure(app, desk, Path(place), ids, options.answers, middle)
        desk.close()
    jobs.shutdown()
    collector.stop()
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
