"""The screen: which question is shown, what is done to its answer, and how changes made elsewhere arrive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from auditdesk import labels
from auditdesk.core import answering, findings, queries
from auditdesk.core.answering import REASONS
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.models.enums import Confidence, Result
from auditdesk.core.queries import QuestionPage
from auditdesk.core.transaction import Change, Transaction
from auditdesk.gui import intake
from auditdesk.gui.desk import Desk
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.checklists.adding import EvidenceWork
from auditdesk.gui.screens.checklists.context import ContextPane
from auditdesk.gui.screens.checklists.keys import Keys, typing_in
from auditdesk.gui.screens.checklists.outline import OutlinePane
from auditdesk.gui.screens.checklists.page import QuestionPane
from auditdesk.gui.screens.checklists.panes import Panes
from auditdesk.gui.screens.checklists.results import KEYS
from auditdesk.gui.widgets import EmptyState

P = ParamSpec("P")
T = TypeVar("T")
_MANY = 2000
_SOON_MS = 20


class ChecklistScreen(Screen):
    """Walks the questions of a checklist: outline, question, context. The keyboard is enough."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.question: uuid.UUID | None = None
        self._trail: list[uuid.UUID] = []
        self._refusal: AuditdeskError | None = None
        self._stale: set[uuid.UUID] = set()
        self._packs: tuple[uuid.UUID, ...] | None = None
        self._focus_before: QWidget | None = None
        self.panes = Panes(self)
        self.outline = OutlinePane(desk, self.panes)
        self.page = QuestionPane(desk, self._save_note, self._save_value, self.panes)
        self.context = ContextPane(desk, self.panes)
        self.panes.fill(self.outline, self.page, self.context, (self.page.outline_button, self.page.context_button))
        self.empty = EmptyState(
            self.tr("No checklist is part of this audit yet. Choose the ones to walk through in the plan."),
            self.tr("Choose checklists"),
            self,
            icon="checklists",
        )
        self.empty.started.connect(self._on_plan)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.panes)
        self.evidence = EvidenceWork(self)
        self.keys = Keys(self)
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        page = self.page
        self.desk.changed.connect(self._on_changed)
        self.desk.failed.connect(self._on_failed)
        self.outline.chosen.connect(self.show_question)
        self.outline.pack_chosen.connect(self.show_pack)
        self.outline.listed.connect(self._show_place)
        self.context.finding_opened.connect(self._on_finding_opened)
        page.results.pressed.connect(self.answer)
        page.reasons.chosen.connect(self._on_reason)
        page.reasons.cancelled.connect(self.put_away)
        page.confidence.changed.connect(self.set_confidence)
        page.flag_wanted.connect(self.set_flag)
        page.finding_wanted.connect(self.raise_finding)
        page.next_wanted.connect(self.show_next_open)
        page.stepped.connect(self.step_back)
        page.chooser.closed.connect(self.put_away)

    # ---- which question ---------------------------------------------------------------------------------------------
    def shown(self) -> None:
        """Fill what is stale and put the keyboard on the outline."""
        if self._packs is None:
            self._fill()
        elif self._stale:
            self._refresh_others(frozenset(self._stale), count=True)
        self._stale.clear()
        self.rest()

    def flush(self) -> bool:
        """Save at once whatever is typed and not yet saved."""
        return self.page.flush()

    def show_object(self, kind: str, identity: object) -> None:
        """Show a question, or the question of an answer."""
        if not isinstance(identity, uuid.UUID):
            return
        if kind == "question":
            self.show_question(identity)
            return
        for question in queries.touched_questions(self.desk.connection, [f"{kind}/{identity.hex}"]):
            self.show_question(question)

    def _fill(self) -> None:
        self._packs = queries.pack_ids(self.desk.connection)
        self._stack.setCurrentWidget(self.panes if self._packs else self.empty)
        if not self._packs:
            self.question = None
            return
        page = queries.question_page(self.desk.connection, self.question) if self.question else None
        if page is None or page.pack not in self._packs:
            self._begin(self._packs[0])
        else:
            self._show(page)
        if queries.question_count(self.desk.connection) > _MANY:  # the first question is on the screen before
            QTimer.singleShot(_SOON_MS, self, self._load_outline)
        else:
            self._load_outline()

    @Slot()
    def _load_outline(self) -> None:
        page = self.page.page
        if self._packs and page is not None and self.desk.workbook is not None:
            self.outline.load(queries.packs(self.desk.connection), page.pack)
            self.outline.show_question(page.id)

    @Slot(object)
    def show_pack(self, pack: uuid.UUID) -> None:
        """Go to another checklist."""
        if self._leave():
            self._begin(pack)
            self._load_outline()

    def _begin(self, pack: uuid.UUID) -> None:
        """Show the first open question of a pack, else its first."""
        self.question = queries.first_question(self.desk.connection, pack)
        page = queries.question_page(self.desk.connection, self.question) if self.question is not None else None
        if page is not None:
            self._show(page)

    @Slot(object)
    def show_question(self, question: uuid.UUID) -> None:
        """Show a question; what was typed for the one before is saved first."""
        if question == self.question or not self._leave():
            return
        page = queries.question_page(self.desk.connection, question)
        if page is None:
            return
        if self._packs is None:
            self.question = question
            self._fill()
            return
        if page.pack != self.outline.pack:
            self.outline.show_pack(page.pack)
        if self.question is not None:
            self._trail.append(self.question)
            del self._trail[:-200]
        self.question = question
        self._focus_before = None
        self.outline.show_question(question)
        self._show_place()
        self._show(page)

    def _show(self, page: QuestionPage) -> None:
        self.page.show_page(page)
        self.context.show_page(page)

    @Slot()
    def _show_place(self) -> None:
        if self.question is not None:
            self.page.show_place(self.outline.model.place_of(self.question), self.outline.model.questions)

    def _leave(self) -> bool:
        """Save what is typed. When that fails the question stays in view with the text in it."""
        if self.page.flush():
            return True
        if self.question is not None:
            self.outline.show_question(self.question)
        return False

    @Slot()
    def show_next_open(self) -> None:
        """Go to the next open question, of the list when it is filtered; from the end on to the start."""
        if self.question is None or not self._leave():
            return
        found = self.outline.next_open(self.question)
        if typing_in(self.focusWidget()):
            self.rest()
        if found is None:
            page = self.page.page
            self.desk.said.emit(self.outline.nothing_open(page is not None and page.result is None), False)
            return
        if self.outline.is_before(found, self.question):
            self.desk.said.emit(self.tr("The end is reached. This is the first open question."), False)
        self.show_question(found)

    def step(self, by: int) -> None:
        """Go to the question above (-1) or below (1) in the outline."""
        beside = self.outline.model.beside(self.question, by) if self.question is not None else None
        if beside is not None:
            self.show_question(beside)

    @Slot()
    def step_back(self) -> None:
        """Go back to the question shown before this one."""
        if not self._trail:
            self.step(-1)
            return
        before, kept = self._trail[-1], self._trail[:-1]
        self.show_question(before)
        if self.question == before:
            self._trail = kept

    def rest(self) -> None:
        """Put the keyboard where digits answer and arrows walk."""
        view = self.outline.view
        target = view if view.isVisibleTo(self) else next(iter(self.page.results.buttons.values()))
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what is done to the answer ---------------------------------------------------------------------------------
    def do(
        self, verb: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Change[T] | None:
        """Run a verb, show what came of it, and say below the results why it was refused."""
        self._refusal = None
        change = self.desk.do_by(self, verb, *args, **kwargs)
        self.page.tell(self._refusal)
        if change is not None:
            self._refresh()
        return change

    def _refresh(self) -> None:
        """Read the question in view again, and its line in the outline; nothing else."""
        before = self.page.page
        page = queries.question_page(self.desk.connection, self.question) if self.question is not None else None
        if page is None:
            return
        self._show(page)
        same = before is not None and before.id == page.id
        opened = (page.result is None) - (before.result is None) if same and before is not None else 0
        flagged = page.flag - before.flag if same and before is not None else 0
        self.outline.mark(
            page.id, opened=opened, flagged=flagged, result=page.result, state=page.state, flag=page.flag,
            evidence=len(page.evidence), noted=bool(page.note),
        )  # fmt: skip

    @Slot(object)
    def answer(self, result: Result) -> None:
        """Give the answer, take it back when it is this one already, or ask why first."""
        page = self.page.page
        if page is None or self.question is None:
            return
        if page.result == result:
            self.do(answering.answer, self.question, None)
        elif result in REASONS:
            self.step_aside()
            self.page.reasons.ask(result)
            self.page.results.show_result(page.result)
            return
        elif self.do(answering.answer, self.question, result) is None:
            self.page.results.show_result(page.result)
        self.put_away(back=False)

    def answer_key(self, key: str) -> None:
        """Answer by the number on a button."""
        if self.page.results.isEnabled():
            self.answer(KEYS[key])

    def put_aside(self) -> None:
        """Leave what is asked or typed: what was typed is saved, and digits answer again."""
        if self.page.reasons.isVisibleTo(self) or self.page.chooser.isVisibleTo(self):
            self.put_away()
        elif self._leave():
            self.rest()

    @Slot(object, str)
    def _on_reason(self, result: Result, reason: str) -> None:
        if self.question is not None and self.do(answering.answer, self.question, result, reason=reason) is not None:
            self.put_away()

    def step_aside(self) -> None:
        """Remember where the keyboard is, and bring what is asked beside the answer into view."""
        self._focus_before = self._focus_before or self.focusWidget()
        self.page.reasons.hide()
        self.page.chooser.hide()
        QTimer.singleShot(0, self, self._on_asked)

    @Slot()
    def _on_asked(self) -> None:
        for part in (self.page.reasons, self.page.chooser):
            if part.isVisibleTo(self):
                self.page.area.ensureWidgetVisible(part, 0, 16)

    @Slot()
    def put_away(self, *, back: bool = True) -> None:
        """Hide what was asked beside the answer, and put the keyboard back where it was."""
        before, self._focus_before = self._focus_before, None
        inside = self.page.reasons.isVisibleTo(self) or self.page.chooser.isVisibleTo(self)
        if back and inside:
            if before is not None and before.isVisibleTo(self) and not typing_in(before):
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.rest()
        self.page.reasons.hide()
        self.page.chooser.hide()

    def _save_note(self, question: uuid.UUID, text: str) -> AuditdeskError | None:
        return self._saved(answering.note, question, text)

    def _save_value(self, question: uuid.UUID, given: object) -> AuditdeskError | None:
        return self._saved(answering.value, question, given)

    def _saved(self, verb: Callable[..., Any], question: uuid.UUID, given: object) -> AuditdeskError | None:
        self._refusal = None
        change = self.desk.do_by(self, verb, question, given)
        if change is not None and question == self.question:
            self._refresh()
        return self._refusal if change is None else None

    @Slot(bool)
    def set_flag(self, on: bool) -> None:
        """Mark the question to come back to, or no longer."""
        page = self.page.page
        if page is not None and self.do(answering.flag, page.id, on) is None:
            self.page.flag.setChecked(page.flag)

    @Slot(object)
    def set_confidence(self, level: Confidence | None) -> None:
        """Say how sure the answer is."""
        page = self.page.page
        if page is not None and self.do(answering.confidence, page.id, level) is None:
            self.page.confidence.show_level(page.confidence)

    @Slot()
    def raise_finding(self) -> None:
        """Open the finding raised here, or raise one and open it."""
        if self.question is None or not self._leave():
            return
        page = self.page.page
        if page is not None and page.findings:
            self.go.emit("finding", page.findings[0][0])
            return
        change = self.do(findings.raise_finding, self.question)
        if change is not None:
            self.desk.said.emit(labels.change(change.verb, change.label), True)
            self.go.emit("finding", change.value)

    @Slot(object)
    def _on_finding_opened(self, finding: uuid.UUID) -> None:
        self.go.emit("finding", finding)

    # ---- keys, drops, and what others do ----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if self.question is not None and intake.can_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped to the question in view."""
        if self.evidence.take(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted for itself."""
        if not self.keys.press(event):
            super().keyPressEvent(event)

    @Slot()
    def _on_plan(self) -> None:
        self.go.emit("screen", "plan")

    @Slot(object)
    def _on_failed(self, error: AuditdeskError) -> None:
        self._refusal = error

    @Slot(object, object)
    def _on_changed(self, change: Change[Any], by: object) -> None:
        if by is self or self._packs is None:
            return
        if change.touches("pack"):
            self._fill()
            return
        questions = queries.touched_questions(self.desk.connection, change.touched)
        if self.isVisible():
            self._refresh_others(questions, count=change.touches("answer"))
        else:
            self._stale |= questions

    def _refresh_others(self, questions: frozenset[uuid.UUID], *, count: bool) -> None:
        if self.question in questions:
            self._refresh()
        self.outline.refresh(questions, count=count)
