"""The Findings screen: raise, write, weigh for and against, finalise, reopen, withdraw."""

from __future__ import annotations

import io
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditdesk.core import answering, collecting, content, database, findings, planning, queries
from auditdesk.core.errors import DiskFull
from auditdesk.core.models.enums import Confidence, FindingKind, FindingState, Grade, LinkRole, Result
from auditdesk.core.workbook import Workbook
from auditdesk.gui import messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens.findings import FindingsScreen
from auditdesk.gui.settings import Settings
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find
from tests.gui.helpers import Heard, QueuedAnswers, type_text, wait_until

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WRITTEN = {"criterion": "Guideline 5.", "condition": "33 of 52.", "cause": "Orders.", "effect": "Fatigue."}


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
        self.saved = Heard(desk.saved)

    def problems(self) -> list[str]:
        return [str(messages.words(error)) for error in self.failed.values]


@pytest.fixture
def open_screen(app: QApplication, desk: Desk) -> Callable[[], FindingsScreen]:
    def _open() -> FindingsScreen:
        screen = FindingsScreen(desk)
        screen.resize(1180, 700)
        screen.show()
        screen.activateWindow()
        wait_until(screen.isActiveWindow)
        screen.shown()
        return screen

    return _open


def add_item(desk: Desk, name: str, title: str = "") -> uuid.UUID:
    assert desk.workbook is not None
    data = name.encode()
    with desk.workbook.writer() as writer:
        sealed = content.stage(writer, io.BytesIO(data), len(data), name)
    change = desk.do(
        collecting.add_evidence, sha256=sealed.sha256, filename=name, media_type="text/plain", title=title
    )
    assert change is not None
    return change.value


def start(desk: Desk, title: str = "Hours", **fields: object) -> uuid.UUID:
    change = desk.do(findings.add_finding, title)
    assert change is not None
    if fields:
        desk.do(findings.change_finding, change.value, **fields)
    return change.value


def complete(desk: Desk, title: str = "Hours") -> uuid.UUID:
    finding = start(desk, title, confidence=Confidence.HIGH, **WRITTEN)
    desk.do(collecting.link_to_finding, add_item(desk, f"for {title}.txt"), finding)
    return finding


def page(desk: Desk, finding: uuid.UUID) -> queries.FindingPage:
    found = queries.finding_page(desk.connection, finding)
    assert found is not None
    return found


def show(screen: FindingsScreen, finding: uuid.UUID) -> None:
    screen.show_object("finding", finding)
    assert screen.sheet.page is not None and screen.sheet.page.id == finding


def first_question(desk: Desk) -> uuid.UUID:
    pack = queries.packs(desk.connection)[0].id
    return next(row.question for row in queries.outline(desk.connection, pack) if row.question is not None)


