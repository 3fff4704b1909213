"""The whole window with 20 000 answers, each with a note: opening, answering, searching, memory.

Every part runs in a fresh process on one encrypted workbook, offscreen, with real widgets and real key events. Prints
one JSON object, each figure beside its yardstick of the same run; `--questions N` for another size.
Yardsticks: the key derivation alone, one display frame, one bare SQLCipher commit with fsync, an empty window.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

OPENINGS = 5
ANSWERS = 500
PASSPHRASE = "a passphrase for measuring"
FRAME_MS = 16
WORDS = (  # noqa: SIM905
    "passport retained employer dormitory overtime record shift wages deduction recruitment fee agent contract "
    "language worker interview translator payslip timesheet rest day fire exit extinguisher drill alarm signed "
    "training chemical storage label mask gloves injury register clinic water toilet kitchen guard gate search union "
    "committee election grievance hotline retaliation minor birth certificate school apprentice supplier "
    "subcontractor homework invoice bank transfer receipt loan advance resignation notice bonus maternity pregnancy "
    "night permit sample missing observed "
).split()  # fmt: skip


def fill(path: Path, questions: int, left_open: int) -> None:
    """A workbook in which every question has a note, and all but `left_open` in the middle an answer."""
    import desk

    from auditdesk.core import answering, planning, queries
    from auditdesk.core.models.enums import Result
    from auditdesk.core.workbook import Workbook

    chance = random.Random(7)
    results = [Result.CONFORMS, Result.CONFORMS, Result.PARTLY, Result.NONCONFORMING]
    with Workbook.create(path, PASSPHRASE, actor="A. Auditor") as workbook:
        workbook.do(planning.start_audit, client="Client", vendor="Vendor")
        added = workbook.do(planning.add_pack, desk.pack(questions)).value
        ids = [row.question for row in queries.outline(workbook.connection, added.pack) if row.question is not None]
        workbook.connection.execute("PRAGMA synchronous = OFF")  # only while the workbook is being made
        for number, question in enumerate(ids):
            workbook.do(answering.note, question, " ".join(chance.choices(WORDS, k=25)))
            if not questions // 4 <= number < questions // 4 + left_open:
                workbook.do(answering.answer, question, results[number % 4])


# ---- in a process of its own ----------------------------------------------------------------------------------------
class Run:
    """The program as it starts, with its window shown; the rest of the methods act like a person."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from auditdesk.gui import app as application
        from auditdesk.gui import main
        from auditdesk.gui.jobs import Jobs
        from auditdesk.gui.settings import Settings

        self.app = application.create_app(["auditdesk"])
        self.desktop = application.Desktop(self.app, Jobs(self.app), Settings(my_name="Bench", theme="light"))
        self.desktop.apply_theme()
        self.collector = application.Collector(self.app)
        self.collector.start()
        self.window = main.make_window(self.desktop)
        self.window.show()
        self.window.activateWindow()
        self.focused = QApplication.focusWidget
        self.until(lambda: self.window.isActiveWindow())

    def until(self, there: Callable[[], bool]) -> None:
        """Let the program run until something is so."""
        while not there():
            self.app.processEvents()
            time.sleep(0.0005)  # the worker shall have the processor

    def idle(self, seconds: float) -> None:
        """Let the program run for a while."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def press(self, key: Any, text: str = "") -> float:
        """One key to whoever has the focus, until all that follows is painted; in milliseconds."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        began = time.perf_counter()
        target = self.focused() or self.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.app.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
        self.app.processEvents()
        return (time.perf_counter() - began) * 1000

    def open(self, path: Path) -> float:
        """By the start screen's own way, from Enter in the passphrase field to the first question painted; seconds."""
        from PySide6.QtCore import Qt

        start: Any = self.window.screen_of("start")
        start.show_object("open", path)
        self.until(lambda: not self.desktop.jobs.busy)
        start.unlock.passphrase.field.setText(PASSPHRASE)
        self.idle(0.5)  # nobody types faster
        screen: Any = self.window.screen_of("checklists")  # made meanwhile
        painted = Painted(screen.page)
        start.unlock.passphrase.field.setFocus()
        began = time.perf_counter()
        self.press(Qt.Key.Key_Return, "\r")
        self.until(lambda: bool(painted.times))
        if screen.question is None:
            raise SystemExit("no question was shown")
        return painted.times[0] - began

    def end(self) -> None:
        """Close in order."""
        from auditdesk.gui import app as application

        self.desktop.jobs.shutdown()
        application.close_in_order(self.window)
        self.collector.stop()


