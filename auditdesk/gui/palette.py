"""Search as you type over questions, notes, findings and evidence; a panel over the window, no dialog."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from auditdesk.core import search
from auditdesk.gui import tokens
from auditdesk.gui.desk import Desk
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.layouts import column
from auditdesk.gui.widgets.text import Caption, visible

ROWS = 40
ICONS = {"question": "checklists", "answer": "text", "finding": "findings", "evidence_item": "evidence"}
_HIT = Qt.ItemDataRole.UserRole
_CALLED = Qt.ItemDataRole.UserRole + 1


class SearchPalette(QFrame):
    """Typing searches, arrows choose, Enter goes there (`chosen(kind, id)`), Escape closes. Lives for one search."""

    chosen = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("kind", "card")
        self.setObjectName("search-palette")
        self.setAccessibleName(self.tr("Find"))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in questions, notes, findings and evidence"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.textEdited.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._on_clicked)
        self.hint = Caption(self.tr("Every word must occur; beginnings of words are enough."), self)
        self._box = box = column(self, gap=8, margin=12)
        for part in (self.field, self.list, self.hint):
            box.addWidget(part)
        self._came_from: QWidget | None = None
        self._room = 0
        parent.installEventFilter(self)
        desk.closing.connect(self.close_it)

    def open_over(self, window: QWidget) -> None:
        """Show the panel in the upper middle of the window."""
        self._came_from = window.focusWidget()
        width = min(720, window.width() - 64)
        self._room = min(480, window.height() - 120)
        self.setGeometry(QRect((window.width() - width) // 2, 56, width, self._room))
        self._fit()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _called(self, hit: search.Hit) -> str:
        return self.tr("{question} · note").format(question=hit.title) if hit.kind == "answer" else hit.title

    def _fit(self) -> None:
        """As high as what was found, as far as there is room."""
        count = self.list.count()
        self.list.setVisible(count > 0)
        self._box.activate()
        others = self.field.sizeHint().height() + self.hint.sizeHint().height() + 2 * self._box.spacing() + 24
        self.list.setFixedHeight(min(count * self.list.sizeHintForRow(0) + 8, max(self._room - others, 0)))
        self._box.activate()
        self.resize(self.width(), self.sizeHint().height())

    @Slot(str)
    def _on_typed(self, typed: str) -> None:
        self.list.clear()
        hits = search.find(self.desk.connection, typed, ROWS)
        for hit in hits:
            item = QListWidgetItem(self.list)
            item.setData(_HIT, hit)
            item.setData(_CALLED, self._called(hit))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{self._called(hit)}: {hit.excerpt}")
        if hits:
            self.list.setCurrentRow(0)
            self.hint.setText(self.tr("Enter opens, Escape closes."))
        elif typed.strip():
            self.hint.setText(self.tr("Nothing here contains these words."))
        else:
            self.hint.setText(self.tr("Every word must occur; beginnings of words are enough."))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field act on the list; a click elsewhere closes."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._on_left(event.reason())
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.close_it()
        return False

    def _on_left(self, reason: Qt.FocusReason) -> None:
        if reason != Qt.FocusReason.PopupFocusReason:  # its own menu, for pasting
            self.close_it()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key == Qt.Key.Key_Escape:
            self._go_back()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        elif key in moves and self.list.count():
            row = self.list.currentRow() + moves[Qt.Key(key)]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        else:
            return False
        return True

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        hit: search.Hit = item.data(_HIT)
        self.close_it()
        self.chosen.emit(hit.kind, hit.id)

    def _go_back(self) -> None:
        back = self._came_from
        self.close_it()
        if back is not None and shiboken6.isValid(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_it(self) -> None:
        """Let the panel go; it holds words of the workbook and is not kept."""
        if self.isHidden():
            return
        self.hide()
        self.deleteLater()


class _HitDelegate(QStyledItemDelegate):
    """Two lines a hit: what it is called, and the words found. Painted as plain text."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, 2 * option.fontMetrics.height() + 14)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: search.Hit = index.data(_HIT)
        theme = tokens.current()
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.tint("accent"))
        shapes.paint_icon(painter, ICONS[hit.kind], "muted", QRect(rect.left() + 8, rect.top() + 8, 16, 16))
        line = option.fontMetrics.height()
        words = QRect(rect.left() + 34, rect.top() + 5, rect.width() - 42, line + 2)
        font = shapes.sized(option.font, "body", tokens.SEMIBOLD)
        shapes.paint_words(painter, words, visible(index.data(_CALLED)), font, "text")
        shapes.paint_words(
            painter, words.translated(0, line + 2), visible(" ".join(hit.excerpt.split())),
            shapes.sized(option.font, "caption"), "muted",
        )  # fmt: skip
