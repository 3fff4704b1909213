"""What a verification found, for people: the verdict in a word and a shape, every reason as a sentence, who signed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.buttons import Chip
from auditdesk.gui.widgets.layouts import Card, column, row, rule
from auditdesk.gui.widgets.text import Caption, PlainLabel, visible
from auditdesk.seal.findings import Reason, SignatureFacts, Verdict, Verification
from auditdesk.seal.identity import grouped
from auditdesk.seal.wording import headline, sentence

_MARKS = {
    Verdict.GOOD: ("check", "conforms"),
    Verdict.NOT_GOOD: ("cross", "critical"),
    Verdict.CANNOT_TELL: ("unable", "unable"),
}


class VerificationView(QWidget):
    """Shows one Verification; empty until `show_result`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = column(self, gap=12)
        self.setAccessibleName(self.tr("Result of the verification"))

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._box.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()

    def show_result(self, found: Verification, name: str) -> None:
        """Show the verdict on the file called `name`, why, and by whom it was signed."""
        self.clear()
        self._box.addWidget(self._verdict(found, name))
        for facts in found.signatures:
            self._box.addWidget(self._signature(facts))

    def _verdict(self, found: Verification, name: str) -> Card:
        card = Card("", self)
        line = row(gap=12)
        line.addWidget(Chip(self._look(found.verdict), card))
        line.addWidget(PlainLabel(visible(name), card, type="heading", elide=Qt.TextElideMode.ElideMiddle), 1)
        card.add(line)
        card.add(PlainLabel(headline(found.verdict), card, type="question", wrap=True))
        reasons = column(gap=8)
        for reason in found.reasons:
            reasons.addWidget(_Said(reason, card))
        card.add(reasons)
        if found.notes:
            card.add(rule(card))
        notes = column(gap=4)
        for note in found.notes:
            notes.addWidget(Caption(self.tr("Note: {text}").format(text=_begun(visible(sentence(note)))), card))
        digits = self.tr("SHA-256 of the file: {digits}").format(digits=grouped(found.sha256))
        notes.addWidget(PlainLabel(digits, card, type="caption", tone="muted", wrap=True, selectable=True))
        card.add(notes)
        return card

    def _look(self, verdict: Verdict) -> Look:
        looks = {
            Verdict.GOOD: Look("conforms", "✓", "check", self.tr("Good")),
            Verdict.NOT_GOOD: Look("critical", "✗", "cross", self.tr("Not good")),
            Verdict.CANNOT_TELL: Look("unable", "?", "unable", self.tr("Cannot tell")),
        }
        return looks[verdict]

    def _signature(self, facts: SignatureFacts) -> Card:
        title = self.tr("{role}: {signer}").format(role=facts.role, signer=facts.signer)
        card = Card(_begun(visible(title)), self)
        if facts.demo:
            card.head.addWidget(Chip(Look("unable", "?", "info", self.tr("Demonstration")), card))
        when = facts.claimed_time.astimezone().strftime("%Y-%m-%d %H:%M:%S %z") if facts.claimed_time else "–"
        whole = (
            self.tr("Yes") if facts.covers_whole_file else self.tr("No, later signatures follow or something was added")
        )
        pairs = [
            (self.tr("Organisation"), facts.organisation or "–"),
            (self.tr("Says"), facts.stated_reason or "–"),
            (self.tr("Signed at, by the signer's clock"), when),
            (self.tr("Authority"), facts.authority or "–"),
            (self.tr("Covers the whole file"), whole),
            (self.tr("Certificate, to read aloud"), grouped(facts.fingerprint)),
        ]
        if facts.demo:
            pairs.append((self.tr("Demonstration"), self.tr("This identity proves nothing about a real person.")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (caption, words) in enumerate(pairs):
            grid.addWidget(Caption(caption, card, wrap=False), place, 0, Qt.AlignmentFlag.AlignTop)
            value = PlainLabel(visible(words), card, wrap=True, selectable=True)
            value.setAccessibleName(self.tr("{caption}: {words}").format(caption=caption, words=value.text()))
            grid.addWidget(value, place, 1)
        card.add(grid)
        return card


class _Said(QWidget):
    """One reason: the shape of what it weighs, and its sentence."""

    def __init__(self, reason: Reason, parent: QWidget) -> None:
        super().__init__(parent)
        line = row(self, gap=8)
        line.addWidget(_Mark(*_MARKS[reason.verdict], self), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(PlainLabel(_begun(visible(sentence(reason))), self, wrap=True), 1)


class _Mark(QWidget):
    """A small shape in a result's colour."""

    def __init__(self, icon: str, token: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setFixedSize(16, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shapes.paint_icon(painter, self._icon, self._token, self.rect().adjusted(0, 2, 0, -2))
        painter.end()


def _begun(text: str) -> str:
    """A sentence that begins with a role, with a capital letter."""
    return text[:1].upper() + text[1:]
