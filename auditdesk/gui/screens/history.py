"""History: who changed what and when, in words; the undo point; a change's fields before and after."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from auditdesk import labels
from auditdesk.core import queries
from auditdesk.core.database import Connection
from auditdesk.core.queries import Event, FieldChange
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.reading import ReadingArea
from auditdesk.gui.screen import Screen
from auditdesk.gui.tables import Column, RowsModel, RowsView
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, Title

SHOWN = 2000
"""The newest changes in the list; the log itself keeps all of them."""
KINDS = {
    "": ("",),
    "answer": ("answer",),
    "evidence_item": ("evidence_item", "evidence_link"),
    "finding": ("finding",),
    "report": ("report",),
    "audit": ("audit", "client", "vendor", "vendor_alias"),
    "person": ("person",),
    "pack": ("pack",),
}
"""What can be shown alone, and the tables whose changes that are."""
CODED = frozenset((
    "kind", "nature", "grade", "state", "confidence", "edition", "method", "level", "role", "roles", "result",
    "reason", "target_kind",
))  # fmt: skip
"""Fields whose values are keys with words of their own; every other text is a person's, and shown as typed."""
_HASH = re.compile(r"[0-9a-f]{64}")
_DIGESTS = frozenset(("sha256", "unsigned_sha256", "signer_fingerprint", "log_root", "content_hash"))
LONGEST = 2000
"""Characters of a value shown before and after."""


