"""The start screen: every way in, and every reason for staying out, in its own words."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditdesk.core import database, queries
from auditdesk.core.errors import DiskFull, ReadOnly
from auditdesk.core.workbook import Workbook
from auditdesk.gui import opening
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.start import StartScreen, screen
from auditdesk.gui.settings import Settings
from tests.builders import ACTOR, PASSPHRASE, make_workbook
from tests.gui.helpers import Heard, wait_until

GOOD = "mango velvet orbit chalk tulip"
needs_demo = pytest.mark.skipif(
    importlib.util.find_spec("auditdesk.demo") is None, reason="this auditdesk has no demo audit"
)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A short key derivation, and no warming of imports in the middle of a test."""
    monkeypatch.setattr(database, "KDF_ROUNDS", 2)
    monkeypatch.setattr(screen, "WARM_AFTER_MS", 1_000_000)


@pytest.fixture
def desk(jobs):
    desk = Desk(jobs, Settings(my_name=ACTOR))
    yield desk
    desk.close()
    desk.deleteLater()


@pytest.fixture
def start(desk):
    return shown(desk)


def shown(desk: Desk) -> StartScreen:
    made = StartScreen(desk)
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    made.shown()
    return made


@pytest.fixture
def closed(tmp_path) -> Path:
    made = make_workbook(tmp_path)
    made.workbook.close()
    return made.path


def at_rest(start: StartScreen) -> None:
    wait_until(lambda: not start.desk.jobs.busy)


def try_to_open(start: StartScreen, path: Path, passphrase: str = PASSPHRASE) -> str:
    """Ask for a workbook, enter a passphrase when there is a field for it, and return what the page then says."""
    start.show_object("open", path)
    at_rest(start)
    if start.unlock.passphrase.isVisible():
        start.unlock.passphrase.field.setText(passphrase)
        QTest.keyClick(start.unlock.passphrase.field, Qt.Key.Key_Return)
        at_rest(start)
    return start.unlock.problem.words()


# ---- an existing workbook -------------------------------------------------------------------------------------------
def test_enter_in_the_passphrase_field_opens_the_workbook(start, closed):
    opened = Heard(start.desk.opened)

    try_to_open(start, closed)

    assert len(opened.values) == 1
    assert start.desk.workbook.path == closed
    assert start.desk.workbook.actor == ACTOR
    assert start.unlock.passphrase.text() == ""


def test_a_wrong_passphrase_keeps_the_field_with_its_text_selected(start, closed):
    said = try_to_open(start, closed, "not the passphrase")

    field = start.unlock.passphrase.field
    assert "The passphrase does not fit" in said and "no way back" in said
    assert field.hasFocus()
    assert field.selectedText() and field.text() == "not the passphrase"
    assert field.property("wrong") is True
    assert start.desk.workbook is None


def test_after_a_wrong_passphrase_the_right_one_opens(start, closed):
    try_to_open(start, closed, "not the passphrase")

    start.unlock.passphrase.field.setText(PASSPHRASE)
    start.unlock.submit()
    at_rest(start)

    assert start.desk.workbook is not None


def test_the_passphrase_is_shown_on_demand(start, closed):
    start.show_object("open", closed)

    start.unlock.passphrase.show_button.click()

    assert start.unlock.passphrase.field.echoMode() == start.unlock.passphrase.field.EchoMode.Normal
    assert start.unlock.passphrase.show_button.accessibleName() == "Hide the passphrase"
    at_rest(start)


def test_a_missing_file_is_told_before_a_passphrase_is_typed(start, tmp_path):
    said = try_to_open(start, tmp_path / "gone.auditdesk")

    assert "File not found" in said and "gone.auditdesk" in said
    assert start.unlock.passphrase.isHidden()
    assert start.unlock.other_button.hasFocus()


def test_an_empty_file_is_told(start, tmp_path):
    path = tmp_path / "empty.auditdesk"
    path.touch()

    assert "Empty file" in try_to_open(start, path)


def test_a_plain_database_is_told(start, tmp_path):
    path = tmp_path / "plain.auditdesk"
    path.write_bytes(b"SQLite format 3\0" + bytes(8192))

    assert "Not an encrypted workbook" in try_to_open(start, path)


