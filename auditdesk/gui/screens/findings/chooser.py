"""Find an item of evidence by typing, and link it: Down and Up to walk, Enter to link, Escape to leave."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from auditdesk.core import queries
from auditdesk.gui import icons
from auditdesk.gui.desk import Desk
from auditdesk.gui.vocabulary import evidence_icon, word
from auditdesk.gui.widgets import Caption, column, plain_tip, visible

SHOWN = 6
_MOST = 50


class EvidenceChooser(QFrame):
    """A field and what matches it. `chosen(id)` when one is taken, `left` when the person goes back."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._without: frozenset[uuid.UUID] = frozenset()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Number or title, then Enter"))
        self.field.setAccessibleName(self.tr("Find evidence to link"))
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("walked", True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setAccessibleName(self.tr("Matching evidence"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.remark = Caption("", self)
        box = column(self, gap=4)
        box.addWidget(self.field)
        box.addWidget(self.list)
        box.addWidget(self.remark)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.list.itemClicked.connect(self._on_clicked)
        self.hide()

    def open_without(self, linked: Collection[uuid.UUID]) -> None:
        """Open, leaving out what is linked already."""
        self._without = frozenset(linked)
        self.field.clear()
        self._fill()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._take(self.list.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
            return True
        return False

    def _fill(self) -> None:
        connection = self._desk.connection
        words = self.field.text().strip()
        ids = [item for item in queries.evidence_ids(connection, words=words) if item not in self._without]
        self.list.clear()
        for line in queries.evidence_rows(connection, ids[:_MOST]):
            text = self.tr("{code}  {title}").format(code=line.code, title=visible(line.title))
            entry = QListWidgetItem(icons.icon(evidence_icon(line.kind), "muted"), text)
            entry.setData(Qt.ItemDataRole.UserRole, line.id.hex)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {word(line.kind)}")
            entry.setToolTip(plain_tip(text))
            self.list.addItem(entry)
        if self.list.count():
            self.list.setCurrentRow(0)
            high = self.list.sizeHintForRow(0) * min(self.list.count(), SHOWN) + 2 * self.list.frameWidth() + 2
            self.list.setFixedHeight(high)
        self.list.setVisible(self.list.count() > 0)
        self.remark.setText(self._say(words))
        self.remark.setVisible(bool(self.remark.text()))

    def _say(self, words: str) -> str:
        if self.list.count():
            return ""
        if words:
            return self.tr("Nothing not yet linked matches “{words}”.").format(words=visible(words))
        return self.tr("No evidence is left to link. Add a file.")

    def _take(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            self.hide()
            self.chosen.emit(uuid.UUID(entry.data(Qt.ItemDataRole.UserRole)))

    @Slot()
    def _on_typed(self) -> None:
        if self.isVisible():
            self._fill()

    @Slot(QListWidgetItem)
    def _on_clicked(self, entry: QListWidgetItem) -> None:
        self._take(entry)
