"""What is in a checklist file before it is added: counts, languages, licence, and everything odd about it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.layouts import column, labelled, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, PlainText

if TYPE_CHECKING:
    from auditdesk.packs.imports import ImportRemark, ImportReport
    from auditdesk.packs.schema import Pack, Section

LONGEST = 400
"""Remarks of one kind that are listed; the number says how many there are."""


def kind_words(kind: str) -> str:
    """The name of a kind of question."""
    translate = QCoreApplication.translate
    words = {
        "conformity": translate("kinds", "conformity"),
        "choice": translate("kinds", "one of a list"),
        "choices": translate("kinds", "several of a list"),
        "text": translate("kinds", "text"),
        "number": translate("kinds", "number"),
        "percentage": translate("kinds", "percentage"),
        "date": translate("kinds", "date"),
        "fact": translate("kinds", "fact"),
        "table": translate("kinds", "table"),
    }
    return words.get(kind, kind.replace("_", " "))


def remark_words(kind: str) -> str:
    """The heading over remarks of one kind."""
    translate = QCoreApplication.translate
    words = {
        "left_out": translate("remarks", "Fields a pack has no place for"),
        "kept_in_source": translate("remarks", "Fields kept as a note in the source"),
        "choices": translate("remarks", "Choices left out"),
        "no_choices": translate("remarks", "Choice questions without choices"),
        "circle": translate("remarks", "Nodes under themselves"),
        "orphan": translate("remarks", "Nodes whose parent is missing"),
        "no_depth": translate("remarks", "Nodes without depth"),
        "depends_on": translate("remarks", "Conditions that could not be kept"),
        "duplicate": translate("remarks", "Nodes that occur twice"),
        "duplicate_key": translate("remarks", "Fields written twice"),
        "html": translate("remarks", "Texts with HTML, shown as typed"),
        "control": translate("remarks", "Texts with control characters"),
        "no_break_space": translate("remarks", "Texts with no-break spaces"),
        "language": translate("remarks", "Languages that are not known"),
        "incomplete": translate("remarks", "Languages that are not complete"),
        "licence": translate("remarks", "Licence"),
        "no_ref_id": translate("remarks", "Questions without a number of their own"),
        "same_ref_id": translate("remarks", "Numbers used more than once"),
        "no_text": translate("remarks", "Questions without words"),
        "no_urn": translate("remarks", "Nodes without an identifier"),
        "no_questions": translate("remarks", "No questions"),
        "result": translate("remarks", "Results that are not known"),
        "score": translate("remarks", "Scores left out"),
        "weight": translate("remarks", "Weights taken as 1"),
        "tier": translate("remarks", "Tiers left out"),
        "undefined_tier": translate("remarks", "Tiers that are not defined"),
        "type": translate("remarks", "Kinds of question that are not known"),
        "frameworks": translate("remarks", "More than one framework"),
        "heading": translate("remarks", "Headings with questions"),
    }
    return words.get(kind, kind.replace("_", " ").capitalize())


class ImportPreview(QFrame):
    """Shows an import before anybody accepted it. `accepted(report, language)` or `declined`."""

    accepted = Signal(object, str)
    declined = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._report: ImportReport | None = None
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("What is in this checklist"))
        box = column(self, gap=12, margin=16)
        self.title = PlainLabel("", self, type="question", wrap=True)
        self.told = Caption(self.tr("Nothing is changed yet. This is what would come in:"), self)
        self.facts = PlainLabel("", self, wrap=True)
        self.language = QComboBox(self)
        self.licence = Caption("", self)
        self.odd = PlainLabel("", self, type="heading", wrap=True)
        self.remarks = PlainText(self, name=self.tr("Remarks on the import"), min_lines=3, max_lines=12)
        self.remarks.setReadOnly(True)
        self.remarks.setProperty("readOnly", True)
        self._languages = QWidget(self)
        line = row(self._languages, gap=8)
        line.addLayout(labelled(self.tr("Language of the questions"), self.language, self._languages))
        line.addStretch(1)
        for part in (self.title, self.told, self.facts):
            box.addWidget(part)
        box.addWidget(self._languages)
        for below in (self.licence, self.odd, self.remarks):
            box.addWidget(below)
        buttons = row(gap=8)
        self.add_button = push_button(self.tr("Add to this audit"), self, kind="primary", icon="plus")
        self.add_button.clicked.connect(self._on_add)
        self.leave_button = push_button(self.tr("Do not add"), self)
        self.leave_button.clicked.connect(self.declined)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        box.addLayout(buttons)

    def show_report(self, report: ImportReport) -> None:
        """Show what a file holds."""
        self._report = report
        pack = report.pack
        title = pack.title.get(pack.languages[0]) or next(iter(pack.title.values()))
        self.title.setText(self.tr("{title}, version {version}").format(title=title, version=pack.version))
        self.facts.setText("\n".join(self._facts(report)))
        self.language.clear()
        for code in report.languages:
            self.language.addItem(code, code)
        self._languages.setVisible(len(report.languages) > 1)
        usual = self.language.findData("en")
        self.language.setCurrentIndex(max(usual, 0))
        self.licence.setText(
            self.tr("Licence: {text}").format(text=report.licence)
            if report.licence
            else self.tr("No licence is named. Ask whose text it is before you pass it on.")
        )
        self.odd.setText(
            self.tr("Odd or left out: {count}").format(count=len(report.remarks))
            if report.remarks
            else self.tr("Everything in the file has a place here.")
        )
        self.remarks.set_text(grouped(report.remarks))
        self.remarks.setVisible(bool(report.remarks))

    def _facts(self, report: ImportReport) -> list[str]:
        pack = report.pack
        kinds = Counter(question.kind.value for question in pack.questions())
        gates = sum(question.gate for question in pack.questions())
        by_kind = ", ".join(f"{number} {kind_words(kind)}" for kind, number in kinds.most_common())
        facts = [
            self.tr("{sections} sections, {questions} questions").format(
                sections=_sections(pack), questions=kinds.total()
            )
        ]
        if by_kind:
            facts.append(self.tr("By kind: {kinds}").format(kinds=by_kind))
        if gates:
            facts.append(self.tr("Gates: {count}").format(count=gates))
        if "nodes" in report.counts:
            facts.append(
                self.tr("In the file: {nodes} nodes, {assessable} of them to assess, {headings} headings").format(
                    nodes=report.counts["nodes"], assessable=report.counts.get("assessable", 0),
                    headings=report.counts.get("headings", 0),
                )
            )  # fmt: skip
        facts.append(self.tr("Languages: {codes}").format(codes=", ".join(report.languages)))
        if pack.tiers:
            facts.append(self.tr("Tiers: {names}").format(names=", ".join(tier.id for tier in pack.tiers)))
        return facts

    @Slot()
    def _on_add(self) -> None:
        if self._report is not None:
            self.accepted.emit(self._report, str(self.language.currentData()))


def grouped(remarks: tuple[ImportRemark, ...]) -> str:
    """All remarks as text, by kind, each with its line and place."""
    found = sorted(remarks, key=lambda remark: remark.kind)
    groups = [(kind, list(group)) for kind, group in groupby(found, key=lambda remark: remark.kind)]
    lines: list[str] = []
    for kind, group in sorted(groups, key=lambda pair: -len(pair[1])):
        lines.append(f"{remark_words(kind)} ({len(group)})")
        lines += [_line(remark) for remark in group[:LONGEST]]
        if len(group) > LONGEST:
            lines.append(f"  … +{len(group) - LONGEST}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _line(remark: ImportRemark) -> str:
    where = QCoreApplication.translate("remarks", "line {line}").format(line=remark.line) if remark.line else ""
    place = ", ".join(part for part in (where, remark.place) if part)
    return f"  {place}: {remark.said}" if place else f"  {remark.said}"


def _sections(pack: Pack) -> int:
    def _count(sections: tuple[Section, ...]) -> int:
        return sum(1 + _count(section.sections) for section in sections)

    return _count(pack.sections)
