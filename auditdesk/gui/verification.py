"""What a verification found, for people: the verdict in a word and a shape, every reason as a sentence, who signed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets.buttons import Chip
from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Caption, PlainLabel
from auditdesk.seal.findings import SignatureFacts, Verdict, Verification
from auditdesk.seal.identity import grouped
from auditdesk.seal.wording import headline, sentence


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
        line.addWidget(PlainLabel(name, card, type="heading", elide=Qt.TextElideMode.ElideMiddle), 1)
        card.add(line)
        card.add(PlainLabel(headline(found.verdict), card, wrap=True))
        for reason in found.reasons:
            _bullet(card, sentence(reason))
        for note in found.notes:
            _bullet(card, self.tr("Note: {text}").format(text=sentence(note)), tone="muted")
        card.add(Caption(self.tr("SHA-256 of the file: {digits}").format(digits=grouped(found.sha256)), card))
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
        card = Card(title, self)
        when = facts.claimed_time.astimezone().strftime("%Y-%m-%d %H:%M:%S %z") if facts.claimed_time else "–"
        later = self.tr("no, later signatures follow or something was added")
        whole = self.tr("yes") if facts.covers_whole_file else later
        pairs = [
            (self.tr("Organisation"), facts.organisation or "–"),
            (self.tr("Says"), facts.stated_reason or "–"),
            (self.tr("Time according to the signer's computer"), when),
            (self.tr("Authority"), facts.authority or "–"),
            (self.tr("Covers the whole file"), whole),
            (self.tr("Certificate, to read aloud"), grouped(facts.fingerprint)),
        ]
        if facts.demo:
            pairs.append((self.tr("Demonstration"), self.tr("This identity proves nothing about a real person.")))
        for caption, words in pairs:
            _pair(card, caption, words)
        return card


def _bullet(card: Card, text: str, tone: str = "text") -> None:
    line = row(gap=8)
    line.addWidget(PlainLabel("•", card, tone="muted"), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(PlainLabel(text, card, wrap=True, tone=tone), 1)
    card.add(line)


def _pair(card: Card, caption: str, words: str) -> None:
    box = QVBoxLayout()
    box.setSpacing(0)
    box.addWidget(Caption(caption, card))
    box.addWidget(PlainLabel(words, card, wrap=True, selectable=True))
    card.add(box)
