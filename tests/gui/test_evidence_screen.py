"""The Evidence screen: bringing items in, looking at them, describing them, taking them out."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from auditdesk.core import collecting, content, database, findings, planning, queries
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import Distribution, EvidenceKind, LinkRole
from auditdesk.core.transaction import Transaction
from auditdesk.core.workbook import Workbook
from auditdesk.gui import messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens.evidence import EvidenceScreen
from auditdesk.gui.screens.evidence.copies import safe_name
from auditdesk.gui.screens.evidence.facts import grouped
from auditdesk.gui.screens.evidence.looking import AT_ONCE
from auditdesk.gui.screens.evidence.moments import read_moment, say_moment
from auditdesk.gui.settings import Settings
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find
from tests.gui.helpers import Heard, QueuedAnswers, type_text, wait_until


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, database.Key]:
    """A workbook with one checklist, whose key is derived once for all tests."""
    path = tmp_path_factory.mktemp("template") / "w.auditdesk"
    with Workbook.create(path, "a passphrase for tests", actor="A. Auditor") as workbook:
        workbook.do(planning.start_audit, client="Client", vendor="Vendor")
        workbook.do(planning.add_pack, to_content(find("ethics-labour")))
    return path, database.unlock(path, "a passphrase for tests")


@pytest.fixture
def desk(jobs: Jobs, tmp_path: Path, template: tuple[Path, database.Key]) -> Iterator[Desk]:
    made = Desk(jobs, Settings(theme="light"))
    shutil.copy(template[0], tmp_path / "w.auditdesk")
    made.open_with(tmp_path / "w.auditdesk", template[1], "A. Auditor")
    yield made
    made.close()
    made.deleteLater()


class Told:
    def __init__(self, desk: Desk) -> None:
        self.said = Heard(desk.said)
        self.failed = Heard(desk.failed)

    def problems(self) -> list[str]:
        return [str(messages.words(error)) for error in self.failed.values]


@pytest.fixture
def open_screen(app: QApplication, desk: Desk) -> Callable[[], EvidenceScreen]:
    def _open() -> EvidenceScreen:
        screen = EvidenceScreen(desk)
        screen.resize(1180, 700)
        screen.show()
        screen.activateWindow()
        wait_until(screen.isActiveWindow)
        screen.shown()
        return screen

    return _open


def add(desk: Desk, data: bytes, name: str, **fields: object) -> uuid.UUID:
    assert desk.workbook is not None
    with desk.workbook.writer() as writer:
        sealed = content.stage(writer, io.BytesIO(data), len(data), name)
    change = desk.do(collecting.add_evidence, sha256=sealed.sha256, filename=name, media_type="text/plain", **fields)
    assert change is not None
    return change.value


def png() -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def page(desk: Desk, item: uuid.UUID) -> queries.EvidencePage:
    found = queries.evidence_page(desk.connection, item)
    assert found is not None
    return found


def show(screen: EvidenceScreen, item: uuid.UUID) -> None:
    screen.show_object("evidence", item)
    assert screen.detail.page is not None and screen.detail.page.id == item


def preview_sentence(screen: EvidenceScreen) -> str:
    pane = screen.detail.preview.pane
    return pane._sentence.text() if pane._stack.currentWidget() is pane._sentence else ""


def drop(screen: QWidget, mime: QMimeData) -> tuple[QDragEnterEvent, QDropEvent]:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    entered = QDragEnterEvent(QPoint(5, 5), actions, mime, buttons, keys)
    QApplication.sendEvent(screen, entered)
    dropped = QDropEvent(QPoint(5, 5), actions, mime, buttons, keys)
    QApplication.sendEvent(screen, dropped)
    return entered, dropped


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


# ---- coming in ------------------------------------------------------------------------------------------------------
def test_an_empty_workbook_says_what_belongs_here_and_offers_one_button(
    open_screen: Callable[[], EvidenceScreen], answers: QueuedAnswers, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("a note")
    screen = open_screen()
    assert screen.stack.currentWidget() is screen.empty
    answers.will([str(tmp_path / "a.txt")])

    screen.empty.button.click()
    wait_until(lambda: not screen.intake.busy)

    assert screen.stack.currentWidget() is screen.splitter
    assert screen.detail.page is not None and screen.detail.page.title == "a.txt"


def test_two_files_with_the_same_bytes_are_one_item(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("the same")
    (tmp_path / "b.txt").write_text("the same")
    screen = open_screen()

    screen.intake.add_files([tmp_path / "a.txt", tmp_path / "b.txt"])
    wait_until(lambda: not screen.intake.busy)

    assert screen.shelf.model.rowCount() == 1


def test_files_dropped_anywhere_are_taken_in_and_never_moved(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("a note")
    add(desk, b"first", "first.txt")
    screen = open_screen()

    entered, dropped = drop(screen, files(tmp_path / "a.txt"))
    wait_until(lambda: not screen.intake.busy)

    assert entered.isAccepted() and dropped.dropAction() == Qt.DropAction.CopyAction
    assert screen.shelf.model.rowCount() == 2 and (tmp_path / "a.txt").exists()
    assert not any(field.acceptDrops() for field in screen.findChildren(QLineEdit))


def test_a_dropped_folder_gets_a_sentence_and_the_rest_comes_in(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text("a note")
    told, screen = Told(desk), open_screen()

    drop(screen, files(tmp_path / "folder", tmp_path / "a.txt"))
    wait_until(lambda: not screen.intake.busy)

    assert screen.shelf.model.rowCount() == 1
    assert len(told.problems()) == 1 and "folder" in told.problems()[0]


def test_pasting_adds_a_picture_and_an_empty_clipboard_says_so(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    told, screen = Told(desk), open_screen()
    QGuiApplication.clipboard().clear()
    screen.paste()
    assert told.said.values == [("The clipboard holds no file, picture or text", False)]

    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: screen.shelf.model.rowCount() == 1)

    assert screen.detail.page is not None and screen.detail.page.kind is EvidenceKind.PHOTO


# ---- looking --------------------------------------------------------------------------------------------------------
def test_a_picture_a_text_and_their_integrity_are_shown(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    picture, text = add(desk, png(), "safe.png"), add(desk, "Übersicht <b>roh</b>".encode(), "notes.txt")
    screen = open_screen()

    show(screen, picture)
    pane = screen.detail.preview.pane
    wait_until(lambda: pane._stack.currentWidget() is pane._picture)
    show(screen, text)

    assert pane._text.toPlainText() == "Übersicht <b>roh</b>"
    assert screen.detail.preview.integrity.state == "sound"


@pytest.mark.parametrize(
    ("name", "data"),
    [("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 cut off"), ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< broken")],
)
def test_a_malformed_file_shows_a_sentence(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], qt_warnings: list[str], name: str, data: bytes
) -> None:
    item, screen = add(desk, data, name), open_screen()

    show(screen, item)
    wait_until(lambda: "damaged or incomplete" in preview_sentence(screen))

    assert screen.detail.preview.integrity.state == "sound"
    qt_warnings.clear()


def flip(desk: Desk, item: uuid.UUID) -> None:
    query = "SELECT n FROM content WHERE sha256 = (SELECT sha256 FROM evidence_item WHERE id = ?)"
    number = desk.connection.execute(query, (item.hex,)).fetchone()[0]
    data = bytearray(desk.connection.execute("SELECT data FROM chunk WHERE content_n = ?", (number,)).fetchone()[0])
    data[0] ^= 1
    desk.connection.execute("UPDATE chunk SET data = ? WHERE content_n = ? AND n = 0", (bytes(data), number))


@pytest.mark.parametrize("size", [64, AT_ONCE + 5])
def test_altered_bytes_show_a_sentence_and_nothing_of_the_file(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], size: int
) -> None:
    item = add(desk, b"a" * size, "notes.txt")
    flip(desk, item)
    screen = open_screen()
    show(screen, item)
    preview = screen.detail.preview
    wait_until(lambda: preview.integrity.state == "altered")

    assert "are not the ones that were taken in" in preview.notice.label.text()
    assert preview.notice.label.property("tone") == "critical"
    assert preview._stack.currentWidget() is preview.notice
    assert preview.pane._text.toPlainText() == ""
    assert not screen.detail.save.isEnabled()


def test_a_large_file_is_read_by_a_job_and_dropped_when_another_is_chosen(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    small, large = add(desk, b"small", "small.txt"), add(desk, b"b" * (AT_ONCE + 1), "large.txt")
    screen = open_screen()

    show(screen, large)
    assert screen.detail.preview.integrity.state == "checking"
    show(screen, small)
    wait_until(lambda: not desk.jobs.busy)
    assert screen.detail.preview.pane._text.toPlainText() == "small"

    show(screen, large)
    wait_until(lambda: screen.detail.preview.integrity.state == "sound")


@pytest.mark.parametrize("name", ["con\u202etxt.exe", "two\nlines.txt", "<b>bold</b> & <img src=x>.txt"])
def test_a_hostile_file_name_is_shown_as_it_is(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], name: str
) -> None:
    item, screen = add(desk, name.encode(), name), open_screen()

    show(screen, item)

    shown = screen.detail.facts.filename.text()
    assert "\u202e" not in shown and "\n" not in shown
    assert shown.replace("\N{REPLACEMENT CHARACTER}", "") == name.replace("\u202e", "").replace("\n", "")
    assert screen.detail.facts.name_remark.isVisibleTo(screen) == (shown != name)
    row = screen.shelf.model.index(0, 1).data()
    assert row == shown
    assert screen.detail.form.title_remark.isVisibleTo(screen) == (shown != name)


def test_the_hash_is_grouped_to_compare_and_copied_whole(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)
    digest = hashlib.sha256(b"bytes").hexdigest()

    assert screen.detail.facts.sha256.text() == grouped(digest)
    assert grouped(digest).replace(" ", "").replace("\n", "") == digest
    screen.detail.facts.copy.click()
    assert QGuiApplication.clipboard().text() == digest


# ---- describing -----------------------------------------------------------------------------------------------------
def test_typed_provenance_is_saved_on_leaving_the_field(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)
    form = screen.detail.form

    form.source.setFocus()
    type_text(form.source, "工厂档案, Büro 2.14")
    assert page(desk, item).source == ""
    form.place.setFocus()

    assert page(desk, item).source == "工厂档案, Büro 2.14"


def test_typing_is_saved_after_a_pause_and_the_list_follows(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)
    screen.detail.form.title.setFocus()
    screen.detail.form.title.selectAll()

    type_text(screen.detail.form.title, "Passböcker i skåp")
    wait_until(lambda: page(desk, item).title == "Passböcker i skåp")

    assert screen.shelf.model.index(0, 1).data() == "Passböcker i skåp"
    assert screen.detail.form.title.text() == "Passböcker i skåp"


def test_a_failed_save_keeps_the_text_and_the_place(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = add(desk, b"one", "one.txt"), add(desk, b"two", "two.txt")
    screen, told = open_screen(), Told(desk)
    show(screen, first)
    form = screen.detail.form

    def full(*_args: object, **_fields: object) -> None:
        raise DiskFull("w.auditdesk")

    with monkeypatch.context() as patched:
        patched.setattr(collecting, "describe_evidence", full)
        form.place.setFocus()
        type_text(form.place, "Line 3")
        screen.flush()
        assert form.unsaved.isVisibleTo(screen) and "Place" in form.unsaved.text()
        screen.shelf.view.show_id(second)
        wait_until(lambda: screen.shelf.view.current_id() == first)
        assert form.place.text() == "Line 3" and told.problems()

    screen.flush()
    assert page(desk, first).place == "Line 3" and not form.unsaved.isVisibleTo(screen)
    show(screen, second)
    assert form.place.text() == ""


def test_a_date_that_cannot_be_read_is_marked_and_kept(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)
    form = screen.detail.form

    form.captured_at.setFocus()
    type_text(form.captured_at, "last Tuesday")
    form.place.setFocus()
    assert "Not saved" in form.captured_remark.text() and form.captured_at.text() == "last Tuesday"
    assert form.captured_at.property("wrong") is True

    form.captured_at.setFocus()
    form.captured_at.selectAll()
    type_text(form.captured_at, "2026-05-12 14:30 +02:00")
    form.place.setFocus()

    assert page(desk, item).captured_at == dt.datetime(2026, 5, 12, 12, 30, tzinfo=dt.UTC)
    assert "Not saved" not in form.captured_remark.text() and not form.captured_at.property("wrong")
    assert form.captured_at.text() == say_moment(dt.datetime(2026, 5, 12, 12, 30, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-05-12 14:30 +02:00", dt.datetime(2026, 5, 12, 12, 30, tzinfo=dt.UTC)),
        ("2026-05-12T14:30:11Z", dt.datetime(2026, 5, 12, 14, 30, 11, tzinfo=dt.UTC)),
        ("2026-5-12 9:05 utc", dt.datetime(2026, 5, 12, 9, 5, tzinfo=dt.UTC)),
        ("2026-05-12 14:30 −0545", dt.datetime(2026, 5, 12, 20, 15, tzinfo=dt.UTC)),
        ("  ", None),
    ],
)
def test_moments_are_read_with_their_zone(typed: str, moment: dt.datetime | None) -> None:
    assert read_moment(typed) == moment


NO_MOMENTS = ["2026-05-12", "2026-13-01 10:00", "12.5.2026 10:00", "2026-05-12 25:00", "0001-01-01 00:00 +14:00"]


@pytest.mark.parametrize("typed", NO_MOMENTS)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are nobody's concern
        read_moment(typed)


def test_an_empty_title_gives_way_to_the_stored_one(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)

    screen.detail.form.title.setFocus()
    QTest.keyClick(screen.detail.form.title, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(screen.detail.form.title, Qt.Key.Key_Backspace)
    screen.flush()

    assert screen.detail.form.title.text() == "a.txt" and page(desk, item).title == "a.txt"


def test_the_level_says_what_the_client_edition_does(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)
    form = screen.detail.form
    assert "Withheld from the client edition" in form.level_remark.text()

    form.level.setFocus()
    QTest.keyClick(form.level, Qt.Key.Key_Down)

    assert page(desk, item).level is Distribution.CLIENT
    assert "Withheld" not in form.level_remark.text()


def test_undo_from_elsewhere_refills_the_form(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item, screen = add(desk, b"bytes", "a.txt"), open_screen()
    show(screen, item)
    screen.detail.form.place.setFocus()
    type_text(screen.detail.form.place, "Line 3")
    screen.flush()

    desk.undo()

    assert screen.detail.form.place.text() == ""


# ---- uses -----------------------------------------------------------------------------------------------------------
def question(desk: Desk) -> uuid.UUID:
    pack = queries.packs(desk.connection)[0].id
    return next(row.question for row in queries.outline(desk.connection, pack) if row.question is not None)


def test_uses_lead_to_their_place_and_can_be_changed(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item = add(desk, b"bytes", "a.txt", to_question=question(desk))
    screen = open_screen()
    asked = Heard(screen.go)
    show(screen, item)
    row = screen.detail.used_in.rows[0]

    row.way.click()
    assert asked.values == [("question", question(desk))]
    row.role.setFocus()
    QTest.keyClick(row.role, Qt.Key.Key_Down)
    row.pinpoint.setFocus()
    type_text(row.pinpoint, "Seite 3, Zeile 12")
    screen.flush()

    use = queries.uses(desk.connection, item)[0]
    assert (use.role, use.pinpoint) == (LinkRole.CONTRADICTS, "Seite 3, Zeile 12")
    row.unlink.click()
    assert queries.uses(desk.connection, item) == () and screen.detail.used_in.nowhere.isVisibleTo(screen)


def test_a_use_in_a_finalised_finding_is_fixed(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item = add(desk, b"bytes", "a.txt")
    finding = desk.do(findings.add_finding, "Hours").value  # type: ignore[union-attr]
    desk.do(collecting.link_to_finding, item, finding)
    parts = {"criterion": "c", "condition": "c", "cause": "c", "effect": "e", "confidence": "high"}
    desk.do(findings.change_finding, finding, **parts)
    screen = open_screen()
    show(screen, item)

    desk.do(findings.finalise_finding, finding)

    row = screen.detail.used_in.rows[0]
    assert row.fixed.isVisibleTo(screen) and row.pinpoint.isReadOnly() and not row.unlink.isVisibleTo(screen)


# ---- taking out -----------------------------------------------------------------------------------------------------
def test_delete_withdraws_with_an_undo_and_undo_brings_it_back(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    first, second = add(desk, b"one", "one.txt"), add(desk, b"two", "two.txt")
    screen, told = open_screen(), Told(desk)
    show(screen, first)
    screen.shelf.view.setFocus()

    QTest.keyClick(screen.shelf.view, Qt.Key.Key_Delete)

    assert told.said.values == [("EV-001 withdrawn; its bytes and history stay", True)]
    assert screen.shelf.model.rowCount() == 1 and screen.shelf.view.current_id() == second
    desk.undo()
    assert screen.shelf.model.rowCount() == 2
    show(screen, first)
    assert screen.detail.preview.pane._text.toPlainText() == "one"


def test_an_item_a_finding_relies_on_stays_and_says_why(desk: Desk, open_screen: Callable[[], EvidenceScreen]) -> None:
    item = add(desk, b"bytes", "a.txt")
    finding = desk.do(findings.add_finding, "Hours").value  # type: ignore[union-attr]
    desk.do(collecting.link_to_finding, item, finding)
    screen, told, saved = open_screen(), Told(desk), Heard(desk.saved)
    show(screen, item)

    screen.withdraw()

    assert "EV-001 is relied on by F-01" in told.problems()[0]
    assert screen.shelf.model.rowCount() == 1 and saved.values == []


def test_withdrawing_the_last_item_shows_the_empty_screen(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    add(desk, b"one", "one.txt")
    screen = open_screen()

    screen.withdraw()

    assert screen.stack.currentWidget() is screen.empty


# ---- copies ---------------------------------------------------------------------------------------------------------
def test_a_copy_is_saved_after_a_warning_and_a_place(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], answers: QueuedAnswers, tmp_path: Path
) -> None:
    item, screen, told = add(desk, b"bytes", "a.txt"), open_screen(), Told(desk)
    show(screen, item)

    answers.will(False)
    screen.detail.save.click()
    answers.will(True, str(tmp_path / "copy.txt"))
    screen.detail.save.click()
    wait_until(lambda: told.said.values)

    assert (tmp_path / "copy.txt").read_bytes() == b"bytes"
    assert told.said.values == [("Copy saved as copy.txt", False)]


def test_altered_bytes_leave_no_copy_behind(
    desk: Desk, open_screen: Callable[[], EvidenceScreen], answers: QueuedAnswers, tmp_path: Path
) -> None:
    item, screen, told = add(desk, b"bytes", "a.txt"), open_screen(), Told(desk)
    show(screen, item)
    flip(desk, item)

    answers.will(True, str(tmp_path / "copy.txt"))
    screen.save_copy()
    wait_until(lambda: told.failed.values)

    assert not (tmp_path / "copy.txt").exists()


HOSTILE = ["../../etc/passwd", "a\u202eb\n.txt", "C:\\x|y?.pdf", "", "." * 5, "x" * 400 + ".pdf"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_proposed_name_is_one_plain_name(name: str) -> None:
    proposed = safe_name("EV-001", name)

    assert proposed.startswith("EV-001") and len(proposed) < 150
    assert not set(proposed) & set('/\\:|?*"<>\n\u202e') and not proposed.endswith(".")


# ---- the list -------------------------------------------------------------------------------------------------------
def add_many(tx: Transaction, count: int) -> None:
    for number in range(count):
        digest = content.store_bytes(tx.connection, b"%d" % number)
        collecting.add_evidence(tx, sha256=digest, filename=f"{number:04}.txt", media_type="text/plain")


def test_two_thousand_items_are_listed_sorted_and_searched(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    desk.do(add_many, 2000)
    screen = open_screen()
    model, view = screen.shelf.model, screen.shelf.view
    assert model.rowCount() == 2000

    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert model.index(0, 1).data() == "1999.txt"
    screen.shelf.search.setText("0042")
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["0042.txt"]
    screen.shelf.search.setText("100%")
    assert model.rowCount() == 0 and screen.shelf.nothing.isVisibleTo(screen)
    screen.shelf.nothing.button.click()
    assert model.rowCount() == 2000


def test_showing_an_item_that_a_search_hides_gives_up_the_search(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    first, _second = add(desk, b"one", "one.txt"), add(desk, b"two", "two.txt")
    screen = open_screen()
    screen.shelf.search.setText("two")

    show(screen, first)

    assert screen.shelf.search.text() == ""


def test_a_hidden_screen_waits_and_fills_when_it_is_shown(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    item, screen = add(desk, b"one", "one.txt"), open_screen()
    screen.hide()
    add(desk, b"two", "two.txt")
    desk.do(collecting.describe_evidence, item, place="Line 3")
    assert screen.shelf.model.rowCount() == 1

    screen.show()
    screen.shown()

    assert screen.shelf.model.rowCount() == 2 and screen.detail.form.place.text() == "Line 3"


def test_every_control_has_a_name_and_the_smallest_window_shows_all(
    desk: Desk, open_screen: Callable[[], EvidenceScreen]
) -> None:
    item = add(desk, b"bytes", "a.txt", to_question=question(desk))
    screen = open_screen()
    show(screen, item)

    nameless = [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisibleTo(screen) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not widget.accessibleName() and not widget.objectName().startswith("qt_") and widget.parent() is not None
        and type(widget).__name__ not in {"QScrollArea", "QTableView", "QHeaderView"}
    ]
    assert [type(widget).__name__ for widget in nameless] == []
    assert screen.minimumSizeHint().width() <= 780 and screen.minimumSizeHint().height() <= 480


