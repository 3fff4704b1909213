"""A list that is searched: title, count and a button to begin above, the search, the rows, or that nothing matches."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QWidget

from auditdesk.gui.tables import Column, RowsModel, RowsView
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.feedback import EmptyState
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.searchfield import SearchField
from auditdesk.gui.widgets.text import Caption, Title, visible

R = TypeVar("R")
Keys = Sequence[str | QKeySequence.StandardKey]


class SearchedList(QWidget, Generic[R]):
    """`current_changed(id or None)` as rows are walked, `begin_wanted` from the button. A list of one kind gives the
    columns, the ids that match `search` in `order`, their rows, and the words for how many there are.
    """

    current_changed = Signal(object)
    begin_wanted = Signal()

    def __init__(self, title: str, seek: str, begin: str, parent: QWidget | None, *, order: str, main: int) -> None:
        """`main` is the column that takes the room the others leave."""
        super().__init__(parent)
        self._order, self._down, self._main = order, False, main
        self._name = title
        self.count = Caption("", self, wrap=False)
        self.begin = push_button(begin, self, kind="primary", icon="plus", keys="Ctrl+N")
        self.search = SearchField(seek, self, keys="Ctrl+F")
        self.box = column(self, gap=12, margin=16)
        head = row(gap=8)
        head.addWidget(Title(title, self))
        head.addWidget(self.count, 1)
        head.addWidget(self.begin)
        self.box.addLayout(head)
        self.box.addWidget(self.search)

    def _show_rows(self) -> None:
        """Make the list; called once, when the query can be asked."""
        self.model: RowsModel[R] = RowsModel(self._columns(), self._ids, self._rows, self)
        self.view = RowsView(self.model, self, name=self._name)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(self._main, QHeaderView.ResizeMode.Stretch)
        self.nothing = EmptyState("", self.tr("Clear the search"), self, icon="search")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        self.box.addWidget(self._stack, 1)
        self.begin.clicked.connect(self._on_begin)
        self.search.textChanged.connect(self._on_searched)
        self.search.left_down.connect(self._on_left_down)
        self.nothing.started.connect(self.search.clear)
        self.model.order_changed.connect(self._on_order_changed)
        self.view.current_changed.connect(self._on_current_changed)
        self._tell_count()

    # ---- what a list of one kind gives ------------------------------------------------------------------------------
    def _columns(self) -> tuple[Column[R], ...]:
        raise NotImplementedError

    def _ids(self) -> list[uuid.UUID]:
        raise NotImplementedError

    def _rows(self, ids: Sequence[uuid.UUID]) -> list[R | None]:
        raise NotImplementedError

    def _say_count(self, shown: int) -> str:
        raise NotImplementedError

    # ---- what is shown ----------------------------------------------------------------------------------------------
    def ask_again(self) -> None:
        """Ask for all rows again, staying where the person is."""
        place, scrolled = self.view.currentIndex().row(), self.view.verticalScrollBar().value()
        self.model.refresh()
        self.view.verticalScrollBar().setValue(scrolled)
        if self.view.current_id() is None and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(min(max(place, 0), self.model.rowCount() - 1), self._main))
        self._tell_count()

    def show_id(self, identity: uuid.UUID) -> bool:
        """Make a row current, giving up a search that hides it."""
        if self.view.show_id(identity):
            return True
        if self.search.text():
            self.search.clear()
        return self.view.show_id(identity)

    def start(self) -> None:
        """Have a current row, if there are any."""
        if self.view.current_id() is None and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, self._main))

    @Slot()
    def seek(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _tell_count(self) -> None:
        shown, sought = self.model.rowCount(), self.search.text()
        self.count.setText(self._say_count(shown) if shown else "")
        self.nothing.sentence.setText(self.tr("Nothing here matches “{words}”.").format(words=visible(sought)))
        self._stack.setCurrentWidget(self.view if shown or not sought else self.nothing)

    @Slot()
    def _on_begin(self) -> None:
        self.begin_wanted.emit()

    @Slot()
    def _on_searched(self) -> None:
        self.ask_again()

    @Slot()
    def _on_left_down(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str, bool)
    def _on_order_changed(self, key: str, down: bool) -> None:
        self._order, self._down = key, down
        self.ask_again()

    @Slot(object)
    def _on_current_changed(self, identity: uuid.UUID | None) -> None:
        self.current_changed.emit(identity)


def add_shortcuts(owner: QWidget, wanted: Iterable[tuple[Keys, object]], *, here_only: bool = False) -> None:
    """Give a widget keys that work in its whole window, or `here_only` while it has the keyboard itself."""
    contexts = Qt.ShortcutContext
    for keys, slot in wanted:
        action = QAction(owner)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(contexts.WidgetShortcut if here_only else contexts.WindowShortcut)
        action.triggered.connect(slot)
        owner.addAction(action)
