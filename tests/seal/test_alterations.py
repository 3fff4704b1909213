"""Every known alteration of a signed report is noticed, for a reason that can be said in words."""

from __future__ import annotations

import pytest

from auditdesk.seal.findings import Verdict
from auditdesk.seal.verify import verify_pdf
from auditdesk.seal.wording import sentence

from . import alterations
from .making import Firm, Stages

# Without knowing who must have signed, these look like reports that were never signed further, or by a colleague.
NEED_THE_ROSTER = {
    "rolled_back_to_the_author",
    "rolled_back_to_the_reviewer",
    "signature_of_another_key_of_the_same_authority",
    "signature_under_a_rogue_authority_with_the_same_names",
}


# Not only that something is wrong, but what: each of these rules must keep finding its own case.
REASONS = {
    "bit_flipped_in_page_stream": "altered",
    "bit_flipped_in_first_signature": "wrong_key",
    "bit_flipped_in_padding_of_first_signature": "hidden_data",
    "bytes_appended": "bytes_follow",
    "title_in_info_changed": "bytes_follow",
    "page_content_overlaid": "changed_after_signing",
    "free_text_annotation_added": "changed_after_signing",
    "content_changed_before_the_next_signature": "changed_after_signing",
    "open_action_script_added": "scripts",
    "layer_switched_on_after_signing": "layers",
    "text_field_replaced_after_signing": "form_fields",
    "rolled_back_to_the_author": "signature_missing",
    "rolled_back_to_unsigned": "unsigned",
    "signature_of_another_key_of_the_same_authority": "other_signer",
    "signature_under_a_rogue_authority_with_the_same_names": "other_signer",
    "signature_field_laid_over_a_page": "signature_unexpected",
    "author_signed_without_certifying": "not_certified",
    "reviewer_signed_after_the_client": "roster_unusual",
    "payload_in_padding_of_last_signature": "hidden_data",
    "signature_contents_zeroed": "unreadable",
    "byte_range_negative": "signature_unreadable",
    "byte_range_over_the_whole_file": "gap",
    "part_swapped_into_the_gap": "covers_too_little",
}


@pytest.mark.parametrize("name", REASONS)
def test_the_reason_given_is_the_true_one(name: str, stages: Stages, firm: Firm) -> None:
    result = verify_pdf(alterations.make(name, stages, firm), authorities=firm.trusted, expected=stages.roster())

    assert REASONS[name] in {reason.key for reason in result.reasons if reason.verdict is Verdict.NOT_GOOD}


def test_the_untouched_report_is_good(stages: Stages, firm: Firm) -> None:
    for count, pdf in enumerate((stages.author, stages.reviewer, stages.client), start=1):
        result = verify_pdf(pdf, authorities=firm.trusted, expected=stages.roster(count))

        assert result.verdict is Verdict.GOOD
        assert [fact.role for fact in result.signatures] == ["Author", "Reviewer", "Client"][:count]
        assert result.reasons and all(sentence(reason) for reason in (*result.reasons, *result.notes))


def test_there_are_at_least_the_38_alterations_of_the_measurements() -> None:
    assert len(alterations.names()) >= 38
    assert len(alterations.names(one_signature=True)) >= 34


@pytest.mark.parametrize("name", alterations.names())
def test_an_altered_report_with_three_signatures_is_not_good(name: str, stages: Stages, firm: Firm) -> None:
    altered = alterations.make(name, stages, firm)
    assert altered != stages.client

    result = verify_pdf(altered, authorities=firm.trusted, expected=stages.roster())

    assert result.verdict is Verdict.NOT_GOOD
    bad = [reason for reason in result.reasons if reason.verdict is Verdict.NOT_GOOD]
    assert bad and all(sentence(reason).strip() for reason in bad)


@pytest.mark.parametrize("name", alterations.names(one_signature=True))
def test_an_altered_report_with_one_signature_is_not_good(name: str, stages: Stages, firm: Firm) -> None:
    altered = alterations.make(name, stages, firm, one_signature=True)
    assert altered != stages.author

    result = verify_pdf(altered, authorities=firm.trusted, expected=stages.roster(1))

    assert result.verdict is Verdict.NOT_GOOD


@pytest.mark.parametrize("name", sorted(set(alterations.names()) - NEED_THE_ROSTER))
def test_a_stranger_with_no_roster_still_sees_the_alteration(name: str, stages: Stages, firm: Firm) -> None:
    altered = alterations.make(name, stages, firm)

    result = verify_pdf(altered, authorities=firm.trusted)

    assert result.verdict is Verdict.NOT_GOOD


def test_a_recorded_hash_notices_even_what_no_signature_covers(stages: Stages, firm: Firm) -> None:
    known = verify_pdf(stages.client, authorities=firm.trusted).sha256

    same = verify_pdf(stages.client, authorities=firm.trusted, known_sha256=known)
    other = verify_pdf(stages.reviewer, authorities=firm.trusted, known_sha256=known)

    assert same.verdict is Verdict.GOOD
    assert other.verdict is Verdict.NOT_GOOD
    assert "other_file" in {reason.key for reason in other.reasons}


def test_somebody_with_nothing_but_the_file_can_make_most_of_them(stages: Stages, firm: Firm) -> None:
    for count, pdf in ((1, stages.author), (3, stages.client)):
        made = alterations.alterations_of(pdf)
        assert len(made) >= 37

        verdicts = {
            verify_pdf(altered, authorities=firm.trusted, expected=stages.roster(count)).verdict
            for altered in made.values()
        }
        assert verdicts == {Verdict.NOT_GOOD}
