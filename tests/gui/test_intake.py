"""Evidence coming in: files, pasted pictures and text, and what cannot be taken in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from auditdesk.core import content, findings, planning, queries
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.models.enums import EvidenceKind
from auditdesk.core.workbook import Workbook
from auditdesk.gui import messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.intake import Intake, can_take
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.settings import Settings
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find
from tests.gui.helpers import wait_until


@pytest.fixture
def desk(jobs: Jobs, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(jobs, Settings(theme="light"))
    workbook = Workbook.create(tmp_path / "w.auditdesk", "a passphrase for tests", actor="A. Auditor")
    workbook.do(planning.start_audit, client="Client", vendor="Vendor")
    workbook.do(planning.add_pack, to_content(find("ethics-labour")))
    made.adopt(workbook)
    yield made
    made.close()
    made.deleteLater()


class Told:
    """What the desk said and refused."""

    def __init__(self, desk: Desk) -> None:
        self.said: list[tuple[str, bool]] = []
        self.failed: list[AuditdeskError] = []
        desk.said.connect(self.on_said)
        desk.failed.connect(self.on_failed)

    def on_said(self, text: str, undoable: bool) -> None:
        self.said.append((text, undoable))

    def on_failed(self, error: AuditdeskError) -> None:
        self.failed.append(error)


@pytest.fixture
def owner(app: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


def first_question(desk: Desk) -> uuid.UUID:
    pack = queries.packs(desk.connection)[0].id
    return next(row.question for row in queries.outline(desk.connection, pack) if row.question is not None)


def finish(intake: Intake) -> None:
    wait_until(lambda: not intake.busy, 20_000)


def test_files_are_stored_linked_and_told(desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    (tmp_path / "Vertrag für Zoë.pdf").write_bytes(b"%PDF-1.7 contract")
    question, heard = first_question(desk), Told(desk)
    intake = Intake(desk, owner)

    intake.add_files([tmp_path / "Vertrag für Zoë.pdf"], question=question)
    finish(intake)

    page = queries.question_page(desk.connection, question)
    assert page is not None
    assert [(item.code, item.title, item.kind) for item in page.evidence] == [
        ("EV-001", "Vertrag für Zoë.pdf", EvidenceKind.DOCUMENT)
    ]
    assert heard.said == [("EV-001 added", True)]


def test_a_file_that_cannot_be_read_holds_up_no_other(desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "a.txt").write_text("seen")
    (tmp_path / "b.txt").write_text("heard")
    heard, intake = Told(desk), Intake(desk, owner)

    intake.add_files([tmp_path / "empty.txt", tmp_path / "a.txt", tmp_path / "missing.txt", tmp_path / "b.txt"])
    finish(intake)

    assert [row.filename for row in queries.evidence_rows(desk.connection, queries.evidence_ids(desk.connection))] == [
        "a.txt",
        "b.txt",
    ]
    assert len(heard.failed) == 2
    assert heard.said == [("Evidence added: 2", False)]


def test_the_same_bytes_are_kept_once_and_it_says_so(desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("the same")
    (tmp_path / "b.txt").write_text("the same")
    intake = Intake(desk, owner)
    intake.add_files([tmp_path / "a.txt"])
    finish(intake)
    heard = Told(desk)

    intake.add_files([tmp_path / "b.txt"], question=first_question(desk))
    finish(intake)

    assert len(queries.evidence_ids(desk.connection)) == 1
    assert heard.said == [("This is EV-001, which the workbook already has", True)]


def test_a_pasted_picture_is_kept_byte_for_byte(desk: Desk, owner: QWidget) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF8800)
    png = QBuffer()
    png.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(png, "PNG")
    data = bytes(png.data().data())
    mime = QMimeData()
    mime.setData("image/png", QByteArray(data))
    intake = Intake(desk, owner)

    assert intake.add_clipboard(mime, question=first_question(desk))
    finish(intake)

    row = queries.evidence_rows(desk.connection, queries.evidence_ids(desk.connection))[0]
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert (row.kind, row.media_type) == (EvidenceKind.PHOTO, "image/png")


def test_a_picture_without_bytes_becomes_a_png(desk: Desk, owner: QWidget) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    mime = QMimeData()
    mime.setImageData(image)
    intake = Intake(desk, owner)

    assert intake.add_clipboard(mime)
    finish(intake)

    row = queries.evidence_rows(desk.connection, queries.evidence_ids(desk.connection))[0]
    assert row.media_type == "image/png"


def test_pasted_text_is_taken_only_when_wanted(desk: Desk, owner: QWidget) -> None:
    mime = QMimeData()
    mime.setText("Из письма: паспорта хранятся у агента")
    intake = Intake(desk, owner)

    refused = intake.add_clipboard(mime, text=False)
    taken = intake.add_clipboard(mime)
    finish(intake)

    row = queries.evidence_rows(desk.connection, queries.evidence_ids(desk.connection))[0]
    assert (refused, taken) == (False, True)
    assert content.read(desk.connection, row.sha256).decode() == mime.text()


def test_the_workbook_itself_is_never_opened_as_evidence(desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    (tmp_path / "alias.bin").symlink_to(tmp_path / "w.auditdesk")
    heard, intake = Told(desk), Intake(desk, owner)

    intake.add_files([tmp_path / "alias.bin"])
    finish(intake)

    assert "the workbook you are working in" in str(messages.words(heard.failed[0]))
    assert not queries.evidence_ids(desk.connection)


def test_evidence_for_a_finding_is_linked_to_it(desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("seen")
    change = desk.do(findings.add_finding, "Papers held")
    assert change is not None
    intake = Intake(desk, owner)

    intake.add_files([tmp_path / "a.txt"], finding=change.value)
    finish(intake)

    assert [item.code for item in queries.linked_evidence(desk.connection, "finding", change.value)] == ["EV-001"]


def test_stopping_keeps_what_was_added_and_nothing_of_the_rest(desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.bin" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_bytes(bytes([number]) * 3_000_000)
    intake = Intake(desk, owner)
    stopper = Stopper(desk)
    intake.added.connect(stopper.on_added)
    desk.jobs.started.connect(stopper.on_started)

    intake.add_files(paths)
    finish(intake)

    assert len(queries.evidence_ids(desk.connection)) == 1
    assert desk.connection.execute("SELECT count(*) FROM content WHERE sealed = 0").fetchone()[0] == 0
    assert desk.connection.execute("SELECT count(*) FROM content WHERE size = 3000000").fetchone()[0] == 1


class Stopper:
    """Stops the job after the first item."""

    def __init__(self, desk: Desk) -> None:
        self.stop_next = False

    def on_added(self, _change: object) -> None:
        self.stop_next = True

    def on_started(self, job: object) -> None:
        if self.stop_next:
            job.cancel()  # type: ignore[attr-defined]


def test_closing_the_workbook_while_evidence_comes_in_leaves_it_whole(
    desk: Desk, owner: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "big.bin").write_bytes(b"x" * 30_000_000)
    intake = Intake(desk, owner)
    intake.add_files([tmp_path / "big.bin"])

    desk.close()
    wait_until(lambda: not desk.jobs.busy)

    with Workbook.open(tmp_path / "w.auditdesk", "a passphrase for tests", actor="A. Auditor") as again:
        assert not queries.evidence_ids(again.connection)
        assert again.connection.execute("SELECT count(*) FROM content WHERE sealed = 0").fetchone()[0] == 0


def test_only_files_of_this_computer_can_be_taken() -> None:
    here, elsewhere = QMimeData(), QMimeData()
    here.setUrls([QUrl.fromLocalFile("/nowhere/a.pdf")])
    elsewhere.setUrls([QUrl("https://example.invalid/a.pdf")])

    assert can_take(here)
    assert not can_take(elsewhere)