class HistoryScreen(Screen):
    """The list of changes on the left, the fields of the chosen one on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._events: dict[int, Event] = {}
        self._kind = ""
        self._more = False
        self._stale = QTimer(self, singleShot=True, interval=200)
        self._stale.timeout.connect(self._fill)
        box = column(self, gap=12, margin=24)
        box.addLayout(self._make_head())
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        self.model = RowsModel(self._columns(), self._ids, self._rows, self)
        splitter.addWidget(self._make_list(splitter))
        splitter.addWidget(self._make_detail(splitter))
        splitter.setSizes([620, 420])
        box.addWidget(splitter, 1)
        desk.changed.connect(self._on_changed)

    def _make_list(self, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        box = column(holder, gap=8)
        self.view = RowsView(self.model, holder, name=self.tr("Changes, newest first"))
        self.view.current_changed.connect(self._on_current)
        box.addWidget(self.view, 1)
        words = self.tr("The newest {count} are listed. The workbook keeps all of them.").format(count=f"{SHOWN:,}")
        self.older = Caption(words, holder)
        self.older.hide()
        box.addWidget(self.older)
        return holder

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
            Column("who", self.tr("Who"), _who, width=16),
            Column("what", self.tr("What"), _what, width=12),
        ]

    def _make_detail(self, parent: QWidget) -> ReadingArea:
        area = ReadingArea(self.tr("What the change says"), parent)
        area.setMinimumWidth(300)
        holder = QWidget(area)
        self._detail = QVBoxLayout(holder)
        self._detail.setContentsMargins(16, 8, 12, 8)
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
        self.older.setVisible(self._more)
        if not self.model.rowCount():
            self._empty_detail()
            self._detail.addWidget(PlainLabel(self.tr("No change of this kind yet."), self._holder, tone="muted"))
            self._detail.addStretch(1)
        elif self.view.current_id() is None:
            self.view.show_id(self.model.id_at(0))

    def _ids(self) -> list[int]:
        if self.desk.workbook is None:
            return []
        read = queries.history
        found = [
            event for table in KINDS[self._kind] for event in read(self.desk.connection, kind=table, limit=SHOWN + 1)
        ]
        found.sort(key=_number, reverse=True)
        self._more = len(found) > SHOWN
        self._events = {event.number: event for event in found[:SHOWN]}
        return list(self._events)

    def _rows(self, numbers: Sequence[int]) -> list[Event | None]:
        return [self._events.get(number) for number in numbers]

    @Slot(int)
    def _on_kind(self, place: int) -> None:
        self._kind = str(self.kinds.itemData(place))
        self._fill()

    @Slot(object, object)
    def _on_changed(self, _change: Change[object], _by: object) -> None:
        if self.isVisible():
            self._stale.start()

    def _empty_detail(self) -> None:
        while (item := self._detail.takeAt(0)) is not None:
            taken = item.widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()

    @Slot(object)
    def _on_current(self, number: object) -> None:
        self._empty_detail()
        event = self._events.get(number) if isinstance(number, int) else None
        if event is None or self.desk.workbook is None:
            return
        self._detail.addWidget(PlainLabel(_what(event), self._holder, type="heading", wrap=True))
        about = self.tr("{who}, {when}").format(who=event.actor, when=_when(event))
        self._detail.addWidget(Caption(about, self._holder))
        fields = queries.change_fields(self.desk.connection, event.number)
        changed = [field for field in fields if field.before is not None]
        entered = [field for field in fields if field.before is None and not _is_empty(field.after)]
        for field in changed:
            before, after = self._words(field, field.before), self._words(field, field.after)
            pairs = [(self.tr("Before"), before), (self.tr("After"), after)]
            self._detail.addWidget(self._card(_field_words(field), pairs))
        if entered:
            shown = [(_field_words(field), self._words(field, field.after)) for field in entered]
            self._detail.addWidget(self._card(self.tr("Entered"), shown))
        self._detail.addStretch(1)

    def _words(self, field: FieldChange, value: object) -> str:
        return _named(self.desk.connection, field.field, value) or _value_words(field.field, value)

    def _card(self, title: str, pairs: Sequence[tuple[str, str]]) -> Card:
        card = Card(title, self._holder)
        for caption, words in pairs:
            box = column(gap=0)
            box.addWidget(Caption(caption, card))
            box.addWidget(PlainLabel(words, card, wrap=True, selectable=True))
            card.add(box)
        return card


def _when(event: Event) -> str:
    return event.at.astimezone().strftime("%Y-%m-%d %H:%M")


def _who(event: Event) -> str:
    return event.actor


def _what(event: Event) -> str:
    return labels.change(event.verb, event.label, event.target_verb)


def _number(event: Event) -> int:
    return event.number


def _field_words(field: FieldChange) -> str:
    known = labels.FIELDS.get(field.field) or labels.WORDS.get(field.field)
    return known or field.field.replace("_", " ").capitalize()


def _is_empty(value: object) -> bool:
    """Whether a new object says nothing in this field."""
    return value is None or value in ("", [], False)


def _value_words(name: str, value: object) -> str:
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return labels.YES if value else labels.NO
    if isinstance(value, list):
        return ", ".join(_value_words(name, part) for part in value)
    text = str(value)
    if name in CODED:
        return labels.WORDS.get(text, text)
    if name in _DIGESTS and _HASH.fullmatch(text):
        return " ".join(text[start : start + 8] for start in range(0, len(text), 8))
    if name.endswith("_at"):
        return _moment(text)
    return text[:LONGEST] + ("…" if len(text) > LONGEST else "")


def _moment(text: str) -> str:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _named(connection: Connection, name: str, value: object) -> str:
    """What an object is called that a field points to; nothing for other fields, or when it cannot be told."""
    try:
        identity = uuid.UUID(str(value)) if name in _POINTERS else None
    except ValueError:
        return ""
    return _POINTERS[name](connection, identity) if identity is not None else ""


def _question(connection: Connection, identity: uuid.UUID) -> str:
    return next((f"{row.code} {row.title}" for row in queries.outline_rows(connection, [identity])), "")


def _evidence(connection: Connection, identity: uuid.UUID) -> str:
    return next((f"{row.code} {row.title}" for row in queries.evidence_rows(connection, [identity])), "")


def _target(connection: Connection, identity: uuid.UUID) -> str:
    for question in queries.touched_questions(connection, [f"answer/{identity.hex}"]):
        return _question(connection, question)
    finding = queries.finding_page(connection, identity)
    return f"{finding.code} {finding.title}" if finding is not None else ""


def _client(connection: Connection, _identity: uuid.UUID) -> str:
    facts = queries.audit_facts(connection)
    return facts.client if facts is not None else ""


def _vendor(connection: Connection, _identity: uuid.UUID) -> str:
    facts = queries.audit_facts(connection)
    return facts.vendor if facts is not None else ""


_POINTERS = {
    "question_id": _question,
    "evidence_id": _evidence,
    "target_id": _target,
    "client_id": _client,
    "vendor_id": _vendor,
}