def test_something_else_is_told(start, tmp_path):
    path = tmp_path / "letter.auditdesk"
    path.write_bytes(b"Dear auditor")

    assert "Not a workbook" in try_to_open(start, path)


def test_a_damaged_workbook_is_told(start, closed):
    data = bytearray(closed.read_bytes())
    data[100:200] = bytes(100)
    closed.write_bytes(data)

    said = try_to_open(start, closed)

    assert "The workbook is damaged" in said and "latest backup" in said


def test_a_later_format_is_told(start, tmp_path):
    made = make_workbook(tmp_path)
    made.workbook.connection.execute("PRAGMA user_version = 99")
    made.workbook.close()

    said = try_to_open(start, made.path)

    assert "Written by a later auditdesk" in said and "99" in said
    assert start.unlock.passphrase.text() == PASSPHRASE


def test_a_workbook_open_elsewhere_is_told_with_who_where_and_since(start, tmp_path):
    made = make_workbook(tmp_path)

    said = try_to_open(start, made.path)
    made.workbook.close()

    holder = "by " + os.environ.get("USER", __import__("getpass").getuser())
    assert "Already open" in said and holder in said and " on " in said and " since 20" in said


@pytest.mark.parametrize(("error", "title"), [(DiskFull, "The disk is full"), (ReadOnly, "Cannot be written")])
def test_a_disk_that_refuses_is_told_and_what_was_typed_stays(start, closed, monkeypatch, error, title):
    def refuse(path, *_args, **_named):
        raise error(str(path))

    monkeypatch.setattr(database, "connect", refuse)

    assert title in try_to_open(start, closed)
    assert start.unlock.passphrase.text() == PASSPHRASE
    assert start.unlock.open_button.isEnabled()


def test_without_a_name_the_name_is_asked_first_and_kept(jobs, closed):
    desk = Desk(jobs, Settings())
    start = shown(desk)

    start.show_object("open", closed)
    wait_until(start.unlock.name.field.hasFocus)
    start.unlock.passphrase.field.setText(PASSPHRASE)
    start.unlock.submit()
    assert start.unlock.name.field.property("wrong") is True and desk.workbook is None
    start.unlock.name.field.setText("Rut  Holm")
    QTest.keyClick(start.unlock.name.field, Qt.Key.Key_Return)
    QTest.keyClick(start.unlock.passphrase.field, Qt.Key.Key_Return)
    at_rest(start)

    assert desk.settings.my_name == "Rut Holm"
    assert desk.workbook.actor == "Rut Holm"
    desk.close()


def test_a_locked_workbook_opens_again_with_its_passphrase(start, closed):
    try_to_open(start, closed)
    locked = Heard(start.desk.locked)

    start.desk.lock()
    start.show_object("locked", locked.values[0])
    assert start.desk.workbook is None
    assert "Everything is saved" in start.unlock.told.text()
    wait_until(start.unlock.passphrase.field.hasFocus)
    QTest.keyClicks(start.unlock.passphrase.field, PASSPHRASE)
    QTest.keyClick(start.unlock.passphrase.field, Qt.Key.Key_Return)
    at_rest(start)

    assert start.desk.workbook.path == closed


def test_escape_leads_back_and_forgets_the_passphrase(start, closed):
    start.show_object("open", closed)
    start.unlock.passphrase.field.setText("half a pass")

    QTest.keyClick(start.unlock.passphrase.field, Qt.Key.Key_Escape)

    assert start.stack.currentWidget() is start.welcome
    assert start.unlock.passphrase.text() == ""
    at_rest(start)


# ---- a new workbook -------------------------------------------------------------------------------------------------
def new_form(start: StartScreen, path: Path) -> None:
    start.show_object("new", None)
    at_rest(start)
    start.making.client.setText("Northwind Retail")
    start.making.vendor.setText("Blue Mill Ltd")
    start.making.passphrase.first.field.setText(GOOD)
    start.making.passphrase.second.field.setText(GOOD)
    start.making.place.setText(str(path))