# ---- beginning ------------------------------------------------------------------------------------------------------
def test_an_empty_workbook_offers_one_button_that_starts_a_finding(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    screen = open_screen()
    assert screen.stack.currentWidget() is screen.empty

    screen.empty.button.click()

    assert screen.stack.currentWidget() is screen.splitter
    assert screen.sheet.title.hasFocus() and screen.roster.model.rowCount() == 1
    assert screen.roster.model.index(0, 2).data() == "Untitled"


def test_a_finding_raised_from_an_answer_is_written_finalised_and_then_read_only(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    question = first_question(desk)
    desk.do(answering.answer, question, Result.NONCONFORMING)
    desk.do(collecting.link_to_question, add_item(desk, "safe.txt"), question)
    finding = desk.do(findings.raise_finding, question).value  # type: ignore[union-attr]
    screen, asked, told = open_screen(), Heard(desk.changed), Told(desk)
    went = Heard(screen.go)
    show(screen, finding)
    sheet = screen.sheet
    assert sheet.criterion.text() and len(sheet.sides[LinkRole.SUPPORTS].rows) == 1

    sheet.heading.question.click()
    assert went.values == [("question", question)]
    typed = {sheet.condition: "In 14 of 20 files; Größe 3 m²", sheet.cause: "原因", sheet.effect: "Efekt"}
    for field, words in typed.items():
        field.setFocus()
        type_text(field, words)
    sheet.confidence.setFocus()
    QTest.keyClick(sheet.confidence, Qt.Key.Key_End)
    QTest.keyClick(screen, Qt.Key.Key_Return, CTRL)

    stored = page(desk, finding)
    assert stored.state is FindingState.FINALISED and stored.condition == "In 14 of 20 files; Größe 3 m²"
    assert told.said.values[-1] == (f"{stored.code} finalised", True) and asked.values
    assert sheet.condition.isReadOnly() and sheet.title.isReadOnly()
    assert "by A. Auditor" in sheet.heading.remark.text() and sheet.heading.reopen.isVisibleTo(screen)
    assert not sheet.heading.finalise.isVisibleTo(screen)
    QTest.keyClick(sheet.grade, Qt.Key.Key_Down)
    assert page(desk, finding).grade is stored.grade
    assert not sheet.sides[LinkRole.SUPPORTS].link.isVisibleTo(screen)


def test_finalising_names_what_is_missing_and_goes_there(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    finding = start(desk, "Hours", criterion="Guideline 5.", condition="33 of 52.")
    screen, told = open_screen(), Told(desk)
    show(screen, finding)

    QTest.keyClick(screen, Qt.Key.Key_Return, CTRL)

    assert "F-01 lacks: Evidence, Cause, Effect, Confidence" in told.problems()[0]
    assert told.saved.values == []
    assert screen.sheet.sides[LinkRole.SUPPORTS].link.hasFocus()
    assert page(desk, finding).state is FindingState.DRAFT


def test_the_meter_and_the_list_follow_what_is_written(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    finding = start(desk, "Hours", criterion="Guideline 5.")
    screen = open_screen()
    show(screen, finding)
    assert screen.sheet.heading.remark.text() == "Missing: Condition, Evidence, Cause, Effect, Confidence"

    screen.sheet.condition.setFocus()
    type_text(screen.sheet.condition, "33 of 52.")
    screen.flush()

    assert screen.sheet.heading.remark.text() == "Missing: Evidence, Cause, Effect, Confidence"
    assert screen.sheet.heading.meter.accessibleName() == "3 of 7"
    assert screen.roster.model.index(0, 3).data() == "4 missing"


def test_reopening_makes_it_writable_again(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    finding = complete(desk)
    desk.do(findings.finalise_finding, finding)
    screen = open_screen()
    show(screen, finding)

    QTest.keyClick(screen, Qt.Key.Key_Return, CTRL | SHIFT)

    assert page(desk, finding).state is FindingState.DRAFT
    assert not screen.sheet.condition.isReadOnly() and screen.sheet.heading.finalise.isVisibleTo(screen)


def test_delete_withdraws_and_undo_brings_it_back(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    first, second = start(desk, "Hours"), start(desk, "Passports")
    screen, told = open_screen(), Told(desk)
    show(screen, first)
    screen.roster.view.setFocus()

    QTest.keyClick(screen.roster.view, Qt.Key.Key_Delete)

    assert told.said.values == [("F-01 withdrawn; its history stays", True)]
    assert screen.sheet.page is not None and screen.sheet.page.id == second
    desk.undo()
    show(screen, first)
    assert screen.sheet.title.text() == "Hours"


# ---- text -----------------------------------------------------------------------------------------------------------
def test_a_failed_save_keeps_the_text_and_the_place(
    desk: Desk, open_screen: Callable[[], FindingsScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = start(desk, "Hours"), start(desk, "Passports")
    screen, told = open_screen(), Told(desk)
    show(screen, first)

    def full(*_args: object, **_fields: object) -> None:
        raise DiskFull("w.auditdesk")

    with monkeypatch.context() as patched:
        patched.setattr(findings, "change_finding", full)
        screen.sheet.cause.setFocus()
        type_text(screen.sheet.cause, "Rush orders")
        screen.flush()
        assert screen.sheet.unsaved.isVisibleTo(screen) and "Cause" in screen.sheet.unsaved.text()
        screen.roster.view.show_id(second)
        wait_until(lambda: screen.roster.view.current_id() == first)
        assert screen.sheet.cause.text() == "Rush orders" and told.problems()

    screen.flush()
    assert page(desk, first).cause == "Rush orders" and not screen.sheet.unsaved.isVisibleTo(screen)


def test_text_of_another_kind_is_shown_as_typed(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    hostile = "<b>bold</b> & \u202eevil\nsecond <img src=file:///etc/passwd>"
    finding = start(desk, hostile, condition=hostile)
    screen = open_screen()
    show(screen, finding)

    assert screen.sheet.condition.text() == hostile
    row = screen.roster.model.index(0, 2).data()
    assert row.startswith("<b>bold</b> & ") and "\u202e" not in row and "\n" not in row


def test_own_typing_does_not_refill_the_field(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    finding = start(desk, "Hours", condition="33 of 52")
    screen = open_screen()
    show(screen, finding)
    field = screen.sheet.condition
    field.setFocus()
    cursor = field.textCursor()
    cursor.setPosition(2)
    field.setTextCursor(cursor)

    type_text(field, "x")
    screen.flush()

    assert field.textCursor().position() == 3 and page(desk, finding).condition == "33x of 52"


def test_undo_from_elsewhere_refills_the_sheet(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    finding = start(desk, "Hours")
    screen = open_screen()
    show(screen, finding)
    screen.sheet.effect.setFocus()
    type_text(screen.sheet.effect, "Fatigue")
    screen.flush()

    desk.undo()

    assert screen.sheet.effect.text() == "" and page(desk, finding).effect == ""


def test_good_practice_needs_no_cause(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    finding = start(desk, "Firmware", kind=FindingKind.NONCONFORMITY)
    screen = open_screen()
    show(screen, finding)
    assert "Cause" in screen.sheet.heading.remark.text()

    screen.sheet.kind.setFocus()
    QTest.keyClick(screen.sheet.kind, Qt.Key.Key_End)

    assert page(desk, finding).kind is FindingKind.GOOD_PRACTICE
    assert "Cause" not in screen.sheet.heading.remark.text()


def test_the_wheel_over_a_choice_changes_nothing(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    finding = start(desk, "Hours")
    screen = open_screen()
    show(screen, finding)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(screen.sheet.grade, wheel)

    assert screen.sheet.grade.value() is Grade.MAJOR and page(desk, finding).grade is Grade.MAJOR


# ---- evidence -------------------------------------------------------------------------------------------------------
def test_evidence_is_found_by_typing_and_linked_by_the_keyboard_alone(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    finding = start(desk, "Hours")
    add_item(desk, "a.txt", "Time cards")
    wanted = add_item(desk, "b.txt", "Erklärung des Lieferanten")
    screen = open_screen()
    show(screen, finding)
    side = screen.sheet.sides[LinkRole.CONTRADICTS]

    QTest.keyClick(screen, Qt.Key.Key_E, CTRL | SHIFT)
    assert side.chooser.field.hasFocus() and side.chooser.list.count() == 2
    type_text(side.chooser.field, "Erklär")
    QTest.keyClick(side.chooser.field, Qt.Key.Key_Return)

    assert [(link.item, link.role) for link in page(desk, finding).evidence] == [(wanted, LinkRole.CONTRADICTS)]
    assert side.rows[0].pinpoint.hasFocus() and not side.chooser.isVisibleTo(screen)
    type_text(side.rows[0].pinpoint, "S. 2")
    screen.flush()
    assert page(desk, finding).evidence[0].pinpoint == "S. 2"


def test_what_is_linked_is_not_offered_again_and_escape_leaves(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    finding = complete(desk)
    screen = open_screen()
    show(screen, finding)
    side = screen.sheet.sides[LinkRole.SUPPORTS]

    QTest.keyClick(screen, Qt.Key.Key_E, CTRL)
    assert side.chooser.list.count() == 0 and "No evidence is left" in side.chooser.remark.text()
    QTest.keyClick(side.chooser.field, Qt.Key.Key_Escape)

    assert not side.chooser.isVisibleTo(screen) and side.link.hasFocus()


def test_no_contrary_evidence_is_remarked_until_there_is_some(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    finding = complete(desk)
    screen = open_screen()
    show(screen, finding)
    side = screen.sheet.sides[LinkRole.CONTRADICTS]
    assert "No contrary evidence is recorded" in side.remark.text() and side.remark.property("tone") == "partly"

    role = screen.sheet.sides[LinkRole.SUPPORTS].rows[0].role
    role.setFocus()
    QTest.keyClick(role, Qt.Key.Key_Down)

    assert side.remark.isHidden() and len(side.rows) == 1
    assert side.rows[0].role.hasFocus()


def test_a_new_file_is_taken_in_and_linked_on_its_side(
    desk: Desk, open_screen: Callable[[], FindingsScreen], answers: QueuedAnswers, tmp_path: Path
) -> None:
    (tmp_path / "denial.txt").write_text("we deny")
    finding = start(desk, "Hours")
    screen = open_screen()
    show(screen, finding)
    side = screen.sheet.sides[LinkRole.CONTRADICTS]

    answers.will([str(tmp_path / "denial.txt")])
    side.add.click()
    wait_until(lambda: not screen.intake.busy)

    assert [line.link.title for line in side.rows] == ["denial.txt"]


def test_a_file_dropped_on_a_side_is_linked_there(
    desk: Desk, open_screen: Callable[[], FindingsScreen], tmp_path: Path
) -> None:
    (tmp_path / "ticket.txt").write_text("ticket 7731")
    finding = start(desk, "Hours")
    screen = open_screen()
    show(screen, finding)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "ticket.txt"))])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton

    side = screen.sheet.sides[LinkRole.CONTEXT]
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPoint(5, 5), actions, mime, buttons, keys)
    QApplication.sendEvent(side, enter)
    event = QDropEvent(QPoint(5, 5), actions, mime, buttons, keys)
    QApplication.sendEvent(side, event)
    wait_until(lambda: not screen.intake.busy)

    assert len(side.rows) == 1 and event.dropAction() == Qt.DropAction.CopyAction


def test_unlinking_keeps_the_item_and_the_keyboard_near(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    finding = complete(desk)
    screen, told = open_screen(), Told(desk)
    show(screen, finding)
    side = screen.sheet.sides[LinkRole.SUPPORTS]
    side.rows[0].unlink.setFocus()

    QTest.keyClick(side.rows[0].unlink, Qt.Key.Key_Space)

    assert side.rows == [] and side.link.hasFocus()
    assert told.said.values == [("EV-001 unlinked; the item stays", True)]
    assert len(queries.evidence_ids(desk.connection)) == 1


def test_pending_pinpoints_survive_a_link_made_elsewhere(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    finding = complete(desk)
    screen = open_screen()
    show(screen, finding)
    row = screen.sheet.sides[LinkRole.SUPPORTS].rows[0]
    row.pinpoint.setFocus()
    type_text(row.pinpoint, "page 3")

    desk.do(collecting.link_to_finding, add_item(desk, "second.txt"), finding)

    assert [link.pinpoint for link in page(desk, finding).evidence] == ["page 3", ""]


# ---- the list and the whole -----------------------------------------------------------------------------------------
def test_the_list_goes_by_grade_then_state_and_by_any_column(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    final = complete(desk, "A major one, final")
    desk.do(findings.finalise_finding, final)
    start(desk, "B minor", grade=Grade.MINOR)
    start(desk, "C critical", grade=Grade.CRITICAL)
    start(desk, "D major draft")
    screen = open_screen()
    model = screen.roster.model

    def titles() -> list[str]:
        return [model.index(row, 2).data() for row in range(model.rowCount())]

    assert titles() == ["C critical", "D major draft", "A major one, final", "B minor"]
    assert model.index(0, 0).data() == "Critical"
    screen.roster.view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert titles() == ["D major draft", "C critical", "B minor", "A major one, final"]
    screen.roster.search.setText("f-02")
    assert titles() == ["B minor"]
    screen.roster.search.setText("nothing like it")
    assert screen.roster.nothing.isVisibleTo(screen)


def test_tab_goes_as_the_sheet_is_read(desk: Desk, open_screen: Callable[[], FindingsScreen]) -> None:
    finding = complete(desk)
    screen = open_screen()
    show(screen, finding)
    sheet = screen.sheet
    row = sheet.sides[LinkRole.SUPPORTS].rows[0]
    sides = sheet.sides
    sheet.title.setFocus()

    met: list[QWidget | None] = []
    for _ in range(19):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())

    assert met[:10] == [
        sheet.kind, sheet.nature, sheet.grade, sheet.confidence, sheet.criterion, sheet.condition,
        sides[LinkRole.SUPPORTS].link, sides[LinkRole.SUPPORTS].add, row.way, row.pinpoint,
    ]  # fmt: skip
    assert met[10:] == [
        row.role, row.unlink, sides[LinkRole.CONTRADICTS].link, sides[LinkRole.CONTRADICTS].add,
        sides[LinkRole.CONTEXT].link, sides[LinkRole.CONTEXT].add, sheet.cause, sheet.effect, met[18],
    ]  # fmt: skip


def test_a_hidden_screen_waits_and_fills_when_it_is_shown(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    screen = open_screen()
    screen.hide()
    start(desk, "Hours")
    assert screen.roster.model.rowCount() == 0

    screen.show()
    screen.shown()

    assert screen.roster.model.rowCount() == 1 and screen.sheet.page is not None


def test_every_control_has_a_name_and_the_smallest_window_shows_all(
    desk: Desk, open_screen: Callable[[], FindingsScreen]
) -> None:
    screen = open_screen()
    finding = complete(desk)
    show(screen, finding)

    nameless = [
        type(widget).__name__
        for widget in screen.findChildren(QWidget)
        if widget.isVisibleTo(screen) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not widget.accessibleName() and type(widget).__name__ not in {"QScrollArea", "QTableView", "QHeaderView"}
    ]
    assert nameless == []
    assert screen.minimumSizeHint().width() <= 780 and screen.minimumSizeHint().height() <= 480
