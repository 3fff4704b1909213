"""The verdict has three values, and a reason for each of them."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import random
import re
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from auditdesk.core.errors import BadInput, FileMissing
from auditdesk.seal import verify as verify_module
from auditdesk.seal.findings import Verdict, Verification
from auditdesk.seal.identity import Identity
from auditdesk.seal.verify import verify_file, verify_pdf

from .casebook import Case
from .forging import contents_of
from .making import Firm, Stages, report, signed, with_fields


def keys(result: Verification, verdict: Verdict | None = None) -> set[str]:
    return {reason.key for reason in result.reasons if verdict in (None, reason.verdict)}


# ---- controls: who is known, when ------------------------------------------------------------------------
def test_signers_of_an_unknown_authority_cannot_be_told(stages: Stages) -> None:
    result = verify_pdf(stages.client, authorities=())

    assert result.verdict is Verdict.CANNOT_TELL
    assert keys(result, Verdict.CANNOT_TELL) == {"unknown_signer"}
    assert {fact.known_signer for fact in result.signatures} == {False}
    told = {reason.detail["fingerprint"] for reason in result.reasons if reason.key == "unknown_signer"}
    assert told == {person.fingerprint for person in stages.people}


def test_pinned_signers_of_an_unknown_authority_are_good(stages: Stages) -> None:
    result = verify_pdf(stages.client, authorities=(), expected=stages.roster())

    assert result.verdict is Verdict.GOOD
    assert "pinned" in keys(result)


def test_a_roster_without_pins_needs_a_trusted_authority(stages: Stages, firm: Firm) -> None:
    anyone = {role: frozenset[str]() for role in ("Author", "Reviewer", "Client")}

    assert verify_pdf(stages.client, authorities=firm.trusted, expected=anyone).verdict is Verdict.GOOD
    assert verify_pdf(stages.client, authorities=(), expected=anyone).verdict is Verdict.CANNOT_TELL


def test_an_authority_with_the_same_name_and_another_key_is_pointed_out(stages: Stages, firm: Firm) -> None:
    other = Firm.founded(firm.folder, firm.organisation)

    result = verify_pdf(stages.client, authorities=other.trusted)

    assert result.verdict is Verdict.CANNOT_TELL
    assert "same_name_other_authority" in keys(result)


def test_a_revoked_certificate_is_not_good_and_a_fresh_list_is_good(stages: Stages, firm: Firm) -> None:
    fresh = asn1_crl.CertificateList.load(firm.crl())
    revoking = asn1_crl.CertificateList.load(firm.crl([stages.people[0]]))

    assert verify_pdf(stages.client, authorities=firm.trusted, crls=[fresh]).verdict is Verdict.GOOD
    result = verify_pdf(stages.client, authorities=firm.trusted, crls=[revoking], expected=stages.roster())
    assert result.verdict is Verdict.NOT_GOOD
    assert "revoked" in keys(result)


def test_an_outdated_revocation_list_leaves_the_question_open(stages: Stages, firm: Firm) -> None:
    crl = asn1_crl.CertificateList.load(firm.crl())
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=200)

    result = verify_pdf(stages.client, authorities=firm.trusted, crls=[crl], now=later)

    assert result.verdict is Verdict.CANNOT_TELL
    assert "revocation_unknown" in keys(result)


@pytest.mark.parametrize("pinned", [False, True])
def test_after_the_certificate_ended_nobody_can_tell(pinned: bool, stages: Stages, firm: Firm) -> None:
    expected = stages.roster() if pinned else None

    result = verify_pdf(
        stages.client, authorities=firm.trusted, expected=expected, now=dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
    )

    assert result.verdict is Verdict.CANNOT_TELL
    assert "expired" in keys(result)


def test_a_report_of_ours_without_signatures_is_not_good(stages: Stages, firm: Firm) -> None:
    for pdf in (stages.fields, report()):
        result = verify_pdf(pdf, authorities=firm.trusted)

        assert result.verdict is Verdict.NOT_GOOD
        assert "unsigned" in keys(result)


def test_fields_left_empty_are_named(stages: Stages, firm: Firm) -> None:
    result = verify_pdf(stages.author, authorities=firm.trusted)

    assert result.verdict is Verdict.GOOD
    empty = [note.detail["fields"] for note in result.notes if note.key == "fields_not_signed"]
    assert empty == ["Reviewer, Client"]


def test_a_signature_nobody_expected_is_not_good(stages: Stages, firm: Firm) -> None:
    result = verify_pdf(stages.client, authorities=firm.trusted, expected=stages.roster(2))

    assert result.verdict is Verdict.NOT_GOOD
    assert "signature_unexpected" in keys(result)


def test_a_signing_time_outside_the_certificate_is_doubtful(people: tuple[Identity, ...], firm: Firm) -> None:
    early = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    pdf = signed(with_fields(report()), "Author", people[0], now=early)

    result = verify_pdf(pdf, authorities=firm.trusted)

    assert result.verdict is Verdict.CANNOT_TELL
    assert "claimed_time_outside" in keys(result)


def test_a_report_with_a_text_field_is_not_good_even_untouched(people: tuple[Identity, ...], firm: Firm) -> None:
    pdf = signed(with_fields(report(text_field=True)), "Author", people[0])

    result = verify_pdf(pdf, authorities=firm.trusted)

    assert keys(result, Verdict.NOT_GOOD) == {"form_fields"}


# ---- files of other programs -----------------------------------------------------------------------------
def _foreign(identity: Identity, pdf: bytes | None = None, *, creator: str = "Letter Writer 3") -> bytes:
    meta = PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(meta, signer=identity.signer, new_field_spec=SigFieldSpec("Signature1"))
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf or report(creator=creator)), strict=False)
    signer.sign_pdf(writer, output=out)
    return out.getvalue()


def _with_data_in_padding(pdf: bytes) -> bytes:
    _, end = contents_of(pdf)[-1]
    return pdf[: end - 8] + b"abcdef01" + pdf[end:]


def test_a_strangers_letter_of_a_trusted_signer_is_good(people: tuple[Identity, ...], firm: Firm) -> None:
    result = verify_pdf(_foreign(people[0]), authorities=firm.trusted)

    assert result.verdict is Verdict.GOOD
    assert not result.ours


def test_padding_that_is_not_zero_is_no_accusation_of_a_stranger(people: tuple[Identity, ...], firm: Firm) -> None:
    result = verify_pdf(_with_data_in_padding(_foreign(people[0])), authorities=firm.trusted)

    assert result.verdict is Verdict.CANNOT_TELL
    assert keys(result, Verdict.CANNOT_TELL) == {"hidden_data"}


def test_the_same_padding_in_a_report_of_ours_is_evidence(people: tuple[Identity, ...], firm: Firm) -> None:
    pdf = _with_data_in_padding(_foreign(people[0], creator="auditdesk 0.1.0"))

    result = verify_pdf(pdf, authorities=firm.trusted)

    assert result.ours and result.verdict is Verdict.NOT_GOOD


def _loosely_written() -> bytes:
    """A cross-reference table padded with spaces instead of zeros, as some old programs write it."""
    padded = re.compile(rb"^0+(\d+)(?= \d{5} n)", re.MULTILINE)
    return padded.sub(lambda entry: entry[1].rjust(10), report(creator="Letter Writer 3"))


def test_a_loosely_written_letter_is_no_accusation(people: tuple[Identity, ...], firm: Firm) -> None:
    result = verify_pdf(_foreign(people[0], _loosely_written()), authorities=firm.trusted)

    assert result.verdict is Verdict.CANNOT_TELL
    assert "loose_structure" in keys(result)


def test_additions_behind_a_strangers_signature_cannot_be_told(people: tuple[Identity, ...], firm: Firm) -> None:
    result = verify_pdf(_foreign(people[0]) + b"\n% kept by the archive\n", authorities=firm.trusted)

    assert result.verdict is Verdict.CANNOT_TELL
    assert keys(result, Verdict.CANNOT_TELL) == {"later_additions"}


def test_altered_bytes_are_evidence_in_any_file(people: tuple[Identity, ...], firm: Firm) -> None:
    pdf = _foreign(people[0]).replace(b"Supplier audit of", b"Supplier audit on", 1)

    result = verify_pdf(pdf, authorities=firm.trusted)

    assert not result.ours and result.verdict is Verdict.NOT_GOOD
    assert "altered" in keys(result)


def test_an_unsigned_letter_is_not_good_whoever_wrote_it() -> None:
    result = verify_pdf(report(creator="Letter Writer 3"), authorities=())

    assert result.verdict is Verdict.NOT_GOOD
    assert keys(result) == {"unsigned_stranger"}


def test_an_encrypted_file_cannot_be_told() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report(creator="Letter Writer 3"))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))

    assert keys(verify_pdf(out.getvalue(), authorities=())) == {"encrypted"}


# ---- garbage ---------------------------------------------------------------------------------------------
def test_garbage_gets_a_verdict_and_never_an_error(stages: Stages, firm: Firm) -> None:
    chance = random.Random(7)
    garbage = [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"hello", bytes(2000), b"%PDF-1.7\n" + chance.randbytes(5000)]
    garbage += [stages.client[: chance.randrange(len(stages.client))] for _ in range(15)]
    foreign = report(creator="Letter Writer 3")
    garbage += [foreign[: chance.randrange(len(foreign))] for _ in range(5)]

    verdicts = {verify_pdf(data, authorities=firm.trusted, expected=stages.roster()).verdict for data in garbage}
    unasked = {verify_pdf(data, authorities=firm.trusted).verdict for data in garbage}

    assert verdicts == {Verdict.NOT_GOOD}
    assert Verdict.GOOD not in unasked


def test_a_flipped_bit_is_noticed_wherever_it_is(stages: Stages, firm: Firm) -> None:
    chance = random.Random(11)
    start, end = Case(stages.client).last_contents()
    places = [place for place in chance.sample(range(len(stages.client)), 60) if not start <= place < end]

    for place in places:
        altered = bytearray(stages.client)
        altered[place] ^= 1 << chance.randrange(8)
        result = verify_pdf(bytes(altered), authorities=firm.trusted, expected=stages.roster())
        assert result.verdict is Verdict.NOT_GOOD, place


def test_a_report_of_ours_is_recognised_when_its_table_is_broken(stages: Stages, firm: Firm) -> None:
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n99", stages.client)

    result = verify_pdf(broken, authorities=firm.trusted)

    assert result.ours and result.verdict is Verdict.NOT_GOOD


# ---- files and callers -----------------------------------------------------------------------------------
def test_a_missing_or_huge_file_is_the_callers_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.pdf"
    with pytest.raises(FileMissing):
        verify_file(path)
    with pytest.raises(BadInput, match="is_a_folder"):
        verify_file(tmp_path)
    path.write_bytes(b"12345")
    monkeypatch.setattr(verify_module, "MAX_SIZE", 4)
    with pytest.raises(BadInput, match="too_large"):
        verify_file(path)


def test_checking_inside_an_event_loop_is_a_bug_and_no_verdict(stages: Stages) -> None:
    async def inside() -> None:
        verify_pdf(stages.client, authorities=())

    with pytest.raises(RuntimeError, match="worker thread"):
        asyncio.run(inside())
