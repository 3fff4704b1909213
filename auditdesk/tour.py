"""The tour: the same window as always, driven through the demo audit by keyboard, leaving pictures and a signed report.

`make run` does this where there is no display, and the pictures of the guide are made by it. It presses keys and waits
for what they cause; nothing is shown that a person could not reach the same way.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from auditdesk import demo, demo_output, messages, terminal
from auditdesk.core import queries
from auditdesk.core.errors import AuditdeskError, FileExists
from auditdesk.gui import app as application
from auditdesk.gui import dialogs
from auditdesk.gui.app import Desktop
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.main import make_window
from auditdesk.gui.places import PLACES
from auditdesk.gui.settings import Settings
from auditdesk.gui.window import Window

PATIENCE = 60.0
"""Seconds to wait for anything before the tour gives up and says for what."""
SIZES = {"": QSize(1440, 900), "-1366x768": QSize(1366, 768)}


def let(seconds: float) -> None:
    """Let the window and the worker work. `QTest.qWait` would hold the interpreter, and with it the worker."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.002)


class TourAnswers(dialogs.Answers):
    """What the tour answers to the two questions that signing asks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def passphrase(self, _form: QWidget) -> str | None:
        return str(demo.PASSPHRASE)

    def folder(self, _parent: QWidget | None, _title: str, _folder: str) -> str:
        return str(self._folder)


class Tour:
    """Presses keys, waits, takes pictures."""

    def __init__(self, window: Window, folder: Path) -> None:
        self.window = window
        self.folder = folder
        self.made: list[tuple[Path, str]] = []

    def wait(self, what: str, ready: Callable[[], bool]) -> None:
        """Let the window work until `ready`; raises TimeoutError naming `what`."""
        until = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > until:
                raise TimeoutError(what)
            let(0.01)

    def settle(self) -> None:
        """Let everything that is under way end: jobs, timers that show, painting."""
        self.wait("running jobs", lambda: not self.window.desk.jobs.busy)
        let(0.25)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key press to whatever has the focus."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        let(0.02)

    def type(self, text: str) -> None:
        """Type plain ASCII into the focused field."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    def place(self, name: str) -> None:
        """Go to a place of the rail by its shortcut."""
        self.window.show_place(name)
        self.settle()

    def picture(self, name: str, about: str) -> None:
        """A picture of the window as it is now."""
        path = self.folder / f"{len([1 for made, _ in self.made if made.suffix == '.png']) + 1:02d}-{name}.png"
        self.window.grab().save(str(path))
        self.made.append((path, about))


def main(argv: list[str] | None = None) -> int:
    """`python -m auditdesk.tour --output DIR`."""
    parser = argparse.ArgumentParser(prog="auditdesk.tour", description="Walk through the demo audit.")
    parser.add_argument("--output", required=True, metavar="DIR")
    folder = Path(parser.parse_args(argv).output)
    try:
        tour = _take(folder)
    except AuditdeskError as error:
        terminal.complain(str(messages.words(error)))
        return 2
    listing = folder / "LIST.txt"
    lines = [f"{path.relative_to(folder)}\t{about}" for path, about in tour.made]
    listing.write_text("\n".join(lines) + "\n", "utf-8")
    for line in lines:
        terminal.say(f"  {line}")
    terminal.say(f"All of it is in {folder}; the list is in {listing.name}")
    return 0


def _take(folder: Path) -> Tour:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kept = folder / "kept-apart"  # settings and trust of the tour, away from the person's own
    if folder.exists() and any(folder.iterdir()):
        _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["AUDITDESK_CONFIG"] = str(kept)
    terminal.say("Building the demonstration audit …")
    workbook = folder / demo_output.WORKBOOK
    demo_output.make_workbook(workbook, terminal.bar)
    terminal.bar_off()
    identity = demo_output.make_identity(folder / "identity")
    return _run(folder, workbook, identity.identity)


