"""The list of all items: searched and sorted by the query, each row fetched when it is seen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QWidget

from auditdesk.core import queries
from auditdesk.core.queries import EvidenceRow
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.tables import Column, RowsModel, RowsView
from auditdesk.gui.vocabulary import evidence_icon, word
from auditdesk.gui.widgets import Caption, EmptyState, SearchField, Title, column, push_button, row, visible

_TITLE = 1
_GIVES_WAY = (4, 3, 5, 2)  # what goes first when the room is short: registered, size, uses, the word of the kind
_TITLE_NEEDS = 24  # characters


class Shelf(QWidget):
    """Title, search and list. `current_changed(id or None)` as rows are walked, `add_wanted` from the button."""

    current_changed = Signal(object)
    add_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._order, self._down = "code", False
        self.count = Caption("", self, wrap=False)
        self.add = push_button(self.tr("Add files…"), self, kind="primary", icon="plus", keys="Ctrl+N")
        self.add.setToolTip(self.add.toolTip() or self.tr("Add files"))
        self.search = SearchField(self.tr("Number, title, file name or source"), self, keys="Ctrl+F")
        self.model: RowsModel[EvidenceRow] = RowsModel(self._columns(), self._ids, self._rows, self)
        self.view = RowsView(self.model, self, name=self.tr("Evidence"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.nothing = EmptyState("", self.tr("Clear the search"), self, icon="search")
        self._lay_out()
        self.add.clicked.connect(self._on_add)
        self.search.textChanged.connect(self._on_searched)
        self.search.left_down.connect(self._on_left_down)
        self.nothing.started.connect(self.search.clear)
        self.model.order_changed.connect(self._on_order_changed)
        self.view.current_changed.connect(self._on_current_changed)
        self._tell_count()

    def _lay_out(self) -> None:
        outer = column(self, gap=12, margin=16)
        head = row(gap=8)
        head.addWidget(Title(self.tr("Evidence"), self))
        head.addWidget(self.count, 1)
        head.addWidget(self.add)
        outer.addLayout(head)
        outer.addWidget(self.search)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        outer.addWidget(self._stack, 1)
        outer.addWidget(Caption(self.tr("Drop files anywhere here, or paste with Ctrl+V."), self))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(48)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _columns(self) -> tuple[Column[EvidenceRow], ...]:
        return (
            Column("code", self.tr("No."), _code, 9, tone=_muted, icon=_icon, tip=_kind),
            Column("title", self.tr("Title"), _title, 28, tip=_title_tip),
            Column("kind", self.tr("Kind"), _kind, 11),
            Column("size", self.tr("Size"), self._size, 9, tone=_muted, right=True),
            Column("registered", self.tr("Registered"), _registered, 11, tone=_muted),
            Column("uses", self.tr("Uses"), _uses, 5, tone=_uses_tone, tip=self._uses_tip, right=True),
        )

    # ---- what is shown ----------------------------------------------------------------------------------------------
    def total(self) -> int:
        """How many items there are, whatever is searched for."""
        return len(queries.evidence_ids(self._desk.connection)) if self.search.text() else self.model.rowCount()

    def refill(self, change: Change[Any] | None = None) -> None:
        """Bring the list in step; rows that only read differently are fetched again where they stand."""
        if change is not None and change.verb == "describe_evidence" and not self.search.text():
            self.model.rows_changed(_items(change))
            return
        place, scrolled = self.view.currentIndex().row(), self.view.verticalScrollBar().value()
        self.model.refresh()
        self.view.verticalScrollBar().setValue(scrolled)
        if self.view.current_id() is None and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(min(max(place, 0), self.model.rowCount() - 1), _TITLE))
        self._tell_count()

    def show_item(self, item: uuid.UUID) -> bool:
        """Make an item current, giving up a search that hides it."""
        if self.view.show_id(item):
            return True
        if self.search.text():
            self.search.clear()
        return self.view.show_id(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide columns while the title has too little room."""
        character = self.view.fontMetrics().averageCharWidth()
        room = self.width() - 48
        wide = {place: self.view.columnWidth(place) or 0 for place in range(len(self.model.columns)) if place != _TITLE}
        for place in _GIVES_WAY:
            wide[place] = self.model.columns[place].width * character + 24
        hidden: set[int] = set()
        for place in _GIVES_WAY:
            if room - sum(width for column, width in wide.items() if column not in hidden) < _TITLE_NEEDS * character:
                hidden.add(place)
        for place in _GIVES_WAY:
            self.view.setColumnHidden(place, place in hidden)
        self.view.horizontalScrollBar().setValue(0)

    def _tell_count(self) -> None:
        shown = self.model.rowCount()
        told = self.tr("1 item") if shown == 1 else self.tr("{count} items").format(count=shown)
        self.count.setText(told if shown else "")
        sought = self.search.text()
        self.nothing.sentence.setText(self.tr("Nothing here matches “{words}”.").format(words=visible(sought)))
        self._stack.setCurrentWidget(self.view if shown or not sought else self.nothing)

    # ---- the query --------------------------------------------------------------------------------------------------
    def _ids(self) -> list[uuid.UUID]:
        return queries.evidence_ids(
            self._desk.connection, order=self._order, down=self._down, words=self.search.text().strip()
        )

    def _rows(self, ids: Sequence[uuid.UUID]) -> list[EvidenceRow | None]:
        found = {line.id: line for line in queries.evidence_rows(self._desk.connection, ids)}
        return [found.get(item) for item in ids]

    @Slot()
    def _on_add(self) -> None:
        self.add_wanted.emit()

    @Slot()
    def _on_searched(self) -> None:
        self.refill()

    @Slot()
    def _on_left_down(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str, bool)
    def _on_order_changed(self, key: str, down: bool) -> None:
        self._order, self._down = key, down
        self.refill()

    @Slot(object)
    def _on_current_changed(self, item: uuid.UUID | None) -> None:
        self.current_changed.emit(item)

    def _size(self, line: EvidenceRow) -> str:
        return self.locale().formattedDataSize(line.size, 1)

    def _uses_tip(self, line: EvidenceRow) -> str:
        if line.uses == 1:
            return self.tr("Used in one place")
        return self.tr("Used in {count} places").format(count=line.uses) if line.uses else self.tr("Not used yet")


def _items(change: Change[Any]) -> list[uuid.UUID]:
    named = (name.partition("/") for name in change.touched)
    return [uuid.UUID(identity) for table, _, identity in named if table == "evidence_item"]


def _code(line: EvidenceRow) -> str:
    return line.code


def _title(line: EvidenceRow) -> str:
    return visible(line.title)


def _title_tip(line: EvidenceRow) -> str:
    return visible(line.title) if line.title == line.filename else f"{visible(line.title)}\n{visible(line.filename)}"


def _kind(line: EvidenceRow) -> str:
    return word(line.kind)


def _icon(line: EvidenceRow) -> str:
    return evidence_icon(line.kind)


def _registered(line: EvidenceRow) -> str:
    return line.registered_at.astimezone().strftime("%Y-%m-%d")


def _uses(line: EvidenceRow) -> str:
    return str(line.uses) if line.uses else "–"


def _uses_tone(line: EvidenceRow) -> str:
    return "text" if line.uses else "muted"


def _muted(_line: EvidenceRow) -> str:
    return "muted"
