"""The report's words: complete in every language, and a missing one is noticed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import (
    AuditKind,
    CollectionMethod,
    Confidence,
    Edition,
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    Nature,
    NotApplicableReason,
    Result,
    Role,
    UnableReason,
)
from auditdesk.report.words import LANGUAGES, Words, words

FAMILIES = {
    "kind_of_audit": AuditKind,
    "role": Role,
    "result": Result,
    "confidence": Confidence,
    "evidence_kind": EvidenceKind,
    "method": CollectionMethod,
    "finding_kind": FindingKind,
    "nature": Nature,
    "grade": Grade,
    "state": FindingState,
    "edition": Edition,
    "level": Edition,
    "because": UnableReason,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_its_word(language: str) -> None:
    wording = words(language)

    for family, vocabulary in FAMILIES.items():
        for value in vocabulary:
            assert wording(f"{family}.{value}")
    for reason in [*UnableReason, *NotApplicableReason]:
        assert wording(f"reason.{reason}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_wordings_with_the_same_names(language: str) -> None:
    english, other = words("en")._wording, words(language)._wording

    assert set(english) == set(other)
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", other[key])), key


def test_a_missing_wording_says_which() -> None:
    with pytest.raises(KeyError, match=r"xx\.toml has no 'cover\.title'"):
        Words("xx", {})("cover.title")


def test_a_language_that_does_not_ship_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        words("../../etc/passwd")

    assert caught.value.reason == "no_report_language"


def test_a_value_that_is_no_term_is_shown_as_typed() -> None:
    assert words("en").term("reason", "the dog ate it {0}") == "the dog ate it {0}"


def test_dates_and_times_are_written_out_in_utc() -> None:
    stockholm = timezone(timedelta(hours=2))

    assert words("sv").day(date(2026, 5, 11)) == "11 maj 2026"
    assert words("en").time(datetime(2026, 7, 8, 16, 5, tzinfo=stockholm)) == "8 July 2026, 14:05 UTC"
    assert words("en").span(None, None) == "not recorded"
    assert words("en").span(date(2026, 5, 11), None) == "11 May 2026"


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        words("en").time(datetime(2026, 7, 8, 16, 5))

    assert words("en").time(datetime(2026, 7, 8, 16, 5, tzinfo=UTC)).endswith("UTC")