def _clear(folder: Path) -> None:
    """Take away what an earlier tour left, and nothing else."""
    if not (folder / "LIST.txt").exists():
        raise FileExists(str(folder))
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _run(folder: Path, workbook: Path, identity: Path) -> Tour:
    app = application.create_app(sys.argv[:1])
    settings = Settings(theme="light", my_name=demo_output.SIGNER[0], identity_file=str(identity), auto_lock_minutes=0)
    desktop = Desktop(app, Jobs(app), settings)
    desktop.apply_theme()
    window = make_window(desktop)
    tour = Tour(window, folder)
    before, dialogs.answers = dialogs.answers, TourAnswers(folder)
    try:
        window.resize(SIZES[""])
        window.show()
        _walk(tour, workbook)
        _other_looks(tour)
    finally:
        dialogs.answers = before
        desktop.jobs.shutdown()
        application.close_in_order(window)
    return tour


def _walk(tour: Tour, workbook: Path) -> None:
    tour.settle()
    tour.picture("start", "the first window")
    _open(tour, workbook)
    tour.picture("checklists", "the checklist, one question a page")
    _answer(tour)
    for place, about in (
        ("evidence", "the evidence room with a preview"),
        ("findings", "findings in five parts"),
        ("reports", "gates and pages before signing"),
        ("history", "who changed what"),
        ("plan", "frame, team and checklists"),
        ("settings", "identity, theme, auto-lock"),
    ):
        tour.place(place)
        if place in ("evidence", "findings"):  # the third of the list: a photograph, a finding with contrary evidence
            tour.key(Qt.Key.Key_Down)
            tour.key(Qt.Key.Key_Down)
            tour.settle()
        tour.picture(place, about)
    _search(tour)
    _sign(tour, workbook)


def _open(tour: Tour, workbook: Path) -> None:
    start = tour.window.show_place("start")
    start.show_object("open", workbook)
    tour.wait("the passphrase field", lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    tour.type(demo.PASSPHRASE)
    tour.key(Qt.Key.Key_Return)
    tour.wait("the workbook", lambda: tour.window.desk.workbook is not None)
    tour.settle()


def _answer(tour: Tour) -> None:
    """Go to the next open question and answer two by number keys."""
    before = queries.counts(tour.window.desk.connection).open
    for key in (Qt.Key.Key_Return, Qt.Key.Key_3, Qt.Key.Key_Return, Qt.Key.Key_1):
        tour.key(key)
    tour.settle()
    if queries.counts(tour.window.desk.connection).open >= before:
        raise RuntimeError("the answers given by keyboard did not reach the workbook")
    tour.picture("answered", "answered by number keys")


def _search(tour: Tour) -> None:
    tour.place("checklists")
    tour.window.open_search()
    tour.type("passport")
    tour.settle()
    tour.picture("search", "search as you type")
    tour.key(Qt.Key.Key_Escape)


def _sign(tour: Tour, workbook: Path) -> None:
    tour.place("reports")
    tour.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    tour.wait("the signed report", lambda: any(tour.folder.glob("*.pdf")) and not tour.window.desk.jobs.busy)
    tour.settle()
    tour.picture("signed", "the report signed, read back and judged")
    for path in sorted(tour.folder.glob("*.pdf")):
        tour.made.append((path, "the signed client edition"))
    tour.made.append((workbook, f"the workbook; its published passphrase is: {demo.PASSPHRASE}"))


def _other_looks(tour: Tour) -> None:
    """Every place again in the dark theme, and in both themes on a small laptop screen."""
    for theme in ("dark", "light"):
        tour.window.desk.change_settings(theme=theme)
        for size in ("", "-1366x768") if theme == "dark" else ("-1366x768",):
            tour.window.resize(SIZES[size])
            for place in PLACES:
                tour.place(place)
                tour.picture(f"{place}-{theme}{size}", f"{place}, {theme} theme{size.replace('-', ', ')}")


if __name__ == "__main__":
    sys.exit(main())
