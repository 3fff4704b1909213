"""How long until the first window is painted, beside an empty window.

Each figure is the median of several fresh processes in this run, ours and empty by turns; bytecode is cached, as on a
person's computer. `python benchmarks/start.py` prints JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
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


def painted(script: str) -> float:
    """Seconds from the start of a fresh process to its first painted window."""
    caching = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as config:
        began = time.time()
        out = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT,
            env={**caching, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "AUDITDESK_CONFIG": config},
        )  # fmt: skip
    return float(out.stdout.split()[0]) - began


def main() -> None:
    """Print the figures."""
    painted(OURS)  # writes the bytecode
    rounds = [(painted(EMPTY), painted(OURS)) for _ in range(ROUNDS)]
    empty, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    figures = {
        "ours": round(ours, 3), "empty_window": round(empty, 3),
        "ratio": round(statistics.median(mine / bare for bare, mine in rounds), 2), "goal": 2.0,
    }  # fmt: skip
    print(json.dumps({"first_painted_window_s": figures, "load": round(os.getloadavg()[0], 1)}, indent=2))


if __name__ == "__main__":
    main()