def Painted(widget: Any) -> Any:
    """Notes when a widget was painted."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        def __init__(self) -> None:
            super().__init__(widget)
            self.times: list[float] = []
            widget.installEventFilter(self)

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.times.append(time.perf_counter())
            return False

    return Watch()


def opening(path: Path, rest: float) -> dict[str, float]:
    """Open after the start screen was looked at for `rest` seconds; and the key derivation alone, in this process."""
    run = Run()
    run.idle(rest)
    if rest:
        run.until(lambda: not run.desktop.jobs.busy)  # the imports are warm
    opened = run.open(path)
    run.window.desk.close()
    from auditdesk.core import database

    began = time.perf_counter()
    database.unlock(path, PASSPHRASE)
    derived = time.perf_counter() - began
    run.end()
    return {"opened": opened, "derived": derived}


def opening_warm(path: Path) -> dict[str, float]:
    """The person has typed a passphrase meanwhile."""
    return opening(path, 3.0)


def opening_cold(path: Path) -> dict[str, float]:
    """The passphrase comes at once, before anything is imported."""
    return opening(path, 0.0)


def working(path: Path) -> dict[str, Any]:
    """Answer and go on, then search; and how long the counts in the rail take, which run in a pause."""
    import desk
    from PySide6.QtCore import Qt

    run = Run()
    run.idle(1.0)
    run.open(path)
    screen: Any = run.window.screen_of("checklists")
    run.until(lambda: bool(screen.outline.model.questions))
    run.idle(0.5)
    keys = [(Qt.Key.Key_1, "1"), (Qt.Key.Key_4, "4"), (Qt.Key.Key_3, "3"), (Qt.Key.Key_2, "2")]
    strokes, busy, counts = [], [], []
    for number in range(ANSWERS):
        key, text = keys[number % 4]
        began = time.process_time()
        strokes.append(run.press(key, text) + run.press(Qt.Key.Key_Return, "\r"))
        busy.append((time.process_time() - began) * 1000)
    for _ in range(20):
        began = time.perf_counter()
        run.window._count()
        run.app.processEvents()
        counts.append((time.perf_counter() - began) * 1000)
    found = searching(run)
    with tempfile.TemporaryDirectory(dir=path.parent) as place:
        commits = desk.bare_commits(Path(place), 300)
    run.end()
    return {
        "answer_saved_and_next_question_painted_ms": {
            **desk.spread(strokes), "goal": FRAME_MS,
            "processor": desk.spread(busy), "bare_commit": desk.spread(commits),
        },
        "counts_in_the_rail_in_a_pause_ms": desk.spread(counts),
        "search_letter_typed_and_hits_painted_ms": {**found, "goal": FRAME_MS},
    }  # fmt: skip


def searching(run: Run) -> dict[str, Any]:
    """Forty words typed letter by letter into the palette, some as a second word after a first."""
    import desk
    from PySide6.QtCore import Qt

    from auditdesk.gui.palette import SearchPalette

    run.window.open_search()
    palette = run.window.findChild(SearchPalette, "search-palette")
    run.app.processEvents()
    spent, busy = [], []
    chance = random.Random(9)
    typed = [*chance.sample(WORDS, 32), "papers", "identity", "question", "worker passport", "fire drill", "Q12345"]
    typed += ["night shift wages", "agent fee"]
    hits = 0
    for word in typed:
        palette.field.clear()
        for letter in word:
            began = time.process_time()
            spent.append(run.press(Qt.Key(ord(letter.upper())), letter))
            busy.append((time.process_time() - began) * 1000)
        hits += palette.list.count()
    if not hits:
        raise SystemExit("nothing was found")
    return {**desk.spread(spent), "processor": desk.spread(busy), "letters": len(spent)}


def _resident() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def memory(path: Path) -> dict[str, float]:
    """Resident megabytes with the workbook open, its outline loaded."""
    run = Run()
    run.open(path)
    run.idle(2.0)
    now = _resident()
    run.end()
    return {"resident": now}


def memory_empty(_path: Path) -> dict[str, float]:
    """Resident megabytes of an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    end = time.perf_counter() + 1
    while time.perf_counter() < end:
        app.processEvents()
    return {"resident": _resident()}


PARTS = {part.__name__: part for part in (opening_warm, opening_cold, working, memory, memory_empty)}


# ---- all of it ------------------------------------------------------------------------------------------------------
def apart(part: str, path: Path) -> dict[str, Any]:
    """Run one part in a fresh process with settings of its own; bytecode is cached, as on a person's computer."""
    with tempfile.TemporaryDirectory() as config:
        surroundings = {**os.environ, "AUDITDESK_CONFIG": config}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        out = subprocess.run(
            [sys.executable, __file__, "--part", part, "--workbook", str(path)],
            capture_output=True, text=True, check=False, cwd=ROOT, env=surroundings,
        )  # fmt: skip
    if out.returncode:
        raise SystemExit(out.stderr)
    found: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
    return found


def opened(part: str, path: Path) -> dict[str, Any]:
    """The middle of several openings, beside the key derivation in the same processes."""
    rounds = [apart(part, path) for _ in range(OPENINGS)]
    return {
        "opened": round(statistics.median(one["opened"] for one in rounds), 3),
        "key_derivation": round(statistics.median(one["derived"] for one in rounds), 3),
        "ratio": round(statistics.median(one["opened"] / one["derived"] for one in rounds), 2),
        "goal": 1.5,
    }


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--questions", type=int, default=20_000)
    asked.add_argument("--part", choices=PARTS)
    asked.add_argument("--workbook", type=Path)
    options = asked.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part](options.workbook)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.workbook or Path(folder) / "big.auditdesk"
        if not path.exists():
            fill(path, options.questions, ANSWERS + 10)
        apart("opening_warm", path)  # writes the bytecode
        report: dict[str, Any] = {
            "opened_to_first_question_painted_s": opened("opening_warm", path),
            "opened_at_once_after_the_start_s": opened("opening_cold", path),
        }
        full, empty = apart("memory", path)["resident"], apart("memory_empty", path)["resident"]
        report["memory_MB"] = {
            "open": round(full), "empty_window": round(empty), "more": round(full - empty), "goal": 120
        }  # fmt: skip
        report |= apart("working", path)
        report["load"] = round(os.getloadavg()[0], 1)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
