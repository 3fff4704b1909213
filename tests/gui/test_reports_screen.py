"""The Reports screen: what is in the way of signing, the pages before, the signature, and copies checked later."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditdesk import demo, demo_output, issuing, labels
from auditdesk.core import answering, findings, planning, queries
from auditdesk.core.database import Key, unlock
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import Result
from auditdesk.core.queries import Gate
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens.reports import ReportsScreen
from auditdesk.gui.screens.reports.parts import HOMES, GateLine, SignedReport, gate_words
from auditdesk.gui.settings import Settings
from auditdesk.gui.widgets.buttons import Chip
from auditdesk.gui.widgets.text import Caption, PlainLabel
from auditdesk.seal.identity import create_identity
from tests.gui.helpers import Heard, QueuedAnswers, wait_until

SIGNER = demo_output.SIGNER[0]
NAME = "ZOS-2026-client-r1.pdf"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key, Path]:
    """The demo workbook with its key, and an identity file: made once."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.auditdesk"
    demo_output.make_workbook(path)
    made = create_identity(folder, *demo_output.SIGNER, demo.PASSPHRASE, demo=True, _rounds=2000)
    return path, unlock(path, demo.PASSPHRASE), made.identity


@pytest.fixture
def desk(jobs: Jobs, tmp_path: Path, template: tuple[Path, Key, Path]) -> Iterator[Desk]:
    desk = Desk(jobs, Settings(my_name=SIGNER, identity_file=str(template[2]), auto_lock_minutes=0))
    shutil.copy(template[0], tmp_path / "demo.auditdesk")
    desk.open_with(tmp_path / "demo.auditdesk", template[1], SIGNER)
    yield desk
    desk.close()
    desk.deleteLater()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def open_screen(app: QApplication, desk: Desk) -> Callable[[], ReportsScreen]:
    """The screen in front, its pages not yet asked for: most tests need none, and they take seconds."""

    def _open(*, pages: bool = False) -> ReportsScreen:
        screen = ReportsScreen(desk)
        screen._preview_old = pages
        screen.resize(1180, 700)
        screen.show()
        screen.activateWindow()
        wait_until(screen.isActiveWindow)
        screen.shown()
        QApplication.sendPostedEvents()
        return screen

    return _open


def at_rest(screen: ReportsScreen) -> None:
    wait_until(lambda: not screen.desk.jobs.busy, 60_000)
    QApplication.sendPostedEvents()


def gates(screen: ReportsScreen) -> dict[str, str]:
    """The lines of the gate list by their key."""
    return {line.gate.key: line.words.text() for line in screen.findChildren(GateLine) if line.isVisible()}


def groups(screen: ReportsScreen) -> list[str]:
    return [part.text() for part in screen.gate_card.findChildren(Caption) if part.isVisible()]


def result(screen: ReportsScreen) -> list[str]:
    assert screen.result_area.isVisible()
    found = [part.accessibleName() for part in screen.result.findChildren(Chip) if part.isVisible()]
    return found + [part.text() for part in screen.result.findChildren(PlainLabel) if part.isVisible()]


def sign(screen: ReportsScreen, answers: QueuedAnswers, out: Path, phrase: str | None = demo.PASSPHRASE) -> None:
    answers.will(str(out), phrase)
    screen.sign_button.click()
    at_rest(screen)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- gates ----------------------------------------------------------------------------------------------------------
def test_every_gate_has_words_for_met_and_for_unmet():
    assert set(labels.GATES) == set(labels.GATES_UNMET)
    for key in labels.GATES:
        assert gate_words(Gate(key, True, True)) == labels.GATES[key]
        assert gate_words(Gate(key, False, True)) == labels.GATES_UNMET[key]
    assert gate_words(Gate("findings_final", False, True, ("F-01", "F-02"))).endswith(": F-01, F-02")
    assert gate_words(Gate("findings_final", False, True, ("F-01",) * 40)).endswith("F-01 …")


def test_the_gates_of_the_content_lead_somewhere(desk):
    assert {gate.key for gate in queries.gates(desk.connection)} == set(HOMES)


