"""The right pane: what the question rests on, what it asks for, and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from auditdesk import labels
from auditdesk.core import queries
from auditdesk.core.answering import answer_id
from auditdesk.core.models.enums import Result
from auditdesk.core.queries import UNCHECKED, Event, FieldChange, QuestionPage
from auditdesk.core.rules.demands import INSIDE, all_met
from auditdesk.gui import tokens
from auditdesk.gui.desk import Desk
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets import ChipButton, FlowLayout, PlainLabel, column, shapes

_REST_MS = 60  # the history waits until a fast walk comes to rest
_EVENTS = 12
_ICON = 14
_INDENT = 22


@dataclass(frozen=True)
class Line:
    """One entry of a section: an icon in a colour, or none, and words that wrap."""

    words: str
    icon: str = ""
    token: str = "text"
    ink: str = "text"


class Lines(QWidget):
    """Some lines, painted: one widget for a whole section, so that a new question costs no new widgets."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("; ".join(line.words for line in lines))
            self.updateGeometry()
            self.update()

    @property
    def words(self) -> tuple[str, ...]:
        """What is shown, line by line."""
        return tuple(line.words for line in self._lines)

    def _left(self) -> int:
        return _INDENT if any(line.icon for line in self._lines) else 0

    def _height(self, metrics: QFontMetrics, line: Line, width: int) -> int:
        room = QRect(0, 0, max(width - self._left(), 40), 1 << 16)
        return metrics.boundingRect(room, int(_FLAGS), line.words).height()

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetrics(self._font())
        return sum(self._height(metrics, line, width) + 4 for line in self._lines)

    def sizeHint(self) -> QSize:
        width = self.width() or 200
        return QSize(200, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    def _font(self) -> QFont:
        return shapes.sized(self.font(), "body")

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = tokens.current(), QPainter(self)
        font = self._font()
        metrics, left, top = QFontMetrics(font), self._left(), 0
        painter.setFont(font)
        for line in self._lines:
            height = self._height(metrics, line, self.width())
            if line.icon:
                middle = top + metrics.height() // 2
                shapes.paint_icon(painter, line.icon, line.token, QRect(0, middle - _ICON // 2, _ICON, _ICON))
            painter.setPen(theme.colour(line.ink))
            painter.drawText(QRect(left, top, self.width() - left, height), int(_FLAGS), line.words)
            top += height + 4
        painter.end()


_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class _Section(QWidget):
    """A heading with lines below it; hidden when it has none."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = PlainLabel(title, self, type="caption", tone="muted")
        self.lines = Lines(self)
        self.box: QVBoxLayout = column(self, gap=4)
        self.box.addWidget(self.title)
        self.box.addWidget(self.lines)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show lines, or nothing at all."""
        self.lines.show_lines(lines)
        self.setVisible(bool(lines))


class ContextPane(QScrollArea):
    """What belongs to the question in view. `finding_opened(finding id)`."""

    finding_opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._question: uuid.UUID | None = None
        self._resting = QTimer(self, singleShot=True, interval=_REST_MS)
        self._resting.timeout.connect(self._show_history)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Context"))
        inside = QWidget(self)
        self.criteria = _Section(self.tr("Criteria"), inside)
        self.asked = _Section(self.tr("Evidence asked"), inside)
        self.na_rule = _Section(self.tr("Not applicable when"), inside)
        self.findings = _Section(self.tr("Findings raised"), inside)
        self.history = _Section(self.tr("History of this answer"), inside)
        self._flow = FlowLayout()
        self.findings.box.addLayout(self._flow)
        self.chips: list[ChipButton] = []
        self._finding_ids: list[object] = []
        box = column(inside, gap=16, margin=16)
        for section in (self.criteria, self.asked, self.na_rule, self.findings, self.history):
            box.addWidget(section)
        box.addStretch(1)
        self.setWidget(inside)

    def show_page(self, page: QuestionPage) -> None:
        """Show what belongs to a question."""
        self.criteria.show_lines(self._criteria(page))
        self.asked.show_lines(self._demands(page))
        self.na_rule.show_lines((Line(page.na_rule, ink="muted"),) if page.na_rule else ())
        self._show_findings(page)
        self._question = page.id
        self._resting.start()

    def _criteria(self, page: QuestionPage) -> tuple[Line, ...]:
        """References; when none was checked against its text, that is said once."""
        unchecked = [reference.endswith(UNCHECKED) for reference in page.references]
        if not page.references or not all(unchecked):
            return tuple(Line(reference) for reference in page.references)
        lines = [Line(reference.removesuffix(UNCHECKED)) for reference in page.references]
        return (*lines, Line(self.tr("Not checked against the text"), ink="muted"))

    def _demands(self, page: QuestionPage) -> tuple[Line, ...]:
        lines = []
        for state in page.demands:
            words = labels.label(state.demand.kind)
            words = words[:1].upper() + words[1:]
            if state.demand.minimum > 1:
                inside = state.demand.kind in INSIDE  # one item may hold many records or talks: items are not counted
                counted = self.tr("{kind}, at least {wanted}") if inside else self.tr("{kind}, {found} of {wanted}")
                words = counted.format(kind=words, found=state.found, wanted=state.demand.minimum)
            lines.append(Line(words, "check" if state.met else "open", "conforms" if state.met else "muted"))
        if page.triangulate and len(lines) > 1:
            enough = all_met(page.demands, triangulate=True)
            there, needed = self.tr("Two independent kinds are there"), self.tr("Two independent kinds are needed")
            lines.append(Line(there if enough else needed, "info", "muted", "muted"))
        return tuple(lines)

    def _show_findings(self, page: QuestionPage) -> None:
        while len(self.chips) < len(page.findings):
            chip = ChipButton(Look("text", "", "findings", ""), self.findings)
            chip.clicked.connect(self._on_finding)
            self._flow.addWidget(chip)
            self.chips.append(chip)
        for chip, (_, code) in zip(self.chips, page.findings, strict=False):
            chip.set_look(Look("text", "", "findings", code))
            chip.setToolTip(self.tr("Open finding {code}").format(code=code))
            chip.show()
        for chip in self.chips[len(page.findings) :]:
            chip.hide()
        self._finding_ids = [identity for identity, _ in page.findings]
        self.findings.lines.setVisible(False)
        self.findings.setVisible(bool(page.findings))

    @Slot()
    def _on_finding(self) -> None:
        pressed = self.sender()
        for chip, identity in zip(self.chips, self._finding_ids, strict=False):
            if chip is pressed:
                self.finding_opened.emit(identity)

    @Slot()
    def _show_history(self) -> None:
        """Who did what to the answer, newest first; a run of the same is one line."""
        if self._question is None or self._desk.workbook is None:
            return
        connection = self._desk.connection
        events = queries.history(connection, about=f"answer/{answer_id(self._question).hex}", limit=_EVENTS)
        lines: list[Line] = []
        last = ("", "")
        for event in events:
            fields = queries.change_fields(connection, event.number) if event.verb == "answer" else ()
            said = self._said(event, fields)
            head = self.tr("{when} · {who}").format(who=event.actor, when=self._when(event.at))
            if event.verb in _RUNS and last[1] == said:
                continue
            if head != last[0]:
                lines.append(Line(head, ink="muted"))
            lines.append(Line(said))
            last = (head, said)
        self.history.show_lines(tuple(lines))

    def _said(self, event: Event, fields: tuple[FieldChange, ...]) -> str:
        changed = {change.field: change.after for change in fields}
        if event.verb == "answer" and not event.target_verb:
            result = changed.get("result", "")
            if result is None:
                return self.tr("Answer taken back")
            if result:
                words = labels.label(Result(str(result)))
                reason = str(changed.get("reason") or "")
                told = self.tr("{result}: {reason}")
                return told.format(result=words, reason=labels.label(reason).lower()) if reason else words
        return labels.change(event.verb, event.label, event.target_verb)

    def _when(self, at: dt.datetime) -> str:
        local = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
        this_year = local.date().year() == QDateTime.currentDateTime().date().year()
        return self.locale().toString(local, "d MMM HH:mm" if this_year else "d MMM yyyy HH:mm")


_RUNS = {"note", "value"}
