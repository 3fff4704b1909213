"""Long lists: instant, read when seen, the current row stays."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from auditdesk.gui.tables import Column, RowsModel, RowsView
from tests.gui.helpers import Heard, wait_until

COUNT = 100_000


class Shelf:
    """Ids and rows as a query would give them."""

    def __init__(self, count=COUNT):
        self.all = list(range(count))
        self.fetched = []
        self.names = {}

    def ids(self):
        return self.all

    def fetch(self, ids):
        self.fetched.append(len(ids))
        return [None if one == 7 else (one, self.names.get(one, f"<b>Question {one}</b>")) for one in ids]


COLUMNS = [
    Column("code", "Code", text=lambda row: f"A{row[0]}", tone=lambda _: "conforms", icon=lambda _: "check"),
    Column("text", "Question", text=lambda row: row[1], accessible=lambda row: f"Question {row[0]}", right=True),
]


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def model(app, shelf):
    return RowsModel(COLUMNS, shelf.ids, shelf.fetch, app)


@pytest.fixture
def view(model):
    view = RowsView(model, name="Questions")
    view.resize(600, 400)
    view.show()
    return view


def test_qt_finds_no_fault_with_the_model(app):
    shelf = Shelf(1000)
    model = RowsModel(COLUMNS, shelf.ids, shelf.fetch, app)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, app)

    model.refresh()
    shelf.all = shelf.all[:10]
    model.refresh()
    model.rows_changed([3, 999])

    tester.deleteLater()


def test_a_hundred_thousand_rows_are_there_at_once_and_hardly_read(view, shelf, model):
    begun = time.perf_counter()

    model.refresh()
    view.scrollToBottom()
    view.grab()

    assert time.perf_counter() - begun < 2  # a guard against reading all rows, not a measurement
    assert model.rowCount() == COUNT
    assert sum(shelf.fetched) < 2000


def test_a_page_is_read_once(model, shelf):
    for row in range(50):
        model.index(row, 0).data()

    assert len(shelf.fetched) == 1


def test_roles(model):
    index = model.index(1, 1)

    assert index.data() == "<b>Question 1</b>"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<span>&lt;b&gt;Question 1&lt;/b&gt;</span>"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Question 1"
    assert index.data(Qt.ItemDataRole.EditRole) is None
    assert model.index(1, 0).data(Qt.ItemDataRole.ForegroundRole).color().name() == "#1a7f5a"
    assert not model.index(1, 0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_row_that_is_gone_is_empty(model):
    assert model.index(7, 0).data() is None


def test_a_changed_row_is_read_again(model, shelf):
    heard = Heard(model.dataChanged)
    model.index(5, 1).data()

    shelf.names[5] = "new"
    model.rows_changed([5])

    assert model.index(5, 1).data() == "new"
    assert len(heard.values) == 1


def test_sorting_is_left_to_the_owner(model, view):
    heard = Heard(model.order_changed)

    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)

    assert heard.values == [("text", True)]


def test_the_current_row_stays_when_the_order_changes(model, view, shelf):
    view.show_id(500)
    heard = Heard(view.current_changed)

    shelf.all = list(reversed(shelf.all))
    model.refresh()

    assert view.current_id() == 500
    assert heard.values == []


def test_a_current_row_that_vanished_is_told(model, view, shelf):
    view.show_id(500)
    heard = Heard(view.current_changed)

    shelf.all = shelf.all[:100]
    model.refresh()

    assert heard.values == [None]


def test_walking_and_opening_by_keyboard(view):
    view.setFocus()
    wait_until(view.hasFocus)
    view.show_id(2)
    moved, opened = Heard(view.current_changed), Heard(view.opened)

    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert moved.values == [3]
    assert opened.values == [3]
    assert view.selected_ids() == [3]


def test_typing_a_letter_reads_nothing(view, shelf):
    view.grab()
    before = len(shelf.fetched)

    QTest.keyClick(view, Qt.Key.Key_Z)

    assert len(shelf.fetched) == before


def test_an_empty_list_is_no_trouble(app):
    model = RowsModel(COLUMNS, list, lambda _: [], app)
    view = RowsView(model)

    assert view.current_id() is None
    assert view.selected_ids() == []
    assert not view.show_id(1)
    assert not model.index(0, 0).isValid()
    assert model.data(QModelIndex()) is None
    view.deleteLater()
