"""The middle pane: one question, its answer, note and evidence. Every widget is made once and filled anew."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from auditdesk import labels
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.models.enums import AnswerState
from auditdesk.core.queries import QuestionPage
from auditdesk.gui import icons, messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.checklists import typed, values
from auditdesk.gui.screens.checklists.confidence import ConfidenceSteps
from auditdesk.gui.screens.checklists.evidence import EvidenceBar, EvidenceChooser
from auditdesk.gui.screens.checklists.results import ReasonRow, ResultRow
from auditdesk.gui.screens.checklists.typed import TypedText
from auditdesk.gui.screens.checklists.values import ValueEditor
from auditdesk.gui.vocabulary import Look, result_look
from auditdesk.gui.widgets import (
    Chip,
    FlowLayout,
    PlainLabel,
    column,
    push_button,
    row,
    tool_button,
)

_FLUSH = "QPushButton { padding-left: 0px; padding-right: 6px; }"  # its chevron stands below the text above it
_WIDEST = 760  # the page is no wider than its lines of reading text need


class QuestionPane(QFrame):
    """Shows a QuestionPage. What the person does goes out as signals; texts are saved by the functions given."""

    stepped = Signal(int)
    next_wanted = Signal()
    flag_wanted = Signal(bool)
    finding_wanted = Signal()

    def __init__(self, desk: Desk, save_note: typed.Save, save_value: values.Save, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Question"))
        self.page: QuestionPage | None = None
        self._guiding = False
        box = column(self, gap=0)
        self.area = _Area(self)
        self.inside = QWidget(self.area)
        self.inside.setMaximumWidth(_WIDEST)
        holder = QWidget(self.area)
        held = row(holder, gap=0)
        held.addWidget(self.inside, 1000)
        held.addStretch(1)
        self.area.setWidget(holder)
        self._lay_out(desk, save_note, save_value)
        box.addLayout(self._make_head())
        box.addWidget(self.area, 1)
        box.addWidget(self._make_foot())

    # ---- parts ------------------------------------------------------------------------------------------------------
    def _make_head(self) -> QHBoxLayout:
        head = row(gap=8)
        head.setContentsMargins(14, 8, 8, 0)
        self.outline_button = tool_button(self.tr("Show or hide the outline"), self, icon="checklists", keys="Alt+O")
        self.context_button = tool_button(self.tr("Show or hide the context"), self, icon="info", keys="Alt+C")
        self.code = PlainLabel("", self, type="heading")
        self.gate = Chip(Look("critical", "", "gate", self.tr("Gate")), self)
        self.gate.setToolTip(self.tr("A gate: what does not conform here is critical and needs a finding"))
        self.section = PlainLabel("", self, type="caption", tone="muted", elide=Qt.TextElideMode.ElideRight)
        head.addWidget(self.outline_button)
        head.addWidget(self.code)
        head.addWidget(self.gate)
        head.addWidget(self.section, 1)
        head.addWidget(self.context_button)
        return head

    def _lay_out(self, desk: Desk, save_note: typed.Save, save_value: values.Save) -> None:
        page = self.inside
        self.title = PlainLabel("", page, type="heading", wrap=True)
        self.text = PlainLabel("", page, type="question", wrap=True)
        self.guide_button = push_button(self.tr("How to check (H)"), page, kind="quiet", icon="chevron-right")
        self.guide_button.setCheckable(True)
        self.guide_button.setStyleSheet(_FLUSH)
        self.guide_button.toggled.connect(self._on_guide)
        self.guidance = PlainLabel("", page, tone="muted", wrap=True)
        self.value = ValueEditor(save_value, page)
        self.results = ResultRow(page)
        self.because = PlainLabel("", page, type="caption", tone="muted", wrap=True)
        self.reasons = ReasonRow(page)
        self.problem = PlainLabel("", page, type="caption", tone="nonconforming", wrap=True)
        self.note = TypedText(
            self.tr("Note (N)"), save_note, page, placeholder=self.tr("What you saw, read or heard; where and when")
        )
        self.evidence = EvidenceBar(page)
        self.chooser = EvidenceChooser(desk, page)
        box = column(page, gap=16)
        box.setContentsMargins(24, 4, 16, 16)
        question = column(gap=4)
        question.addWidget(self.title)
        question.addWidget(self.text)
        guide = column(gap=4)
        guide.addWidget(self.guide_button, 0, Qt.AlignmentFlag.AlignLeft)
        question.addLayout(guide)
        question.addWidget(self.guidance)
        answer = column(gap=8)
        answered: tuple[QWidget, ...] = (self.results, self.because, self.reasons, self.problem)
        for part in answered:
            answer.addWidget(part)
        box.addLayout(question)
        box.addWidget(self.value)
        box.addLayout(answer)
        box.addWidget(self.note)
        box.addWidget(self.evidence)
        box.addWidget(self.chooser)
        box.addLayout(self._make_actions(page))
        box.addStretch(1)
        for hidden in (self.guidance, self.because, self.problem):
            hidden.hide()

    def _make_actions(self, page: QWidget) -> FlowLayout:
        self.confidence = ConfidenceSteps(page)
        self.flag = push_button(
            self.tr("Flag (F)"), page, icon="flag", tip=self.tr("Mark this question to come back to (F)")
        )
        self.flag.setCheckable(True)
        self.flag.clicked.connect(self._on_flag)
        self.finding = push_button(self.tr("Finding (Ctrl+F)"), page, icon="findings")
        self.finding.clicked.connect(self.finding_wanted)
        flow = FlowLayout()
        name = PlainLabel(self.tr("Confidence"), page, type="caption", tone="muted")
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name.setFixedHeight(self.confidence.sizeHint().height())
        for part in (name, self.confidence, self.flag, self.finding):
            flow.addWidget(part)
        return flow

    def _make_foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setProperty("kind", "strip")
        held = row(foot, gap=0)
        inside = QWidget(foot)
        inside.setMaximumWidth(_WIDEST)
        held.addWidget(inside, 1000)
        held.addStretch(1)
        line = row(inside, gap=8)
        line.setContentsMargins(24, 8, 16, 8)
        self.place = PlainLabel("", foot, type="caption", tone="muted")
        self.back = push_button(self.tr("Back"), foot, kind="quiet", icon="chevron-left")
        self.back.setToolTip(self.tr("The question before this one (Alt+Left)"))
        self.next = push_button(self.tr("Next open (Enter)"), foot, kind="primary")
        self.next.setToolTip(self.tr("The next open question (Enter; in the note Ctrl+Enter)"))
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self.next_wanted)
        line.addWidget(self.place, 1)
        line.addWidget(self.back)
        line.addWidget(self.next)
        return foot

    # ---- filling ----------------------------------------------------------------------------------------------------
    def show_page(self, page: QuestionPage) -> None:
        """Fill every part; a part that already shows the same does nothing.

        Not between setUpdatesEnabled(False) and (True): that paints the whole page, while Qt gathers the updates of one
        turn of the event loop by itself and paints only what changed.
        """
        new = self.page is None or self.page.id != page.id
        self.page = page
        if new:
            self._show_question(page)
        self._show_answer(page)

    def _show_question(self, page: QuestionPage) -> None:
        self.reasons.hide()
        self.chooser.hide()
        self.code.setText(page.code)
        self.gate.setVisible(page.gate)
        self.section.setText(page.section)
        self.title.setText(page.title)
        self.title.setVisible(bool(page.title))
        self.text.setText(page.text)
        self.text.setVisible(bool(page.text) and page.text != page.title)
        self.guide_button.setVisible(bool(page.guidance))
        self.guidance.setText(page.guidance)
        self.guidance.setVisible(self._guiding and bool(page.guidance))
        self.area.verticalScrollBar().setValue(0)
        self.tell(None)

    def _show_answer(self, page: QuestionPage) -> None:
        locked = page.state == AnswerState.LOCKED
        self.value.show_value(page)
        self.value.set_locked(locked)
        self.results.show_result(page.result)
        self.results.setEnabled(not locked)
        self._show_because(page, locked)
        self.note.set_locked(locked)
        self.note.show_text(page.id, page.note)
        self.evidence.show_evidence(page.evidence)
        self.confidence.show_level(page.confidence)
        self.confidence.setEnabled(not locked)
        self.flag.setChecked(page.flag)
        self.flag.setEnabled(not locked)
        code = page.findings[0][1] if page.findings else ""
        words = self.tr("Open {code} (Ctrl+F)").format(code=code) if code else self.tr("Finding (Ctrl+F)")
        if self.finding.text() != words:
            self.finding.setText(words)
            self.finding.setAccessibleName(words)
            tip = self.tr("Open the finding raised here (Ctrl+F)") if code else self.tr("Raise a finding (Ctrl+F)")
            self.finding.setToolTip(tip)

    def _show_because(self, page: QuestionPage, locked: bool) -> None:
        said = ""
        if page.result is not None and page.reason:
            look = result_look(page.result)
            said = self.tr("{result}: {reason}").format(result=look.word, reason=labels.label(page.reason).lower())
        elif page.result is not None and page.result not in self.results.buttons:
            said = result_look(page.result).word
        if locked:
            said = self.tr("This answer is locked. {said}").format(said=said).strip()
        self.because.setText(said)
        self.because.setVisible(bool(said))

    def tell(self, error: AuditdeskError | None) -> None:
        """Say below the results why something was not done, or nothing."""
        if error is not None:
            words = messages.words(error)
            self.problem.setText(" ".join(part for part in (words.what_happened, words.what_to_do) if part))
        self.problem.setVisible(error is not None)

    def show_place(self, number: int, total: int) -> None:
        """Say which question of the list this is; or that it is not listed."""
        words = self.tr("{number} of {total}") if number else self.tr("Not in this list")
        self.place.setText(words.format(number=number, total=total))

    def flush(self) -> bool:
        """Save what is typed; False when some of it could not be."""
        saved = self.note.flush()
        return self.value.flush() and saved

    # ---- what the person does ---------------------------------------------------------------------------------------
    @Slot(bool)
    def _on_guide(self, shown: bool) -> None:
        self._guiding = shown
        icons.set_icon(self.guide_button, "chevron-down" if shown else "chevron-right", "accent")
        self.guidance.setVisible(shown and bool(self.guidance.text()))

    @Slot()
    def _on_flag(self) -> None:
        self.flag_wanted.emit(self.flag.isChecked())

    @Slot()
    def _on_back(self) -> None:
        self.stepped.emit(-1)


class _Area(QScrollArea):
    """Scrolls the page; leaves the arrow keys to the outline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass every key on."""
        event.ignore()
