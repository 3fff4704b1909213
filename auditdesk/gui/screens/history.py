"""History: who changed what and when, in words; the undo point; a change's fields before and after."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from auditdesk import labels
from auditdesk.core import queries
from auditdesk.core.queries import Event, FieldChange
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.screen import Screen
from auditdesk.gui.tables import Column, RowsModel, RowsView
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, Title

SHOWN = 2000
"""The newest changes in the list; the log itself keeps all of them."""
KINDS = ("", "answer", "evidence_item", "finding", "report", "audit", "person", "pack")
_HASH = re.compile(r"[0-9a-f]{32}([0-9a-f]{32})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
LONGEST = 2000
"""Characters of a value shown before and after."""


class HistoryScreen(Screen):
    """The list of changes on the left, the fields of the chosen one on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._events: dict[int, Event] = {}
        self._kind = ""
        self._stale = QTimer(self, singleShot=True, interval=200)
        self._stale.timeout.connect(self._fill)
        box = column(self, gap=12, margin=24)
        box.addLayout(self._make_head())
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        self.model = RowsModel(self._columns(), self._ids, self._rows, self)
        self.view = RowsView(self.model, splitter, name=self.tr("Changes, newest first"))
        self.view.current_changed.connect(self._on_current)
        splitter.addWidget(self.view)
        splitter.addWidget(self._make_detail(splitter))
        splitter.setSizes([620, 420])
        box.addWidget(splitter, 1)
        desk.changed.connect(self._on_changed)

    def _make_head(self) -> QHBoxLayout:
        line = row(gap=8)
        line.addWidget(Title(self.tr("History"), self))
        line.addStretch(1)
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName(self.tr("Show changes of"))
        for kind in KINDS:
            self.kinds.addItem(self._kind_words(kind), kind)
        self.kinds.currentIndexChanged.connect(self._on_kind)
        self.undo_button = push_button(self.tr("Undo"), self, icon="undo", tip=self.tr("Undo the newest step (Ctrl+Z)"))
        self.undo_button.clicked.connect(self.desk.undo)
        self.redo_button = push_button(
            self.tr("Redo"), self, icon="redo", tip=self.tr("Redo what was undone (Ctrl+Shift+Z)")
        )
        self.redo_button.clicked.connect(self.desk.redo)
        for part in (self.kinds, self.undo_button, self.redo_button):
            line.addWidget(part)
        return line

    def _kind_words(self, kind: str) -> str:
        words = {
            "": self.tr("Everything"),
            "answer": self.tr("Answers"),
            "evidence_item": self.tr("Evidence"),
            "finding": self.tr("Findings"),
            "report": self.tr("Reports"),
            "audit": self.tr("Audit frame"),
            "person": self.tr("Team"),
            "pack": self.tr("Checklists"),
        }
        return words[kind]

    def _columns(self) -> list[Column[Event]]:
        return [
            Column("at", self.tr("When"), _when, width=17),
            Column("who", self.tr("Who"), _who, width=18),
            Column("what", self.tr("What"), _what, width=40),
        ]

    def _make_detail(self, parent: QWidget) -> QScrollArea:
        area = QScrollArea(parent)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(300)
        holder = QWidget(area)
        self._detail = QVBoxLayout(holder)
        self._detail.setContentsMargins(16, 0, 12, 0)
        self._detail.setSpacing(12)
        area.setWidget(holder)
        self._holder = holder
        return area

    # ---- filling ----------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        self._fill()
        self.view.setFocus()

    @Slot()
    def _fill(self) -> None:
        if self.desk.workbook is None:
            return
        self.model.refresh()
        undo, redo = self.desk.workbook.can_undo(), self.desk.workbook.can_redo()
        self.undo_button.setEnabled(undo is not None)
        self.redo_button.setEnabled(redo is not None)
        if undo is not None:
            words = labels.change(undo.verb, undo.label)
            self.undo_button.setToolTip(self.tr("Undo: {what} (Ctrl+Z)").format(what=words))
        if redo is not None:
            words = labels.change(redo.verb, redo.label)
            self.redo_button.setToolTip(self.tr("Redo: {what} (Ctrl+Shift+Z)").format(what=words))
        if self.view.current_id() is None and self.model.rowCount():
            self.view.show_id(self.model.id_at(0))

    def _ids(self) -> list[int]:
        if self.desk.workbook is None:
            return []
        events = queries.history(self.desk.connection, kind=self._kind, limit=SHOWN)
        self._events = {event.number: event for event in events}
        return list(self._events)

    def _rows(self, numbers: Sequence[int]) -> list[Event | None]:
        return [self._events.get(number) for number in numbers]

    @Slot(int)
    def _on_kind(self, place: int) -> None:
        self._kind = KINDS[place]
        self._fill()

    @Slot(object, object)
    def _on_changed(self, _change: Change[object], _by: object) -> None:
        if self.isVisible():
            self._stale.start()

    @Slot(object)
    def _on_current(self, number: object) -> None:
        while (item := self._detail.takeAt(0)) is not None:
            taken = item.widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        event = self._events.get(number) if isinstance(number, int) else None
        if event is None or self.desk.workbook is None:
            return
        self._detail.addWidget(PlainLabel(_what(event), self._holder, type="heading", wrap=True))
        about = self.tr("{who}, {when}").format(who=event.actor, when=_when(event))
        self._detail.addWidget(Caption(about, self._holder))
        fields = queries.change_fields(self.desk.connection, event.number)
        changed = [field for field in fields if field.before is not None]
        entered = [field for field in fields if field.before is None]
        for field in changed:
            pairs = [(self.tr("Before"), field.before), (self.tr("After"), field.after)]
            self._detail.addWidget(self._card(_field_words(field), pairs))
        if entered:
            shown = [(_field_words(field), field.after) for field in entered]
            self._detail.addWidget(self._card(self.tr("Entered"), shown))
        self._detail.addStretch(1)

    def _card(self, title: str, pairs: Sequence[tuple[str, object]]) -> Card:
        card = Card(title, self._holder)
        for caption, value in pairs:
            box = column(gap=0)
            box.addWidget(Caption(caption, card))
            box.addWidget(PlainLabel(_value_words(value), card, wrap=True, selectable=True))
            card.add(box)
        return card


def _when(event: Event) -> str:
    return event.at.astimezone().strftime("%Y-%m-%d %H:%M")


def _who(event: Event) -> str:
    return event.actor


def _what(event: Event) -> str:
    return labels.change(event.verb, event.label, event.target_verb)


def _field_words(field: FieldChange) -> str:
    known = labels.WORDS.get(field.field) or labels.FIELDS.get(field.field)
    return known or field.field.replace("_", " ").capitalize()


def _value_words(value: object) -> str:
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        return ", ".join(_value_words(part) for part in value)
    text = str(value)
    if _HASH.fullmatch(text):
        return " ".join(text[start : start + 8] for start in range(0, len(text), 8))
    if _MOMENT.fullmatch(text):
        return dt.datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return labels.WORDS.get(text, text[:LONGEST] + ("…" if len(text) > LONGEST else ""))
