"""Lists of any length: ids from a query, rows fetched when they are seen, order and filter left to the query.

No proxy model and no per-row objects: 100,000 ids are one list, and a page of rows is read when the view paints it.
Column functions are plain functions of a row; colours are theme tokens, never colours.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView, QWidget

from auditdesk.gui import icons, tokens
from auditdesk.gui.widgets.text import plain_tip

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_PAGE = 128
_PAGES_KEPT = 64
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: what it is called, and what it shows of a row. `width` is in characters; `key` goes to the query."""

    key: str
    title: str
    text: Callable[[R], str]
    width: int = 16
    tone: Callable[[R], str] | None = None
    icon: Callable[[R], str] | None = None
    tip: Callable[[R], str] | None = None
    accessible: Callable[[R], str] | None = None
    right: bool = False


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows behind a list of ids.

    `ids()` gives all ids in the order to show; `fetch(ids)` gives the rows of some, in the same order, one each (None
    for a row that is gone). `order_changed(key, descending)` asks the owner for another order: it changes its query and
    calls `refresh`.
    """

    order_changed = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        ids: Callable[[], Sequence[Hashable]],
        fetch: Callable[[Sequence[Any]], Sequence[R | None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._query, self._fetch = ids, fetch
        self._ids: Sequence[Hashable] = ids()
        self._places: dict[Hashable, int] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._pages: OrderedDict[int, Sequence[R | None]] = OrderedDict()
        self._roles: dict[int, Callable[[Column[R], R], object]] = {
            Qt.ItemDataRole.DisplayRole: _display,
            Qt.ItemDataRole.ForegroundRole: _foreground,
            Qt.ItemDataRole.DecorationRole: _decoration,
            Qt.ItemDataRole.ToolTipRole: _tip,
            Qt.ItemDataRole.AccessibleTextRole: _accessible,
            Qt.ItemDataRole.TextAlignmentRole: _alignment,
        }

    def refresh(self) -> None:
        """Ask for the ids again and forget every fetched row."""
        self.beginResetModel()
        self._ids = self._query()
        self._places = None
        self._pages.clear()
        self.endResetModel()

    def rows_changed(self, ids: Iterable[Hashable]) -> None:
        """Fetch these rows again when they are next seen; their order stays."""
        for one in ids:
            place = self.row_of(one)
            if place >= 0:
                self._pages.pop(place // _PAGE, None)
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def id_at(self, row: int) -> Any:
        """The id in a row, or None."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, wanted: Hashable) -> int:
        """The row of an id, or -1."""
        if self._places is None:
            self._places = {one: place for place, one in enumerate(self._ids)}
        return self._places.get(wanted, -1)

    def row(self, place: int) -> R | None:
        """The row at a place, fetched with its page when needed."""
        number = place // _PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self._ids[number * _PAGE : (number + 1) * _PAGE])
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        offset = place % _PAGE
        return page[offset] if offset < len(page) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = self._roles.get(role)
        if answer is None or not index.isValid():
            return None
        row = self.row(index.row())
        return None if row is None else answer(self.columns[index.column()], row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column, None)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Pass the wish on to the owner of the query."""
        wanted = (column, order)
        if 0 <= column < len(self.columns) and wanted != self._order:  # Qt asks twice
            self._order = wanted
            self.order_changed.emit(self.columns[column].key, order == Qt.SortOrder.DescendingOrder)


def _display(column: Column[R], row: R) -> object:
    return column.text(row)


def _foreground(column: Column[R], row: R) -> object:
    return QBrush(tokens.current().colour(column.tone(row))) if column.tone else None


def _decoration(column: Column[R], row: R) -> object:
    if column.icon is None:
        return None
    name = column.icon(row)
    return icons.icon(name, column.tone(row) if column.tone else "muted") if name else None


def _tip(column: Column[R], row: R) -> object:
    return plain_tip(column.tip(row) if column.tip else column.text(row))


def _accessible(column: Column[R], row: R) -> object:
    return column.accessible(row) if column.accessible else column.text(row)


def _alignment(column: Column[R], _row: R | None) -> object:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class RowsView(QTableView):
    """A table of whole rows: one height, arrows to walk, Enter or a double click to open, Tab to leave.

    `opened(id)` and `current_changed(id)` carry the id of a row; the current row stays over `refresh`.
    """

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(self, model: RowsModel[Any], parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._rows = model
        self._kept: object = None
        self._keeping = False
        self.setModel(model)
        self.setAccessibleName(name)
        self._set_up()
        self._size()
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        self.doubleClicked.connect(self._on_double_clicked)

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicatorClearable(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def current_id(self) -> Any:
        """The id of the current row, or None."""
        return self._rows.id_at(self.currentIndex().row())

    def selected_ids(self) -> list[Any]:
        """The ids of the selected rows, in the order shown."""
        return [self._rows.id_at(index.row()) for index in sorted(self.selectionModel().selectedRows())]

    def show_id(self, wanted: object) -> bool:
        """Make the row of an id current and bring it into view; False when it is not listed."""
        place = self._rows.row_of(wanted)
        if place < 0:
            return False
        self.setCurrentIndex(self._rows.index(place, max(self.currentIndex().column(), 0)))
        return True

    def keyboardSearch(self, _search: str) -> None:
        """Typing does not jump: it would fetch every row, and letters are shortcuts here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            if self.currentIndex().isValid():
                self.opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_rows"):
            self._size()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._keeping and current.row() != previous.row():
            self.current_changed.emit(self._rows.id_at(current.row()))

    def _size(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 14)
        for place, column in enumerate(self._rows.columns):
            self.setColumnWidth(place, column.width * metrics.averageCharWidth() + 24)

    @Slot()
    def _on_about_to_reset(self) -> None:
        self._keeping = True
        self._kept = self.current_id()

    @Slot()
    def _on_reset(self) -> None:
        found = self._kept is not None and self.show_id(self._kept)
        self._keeping = False
        if self._kept is not None and not found:
            self.current_changed.emit(None)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.id_at(index.row()))


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class OutlineView(QTreeView):
    """A tree of one column with rows of one height; typing a letter does not jump, letters are shortcuts here."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(20)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.ensurePolished()  # or the first rows are laid out without the stylesheet's height

    def keyboardSearch(self, _search: str) -> None:
        """Typing does not jump."""
