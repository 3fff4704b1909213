"""A signature is made whole and verified, or not made at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from auditdesk import paths
from auditdesk.core.errors import BadInput, DiskFull, FileMissing, SigningRefused
from auditdesk.seal import signing
from auditdesk.seal.findings import Verdict
from auditdesk.seal.identity import Identity, load_identity
from auditdesk.seal.signing import ROLES, SignatureBox, SignedReport, add_fields, sign_report
from auditdesk.seal.verify import verify_file

from .making import BOXES, FONT, PASSPHRASE, Firm, Stages, report, with_fields

CHINESE = paths.resource("fonts", "NotoSansSC-Regular.ttf")


@pytest.fixture
def target(folder: Path) -> Path:
    """A place where an older export already stands."""
    path = folder / "report.pdf"
    path.write_bytes(b"the older export")
    return path


def assert_untouched(target: Path) -> None:
    assert target.read_bytes() == b"the older export"
    assert list(target.parent.iterdir()) == [target]


def test_three_people_sign_in_order_and_the_file_is_good(
    stages: Stages, people: tuple[Identity, ...], target: Path, firm: Firm
) -> None:
    current, roster = stages.fields, {}
    for role, person in zip(ROLES, people, strict=True):
        made = sign_report(current, target, role, person, fonts=FONT, checks=roster)
        assert made.unsigned_sha256 == hashlib.sha256(current).hexdigest()
        current = target.read_bytes()
        roster = {**roster, role: frozenset({person.fingerprint})}
        assert made.verification.verdict is Verdict.GOOD
        assert (made.path, made.size) == (target, len(current))
        assert made.sha256 == hashlib.sha256(current).hexdigest() == made.verification.sha256

    final = verify_file(target, authorities=firm.trusted, crls=(), expected=roster)
    assert final.verdict is Verdict.GOOD
    assert [fact.stated_reason for fact in final.signatures] == list(signing.REASONS.values())
    assert list(target.parent.iterdir()) == [target]


def test_the_signatures_are_pades_and_the_author_forbids_changes(stages: Stages) -> None:
    reader = PdfFileReader(open(_written(stages), "rb"))  # noqa: SIM115
    signatures = reader.embedded_regular_signatures

    assert {str(signature.sig_object["/SubFilter"]) for signature in signatures} == {"/ETSI.CAdES.detached"}
    assert {signature.md_algorithm for signature in signatures} == {"sha256"}
    assert signatures[0].docmdp_level is signing.MDPPerm.FILL_FORMS
    assert "/Perms" in reader.root
    client = next(field for field in reader.root["/AcroForm"]["/Fields"] if field.get_object()["/T"] == "Client")
    assert client.get_object()["/Lock"]["/Action"] == "/All"
    reader.stream.close()


def _written(stages: Stages) -> Path:
    path = paths.config_dir() / "signed.pdf"
    path.write_bytes(stages.client)
    return path


def test_one_time_stands_in_the_stamp_and_in_the_signature(
    stages: Stages, people: tuple[Identity, ...], target: Path
) -> None:
    now = dt.datetime.now(dt.timezone(dt.timedelta(hours=2), "CEST")).replace(microsecond=0) + dt.timedelta(minutes=3)

    made = sign_report(stages.fields, target, "Author", people[0], fonts=FONT, checks={}, now=now)

    assert made.verification.signatures[0].claimed_time == now


def test_a_chinese_name_is_signed_with_the_font_that_has_its_letters(stages: Stages, firm: Firm, target: Path) -> None:
    person = firm.person("王小明")

    made = sign_report(stages.fields, target, "Author", person, fonts=[FONT, CHINESE], checks={})

    assert made.verification.verdict is Verdict.GOOD
    assert made.size - len(stages.fields) < 40_000


Sign = Callable[[Stages, tuple[Identity, ...], Firm, Path], SignedReport]


def _no_glyph(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(stages.fields, target, "Author", firm.person("王小明"), fonts=FONT, checks={})


def _out_of_turn(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(stages.fields, target, "Reviewer", people[1], fonts=FONT, checks={})


def _client_before_reviewer(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(stages.author, target, "Client", people[2], fonts=FONT, checks=stages.roster(1))


def _roster_says_otherwise(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(stages.author, target, "Reviewer", people[1], fonts=FONT, checks={})


def _twice(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(stages.author, target, "Author", people[0], fonts=FONT, checks={})


def _unknown_role(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(stages.fields, target, "Boss", people[0], fonts=FONT, checks={})


def _no_fields(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(report(), target, "Author", people[0], fonts=FONT, checks={})


def _no_pdf(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(b"not a report", target, "Author", people[0], fonts=FONT, checks={})


def _certificate_ended(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    then = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
    return sign_report(stages.fields, target, "Author", people[0], fonts=FONT, checks={}, now=then)


def _clock_before_certificate(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    then = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return sign_report(stages.fields, target, "Author", people[0], fonts=FONT, checks={}, now=then)


def _clock_before_journal(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    last = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    return sign_report(stages.fields, target, "Author", people[0], fonts=FONT, checks={}, not_before=last)


def _earlier_bytes_altered(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    altered = stages.author.replace(b"Supplier audit of", b"Supplier audit on", 1)
    return sign_report(altered, target, "Reviewer", people[1], fonts=FONT, checks=stages.roster(1))


def _other_author_than_pinned(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    pinned = {"Author": frozenset({people[2].fingerprint})}
    return sign_report(stages.author, target, "Reviewer", people[1], fonts=FONT, checks=pinned)


def _text_field_in_report(stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path) -> SignedReport:
    return sign_report(with_fields(report(text_field=True)), target, "Author", people[0], fonts=FONT, checks={})


@pytest.mark.parametrize(
    ("attempt", "reason"),
    [
        (_no_glyph, "glyph_missing"),
        (_out_of_turn, "wrong_order"),
        (_client_before_reviewer, "wrong_order"),
        (_roster_says_otherwise, "wrong_order"),
        (_twice, "already_signed"),
        (_unknown_role, "unknown_role"),
        (_no_fields, "fields_missing"),
        (_no_pdf, "unreadable"),
        (_certificate_ended, "expired"),
        (_clock_before_certificate, "not_yet_valid"),
        (_clock_before_journal, "clock_before_journal"),
        (_earlier_bytes_altered, "verification_failed"),
        (_other_author_than_pinned, "verification_failed"),
        (_text_field_in_report, "verification_failed"),
    ],
)
def test_a_refused_signature_leaves_nothing_behind(
    attempt: Sign, reason: str, stages: Stages, people: tuple[Identity, ...], firm: Firm, target: Path
) -> None:
    with pytest.raises(SigningRefused) as caught:
        attempt(stages, people, firm, target)

    assert caught.value.reason == reason
    assert_untouched(target)


def test_a_refusal_where_nothing_stood_leaves_no_file(
    stages: Stages, people: tuple[Identity, ...], firm: Firm, folder: Path
) -> None:
    for attempt in (_no_glyph, _out_of_turn, _earlier_bytes_altered):
        with pytest.raises(SigningRefused):
            attempt(stages, people, firm, folder / "new.pdf")

    assert list(folder.iterdir()) == []


def test_without_an_identity_nothing_is_signed(firm: Firm, folder: Path) -> None:
    with pytest.raises(FileMissing):
        load_identity(folder / "none.p12", PASSPHRASE)
    with pytest.raises(SigningRefused, match="wrong_passphrase"):
        load_identity(firm.key_file("Somebody"), "another long passphrase")

    assert list(folder.iterdir()) == []


def test_a_failing_check_of_our_own_deletes_the_file(
    stages: Stages, people: tuple[Identity, ...], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_last_byte(*arguments: object) -> bytes:
        return original(*arguments)[:-9]  # type: ignore[arg-type]

    original = signing._sign
    monkeypatch.setattr(signing, "_sign", without_last_byte)

    with pytest.raises(SigningRefused) as caught:
        sign_report(stages.fields, target, "Author", people[0], fonts=FONT, checks={})

    assert caught.value.reason == "verification_failed"
    assert caught.value.detail["reasons"]
    assert_untouched(target)


def test_a_full_disk_leaves_the_older_export(
    stages: Stages, people: tuple[Identity, ...], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(signing.os, "fsync", full)

    with pytest.raises(DiskFull):
        sign_report(stages.fields, target, "Author", people[0], fonts=FONT, checks={})

    assert_untouched(target)


def test_a_folder_that_is_not_there_is_named(stages: Stages, people: tuple[Identity, ...], folder: Path) -> None:
    with pytest.raises(FileMissing):
        sign_report(stages.fields, folder / "none" / "a.pdf", "Author", people[0], fonts=FONT, checks={})


def test_a_font_that_is_none_is_named(stages: Stages, people: tuple[Identity, ...], target: Path) -> None:
    font = target.parent.parent / "font.ttf"
    with pytest.raises(FileMissing):
        sign_report(stages.fields, target, "Author", people[0], fonts=font, checks={})
    font.write_bytes(b"\0\1\0\0 not really")
    with pytest.raises(BadInput, match="font_not_truetype"):
        sign_report(stages.fields, target, "Author", people[0], fonts=font, checks={})

    assert_untouched(target)


def test_fields_are_made_once_for_known_roles() -> None:
    with pytest.raises(SigningRefused, match="fields_exist"):
        add_fields(with_fields(report()), BOXES)
    with pytest.raises(SigningRefused, match="unknown_role"):
        add_fields(report(), [SignatureBox("Boss", 0, (0, 0, 10, 10))])
    with pytest.raises(SigningRefused, match="unreadable"):
        add_fields(report(), [SignatureBox("Author", 99, (0, 0, 10, 10))])
    with pytest.raises(SigningRefused, match="unreadable"):
        add_fields(b"%PDF-1.4 nothing", BOXES)


def test_a_report_for_the_author_alone_can_have_one_field(people: tuple[Identity, ...], target: Path) -> None:
    fields = add_fields(report(), BOXES[:1])

    made = sign_report(fields, target, "Author", people[0], fonts=FONT, checks={})

    assert made.verification.verdict is Verdict.GOOD
    assert "fields_not_signed" not in {note.key for note in made.verification.notes}


def test_a_demo_identity_signs_and_says_so(stages: Stages, folder: Path) -> None:
    from auditdesk.seal.identity import create_identity

    made = create_identity(folder, "Dora", "Demo Firm", "DE", "", PASSPHRASE, demo=True, _rounds=2000)
    identity = load_identity(made.identity, PASSPHRASE)

    signed = sign_report(stages.fields, folder / "demo.pdf", "Author", identity, fonts=FONT, checks={})

    assert signed.verification.verdict is Verdict.GOOD
    assert "demo_identity" in {note.key for note in signed.verification.notes}
    assert signed.verification.signatures[0].demo
    assert re.search(r"\(demo\)$", signed.verification.signatures[0].signer)