def test_the_list_tells_what_is_open_and_what_is_in_order(open_screen):
    screen = open_screen()

    shown = gates(screen)
    assert shown["questions_open"] == "Questions still open: 7"
    assert shown["no_contrary_evidence"].startswith("Nonconformities without contrary evidence on record: F-")
    assert shown["lead_named"] == "A lead auditor is named in the team"
    assert groups(screen)[:2] == ["Worth a look; signing stays possible", "In order"]
    assert "every evidence file" in groups(screen)[-1]


def test_a_blocking_gate_stands_first_and_signing_is_off(open_screen, desk):
    finding = next(row for row in queries.finding_rows(desk.connection) if row.code == "F-03")
    desk.do(findings.reopen_finding, finding.id)

    screen = open_screen()

    assert groups(screen)[0] == "In the way of signing"
    assert next(iter(gates(screen).items())) == ("findings_final", "Findings that are not finalised: F-03")
    assert not screen.sign_button.isEnabled()
    assert screen.preview_button.hasFocus()


def test_a_gate_goes_green_while_the_screen_is_open(open_screen, desk):
    finding = next(row for row in queries.finding_rows(desk.connection) if row.code == "F-03")
    desk.do(findings.reopen_finding, finding.id)
    screen = open_screen()

    desk.undo()
    wait_until(screen.sign_button.isEnabled)
    QApplication.sendPostedEvents()

    assert "In the way of signing" not in groups(screen)


def test_a_missing_frame_is_named(open_screen, desk):
    facts = queries.audit_facts(desk.connection)
    desk.do(planning.change_audit, facts.audit, scope="", summary="")

    shown = gates(open_screen())

    assert shown["scope_written"] == "Objective or scope is not written"
    assert shown["summary_written"] == "The summary is not written"


def test_a_gate_leads_to_where_it_is_seen_to(open_screen):
    screen = open_screen()
    went = Heard(screen.go)
    line = next(line for line in screen.findChildren(GateLine) if line.gate.key == "evidence_withheld")

    line.button.click()

    assert went.values == [("screen", "evidence")]
    assert line.button.accessibleName() == "Go to Evidence"


def test_without_an_identity_nothing_can_be_signed(open_screen, desk):
    desk.change_settings(identity_file="")

    screen = open_screen()
    went = Heard(screen.go)

    assert not screen.sign_button.isEnabled()
    assert "No identity is chosen" in screen.identity_words.text()
    screen.identity_button.click()
    assert went.values == [("screen", "settings")]


def test_an_identity_chosen_meanwhile_allows_signing(open_screen, desk, template):
    desk.change_settings(identity_file="")
    screen = open_screen()

    desk.change_settings(identity_file=str(template[2]))

    assert screen.sign_button.isEnabled()
    assert template[2].name in screen.identity_words.text()


def test_the_edition_says_for_whom_it_is(open_screen, desk):
    screen = open_screen()

    assert queries.audit_facts(desk.connection).client in screen.edition_words.text()
    assert "marked as a demonstration" in screen.edition_words.text()


# ---- pages ----------------------------------------------------------------------------------------------------------
def test_the_pages_are_laid_out_when_the_screen_is_shown_and_the_keyboard_stays(open_screen):
    screen = open_screen(pages=True)
    assert screen.sign_button.hasFocus()
    assert screen.right_words.text() == "Laying out the pages"
    screen.preview_pages()  # a second wish while the first is under way asks for nothing
    at_rest(screen)

    assert screen.right_words.text().startswith("Preview, not signed: ")
    assert screen.preview.isVisible()
    assert screen.sign_button.hasFocus()
    assert screen.preview._kind == "application/pdf"


def test_a_change_tells_that_the_pages_are_old_and_f5_renews_them(open_screen, desk):
    screen = open_screen(pages=True)
    at_rest(screen)
    question = queries.first_question(desk.connection, queries.packs(desk.connection)[0].id)

    desk.do(answering.answer, question, Result.CONFORMS)
    assert "has changed since these pages" in screen.right_words.text()
    QTest.keyClick(screen.sign_button, Qt.Key.Key_F5)
    at_rest(screen)

    assert screen.right_words.text().startswith("Preview, not signed: ")


