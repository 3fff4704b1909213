"""The head of a sheet: number, grade, state, the question it came from, what is missing, and the verbs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from auditdesk.core.models.enums import FindingState
from auditdesk.core.queries import FindingPage
from auditdesk.core.rules.completeness import PARTS
from auditdesk.gui.vocabulary import Look, grade_look, state_look, word
from auditdesk.gui.widgets import (
    Chip,
    ChipButton,
    CompletenessMeter,
    Ornament,
    PlainLabel,
    column,
    push_button,
    row,
    visible,
    with_shortcut,
)

_PARTS = ("title", *PARTS, "confidence")


class SheetHeading(QFrame):
    """Tells how a finding stands. `asked("question", id)` when the person wants to see where it came from."""

    asked = Signal(str, object)
    finalise_wanted = Signal()
    reopen_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: FindingPage | None = None
        self.setProperty("kind", "bar")
        self.code = PlainLabel("", self, type="question")
        self.grade = Chip(Look("muted", "", "", ""), self)
        self.state = Chip(Look("muted", "", "", ""), self)
        self.question = ChipButton(Look("accent", "", "checklists", ""), self)
        self.withdraw = push_button(self.tr("Withdraw"), self, icon="trash")
        self.withdraw.setToolTip(self.tr("Take this finding out (Delete in the list); its number is not used again"))
        self.finalise = push_button(self.tr("Finalise"), self, kind="primary", icon="check")
        self.finalise.setToolTip(with_shortcut(self.tr("Declare it ready for the report"), "Ctrl+Return"))
        self.reopen = push_button(self.tr("Reopen"), self, icon="unlock")
        self.reopen.setToolTip(with_shortcut(self.tr("Take it back to draft"), "Ctrl+Shift+Return"))
        self.meter = CompletenessMeter([word(part) for part in _PARTS], self)
        self.lock = Ornament("lock", self)
        self.remark = PlainLabel("", self, wrap=True)
        self._lay_out()
        self.question.clicked.connect(self._on_question)
        self.finalise.clicked.connect(self._on_finalise)
        self.reopen.clicked.connect(self._on_reopen)
        self.withdraw.clicked.connect(self._on_withdraw)

    def _lay_out(self) -> None:
        outer = column(self, gap=8)
        outer.setContentsMargins(16, 16, 16, 12)
        head = row(gap=8)
        facts: tuple[QWidget, ...] = (self.code, self.grade, self.state)
        for part in facts:
            head.addWidget(part)
        head.addStretch(1)
        for button in (self.withdraw, self.reopen, self.finalise):
            head.addWidget(button)
        outer.addLayout(head)
        line = row(gap=12)
        line.addWidget(self.meter, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.remark, 1)
        line.addWidget(self.question, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(line)

    def show_page(self, page: FindingPage) -> None:
        """Show how the finding stands."""
        self._page = page
        self.code.setText(page.code)
        self.grade.set_look(grade_look(page.grade))
        self.state.set_look(state_look(page.state))
        self.question.setVisible(page.question is not None)
        if page.question is not None:
            self.question.set_look(Look("accent", "", "checklists", page.question_code))
            tip = self.tr("Raised from {code}: {title}")
            self.question.setToolTip(tip.format(code=page.question_code, title=visible(page.question_title)))
        self.meter.set_present([word(part) for part in _PARTS if part not in page.missing])
        self.meter.setVisible(not page.fixed)
        self.lock.setVisible(page.fixed)
        self.remark.setText(self._say(page))
        self.finalise.setVisible(not page.fixed)
        self.reopen.setVisible(page.state is FindingState.FINALISED)
        self.withdraw.setVisible(page.state is not FindingState.SIGNED)

    def _say(self, page: FindingPage) -> str:
        if page.state is FindingState.SIGNED:
            return self.tr("In a signed report, so it stays as it is. What is new goes into an addendum.")
        if page.state is FindingState.FINALISED:
            if page.settled is None:
                return self.tr("Finalised, so its text stays as it is. Reopen it to change it.")
            at = page.settled[0].astimezone().strftime("%Y-%m-%d %H:%M")
            told = self.tr("Finalised {at} by {who}, so its text stays as it is. Reopen it to change it.")
            return told.format(at=at, who=page.settled[1])
        if page.missing:
            return self.tr("Missing: {parts}").format(parts=", ".join(word(part) for part in page.missing))
        return self.tr("All parts are there.")

    @Slot()
    def _on_question(self) -> None:
        if self._page is not None:
            self.asked.emit("question", self._page.question)

    @Slot()
    def _on_finalise(self) -> None:
        self.finalise_wanted.emit()

    @Slot()
    def _on_reopen(self) -> None:
        self.reopen_wanted.emit()

    @Slot()
    def _on_withdraw(self) -> None:
        self.withdraw_wanted.emit()
