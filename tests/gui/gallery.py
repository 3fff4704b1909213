"""Draws every control in light and dark into PNG files, to be looked at: `python -m tests.gui.gallery [FOLDER]`."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from auditdesk.core import errors
from auditdesk.core.models.enums import Grade, Result
from auditdesk.gui import icons, tables, theme, widgets
from auditdesk.gui.dialogforms import PassphraseQuestion, Problem, Strength
from auditdesk.gui.messages import words
from auditdesk.gui.preview import PreviewPane
from auditdesk.gui.vocabulary import Look, grade_look, result_look

TEXT = "Passports and identity papers are held by the worker, not by an agent, <b>and</b> A & B is literal."


def main(folder: Path) -> None:
    """Draw the pages."""
    app = QApplication.instance() or QApplication([])
    app.setStyle("Fusion")
    theme.register_fonts()
    for name in ("light", "dark"):
        theme.apply_theme(app, name)
        for page in (controls, checklist, lists, icon_sheet, passphrase, problem, preview):
            window = page()
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
            window.show()
            app.processEvents()
            path = folder / f"{page.__name__}-{name}.png"
            window.grab().save(str(path))
            print(path)
            window.close()
            window.deleteLater()
            app.processEvents()


def window(width: int, height: int) -> QWidget:
    page = QWidget()
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    page.resize(width, height)
    return page


def controls() -> QWidget:  # noqa: PLR0915
    page = window(1000, 760)
    box = widgets.column(page, gap=16, margin=24)
    box.addWidget(widgets.Title("Controls", page))
    buttons = widgets.row(gap=8)
    for kind in ("", "primary", "quiet"):
        for enabled in (True, False):
            button = widgets.push_button(kind.title() or "Default", page, kind=kind, icon="plus")
            button.setEnabled(enabled)
            buttons.addWidget(button)
    buttons.addWidget(widgets.tool_button("Undo", page, icon="undo", keys="Ctrl+Z"))
    buttons.addWidget(widgets.tool_button("Dark", page, icon="dark"))
    buttons.addStretch(1)
    box.addLayout(buttons)
    grid = widgets.row(gap=16)
    left, right = widgets.Card("Fields", page), widgets.Card("Choices", page)
    line = QLineEdit(left)
    line.setPlaceholderText("Zorvane Optical Systems")
    left.add(widgets.labelled("&Vendor", line, left))
    note = widgets.PlainText(left, placeholder="What you saw, where, and when")
    left.add(widgets.labelled("Note", note, left))
    off = QLineEdit("cannot be changed", left)
    off.setEnabled(False)
    left.add(off)
    combo = QComboBox(left)
    combo.addItems(["For cause", "Periodic"])
    left.add(combo)
    minutes = QSpinBox(left)
    widgets.inset(minutes)
    left.add(minutes)
    left.body.addStretch(1)
    for kind in (QCheckBox, QRadioButton):
        for checked, enabled in ((False, True), (True, True), (True, False)):
            choice = kind("Independent interpreter present", right)
            choice.setAutoExclusive(False)
            choice.setChecked(checked)
            choice.setEnabled(enabled)
            right.add(choice)
    bar = QProgressBar(right)
    bar.setTextVisible(False)
    bar.setValue(62)
    right.add(bar)
    tabs = QTabBar(right)
    for name in ("Preview", "Provenance", "Custody"):
        tabs.addTab(name)
    tabs.setExpanding(False)
    right.add(tabs)
    meter = widgets.CompletenessMeter(["Criterion", "Condition", "Evidence", "Cause", "Effect"], right)
    meter.set_present(["Criterion", "Condition", "Evidence"])
    right.add(meter)
    right.body.addStretch(1)
    grid.addWidget(left, 1)
    grid.addWidget(right, 1)
    box.addLayout(grid)
    flow = widgets.FlowLayout(gap=8)
    for result in Result:
        flow.addWidget(widgets.Chip(result_look(result), page))
    for grade in Grade:
        flow.addWidget(widgets.Chip(grade_look(grade), page))
    for place, word in enumerate(("Open", "Flagged", "Gate")):
        chip = widgets.ChipButton(Look("muted", "", ("open", "flag", "gate")[place], word), page, checkable=True)
        chip.setChecked(place == 1)
        flow.addWidget(chip)
    flow.addWidget(widgets.ChipButton(Look("accent", "", "image", "EV-004 photo"), page))
    box.addLayout(flow)
    box.addStretch(1)
    host = widgets.ToastHost(page)
    host.say("A17 is now “Does not conform”.", action="Undo")
    line.setFocus()
    return page


def checklist() -> QWidget:  # noqa: PLR0915
    page = window(1366, 768)
    outer = widgets.row(page, gap=0)
    rail = QWidget(page)
    places = widgets.column(rail, gap=4, margin=8)
    for icon, word in (
        ("overview", "Overview"),
        ("plan", "Plan"),
        ("checklists", "Checklists"),
        ("evidence", "Evidence"),
        ("findings", "Findings"),
        ("assessment", "Assessment"),
        ("response", "Response"),
        ("reports", "Reports"),
        ("history", "History"),
        ("settings", "Settings"),
    ):
        button = widgets.RailButton(icon, word, rail)
        button.setChecked(word == "Checklists")
        if word == "Checklists":
            button.set_progress(0.62)
        if word == "Findings":
            button.set_count(8)
        if word == "Reports":
            button.set_waiting(True)
        places.addWidget(button)
    places.addStretch(1)
    outer.addWidget(rail)
    middle = widgets.column(gap=16, margin=24)
    middle.addWidget(widgets.Caption("A17 · Gate · Identity papers", page))
    middle.addWidget(widgets.PlainLabel(TEXT, page, type="question", wrap=True))
    answers = widgets.FlowLayout(gap=8)
    for key, result in enumerate(list(Result)[:6], 1):
        button = widgets.ResultButton(result, str(key), page)
        button.setChecked(result in (Result.NONCONFORMING, Result.CONFORMS))
        button.setEnabled(result != Result.OTHER_MEANS)
        answers.addWidget(button)
        if key == 3:
            button.setFocus()
    middle.addLayout(answers)
    note = widgets.PlainText(page, name="Note")
    note.set_text("Seen in the dormitory office: 43 passports in a locked drawer.\nThe key is with the agent.")
    middle.addWidget(note)
    middle.addWidget(
        widgets.EmptyState(
            "Findings are raised from answers that do not conform.", "Raise a finding", page, icon="findings"
        ),
        1,
    )
    outer.addLayout(middle, 1)
    side = widgets.column(gap=12, margin=16)
    card = widgets.Card("Criteria", page)
    card.add(widgets.PlainLabel("ILO C29, indicator 7: retention of identity documents", card, wrap=True))
    card.add(
        widgets.PlainLabel(
            "a-very-long-file-name-that-does-not-fit-into-the-card.pdf", card, elide=Qt.TextElideMode.ElideMiddle
        )
    )
    side.addWidget(card)
    side.addStretch(1)
    holder = QWidget(page)
    holder.setFixedWidth(280)
    holder.setLayout(side)
    outer.addWidget(holder)
    return page


def lists() -> QWidget:
    page = window(1000, 560)
    box = widgets.row(page, gap=16, margin=24)
    tree = QTreeWidget(page)
    tree.setHeaderHidden(True)
    tree.setUniformRowHeights(True)
    tree.ensurePolished()
    for section in ("A Ethical guidelines", "B Due diligence"):
        top = QTreeWidgetItem(tree, [section])
        for number, result in enumerate(Result, 15):
            entry = QTreeWidgetItem(top, [f"A{number}"])
            shown = result_look(result)
            entry.setIcon(0, icons.icon(shown.icon, shown.token))
    tree.expandAll()
    tree.setCurrentItem(tree.topLevelItem(0).child(2))
    box.addWidget(tree, 1)
    columns = [
        tables.Column("code", "Code", text=lambda row: f"A{row}", width=8),
        tables.Column(
            "result",
            "Result",
            text=lambda row: look(row).word,
            tone=lambda row: look(row).token,
            icon=lambda row: look(row).icon,
            width=24,
        ),
        tables.Column("text", "Question", text=question, width=30),
    ]
    model = tables.RowsModel(columns, lambda: range(200), lambda ids: list(ids), page)
    view = tables.RowsView(model, page)
    view.selectRow(3)
    box.addWidget(view, 2)
    view.setFocus()
    return page


def question(_row: int) -> str:
    return TEXT


def look(row: int) -> Look:
    return result_look(list(Result)[row % len(Result)])


def icon_sheet() -> QWidget:
    page = window(900, 520)
    flow = widgets.FlowLayout(page, gap=8)
    page.layout().setContentsMargins(24, 24, 24, 24)
    for name in sorted(icons.NAMES):
        button = widgets.push_button(name, page, icon=name)
        flow.addWidget(button)
    return page


def passphrase() -> QWidget:
    form = PassphraseQuestion(
        None,
        "New workbook",
        "The passphrase is the only key to this workbook. A lost passphrase has no way back.",
        confirm=True,
        strength=lambda _: Strength(2, "Would be guessed within weeks by someone with the file", enough=False),
    )
    form._first.setText("eight horses")
    form._second.setText("eight")
    return form


def problem() -> QWidget:
    return Problem(None, words(errors.DiskFull("/media/stick/zorvane-2026.audit")))


def preview() -> QWidget:
    page = window(900, 600)
    pane = PreviewPane(None, page)
    widgets.column(page, margin=24).addWidget(pane)
    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    pane.show_bytes(out.getvalue(), "application/pdf", "report.pdf")
    return page


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="gallery-")))
