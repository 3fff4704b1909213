"""The outline as a list: painted rows of one height, arrows to walk, sections that fold.

A table of one column and no list view: at every changed row a list view lays out all its rows again (40 ms at 20 000).
"""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from auditdesk.core.queries import OutlineRow
from auditdesk.gui import tokens
from auditdesk.gui.screens.checklists.outlinemodel import OutlineModel
from auditdesk.gui.vocabulary import result_look
from auditdesk.gui.widgets import shapes

Index = QModelIndex | QPersistentModelIndex
_STEP = 12  # a level of sections is set in by this much
_EDGE = 8
_MARK = 16


class OutlineView(QTableView):
    """Shows an OutlineModel. `chosen(question id)` when a person comes to a question."""

    chosen = Signal(object)

    def __init__(self, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline = model
        self._moving = False
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(self.tr("Questions"))
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._size()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The list fills its pane; which row has the keyboard is painted on the row itself.
        self.setStyleSheet(
            "QTableView { border: none; border-radius: 0; background: transparent;"
            " selection-background-color: transparent; }"
            "QTableView::item, QTableView::item:hover, QTableView::item:selected"
            " { border: none; background: transparent; }"
        )

    @property
    def outline(self) -> OutlineModel:
        """What is shown."""
        return self._outline

    def show_question(self, question: uuid.UUID) -> None:
        """Make a question current and bring it into view, without choosing it."""
        self._moving = True
        at = self._outline.reveal(question)
        index = self._outline.index(at) if at >= 0 else QModelIndex()
        if index != self.currentIndex():
            if index.isValid():
                self._bring(at)
            self.setCurrentIndex(index)
        self._moving = False

    def _bring(self, at: int) -> None:
        """A row out of sight comes to the upper part, so that a walk does not scroll at every step."""
        height = self.verticalHeader().defaultSectionSize()
        top, bottom = at * height, (at + 1) * height
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() or bottom + height > bar.value() + seen:
            bar.setValue(max(top - seen // 4, 0))

    def fold(self, at: int, folded: bool) -> None:
        """Fold or open the section at a place; it becomes the current row."""
        self._moving = True
        self._outline.fold(at, folded)
        self.setCurrentIndex(self._outline.index(at))
        self._moving = False

    # ---- keys and pointer -------------------------------------------------------------------------------------------
    def keyboardSearch(self, _search: str) -> None:
        """Letters and digits answer here; they do not jump."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk and fold; every other key belongs to the question."""
        key = event.key()
        if key in _WALK:
            super().keyPressEvent(event)
        elif key in _ENDS:
            self.setCurrentIndex(self._outline.index(_ENDS[Qt.Key(key)] % max(self._outline.rowCount(), 1)))
        elif key in _FOLD and self._fold_by_key(key):
            event.accept()
        else:
            event.ignore()

    def _fold_by_key(self, key: int) -> bool:
        at = self.currentIndex().row()
        row = self._outline.row_at(at)
        if row is None:
            return False
        if row.question is not None:
            section = self._outline.section_of(at)
            if key != Qt.Key.Key_Left or section < 0:
                return False
            self.setCurrentIndex(self._outline.index(section))
            return True
        folded = self._outline.is_folded(row)
        wanted = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}.get(Qt.Key(key), not folded)
        self.fold(at, wanted)
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint()).row()
        row = self._outline.row_at(at)
        if row is not None and row.question is None and event.button() == Qt.MouseButton.LeftButton:
            self.fold(at, not self._outline.is_folded(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self._outline.row_at(current.row())
        if not self._moving and row is not None and row.question is not None:
            self.chosen.emit(row.question)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._size()

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._outline.questions:
            return
        painter = QPainter(self.viewport())
        painter.setPen(tokens.current().colour("muted"))
        room = self.viewport().rect().adjusted(16, 16, -16, -16)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.tr("No question matches the filter."))
        painter.end()


_WALK = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_FOLD = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}


class _Painter(QStyledItemDelegate):
    """Draws a row: how it is answered, code and title, and at the right gate, evidence and flag."""

    def __init__(self, view: OutlineView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._view.outline.row_at(index.row())
        if row is None:
            return
        rect = QRect(option.rect)
        self._paint_ground(painter, rect, option.state)
        if row.question is None:
            self._paint_section(painter, rect, row, index.row(), option.font)
        else:
            self._paint_question(painter, rect, row, index.row(), option.font)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        theme = tokens.current()
        current = bool(state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        inside = rect.adjusted(4, 1, -4, -1)
        if current:
            ground = theme.colour("selection" if focused else "selection_idle")
            shapes.paint_box(painter, inside, ground, theme.colour("accent") if focused else None, radius=4)
            painter.fillRect(QRect(inside.left(), inside.top() + 4, 3, inside.height() - 8), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            shapes.paint_box(painter, inside, theme.colour("hover"), None, radius=4)

    def _paint_section(self, painter: QPainter, rect: QRect, row: OutlineRow, at: int, font: QFont) -> None:
        left = rect.left() + _EDGE + row.depth * _STEP
        middle = rect.center().y()
        chevron = "chevron-right" if self._view.outline.is_folded(row) else "chevron-down"
        shapes.paint_icon(painter, chevron, "muted", QRect(left, middle - 7, _MARK, _MARK))
        answered, total = self._view.outline.counts_at(at)
        small = shapes.sized(font, "caption")
        words = f"{answered}/{total}"
        wide = shapes.text_width(small, words) + 2
        right = rect.right() - _EDGE - 4 - wide
        token = "conforms" if total and answered == total else "muted"
        shapes.paint_words(painter, QRect(right, rect.top(), wide, rect.height()), words, small, token)
        room = QRect(QPoint(left + _MARK + 4, rect.top()), QPoint(right - 8, rect.bottom()))
        shapes.paint_words(painter, room, row.title, shapes.sized(font, "body", tokens.SEMIBOLD), "text")

    def _paint_question(self, painter: QPainter, rect: QRect, row: OutlineRow, at: int, font: QFont) -> None:
        left = rect.left() + _EDGE + self._view.outline.depth_at(at) * _STEP
        middle = rect.center().y()
        look = result_look(row.result) if row.result else None
        mark = QRect(left, middle - 7, _MARK, _MARK)
        shapes.paint_icon(painter, look.icon if look else "open", look.token if look else "muted", mark)
        right = self._paint_marks(painter, rect, row, font)
        room = QRect(QPoint(left + _MARK + 8, rect.top()), QPoint(right - 4, rect.bottom()))
        bold = shapes.sized(font, "body", tokens.SEMIBOLD if row.result is None else tokens.REGULAR)
        wide = shapes.text_width(bold, row.code)
        shapes.paint_words(painter, QRect(room.left(), room.top(), wide + 2, room.height()), row.code, bold, "text")
        room.setLeft(room.left() + wide + 8)
        shapes.paint_words(painter, room, row.title, shapes.sized(font, "body"), "muted")

    def _paint_marks(self, painter: QPainter, rect: QRect, row: OutlineRow, font: QFont) -> int:
        """Gate, evidence count and flag from the right; returns where they begin."""
        right, middle = rect.right() - _EDGE - 4, rect.center().y()
        if row.flag:
            right -= 14
            shapes.paint_icon(painter, "flag", "accent", QRect(right, middle - 6, 14, 14))
            right -= 4
        if row.evidence:
            small = shapes.sized(font, "caption")
            wide = shapes.text_width(small, str(row.evidence)) + 1
            right -= wide
            room = QRect(right, rect.top(), wide, rect.height())
            shapes.paint_words(painter, room, str(row.evidence), small, "muted")
            right -= 14
            shapes.paint_icon(painter, "evidence", "muted", QRect(right, middle - 6, 12, 12))
            right -= 4
        if row.gate:
            right -= 14
            shapes.paint_icon(painter, "gate", "critical", QRect(right, middle - 6, 14, 14))
            right -= 4
        return right
