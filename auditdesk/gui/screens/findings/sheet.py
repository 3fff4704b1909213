"""The sheet of one finding: five parts with one line of guidance each, its evidence, and how complete it is."""

from __future__ import annotations

import uuid
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QLineEdit, QScrollArea, QWidget

from auditdesk.core import findings, queries
from auditdesk.core.models.base import SHORT
from auditdesk.core.models.enums import Confidence, FindingKind, Grade, LinkRole, Nature
from auditdesk.core.queries import FindingPage
from auditdesk.gui.autosave import Autosave, KeptRemark
from auditdesk.gui.desk import Desk
from auditdesk.gui.intake import Intake
from auditdesk.gui.screens.findings.heading import SheetHeading
from auditdesk.gui.screens.findings.sides import EvidenceSide
from auditdesk.gui.vocabulary import grade_look, word
from auditdesk.gui.widgets import Caption, Choice, FieldLabel, PlainText, column, labelled, row

_SIDE_BY_SIDE = 90  # characters of width from which the two columns of evidence stand beside each other

_WIDEST = 130  # characters beyond which lines are hard to read


class FindingSheet(QWidget):
    """The finding that is shown. `by` is the screen whose changes are made here; `go(kind, id)` to see another."""

    go = Signal(str, object)

    def __init__(self, desk: Desk, by: QObject, intake: Intake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._by = desk, by
        self.page: FindingPage | None = None
        self.heading = SheetHeading(self)
        self.autosave = Autosave(self._save, self)
        self._make_fields()
        self.sides = {role: EvidenceSide(desk, by, intake, role, self) for role in LinkRole}
        self._lay_out()
        self._connect()

    def _make_fields(self) -> None:
        self.title = QLineEdit(self)
        self.title.setMaxLength(SHORT)
        self.criterion = PlainText(self, min_lines=2, max_lines=14)
        self.condition = PlainText(self, min_lines=3, max_lines=20)
        self.cause = PlainText(self, min_lines=2, max_lines=14)
        self.effect = PlainText(self, min_lines=2, max_lines=14)
        self.texts: dict[str, QLineEdit | PlainText] = {
            "title": self.title,
            "criterion": self.criterion,
            "condition": self.condition,
            "cause": self.cause,
            "effect": self.effect,
        }
        for name, field in self.texts.items():
            self.autosave.watch(name, field)
        self.kind = Choice([(kind, word(kind)) for kind in FindingKind], self)
        self.nature = Choice([(nature, word(nature)) for nature in Nature], self)
        self.grade = Choice([(grade, grade_look(grade)) for grade in Grade], self)
        confidences = [(None, self.tr("Not said")), *((one, word(one)) for one in Confidence)]
        self.confidence = Choice(confidences, self)
        self.unsaved = KeptRemark(self.autosave, self)

    def _lay_out(self) -> None:
        words = QWidget(self)
        self._box = column(words, gap=16, margin=16)
        self._add_text("title", self.tr("Title"), self.tr("One issue per finding; what is wrong, in one line."))
        self._add_choices()
        should = self.tr("What should be: instrument, article and edition, or client clause, in your own words.")
        self._add_text("criterion", self.tr("Criterion"), should)
        is_so = self.tr("What is: facts, when, where, “6 of 52”. No adjectives, no names, no legal verdict.")
        self._add_text("condition", self.tr("Condition"), is_so)
        self._add_evidence()
        self._add_text("cause", self.tr("Cause"), self.tr("Why: at once and at the root; say whose view it is."))
        self._add_text("effect", self.tr("Effect"), self.tr("What follows: on people first, then on the client."))
        self._box.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidget(words)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard, and scroll it
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = column(self, gap=0)
        outer.addWidget(self.heading)
        told = column(gap=0)
        told.setContentsMargins(16, 8, 16, 0)
        told.addWidget(self.unsaved)
        outer.addLayout(told)
        outer.addWidget(self.area, 1)

    def _add_choices(self) -> None:
        self._choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choices.setSpacing(12)
        pairs = (
            ((self.tr("Kind"), self.kind), (self.tr("Nature"), self.nature)),
            ((self.tr("Grade"), self.grade), (self.tr("Confidence"), self.confidence)),
        )
        for pair in pairs:
            line = row(gap=12)
            for name, choice in pair:
                line.addLayout(labelled(name, choice, self), 1)
            self._choices.addLayout(line, 1)
        self._box.addLayout(self._choices)

    def _add_text(self, name: str, title: str, guidance: str) -> None:
        field = self.texts[name]
        box = column(gap=4)
        label = FieldLabel(title, field, self)
        label.setProperty("type", "heading")
        label.setProperty("tone", "text")
        field.setAccessibleDescription(guidance)
        box.addWidget(label)
        box.addWidget(Caption(guidance, self))
        box.addWidget(field)
        self._box.addLayout(box)

    def _add_evidence(self) -> None:
        box = column(gap=4)
        label = FieldLabel(self.tr("Evidence"), self.sides[LinkRole.SUPPORTS].link, self)
        label.setProperty("type", "heading")
        label.setProperty("tone", "text")
        box.addWidget(label)
        box.addWidget(Caption(self.tr("Items with the place in each; what speaks against it is printed beside."), self))
        box.addSpacing(4)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(self.sides[LinkRole.SUPPORTS], 1)
        self._pair.addWidget(self.sides[LinkRole.CONTRADICTS], 1)
        box.addLayout(self._pair)
        box.addSpacing(8)
        box.addWidget(self.sides[LinkRole.CONTEXT])
        self._box.addLayout(box)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_kind)
        self.nature.chosen.connect(self._on_nature)
        self.grade.chosen.connect(self._on_grade)
        self.confidence.chosen.connect(self._on_confidence)
        self.heading.asked.connect(self._on_asked)
        for side in self.sides.values():
            side.go.connect(self._on_evidence)

    # ---- showing ----------------------------------------------------------------------------------------------------
    def show_finding(self, finding: uuid.UUID | None) -> bool:
        """Show a finding; False when there is none. What is pending must be saved or given up before."""
        page = queries.finding_page(self._desk.connection, finding) if finding and self._desk.workbook else None
        if page is None or self.page is None or page.id != self.page.id:
            self.autosave.forget()
            for side in self.sides.values():
                side.forget()
            self.area.verticalScrollBar().setValue(0)
        self.page = page
        if page is not None:
            self._fill(page)
        return page is not None

    def refresh(self) -> None:
        """Fill again after a change."""
        if self.page is not None:
            page = queries.finding_page(self._desk.connection, self.page.id)
            if page is not None:
                self.page = page
                self._fill(page)

    def flush(self) -> bool:
        """Save what is pending."""
        saved = [self.autosave.flush(), *(side.flush() for side in self.sides.values())]
        return all(saved)

    def focus_part(self, part: str) -> None:
        """Put the keyboard where a part is written."""
        targets: dict[str, QWidget] = {**self.texts, "confidence": self.confidence}
        target = targets.get(part, self.sides[LinkRole.SUPPORTS].link)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.area.ensureWidgetVisible(target, 0, 48)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        character = self.fontMetrics().averageCharWidth()
        wide = self.width() >= _SIDE_BY_SIDE * character
        for box in (self._pair, self._choices):
            box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        spare = max(self.width() - _WIDEST * character - 32, 0)
        self._box.setContentsMargins(16, 16, 16 + spare, 16)

    def _fill(self, page: FindingPage) -> None:
        was = self._focused_link()
        self.heading.show_page(page)
        for name, field in self.texts.items():
            self.autosave.fill(name, getattr(page, name))
            field.setReadOnly(page.fixed)
            field.setProperty("readOnly", page.fixed)
            field.style().unpolish(field)
            field.style().polish(field)
        values = ((self.kind, page.kind), (self.nature, page.nature), (self.grade, page.grade))
        for choice, value in (*values, (self.confidence, page.confidence)):
            choice.set_value(value)
            choice.set_read_only(page.fixed)
        for side in self.sides.values():
            side.show_page(page)
        self._order_tabs()
        if was is not None:
            self._focus_link(*was)

    def _order_tabs(self) -> None:
        """Tab goes as the sheet is read; rows made later would come last otherwise."""
        choices = (self.kind, self.nature, self.grade, self.confidence)
        sides = [stop for side in self.sides.values() for stop in side.stops()]
        stops = (self.title, *choices, self.criterion, self.condition, *sides, self.cause, self.effect)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _focused_link(self) -> tuple[LinkRole, uuid.UUID] | None:
        """The role and item of the link the keyboard is in."""
        focused = QApplication.focusWidget()
        for role, side in self.sides.items():
            for line in side.rows:
                if focused is not None and line.isAncestorOf(focused):
                    return role, line.link.item
        return None

    def _focus_link(self, role: LinkRole, item: uuid.UUID) -> None:
        """Keep the keyboard with an item that moved to another column, or near to one that was unlinked."""
        if self._focused_link() is not None:
            return
        lines = [line for side in self.sides.values() for line in side.rows if line.link.item == item]
        (lines[0].role if lines else self.sides[role].link).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- saving -----------------------------------------------------------------------------------------------------
    def _save(self, name: str, value: object) -> bool:
        return self._change(**{name: value})

    def _change(self, **values: object) -> bool:
        if self.page is None:
            return True
        if self._desk.do_by(self._by, findings.change_finding, self.page.id, **values) is None:
            return False
        self.reread()
        return True

    def reread(self) -> None:
        """What the heading tells follows each save; the fields hold what was just typed."""
        if self.page is not None:
            page = queries.finding_page(self._desk.connection, self.page.id)
            if page is not None:
                self.page = page
                self.heading.show_page(page)

    @Slot(object)
    def _on_kind(self, kind: FindingKind) -> None:
        self._choose(kind=kind)

    @Slot(object)
    def _on_nature(self, nature: Nature) -> None:
        self._choose(nature=nature)

    @Slot(object)
    def _on_grade(self, grade: Grade) -> None:
        self._choose(grade=grade)

    @Slot(object)
    def _on_confidence(self, confidence: Confidence | None) -> None:
        self._choose(confidence=confidence)

    def _choose(self, **values: object) -> None:
        if not self._change(**values):
            self.refresh()  # the list shows again what is stored

    @Slot(str, object)
    def _on_asked(self, kind: str, identity: object) -> None:
        self.go.emit(kind, identity)

    @Slot(object)
    def _on_evidence(self, item: uuid.UUID) -> None:
        self.go.emit("evidence", item)

