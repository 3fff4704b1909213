"""Draws the checklist screen into PNG files, to be looked at: `python -m tests.gui.checklists_pictures FOLDER`.

The screen is drawn as large as the window leaves it beside its rail and below its header.
"""

from __future__ import annotations

import os
import sys
import tempfile
import uuid
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditdesk.core import answering, collecting, content, findings, planning, queries
from auditdesk.core.models.enums import Confidence, EvidenceKind, LinkRole, Result
from auditdesk.core.workbook import Workbook
from auditdesk.gui import theme
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Jobs
from auditdesk.gui.screens.checklists import ChecklistScreen
from auditdesk.gui.settings import Settings
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find

RAIL, HEADER = 176, 52
NOTE = (
    "Dormitory B, second floor, 12 May 2026, 14:10. Eleven of twelve workers asked separately said that the agent in "
    "Zorvane keeps their passports “for safety”. The HR manager showed a locked cabinet with 46 passports and a list "
    "of signatures; nine signatures are by the same hand.\n\nTwo workers had asked for their passports in March to "
    "travel home and received them after four and eleven days. Смотри также запись беседы с бригадиром."
)


def fill(workbook: Workbook) -> dict[str, uuid.UUID]:
    """Answers, evidence and a finding, as an auditor would leave them at lunch."""
    workbook.do(planning.start_audit, client="Nordlys AB", vendor="Zorvane Optical Systems")
    pack = workbook.do(planning.add_pack, to_content(find("ethics-labour"))).value.pack
    rows = [row for row in queries.outline(workbook.connection, pack) if row.question is not None]
    codes = {row.code: row.question for row in rows if row.question is not None}
    results = [
        Result.CONFORMS, Result.CONFORMS, Result.OTHER_MEANS, Result.PARTLY, Result.CONFORMS, Result.NONCONFORMING,
        Result.CONFORMS,
    ]  # fmt: skip
    for place, question in enumerate(list(codes.values())[:26]):
        if place % 5 != 4:
            workbook.do(answering.answer, question, results[place % len(results)])
    ids = list(codes.values())
    workbook.do(answering.answer, ids[8], Result.UNABLE, reason="records_refused")
    workbook.do(answering.answer, ids[9], Result.NOT_APPLICABLE, reason="no_such_activity")
    gate = next(row.question for row in rows if row.gate and row.question is not None)
    workbook.do(answering.answer, gate, Result.NONCONFORMING)
    workbook.do(answering.note, gate, NOTE)
    workbook.do(answering.confidence, gate, Confidence.MEDIUM)
    workbook.do(answering.flag, gate, True)
    for number, (name, kind) in enumerate(
        (
            ("Cabinet with passports.jpg", EvidenceKind.PHOTO),
            ("Interview theme papers, aggregated.txt", EvidenceKind.INTERVIEW_NOTE),
            ("Agency contract Zorvane 2024, signed copy.pdf", EvidenceKind.DOCUMENT),
        )
    ):
        sha256 = content.store_bytes(workbook.connection, f"evidence {number}".encode())
        item = workbook.do(
            collecting.add_evidence, sha256=sha256, filename=name, media_type="image/jpeg", kind=kind,
        ).value  # fmt: skip
        role = LinkRole.CONTRADICTS if number == 2 else LinkRole.SUPPORTS
        workbook.do(collecting.link_to_question, item, gate, role)
        workbook.do(collecting.link_to_question, item, ids[3])
    workbook.do(findings.raise_finding, gate)
    return {**codes, "gate": gate}


def settle(milliseconds: int = 150) -> None:
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < milliseconds:
        QApplication.processEvents()


def main(folder: Path) -> None:
    """Draw the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    app.setStyle("Fusion")
    theme.register_fonts()
    jobs = Jobs()
    desk = Desk(jobs, Settings(theme="light"))
    with tempfile.TemporaryDirectory() as place:
        workbook = Workbook.create(Path(place) / "w.auditdesk", "a passphrase for pictures", actor="P. Lindqvist")
        codes = fill(workbook)
        desk.adopt(workbook)
        only = os.environ.get("ONLY", "")
        for name in ("light", "dark"):
            theme.apply_theme(app, name)
            for size in ((1366, 768), (1920, 1080), (683, 384), (1024, 700)):
                if only and only != f"{name}-{size[0]}":
                    continue
                draw(desk, codes, folder, f"{name}-{size[0]}", size)
        desk.close()
    jobs.shutdown()


def draw(desk: Desk, codes: dict[str, uuid.UUID], folder: Path, name: str, size: tuple[int, int]) -> None:
    screen = ChecklistScreen(desk)
    screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    screen.resize(size[0] - RAIL, size[1] - HEADER)
    screen.show()
    screen.activateWindow()
    screen.shown()
    settle()

    def save(what: str) -> None:
        settle()
        path = folder / f"{name}-{what}.png"
        screen.grab().save(str(path))
        print(path)

    screen.show_question(codes["gate"])
    save("1-gate")
    screen.page.guide_button.click()
    QTest.keyClick(screen.focusWidget(), Qt.Key.Key_5)
    save("2-reason")
    QTest.keyClick(screen.focusWidget(), Qt.Key.Key_Escape)
    screen.page.guide_button.click()
    QTest.keyClick(screen.focusWidget(), Qt.Key.Key_E)
    save("3-evidence")
    QTest.keyClick(screen.focusWidget(), Qt.Key.Key_Escape)
    rows = queries.outline(desk.connection, queries.packs(desk.connection)[0].id)
    kinds = {}
    for row in rows:
        if row.question is not None:
            page = queries.question_page(desk.connection, row.question)
            assert page is not None
            kinds.setdefault(str(page.kind), row.question)
    for kind in ("maturity", "percentage"):
        screen.show_question(kinds[kind])
        save(f"4-{kind}")
    screen.show_question(list(codes.values())[8])
    save("5-unable")
    screen.outline.only.setCurrentIndex(2)
    screen.outline.reload()
    screen.page.note.edit.setFocus()
    save("6-flagged")
    screen.close()
    screen.deleteLater()
    settle(20)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()))
