"""Where an item comes from: who took it, when, where, how, and who may see it. Typed text saves itself."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from auditdesk.core import collecting, queries
from auditdesk.core.models.base import SHORT
from auditdesk.core.models.enums import CollectionMethod, Distribution, EvidenceKind
from auditdesk.core.queries import EvidencePage
from auditdesk.gui.autosave import Autosave, KeptRemark, Unreadable
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.evidence.moments import read_moment, say_moment
from auditdesk.gui.vocabulary import Look, evidence_icon, word
from auditdesk.gui.widgets import Caption, Choice, PlainText, column, labelled, visible


class ProvenanceForm(QWidget):
    """The fields of one item. `by` is the screen whose changes these are; the owner shows `unsaved` in sight."""

    def __init__(self, desk: Desk, by: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._by = desk, by
        self._item: uuid.UUID | None = None
        self.autosave = Autosave(self._save, self)
        self._make_fields()
        self._watch_fields()
        self._lay_out()

    def _make_fields(self) -> None:
        self.title = QLineEdit(self)
        self.title.setMaxLength(SHORT)
        self.kind = Choice([(kind, Look("muted", "", evidence_icon(kind), word(kind))) for kind in EvidenceKind], self)
        self.method = Choice([(method, word(method)) for method in CollectionMethod], self)
        self.source = PlainText(self, min_lines=1, max_lines=5)
        self.captured_at = QLineEdit(self)
        self.captured_at.setPlaceholderText("2026-05-12 14:30 +02:00")
        self.captured_by = QLineEdit(self)
        self.captured_by.setMaxLength(SHORT)
        self.place = QLineEdit(self)
        self.place.setMaxLength(SHORT)
        self.language = QLineEdit(self)
        self.language.setMaxLength(16)
        self.level = Choice([(level, word(level)) for level in Distribution], self)
        self.description = PlainText(self, min_lines=2, max_lines=10)
        self.title_remark = Caption("", self)
        self.title_remark.set_tone("nonconforming")
        self.title_remark.hide()
        self.captured_remark = Caption("", self)
        self.level_remark = Caption("", self)
        self.unsaved = KeptRemark(self.autosave, self)

    def _watch_fields(self) -> None:
        self._texts: dict[str, QLineEdit | PlainText] = {
            "title": self.title,
            "source": self.source,
            "captured_at": self.captured_at,
            "captured_by": self.captured_by,
            "place": self.place,
            "language": self.language,
            "description": self.description,
        }
        readers = {"title": self._read_title, "captured_at": self._read_captured_at}
        for name, field in self._texts.items():
            self.autosave.watch(name, field, readers.get(name))
        self.autosave.doubted.connect(self._on_doubted)
        self.autosave.tried.connect(self._on_tried)
        self.kind.chosen.connect(self._on_kind)
        self.method.chosen.connect(self._on_method)
        self.level.chosen.connect(self._on_level)

    def _lay_out(self) -> None:
        outer = column(self, gap=12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        title = labelled(self.tr("Title"), self.title, self)
        title.addWidget(self.title_remark)
        captured = labelled(self.tr("Captured at"), self.captured_at, self)
        captured.addWidget(self.captured_remark)
        level = labelled(self.tr("Distribution level"), self.level, self)
        level.addWidget(self.level_remark)
        grid.addLayout(title, 0, 0, 1, 2)
        grid.addLayout(labelled(self.tr("Kind"), self.kind, self), 1, 0)
        grid.addLayout(labelled(self.tr("How it came to us"), self.method, self), 1, 1)
        grid.addLayout(labelled(self.tr("Source"), self.source, self), 2, 0, 1, 2)
        grid.addLayout(captured, 3, 0)
        grid.addLayout(self._beside(self.tr("Captured by"), self.captured_by), 3, 1)
        grid.addLayout(labelled(self.tr("Place"), self.place, self), 4, 0)
        grid.addLayout(labelled(self.tr("Language"), self.language, self), 4, 1)
        grid.addLayout(level, 5, 0, 1, 2)
        grid.addLayout(labelled(self.tr("Description"), self.description, self), 6, 0, 1, 2)
        outer.addLayout(grid)
        self.source.setPlaceholderText(self.tr("From whom or where, in words that expose nobody"))
        self.captured_by.setPlaceholderText(self.tr("Who took it"))
        self.place.setPlaceholderText(self.tr("Site, building, line"))
        self.language.setPlaceholderText(self.tr("such as en or zh"))
        self.description.setPlaceholderText(self.tr("What it shows, and what it does not show"))

    def _beside(self, name: str, field: QWidget) -> QVBoxLayout:
        box = labelled(name, field, self)
        box.addStretch(1)
        return box

    # ---- showing ----------------------------------------------------------------------------------------------------
    def show_page(self, page: EvidencePage) -> None:
        """Show an item's fields. What is pending for another item must be saved or given up before."""
        if page.id != self._item:
            self.autosave.forget()
            self._item = page.id
            self._tell_captured("")
        for name in ("title", "source", "captured_by", "place", "language", "description"):
            self.autosave.fill(name, getattr(page, name))
        self.autosave.fill("captured_at", say_moment(page.captured_at))
        for choice, value in ((self.kind, page.kind), (self.method, page.method), (self.level, page.level)):
            choice.set_value(value)
        self._tell_level(page.level)
        if not self.autosave.pending:
            self._tell_title("" if visible(page.title) == page.title else self._say_hidden())

    def clear(self) -> None:
        """Hold nothing."""
        self._item = None
        self.autosave.forget()

    def flush(self) -> bool:
        """Save what is pending; an empty title gives way to the one that is stored."""
        saved = self.autosave.flush()
        if self.autosave.pending == ("title",) and not self.title.text().strip():
            self.autosave.forget()
            self._refill()
            return True
        return saved

    # ---- saving -----------------------------------------------------------------------------------------------------
    def _save(self, name: str, value: object) -> bool:
        return self._describe(**{name: value})

    def _describe(self, **values: object) -> bool:
        if self._item is None:
            return True
        return self._desk.do_by(self._by, collecting.describe_evidence, self._item, **values) is not None

    def _refill(self) -> None:
        if self._item is not None and self._desk.workbook is not None:
            page = queries.evidence_page(self._desk.connection, self._item)
            if page is not None:
                self.show_page(page)

    def _read_title(self) -> object:
        if not self.title.text().strip():
            raise Unreadable(self.tr("An item needs a title; the last one is kept."))
        return self.title.text()

    def _read_captured_at(self) -> object:
        try:
            return read_moment(self.captured_at.text())
        except ValueError:
            sentence = self.tr("Not saved: write date, time and zone, such as 2026-05-12 14:30 +02:00.")
            raise Unreadable(sentence) from None

    @Slot(str, str)
    def _on_doubted(self, name: str, sentence: str) -> None:
        if name == "captured_at":
            self._tell_captured(sentence)
        if name == "title":
            self._tell_title(sentence)
        field = self._texts[name]
        field.setProperty("wrong", bool(sentence))
        field.style().unpolish(field)
        field.style().polish(field)

    @Slot()
    def _on_tried(self) -> None:
        if not self.captured_at.hasFocus():
            self._refill()

    @Slot(object)
    def _on_kind(self, kind: EvidenceKind) -> None:
        self._choose(kind=kind)

    @Slot(object)
    def _on_method(self, method: CollectionMethod) -> None:
        self._choose(method=method)

    @Slot(object)
    def _on_level(self, level: Distribution) -> None:
        self._choose(level=level)
        self._tell_level(self.level.value())

    def _choose(self, **values: object) -> None:
        if not self._describe(**values):
            self._refill()  # the list shows again what is stored

    # ---- remarks ----------------------------------------------------------------------------------------------------
    def _tell_title(self, sentence: str) -> None:
        self.title_remark.setText(sentence)
        self.title_remark.setVisible(bool(sentence))

    def _say_hidden(self) -> str:
        return self.tr("The title has characters that hide or turn text, so it may not read as it is. Write it anew.")

    def _tell_captured(self, sentence: str) -> None:
        usual = self.tr("Date, time and zone; without a zone, this computer's is meant")
        self.captured_remark.setText(sentence or usual)
        self.captured_remark.set_tone("nonconforming" if sentence else "muted")

    def _tell_level(self, level: Distribution) -> None:
        if level is Distribution.INTERNAL:
            told = self.tr("Withheld from the client edition, which prints only its number and kind.")
        else:
            told = self.tr("Shown in the client edition, with source and description.")
        self.level_remark.setText(told)
