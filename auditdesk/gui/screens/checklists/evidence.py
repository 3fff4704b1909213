"""The evidence of an answer: chips that lead to it, and an inline way to add more."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from auditdesk import labels
from auditdesk.core import queries
from auditdesk.core.models.enums import EvidenceKind, LinkRole
from auditdesk.core.queries import LinkedEvidence
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.checklists.keybuttons import KeyButton
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets import (
    Caption,
    ChipButton,
    FieldLabel,
    FlowLayout,
    PlainLabel,
    column,
    plain_tip,
    push_button,
    row,
)

_LISTED = 6
_TITLE = 26
_ID = Qt.ItemDataRole.UserRole
_ICONS = {
    EvidenceKind.PHOTO: "image",
    EvidenceKind.WEB_CAPTURE: "link",
    EvidenceKind.RECORD: "spreadsheet",
    EvidenceKind.LIST_EXTRACT: "spreadsheet",
    EvidenceKind.EMAIL: "text",
    EvidenceKind.INTERVIEW_NOTE: "person",
    EvidenceKind.OBSERVATION: "eye",
}


class EvidenceChip(ChipButton):
    """One item used here. `opened(item id)`, `removed(LinkedEvidence)`."""

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        self.evidence: LinkedEvidence | None = None
        super().__init__(Look("text", "", "file", ""), parent)
        self.clicked.connect(self._on_clicked)

    def show_evidence(self, evidence: LinkedEvidence) -> None:
        """Stand for another item."""
        if evidence == self.evidence:
            return
        self.evidence = evidence
        against = evidence.role == LinkRole.CONTRADICTS
        title = evidence.title if len(evidence.title) <= _TITLE else evidence.title[: _TITLE - 1].rstrip() + "…"
        words = self.tr("{code} against · {title}") if against else self.tr("{code} · {title}")
        token = "nonconforming" if against else "text"
        icon = _ICONS.get(evidence.kind, "file")
        self.set_look(Look(token, "", icon, words.format(code=evidence.code, title=title)))
        kind, role = labels.label(evidence.kind), labels.label(evidence.role).lower()
        told = self.tr("{code}, {title}. {kind}, {role}. Enter opens it, Delete takes it away from this answer.")
        told = told.format(code=evidence.code, title=evidence.title, kind=kind, role=role)
        self.setToolTip(plain_tip(told))
        self.setAccessibleDescription(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete takes away, Left and Right go to the next chip."""
        key = event.key()
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(self.evidence)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif key in {Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right}:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @Slot()
    def _on_clicked(self) -> None:
        if self.evidence is not None:
            self.opened.emit(self.evidence.item)


class EvidenceBar(QWidget):
    """The chips of an answer and the button that adds to them. `adding()` when more is wanted."""

    opened = Signal(object)
    removed = Signal(object)
    adding = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chips: list[EvidenceChip] = []
        tip = self.tr("Add files, paste, or use evidence the workbook has (E)")
        self.add = ChipButton(Look("accent", "", "plus", self.tr("Add evidence (E)")), self, tip=tip)
        self.add.clicked.connect(self.adding)
        self.name = PlainLabel(self.tr("Evidence"), self, type="caption", tone="muted")
        box = column(self, gap=4)
        box.addWidget(self.name)
        self.flow = FlowLayout()
        self.flow.addWidget(self.add)
        box.addLayout(self.flow)

    def show_evidence(self, evidence: Collection[LinkedEvidence]) -> None:
        """Show the items used by an answer."""
        while len(self.chips) < len(evidence):
            chip = EvidenceChip(self)
            chip.opened.connect(self.opened)
            chip.removed.connect(self.removed)
            self.flow.removeWidget(self.add)
            self.flow.addWidget(chip)
            self.flow.addWidget(self.add)
            QWidget.setTabOrder(chip, self.add)
            self.chips.append(chip)
        for chip, item in zip(self.chips, evidence, strict=False):
            chip.show_evidence(item)
            chip.show()
        for chip in self.chips[len(evidence) :]:
            if chip.hasFocus():
                self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            chip.hide()


