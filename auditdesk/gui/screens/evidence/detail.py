"""One item: its preview, and beside or below it where it comes from, what uses it, what the file is."""

from __future__ import annotations

import uuid
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QWidget

from auditdesk.core import queries
from auditdesk.core.queries import EvidencePage
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.evidence.facts import FileFacts
from auditdesk.gui.screens.evidence.form import ProvenanceForm
from auditdesk.gui.screens.evidence.looking import ItemPreview
from auditdesk.gui.screens.evidence.usedin import UsedIn
from auditdesk.gui.widgets import EmptyState, PlainLabel, column, push_button, row

_BESIDE = 120  # characters of width from which preview and form stand beside each other
_LEAST_LINES = 8  # lines of text a preview needs to be worth a look


class ItemDetail(QWidget):
    """The page of one item. `by` is the screen whose changes are made here."""

    go = Signal(str, object)
    save_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, desk: Desk, by: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.page: EvidencePage | None = None
        self.code = PlainLabel("", self, type="question")
        self.preview = ItemPreview(desk, self)
        self.form = ProvenanceForm(desk, by, self)
        self.used_in = UsedIn(desk, by, self)
        self.facts = FileFacts(self)
        self.save = push_button(self.tr("Save a copy…"), self, icon="export", tip=self.tr("Save a copy outside"))
        self.withdraw = push_button(self.tr("Withdraw"), self, icon="trash")
        self.withdraw.setToolTip(self.tr("Take this item out of use (Delete in the list)"))
        self._nothing = EmptyState(self.tr("Choose an item on the left."), "", self, icon="evidence")
        self._lay_out()
        self.preview.checked.connect(self._on_checked)
        self.save.clicked.connect(self._on_save)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.used_in.go.connect(self._on_go)
        self.show_item(None)

    def _lay_out(self) -> None:
        head = row(gap=8)
        head.setContentsMargins(16, 16, 16, 0)
        head.addWidget(self.code)
        head.addWidget(self.preview.integrity)
        head.addStretch(1)
        head.addWidget(self.save)
        head.addWidget(self.withdraw)
        pictured = QWidget(self)
        column(pictured, margin=16).addWidget(self.preview)
        pictured.setMinimumHeight(_LEAST_LINES * self.fontMetrics().height())
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(pictured)
        self.splitter.addWidget(self._lay_out_words())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([500, 500])
        told = column(gap=0)
        told.setContentsMargins(16, 0, 16, 0)
        told.addWidget(self.form.unsaved)
        page = QWidget(self)
        outer = column(page, gap=0)
        outer.addLayout(head)
        outer.addLayout(told)
        outer.addWidget(self.splitter, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self._nothing)
        column(self).addWidget(self._stack)

    def _lay_out_words(self) -> QScrollArea:
        words = QWidget(self)
        box = column(words, gap=16, margin=16)
        box.addWidget(self.form)
        box.addWidget(PlainLabel(self.tr("Used in"), words, type="heading"))
        box.addWidget(self.used_in)
        box.addWidget(PlainLabel(self.tr("File"), words, type="heading"))
        box.addWidget(self.facts)
        box.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidget(words)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard, and scroll it
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self.area

    def show_item(self, item: uuid.UUID | None) -> None:
        """Show an item, or that none is chosen."""
        page = queries.evidence_page(self._desk.connection, item) if item and self._desk.workbook else None
        self.page = page
        self._stack.setCurrentIndex(1 if page is None else 0)
        if page is None:
            self.preview.clear()
            self.form.clear()
            self.used_in.show_uses(())
            return
        self._fill(page)
        self.area.verticalScrollBar().setValue(0)
        self.preview.show_page(page)

    def refresh(self) -> None:
        """Fill again after a change made elsewhere; the preview stays, since bytes never change."""
        if self.page is None:
            return
        page = queries.evidence_page(self._desk.connection, self.page.id)
        if page is not None:
            self.page = page
            self._fill(page)

    def flush(self) -> bool:
        """Save what is pending."""
        saved = self.form.flush()
        return self.used_in.flush() and saved

    def focus_pending(self) -> None:
        """Put the keyboard where something is not saved."""
        self.form.autosave.focus_pending()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _BESIDE * self.fontMetrics().averageCharWidth()
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != way:
            self.splitter.setOrientation(way)
            self.splitter.setSizes([500, 500])

    def _fill(self, page: EvidencePage) -> None:
        self.code.setText(page.code)
        self.form.show_page(page)
        self.used_in.show_uses(queries.uses(self._desk.connection, page.id))
        self.facts.show_page(page)
        stops = (self.form.description, *self.used_in.stops(), self.facts.copy, self.save, self.withdraw)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    @Slot(bool)
    def _on_checked(self, sound: bool) -> None:
        """Bytes that are not what was taken in leave the workbook by no door."""
        self.save.setEnabled(sound)
        told = self.tr("Save a copy outside the workbook")
        self.save.setToolTip(told if sound else self.tr("Not while the bytes are altered or missing"))

    @Slot()
    def _on_save(self) -> None:
        self.save_wanted.emit()

    @Slot()
    def _on_withdraw(self) -> None:
        self.withdraw_wanted.emit()

    @Slot(str, object)
    def _on_go(self, kind: str, identity: uuid.UUID) -> None:
        self.go.emit(kind, identity)
