"""How long until the first window is painted, and how much memory an open workbook takes; beside an empty window.

Each figure is the median of several fresh processes in this run. `python benchmarks/start.py` prints JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).resolve().parent.parent

WATCH = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            sys.stdout.write(repr(time.time()) + chr(10)); sys.stdout.flush()
            watched.removeEventFilter(self); QTimer.singleShot(0, QApplication.instance().quit)
        return False
"""

EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
""" + WATCH + """
app = QApplication(sys.argv[:1]); window = QMainWindow(); middle = QWidget(); window.setCentralWidget(middle)
watch = Watch(); middle.installEventFilter(watch); window.resize(1366, 768); window.show(); app.exec()
"""

OURS = """
from PySide6.QtWidgets import QApplication
""" + WATCH + """
from auditdesk.gui import app, main
def factory(desktop):
    window = main.make_window(desktop); window.watch = Watch(window)
    window.centralWidget().installEventFilter(window.watch); return window
app.run(factory, sys.argv[:1])
"""

MEMORY = """
import sys, resource
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtTest import QTest
def kib():
    return int(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmRSS')))
if len(sys.argv) == 1:
    app = QApplication(sys.argv[:1]); window = QMainWindow(); window.resize(1366, 768); window.show()
    QTest.qWait(800)
else:
    from pathlib import Path
    from auditdesk.core.workbook import Workbook
    from auditdesk.gui import app as application, main
    from auditdesk.gui.app import Desktop
    from auditdesk.gui.jobs import Jobs
    from auditdesk.gui.settings import Settings
    app = application.create_app(sys.argv[:1])
    desktop = Desktop(app, Jobs(app), Settings(my_name='Bench', auto_lock_minutes=0)); desktop.apply_theme()
    window = main.make_window(desktop); window.resize(1366, 768); window.show()
    window.desk.adopt(Workbook.open(Path(sys.argv[1]), sys.argv[2], actor='Bench')); QTest.qWait(1500)
print(kib())
"""


def painted(script: str) -> float:
    """Seconds from the start of a fresh process to its first painted window."""
    with tempfile.TemporaryDirectory() as config:
        began = time.time()
        out = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "AUDITDESK_CONFIG": config},
        )  # fmt: skip
    return float(out.stdout.split()[0]) - began


def resident(*words: str) -> int:
    """Resident memory of a fresh process, in KiB."""
    with tempfile.TemporaryDirectory() as config:
        out = subprocess.run(
            [sys.executable, "-c", MEMORY, *words], capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "AUDITDESK_CONFIG": config},
        )  # fmt: skip
    return int(out.stdout.split()[-1])


def big_workbook(folder: Path) -> tuple[Path, str]:
    """An encrypted workbook with 20 000 answers."""
    from auditdesk.core import answering, planning
    from auditdesk.core.models.enums import Result
    from auditdesk.core.workbook import Workbook

    phrase, path = "a passphrase for benchmarks", folder / "big.auditdesk"
    asked = [
        {"id": f"Q{n}", "title": {"en": f"Question {n}"}, "text": {"en": "Is it so?"}, "kind": "conformity"}
        for n in range(20_000)
    ]
    sections = [
        {"id": f"S{n}", "title": {"en": f"Section {n}"}, "questions": asked[n * 200 : (n + 1) * 200]}
        for n in range(100)
    ]
    pack = {"id": "bench", "version": "1", "title": {"en": "Bench"}, "sections": sections}
    with Workbook.create(path, phrase, actor="Bench") as workbook:
        workbook.do(planning.start_audit, client="C", vendor="V")
        workbook.do(planning.add_pack, json.dumps(pack).encode())
        results = [Result.CONFORMS, Result.PARTLY, Result.NONCONFORMING]
        questions = [row[0] for row in workbook.connection.execute("SELECT id FROM question ORDER BY ord").fetchall()]
        for place, question in enumerate(questions):
            workbook.do(answering.answer, uuid.UUID(question), results[place % 3])
    return path, phrase


def main() -> None:
    """Print the figures."""
    empty = statistics.median(painted(EMPTY) for _ in range(ROUNDS))
    ours = statistics.median(painted(OURS) for _ in range(ROUNDS))
    with tempfile.TemporaryDirectory() as folder:
        path, phrase = big_workbook(Path(folder))
        bare = resident()
        full = resident(str(path), phrase)
    print(
        json.dumps(
            {
                "first_painted_window_s": {"ours": round(ours, 3), "empty_window": round(empty, 3),
                                           "ratio": round(ours / empty, 2), "goal": 2.0},
                "memory_with_20000_answers_MB": {"ours": round(full / 1024), "empty_window": round(bare / 1024),
                                                 "more": round((full - bare) / 1024), "goal": 120},
            },
            indent=2,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