class EvidenceChooser(QFrame):
    """Three ways to add evidence, by digit: files, the clipboard, or an item the workbook has."""

    files = Signal()
    paste = Signal()
    linked = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._there: frozenset[uuid.UUID] = frozenset()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Add evidence"))
        box = column(self, gap=8, margin=12)
        head = row(gap=8)
        head.addWidget(PlainLabel(self.tr("Add evidence"), self, type="heading"), 1)
        self.cancel = push_button(self.tr("Close"), self, kind="quiet", tip=self.tr("Add nothing more (Esc)"))
        self.cancel.clicked.connect(self.closed)
        head.addWidget(self.cancel)
        box.addLayout(head)
        ways = FlowLayout()
        self.from_files, self.from_clipboard = KeyButton(self), KeyButton(self)
        self.from_files.show_as("1", self.tr("Choose files…"))
        self.from_clipboard.show_as("2", self.tr("Paste from the clipboard"))
        self.from_files.clicked.connect(self.files)
        self.from_clipboard.clicked.connect(self.paste)
        ways.addWidget(self.from_files)
        ways.addWidget(self.from_clipboard)
        box.addLayout(ways)
        self.words = _LinkField(self)
        self.words.textChanged.connect(self._search)
        self.words.moved.connect(self._on_moved)
        self.words.taken.connect(self._on_taken)
        box.addWidget(FieldLabel(self.tr("3  Use evidence the workbook has"), self.words, self))
        box.addWidget(self.words)
        self.found = QListWidget(self)
        self.found.setAccessibleName(self.tr("Evidence that matches"))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemClicked.connect(self._on_clicked)
        self.nothing = Caption("", self)
        box.addWidget(self.found)
        box.addWidget(self.nothing)
        self.hide()

    def open_for(self, there: Collection[LinkedEvidence]) -> None:
        """Show the ways; what is used already is not offered."""
        self._there = frozenset(item.item for item in there)
        self.words.clear()
        self._search()
        self.show()
        self.from_files.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _search(self) -> None:
        words = self.words.text().strip()
        connection = self._desk.connection
        ids = queries.evidence_ids(connection, order="registered", down=True, words=words)
        free = [item for item in ids if item not in self._there][:_LISTED]
        self.found.clear()
        for known in queries.evidence_rows(connection, free):
            entry = QListWidgetItem(f"{known.code}   {known.title}")
            entry.setData(_ID, known.id)
            self.found.addItem(entry)
        if free:
            self.found.setCurrentRow(0)
            height = self.found.sizeHintForRow(0) * len(free) + 2 * self.found.frameWidth() + 4
            self.found.setFixedHeight(height)
        self.found.setVisible(bool(free))
        self.nothing.setVisible(not free)
        known_none = not words and not ids
        self.nothing.setText(
            self.tr("The workbook has no evidence yet.") if known_none else self.tr("No other evidence matches.")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose the way, Escape closes; no key goes further."""
        event.accept()
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif text == "1":
            self.from_files.click()
        elif text == "2":
            self.from_clipboard.click()
        elif text == "3":
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, KeyButton) or focused is self.cancel:
                focused.click()
        elif key in _MOVES:
            self.focusNextPrevChild(_MOVES[Qt.Key(key)])

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        if self.found.count():
            self.found.setCurrentRow((self.found.currentRow() + step) % self.found.count())

    @Slot()
    def _on_taken(self) -> None:
        entry = self.found.currentItem()
        if entry is not None:
            self.linked.emit(entry.data(_ID))

    @Slot(QListWidgetItem)
    def _on_clicked(self, entry: QListWidgetItem) -> None:
        self.linked.emit(entry.data(_ID))


_MOVES = {Qt.Key.Key_Down: True, Qt.Key.Key_Right: True, Qt.Key.Key_Up: False, Qt.Key.Key_Left: False}


class _LinkField(QLineEdit):
    """Type to search, arrows choose, Enter takes."""

    moved = Signal(int)
    taken = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Code, title, file name or source"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        else:
            super().keyPressEvent(event)
