"""The list of all items: searched and sorted by the query, each row fetched when it is seen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from auditdesk.core import queries
from auditdesk.core.queries import EvidenceRow
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.tables import Column
from auditdesk.gui.vocabulary import evidence_icon, word
from auditdesk.gui.widgets import Caption, visible
from auditdesk.gui.widgets.searchedlist import SearchedList

_TITLE = 1
_GIVES_WAY = (4, 3, 5, 2)  # what goes first when the room is short: registered, size, uses, the word of the kind
_TITLE_NEEDS = 24  # characters


class Shelf(SearchedList[EvidenceRow]):
    """All items; the query searches and sorts them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        seek = self.tr("Number, title, file name or source")
        super().__init__(self.tr("Evidence"), seek, self.tr("Add files…"), parent, order="code", main=_TITLE)
        self._desk = desk
        self.begin.setToolTip(self.begin.toolTip() or self.tr("Add files"))
        self._show_rows()
        self.box.addWidget(Caption(self.tr("Drop files anywhere here, or paste with Ctrl+V."), self))
        self.view.horizontalHeader().setMinimumSectionSize(48)

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
        self.ask_again()

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

    def _say_count(self, shown: int) -> str:
        return self.tr("1 item") if shown == 1 else self.tr("{count} items").format(count=shown)

    # ---- the query --------------------------------------------------------------------------------------------------
    def _ids(self) -> list[uuid.UUID]:
        return queries.evidence_ids(
            self._desk.connection, order=self._order, down=self._down, words=self.search.text().strip()
        )

    def _rows(self, ids: Sequence[uuid.UUID]) -> list[EvidenceRow | None]:
        found = {line.id: line for line in queries.evidence_rows(self._desk.connection, ids)}
        return [found.get(item) for item in ids]

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