def test_a_new_workbook_is_made_by_keyboard_alone(start, tmp_path):
    start.welcome.tiles[1].setFocus()
    QTest.keyClick(start.welcome.tiles[1], Qt.Key.Key_Space)
    at_rest(start)
    for text in ("Northwind Retail", "Blue Mill Ltd", GOOD, None, GOOD):
        field = QApplication.focusWidget()
        QTest.keyClicks(field, text) if text else None
        QTest.keyClick(field, Qt.Key.Key_Tab)
    start.making.place.setText(str(tmp_path / "mill.auditdesk"))
    start.making.make_button.setFocus()
    QTest.keyClick(start.making.make_button, Qt.Key.Key_Space)
    at_rest(start)

    facts = queries.audit_facts(start.desk.connection)
    assert (facts.client, facts.vendor) == ("Northwind Retail", "Blue Mill Ltd")
    assert [pack.pack_id for pack in queries.packs(start.desk.connection)] == ["ethics-labour"]
    assert start.making.passphrase.passphrase() == ""
    start.desk.close()
    with Workbook.open(tmp_path / "mill.auditdesk", GOOD) as again:
        assert queries.counts(again.connection).questions > 0


def test_what_is_missing_is_said_and_has_the_focus(start, tmp_path):
    new_form(start, tmp_path / "new.auditdesk")
    start.making.vendor.clear()

    start.making.submit()

    assert start.making.missing.text() == "Enter the name of the vendor."
    assert start.making.vendor.hasFocus()
    assert not list(tmp_path.glob("*.auditdesk"))


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("short", "short", "5 of at least 12 characters."),
        ("Blue Mill Ltd", "Blue Mill Ltd", "Long enough, but quickly guessed."),
        (GOOD, GOOD + "s", "The two passphrases are not the same yet."),
    ],
)
def test_a_poor_passphrase_is_refused_in_words(start, tmp_path, first, second, words):
    new_form(start, tmp_path / "new.auditdesk")
    start.making.passphrase.first.field.setText(first)
    start.making.passphrase.second.field.setText(second)

    start.making.submit()

    assert start.making.missing.text() == words
    assert start.desk.workbook is None


def test_a_file_that_is_there_is_not_overwritten(start, tmp_path):
    path = tmp_path / "there.auditdesk"
    path.write_bytes(b"mine")
    new_form(start, path)

    start.making.submit()
    at_rest(start)

    assert "not overwritten" in start.making.problem.words()
    assert path.read_bytes() == b"mine"
    assert start.making.client.text() == "Northwind Retail"


def test_a_failure_half_way_leaves_no_file(start, tmp_path, monkeypatch):
    from auditdesk.core import planning

    def refuse(*_args):
        raise DiskFull("x")

    monkeypatch.setattr(planning, "add_pack", refuse)
    new_form(start, tmp_path / "new.auditdesk")

    start.making.submit()
    at_rest(start)

    assert "The disk is full" in start.making.problem.words()
    assert list(tmp_path.glob("*.auditdesk*")) == []
    assert list(tmp_path.glob(".~lock*")) == []


def test_the_proposed_file_follows_the_vendor_until_one_is_chosen(start, tmp_path, answers):
    start.show_object("new", None)
    start.making.vendor.setText("../Зорване: <A/B>")
    assert Path(start.making.place.text()).name == "Зорване A B.auditdesk"

    answers.will(str(tmp_path / "mine"))
    start.making.place_button.click()
    start.making.vendor.setText("Another")

    assert start.making.place.text() == str(tmp_path / "mine.auditdesk")
    at_rest(start)


# ---- the demo -------------------------------------------------------------------------------------------------------
@needs_demo
def test_the_demo_is_built_once_and_opened_without_a_name(jobs):
    desk = Desk(jobs, Settings())
    start = shown(desk)

    start.show_object("demo", None)
    wait_until(lambda: desk.workbook is not None, 60_000)

    assert desk.workbook.path == opening.demo_path()
    assert queries.audit_facts(desk.connection).demo
    assert desk.workbook.actor == queries.people(desk.connection)[0].name
    desk.change_settings(theme="dark")
    assert desk.workbook.actor
    made = desk.workbook.id
    desk.close()
    start.show_object("demo", None)
    wait_until(lambda: desk.workbook is not None, 60_000)
    assert desk.workbook.id == made
    assert [path.name for path in opening.demo_path().parent.iterdir() if path.suffix == ".auditdesk"] == [
        "demo.auditdesk"
    ]
    desk.close()


