"""Search as you type over questions, notes, findings and evidence; a panel over the window, no dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
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
from auditdesk.gui.widgets.text import Caption

ROWS = 40
ICONS = {"question": "checklists", "answer": "text", "finding": "findings", "evidence_item": "evidence"}
_HIT = Qt.ItemDataRole.UserRole


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
        box = column(self, gap=8, margin=12)
        for part in (self.field, self.list, self.hint):
            box.addWidget(part)
        parent.installEventFilter(self)

    def open_over(self, window: QWidget) -> None:
        """Show the panel in the upper middle of the window."""
        width = min(720, window.width() - 64)
        height = min(480, window.height() - 120)
        self.setGeometry(QRect((window.width() - width) // 2, 56, width, height))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(str)
    def _on_typed(self, typed: str) -> None:
        self.list.clear()
        hits = search.find(self.desk.connection, typed, ROWS)
        for hit in hits:
            item = QListWidgetItem(self.list)
            item.setData(_HIT, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title} {hit.excerpt}")
        if hits:
            self.list.setCurrentRow(0)
            self.hint.setText(self.tr("Enter opens, Escape closes."))
        elif typed.strip():
            self.hint.setText(self.tr("Nothing here contains these words."))
        else:
            self.hint.setText(self.tr("Every word must occur; beginnings of words are enough."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field act on the list; a click elsewhere closes."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.close_it()
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.close_it()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key == Qt.Key.Key_Escape:
            self.close_it()
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
        title = self.tr("{question} · note").format(question=hit.title) if hit.kind == "answer" else hit.title
        shapes.paint_words(painter, words, title, font, "text")
        shapes.paint_words(
            painter, words.translated(0, line + 2), " ".join(hit.excerpt.split()), shapes.sized(option.font, "caption"),
            "muted",
        )  # fmt: skip