def test_laying_out_can_be_cancelled(open_screen, desk):
    screen = open_screen(pages=True)

    for job in desk._running:
        job.cancel()
    at_rest(screen)

    assert screen.right_words.text() == "Stopped. F5 lays the pages out again."
    assert screen.sign_button.isEnabled()


# ---- signing --------------------------------------------------------------------------------------------------------
def test_signing_writes_reads_back_records_and_shows_the_verdict(open_screen, desk, answers, out):
    screen = open_screen()
    said = Heard(desk.said)

    answers.will(str(out), demo.PASSPHRASE)
    QTest.keyClick(screen.sign_button, Qt.Key.Key_Return, CTRL)
    at_rest(screen)

    assert names(out) == [NAME]
    assert answers.asked == ["Folder for the signed report", "Sign as author"]
    shown = result(screen)
    assert shown[0] == "Good" and "Demonstration" in shown
    assert screen.result_area.hasFocus()
    assert "Good: " in screen.result_area.accessibleName()
    assert not screen.preview.isVisible()
    assert said.values == [(f"Signed and verified: {out / NAME}", False)]
    (row,) = queries.report_rows(desk.connection)
    (line,) = [line for line in screen.findChildren(SignedReport) if line.isVisible()]
    assert line.button.accessibleName() == f"Verify a copy of {row.filename}"
    assert screen.sign_button.isEnabled()


def test_f5_shows_the_pages_again_after_signing(open_screen, answers, out):
    screen = open_screen()
    sign(screen, answers, out)

    QTest.keyClick(screen.result_area, Qt.Key.Key_F5)
    at_rest(screen)

    assert screen.preview.isVisible() and not screen.result_area.isVisible()


def test_a_wrong_passphrase_signs_nothing_and_says_so(open_screen, desk, answers, out):
    screen = open_screen()

    sign(screen, answers, out, "not the passphrase")

    assert names(out) == []
    assert screen.problem.isVisible()
    assert "does not open with this passphrase" in screen.problem.text()
    assert "No signature was made" in screen.problem.text()
    assert screen.sign_button.isEnabled() and screen.sign_button.hasFocus()
    assert queries.report_rows(desk.connection) == ()


def test_after_a_wrong_passphrase_the_right_one_signs_and_the_words_go(open_screen, answers, out):
    screen = open_screen()
    sign(screen, answers, out, "not the passphrase")

    sign(screen, answers, out)

    assert names(out) == [NAME]
    assert not screen.problem.isVisible()


@pytest.mark.parametrize("given", [("",), ("folder", None)])
def test_turning_back_at_a_question_starts_nothing(open_screen, desk, answers, out, given):
    screen = open_screen()
    answers.will(*(str(out) if one == "folder" else one for one in given))

    screen.sign_button.click()

    assert not desk.jobs.busy and names(out) == []
    assert screen.sign_button.isEnabled()


def test_cancelling_leaves_no_file_and_no_record(open_screen, desk, answers, out):
    screen = open_screen()
    answers.will(str(out), demo.PASSPHRASE)
    screen.sign_button.click()
    assert not screen.sign_button.isEnabled()

    desk._running[0].cancel()
    at_rest(screen)

    assert names(out) == []
    assert queries.report_rows(desk.connection) == ()
    assert screen.right_words.text() == "Stopped. Nothing was signed and no file was written."
    assert screen.sign_button.isEnabled()


def test_a_second_press_while_signing_does_nothing(open_screen, answers, out):
    screen = open_screen()
    answers.will(str(out), demo.PASSPHRASE)
    screen.sign_button.click()

    screen._on_sign()
    screen.preview_pages()
    at_rest(screen)

    assert names(out) == [NAME] and len(answers.asked) == 2


def test_a_file_that_is_there_is_kept_and_named(open_screen, desk, answers, out):
    (out / NAME).write_bytes(b"something of mine")
    screen = open_screen()

    sign(screen, answers, out)

    assert (out / NAME).read_bytes() == b"something of mine"
    assert "exists already and is not overwritten" in screen.problem.text()
    assert queries.report_rows(desk.connection) == ()


def test_a_full_disk_leaves_no_file(open_screen, desk, answers, out, monkeypatch):
    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    screen = open_screen()

    sign(screen, answers, out)

    assert names(out) == []
    assert "no room left" in screen.problem.text()
    assert queries.report_rows(desk.connection) == ()