@needs_demo
def test_the_demo_starts_afresh_when_confirmed(start, answers):
    start.show_object("demo", None)
    wait_until(lambda: start.desk.workbook is not None, 60_000)
    before = start.desk.workbook.id
    start.desk.close()
    start.shown()

    answers.will(False)
    start.welcome.again_button.click()
    assert start.desk.workbook is None and not start.desk.jobs.busy
    answers.will(True)
    start.welcome.again_button.click()
    wait_until(lambda: start.desk.workbook is not None, 60_000)

    assert start.desk.workbook.id != before


@needs_demo
def test_a_damaged_demo_is_told_and_can_be_built_again(start):
    opening.demo_path().parent.mkdir(parents=True)
    opening.demo_path().write_bytes(b"x")

    start.show_object("demo", None)
    at_rest(start)

    assert "Not a workbook" in start.welcome.problem.words()
    assert start.welcome.again_button.isVisible()


@needs_demo
def test_a_cancelled_demo_leaves_nothing(start):
    start.show_object("demo", None)
    start._job.cancel()
    at_rest(start)

    assert not opening.demo_path().exists()
    assert start.stack.currentWidget() is start.welcome and start.desk.workbook is None


# ---- a signed report ------------------------------------------------------------------------------------------------
def test_a_pdf_without_signatures_is_judged_on_the_page(start, tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "report.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 100, "unsigned")
    canvas.save()

    start.show_object("verify", path)
    at_rest(start)

    assert start.verifying.view is not None and start.verifying.view.isVisible()
    assert start.verifying.problem.words() == ""


def test_a_report_that_is_not_there_is_told(start, tmp_path):
    start.show_object("verify", tmp_path / "gone.pdf")
    at_rest(start)

    assert "File not found" in start.verifying.problem.words()


@pytest.mark.parametrize(("name", "page"), [("x.auditdesk", "unlock"), ("x.PDF", "verifying")])
def test_a_dropped_file_is_opened_or_verified(start, tmp_path, name, page):
    path = tmp_path / name
    path.write_bytes(b"x")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    start.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    at_rest(start)

    assert start.stack.currentWidget() is getattr(start, page)


# ---- the first window -----------------------------------------------------------------------------------------------
PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.desk import Desk
from auditdesk.gui.settings import Settings
from auditdesk.gui.window import Window
app = QApplication([])
jobs = Jobs(app)
window = Window(Desk(jobs, Settings()))
window.show()
window.grab()
heavy = {"sqlmodel", "sqlcipher3", "pydantic", "reportlab", "pyhanko", "cryptography", "zxcvbn"}
print(sorted(heavy & set(sys.modules)))
jobs.shutdown()
"""


def test_the_first_window_is_painted_without_the_core(tmp_path):
    surroundings = dict(os.environ, AUDITDESK_CONFIG=str(tmp_path), QT_QPA_PLATFORM="offscreen", PYTHONPATH=os.getcwd())

    ended = subprocess.run([sys.executable, "-c", PROGRAM], env=surroundings, capture_output=True, timeout=60)

    assert ended.stdout.decode().strip() == "[]", ended.stderr.decode()


def test_after_the_first_painting_the_imports_are_warmed_quietly(desk, monkeypatch):
    monkeypatch.setattr(screen, "WARM_AFTER_MS", 0)
    begun = Heard(desk.jobs.started)

    start = shown(desk)
    wait_until(lambda: begun.values)
    assert begun.values[0].quiet
    wait_until(lambda: start._warming is None)

    assert start.stack.currentWidget() is start.welcome


def test_what_the_person_waits_for_goes_before_the_warming(desk, monkeypatch, closed):
    def endless(progress):
        while True:
            progress(0, 0)

    monkeypatch.setattr(screen, "WARM_AFTER_MS", 0)
    monkeypatch.setattr(opening, "warm", endless)
    start = shown(desk)
    wait_until(lambda: start._warming is not None)

    start.show_object("open", closed)
    start.unlock.passphrase.field.setText(PASSPHRASE)
    start.unlock.submit()

    wait_until(lambda: desk.workbook is not None)


def test_every_control_of_the_start_has_a_name(start):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    named = [*start.findChildren(QAbstractButton), *start.findChildren(QLineEdit)]

    assert [part for part in named if not (part.accessibleName() or getattr(part, "text", str)())] == []
