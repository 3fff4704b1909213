"""The left pane: which pack, which questions, and the list of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSizePolicy, QWidget

from auditdesk.core import queries
from auditdesk.core.queries import OutlineRow, PackRow
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.checklists.outlinemodel import OutlineModel
from auditdesk.gui.screens.checklists.outlineview import OutlineView
from auditdesk.gui.widgets import Caption, column, row

TYPING_MS = 120


class OutlinePane(QFrame):
    """The questions of one pack under a filter. `chosen(question id)` when a person comes to one, `listed` after
    another filter.
    """

    chosen = Signal(object)
    pack_chosen = Signal(object)
    listed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.pack: uuid.UUID | None = None
        self._open = self._flagged = 0
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.reload)
        self.setAccessibleName(self.tr("Outline"))
        self.packs = _combo(self, self.tr("Checklist"))
        self.words = _FilterField(self)
        self.words.textChanged.connect(self._on_words)
        self.words.left.connect(self._on_words_left)
        self.only = _combo(self, self.tr("Which questions"))
        for key, words in self._filters():
            self.only.addItem(words, key)
        self.tier = _combo(self, self.tr("Tier"))
        self.model = OutlineModel(self)
        self.view = OutlineView(self.model, self)
        self.view.chosen.connect(self.chosen)
        self.counts = Caption("", self, wrap=False)
        self.packs.activated.connect(self._on_pack)
        self.only.activated.connect(self.reload)
        self.tier.activated.connect(self.reload)
        self._lay_out()

    def _lay_out(self) -> None:
        box = column(self, gap=0)
        head = column(gap=8)
        head.setContentsMargins(12, 12, 12, 8)
        head.addWidget(self.packs)
        head.addWidget(self.words)
        choices = row(gap=8)
        choices.addWidget(self.only, 1)
        choices.addWidget(self.tier, 1)
        head.addLayout(choices)
        box.addLayout(head)
        box.addWidget(self.view, 1)
        foot = row(gap=8)
        foot.setContentsMargins(16, 8, 12, 8)
        foot.addWidget(self.counts, 1)
        box.addLayout(foot)

    def _filters(self) -> tuple[tuple[str, str], ...]:
        return (
            ("all", self.tr("All questions")),
            ("open", self.tr("Open")),
            ("flagged", self.tr("Flagged")),
            ("gate", self.tr("Gates")),
            ("no_evidence", self.tr("Without evidence")),
            ("nonconforming", self.tr("Does not or partly conform")),
            ("unable", self.tr("Unable to verify")),
            ("changed", self.tr("Changed today")),
            ("mine", self.tr("Mine")),
        )

    # ---- filling ----------------------------------------------------------------------------------------------------
    def load(self, packs: tuple[PackRow, ...], pack: uuid.UUID) -> None:
        """Offer the packs and list the questions of one."""
        self.packs.clear()
        for known in packs:
            self.packs.addItem(known.title, known.id.hex)  # found again by its text only
        self.packs.setVisible(len(packs) > 1)
        self.show_pack(pack)

    def show_pack(self, pack: uuid.UUID) -> None:
        """List the questions of a pack, all of them."""
        self.pack = pack
        self.packs.setCurrentIndex(self.packs.findData(pack.hex))
        tiers = queries.tiers(self._desk.connection, pack)
        self.tier.clear()
        self.tier.addItem(self.tr("All tiers"), "")
        for tier in tiers:
            self.tier.addItem(tier, tier)
        self.tier.setVisible(bool(tiers))
        self.show_all()

    def show_all(self) -> None:
        """Drop every filter."""
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        self.only.setCurrentIndex(0)
        self.tier.setCurrentIndex(0)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """List the questions under the filters as they are now."""
        self._typing.stop()
        if self.pack is None or self._desk.workbook is None:
            return
        midnight = dt.datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        tier = self.tier.currentData()
        self.model.set_rows(
            queries.outline(
                self._desk.connection,
                self.pack,
                only=self.only.currentData(),
                words=self.words.text(),
                me=self._desk.workbook.actor,
                since=midnight,
                tiers=[tier] if tier else (),
            )
        )
        self._count()
        if self._current is not None:
            self.view.show_question(self._current)
        self.listed.emit()

    _current: uuid.UUID | None = None

    @property
    def filtered(self) -> bool:
        """Whether some questions may be left out."""
        return bool(self.only.currentIndex() > 0 or self.words.text().strip() or self.tier.currentData())

    def show_question(self, question: uuid.UUID) -> None:
        """Make a question current; when it is not listed, no row is."""
        self._current = question
        self.view.show_question(question)

    def next_open(self, question: uuid.UUID) -> uuid.UUID | None:
        """The next open question: of the list when it is filtered, else of the whole pack; goes round at the end."""
        if self.filtered:
            return self.model.next_open(question)
        return queries.next_open(self._desk.connection, question)

    def nothing_open(self, this_is: bool) -> str:
        """Why there is no next open question; `this_is` when the one in view still is."""
        if self.filtered:
            return self.tr("No other question in this list is open.")
        if this_is:
            return self.tr("This is the last open question of this checklist.")
        return self.tr("Every question of this checklist is answered.")

    def is_before(self, one: uuid.UUID, other: uuid.UUID) -> bool:
        """Whether a listed question stands above another."""
        return 0 < self.model.place_of(one) < self.model.place_of(other)

    def refresh(self, questions: Iterable[uuid.UUID], *, count: bool) -> None:
        """Read some lines again, and when they may have changed the counts."""
        asked = list(questions)
        for start in range(0, len(asked), 500):
            self.model.replace_rows(queries.outline_rows(self._desk.connection, asked[start : start + 500]))
        if count:
            self._count()

    def mark(self, question: uuid.UUID, *, opened: int, flagged: int, **marks: Any) -> None:
        """Take over the marks of one question; `opened` and `flagged` say by how much the counts change."""
        self.model.mark(question, **marks)
        if opened or flagged:
            self._open += opened
            self._flagged += flagged
            self._tell()

    def _count(self) -> None:
        if self.pack is not None:
            self._open, self._flagged = queries.pack_counts(self._desk.connection, self.pack)
            self._tell()

    def _tell(self) -> None:
        words = self.tr("{open} open · {flagged} flagged").format(open=self._open, flagged=self._flagged)
        if self.filtered:
            shown = self.tr("{words} · {count} listed")
            words = shown.format(words=words, count=self.model.questions)
        self.counts.setText(words)

    # ---- what the person does ---------------------------------------------------------------------------------------
    @Slot()
    def _on_words(self) -> None:
        self._typing.start()

    @Slot()
    def _on_words_left(self) -> None:
        if self._typing.isActive():
            self.reload()
        first = self.model.first_question()
        if first is not None and (self._current is None or not self.model.place_of(self._current)):
            self.chosen.emit(first)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_pack(self) -> None:
        pack = uuid.UUID(self.packs.currentData())
        if pack != self.pack:
            self.pack_chosen.emit(pack)


class _FilterField(QLineEdit):
    """Type to filter; Enter or Down goes to the list, Escape empties it."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Filter by words"))
        self.setAccessibleName(self.tr("Filter by words in code, question and note"))
        self.setToolTip(self.accessibleName())
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)


def _combo(parent: QWidget, name: str) -> QComboBox:
    combo = QComboBox(parent)
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(4)
    return combo


__all__ = ["OutlinePane", "OutlineRow"]