def test_a_report_that_cannot_be_recorded_does_not_go_out(open_screen, desk, answers, out, monkeypatch):
    def full(_tx: object, _issued: object) -> None:
        raise DiskFull("demo.auditdesk")

    monkeypatch.setattr(issuing, "record", full)
    screen = open_screen()
    failed = Heard(desk.failed)

    sign(screen, answers, out)

    assert names(out) == []
    assert len(failed.values) == 1
    assert "its file was taken back" in screen.problem.text()
    assert screen.right_words.text() == ""
    assert not screen.result_area.isVisible()


def test_a_file_that_cannot_be_taken_back_is_named(open_screen, answers, out, monkeypatch):
    def full(_tx: object, _issued: object) -> None:
        raise DiskFull("demo.auditdesk")

    def stuck(_issued: object) -> None:
        raise PermissionError

    monkeypatch.setattr(issuing, "record", full)
    monkeypatch.setattr(issuing, "discard", stuck)
    screen = open_screen()

    sign(screen, answers, out)

    assert f"Delete {out / NAME}" in screen.problem.text()


def test_altered_evidence_is_found_while_signing(open_screen, desk, answers, out):
    chunk = desk.connection.execute("SELECT content_n, n, data FROM chunk WHERE n = 0 LIMIT 1").fetchone()
    altered = bytes([chunk[2][0] ^ 1]) + chunk[2][1:]
    desk.connection.execute("UPDATE chunk SET data = ? WHERE content_n = ? AND n = ?", (altered, chunk[0], chunk[1]))
    screen = open_screen()

    sign(screen, answers, out)

    assert names(out) == []
    assert "cannot be signed yet" in screen.problem.text()


def test_closing_the_workbook_while_signing_leaves_no_unrecorded_file(open_screen, desk, answers, out, template):
    screen = open_screen()
    answers.will(str(out), demo.PASSPHRASE)
    screen.sign_button.click()

    desk.put_away()
    wait_until(lambda: desk.workbook is None, 60_000)

    desk.open_with(out.parent / "demo.auditdesk", template[1], SIGNER)
    assert names(out) == [row.filename for row in queries.report_rows(desk.connection)]


# ---- copies checked later -------------------------------------------------------------------------------------------
def verify(screen: ReportsScreen, answers: QueuedAnswers, file: Path) -> list[str]:
    (line,) = [line for line in screen.findChildren(SignedReport) if line.isVisible()]
    answers.will(str(file))
    line.button.click()
    at_rest(screen)
    return result(screen)


def test_a_good_copy_and_an_altered_one_are_told_apart(open_screen, answers, out):
    screen = open_screen()
    sign(screen, answers, out)
    copy, altered = out / "copy.pdf", out / "altered <b>.pdf"
    data = bytearray((out / NAME).read_bytes())
    copy.write_bytes(data)
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)

    good = verify(screen, answers, copy)
    assert good[0] == "Good" and "copy.pdf" in good
    assert any("byte for byte" in words for words in good)
    bad = verify(screen, answers, altered)

    assert bad[0] == "Not good" and "altered <b>.pdf" in bad
    assert any("not the bytes recorded" in words for words in bad)
    assert screen.result_area.hasFocus() and "Not good" in screen.result_area.accessibleName()


def test_a_copy_that_is_no_report_is_judged_too(open_screen, answers, out):
    screen = open_screen()
    sign(screen, answers, out)
    (out / "letter.pdf").write_bytes(b"not a PDF at all")

    shown = verify(screen, answers, out / "letter.pdf")

    assert shown[0] == "Not good"
    assert any("not a PDF file" in words for words in shown)


def test_no_file_chosen_checks_nothing(open_screen, desk, answers, out):
    screen = open_screen()
    sign(screen, answers, out)
    (line,) = [line for line in screen.findChildren(SignedReport) if line.isVisible()]
    answers.will("")

    line.button.click()

    assert not desk.jobs.busy


def test_nothing_signed_is_said(open_screen, out):
    screen = open_screen()

    shown = [part.text() for part in screen.signed_card.findChildren(PlainLabel) if part.isVisible()]
    assert "Nothing has been signed yet." in shown
    assert names(out) == []


