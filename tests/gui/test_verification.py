"""What a verification found, for people: three verdicts, every reason as a sentence, nothing read as markup."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from auditdesk.gui.verification import VerificationView
from auditdesk.gui.widgets.buttons import Chip
from auditdesk.gui.widgets.text import PlainLabel
from auditdesk.seal.findings import Reason, SignatureFacts, Verdict, Verification
from auditdesk.seal.wording import headline

SIGNED = SignatureFacts(
    "Author", "Ada Auditor", "Tindra & Holm", "ab" * 32, "Holm authority",
    dt.datetime(2026, 7, 8, 9, 0, tzinfo=dt.UTC), "I certify", True, True, False,
)  # fmt: skip


def found(verdict: Verdict, *reasons: Reason, signatures=(SIGNED,), notes=()) -> Verification:
    return Verification(verdict, reasons, tuple(signatures), tuple(notes), True, "cd" * 32, 1234)


@pytest.fixture
def view(app: QApplication) -> VerificationView:
    view = VerificationView()
    view.resize(700, 600)
    view.show()
    return view


def texts(view: VerificationView) -> list[str]:
    QApplication.sendPostedEvents()  # what was added to a layout appears with the next events
    return [part.text() for part in view.findChildren(PlainLabel) if part.isVisible()]


def chips(view: VerificationView) -> list[str]:
    QApplication.sendPostedEvents()
    return [part.accessibleName() for part in view.findChildren(Chip) if part.isVisible()]


@pytest.mark.parametrize(
    ("verdict", "word", "reason"),
    [
        (Verdict.GOOD, "Good", Reason("intact", Verdict.GOOD, "Author")),
        (Verdict.NOT_GOOD, "Not good", Reason("altered", Verdict.NOT_GOOD, "Author")),
        (Verdict.CANNOT_TELL, "Cannot tell", Reason("encrypted", Verdict.CANNOT_TELL)),
    ],
)
def test_each_verdict_has_its_word_its_sentence_and_its_reason(view, verdict, word, reason):
    view.show_result(found(verdict, reason), "report.pdf")

    assert chips(view)[0] == word
    assert headline(verdict) in texts(view)
    assert "report.pdf" in texts(view)
    assert any(text.endswith(".") and ("Author: " in text or "encrypted" in text) for text in texts(view))


def test_the_facts_of_a_signature_are_named(view):
    view.show_result(found(Verdict.GOOD, Reason("intact", Verdict.GOOD, "Author")), "report.pdf")

    shown = texts(view)
    assert "Author: Ada Auditor" in shown
    for caption, words in (
        ("Organisation", "Tindra & Holm"),
        ("Authority", "Holm authority"),
        ("Covers the whole file", "Yes"),
        ("Certificate, to read aloud", " ".join(["abab"] * 16)),
    ):
        assert shown[shown.index(caption) + 1] == words
    named = [part.accessibleName() for part in view.findChildren(PlainLabel)]
    assert "Organisation: Tindra & Holm" in named


def test_a_signature_that_covers_less_says_so(view):
    less = SignatureFacts("Author", "A", "", "ab" * 32, "", None, "", False, False, False)

    view.show_result(found(Verdict.CANNOT_TELL, signatures=[less]), "report.pdf")

    shown = texts(view)
    assert shown[shown.index("Covers the whole file") + 1].startswith("No, later signatures follow")
    assert shown[shown.index("Signed at, by the signer's clock") + 1] == "–"


def test_a_demonstration_is_marked_twice(view):
    demo = SignatureFacts("Author", "Ada (demo)", "", "ab" * 32, "", None, "", True, True, True)
    note = Reason("demo_identity", Verdict.GOOD, "Author", {"signer": "Ada (demo)"})

    view.show_result(found(Verdict.GOOD, signatures=[demo], notes=[note]), "report.pdf")

    assert chips(view) == ["Good", "Demonstration"]
    assert "This identity proves nothing about a real person." in texts(view)
    assert any("demo identity" in text for text in texts(view))


def test_nothing_signed_shows_no_signature(view):
    view.show_result(found(Verdict.NOT_GOOD, Reason("unsigned", Verdict.NOT_GOOD), signatures=[]), "report.pdf")

    assert chips(view) == ["Not good"]
    assert any("Nobody has signed this file" in text for text in texts(view))


def test_markup_in_names_is_shown_as_typed(view):
    names = ("<img src=x> & Co", "<b>Firm</b>", "ab" * 32, "<a href=x>CA</a>")
    evil = SignatureFacts("Author", *names, None, "<i>says</i>", True, True, False)
    reason = Reason("trusted", Verdict.GOOD, "Author", {"signer": "<img src=x> & Co"})

    view.show_result(found(Verdict.GOOD, reason, signatures=[evil]), "<b>report</b>.pdf")

    shown = texts(view)
    assert "<b>report</b>.pdf" in shown and "Author: <img src=x> & Co" in shown and "<b>Firm</b>" in shown
    assert all(part.textFormat() is Qt.TextFormat.PlainText for part in view.findChildren(PlainLabel))


def test_a_name_cannot_hide_how_it_is_written(view):
    evil = SignatureFacts("Author", "Ada\nAuditor\u202e", "", "ab" * 32, "", None, "", True, True, False)
    reason = Reason("trusted", Verdict.GOOD, "Author", {"signer": "Ada\nAuditor\u202e"})

    view.show_result(found(Verdict.GOOD, reason, signatures=[evil]), "report\u202efdp.exe")

    shown = "".join(texts(view))
    assert "\u202e" not in shown and "\n" not in shown
    assert "report\N{REPLACEMENT CHARACTER}fdp.exe" in texts(view)


def test_a_second_result_takes_the_place_of_the_first(view):
    view.show_result(found(Verdict.GOOD), "first.pdf")
    view.show_result(found(Verdict.NOT_GOOD), "second.pdf")

    assert "first.pdf" not in texts(view)
    assert chips(view) == ["Not good"]
    view.clear()
    assert texts(view) == []
