"""Each rule of the verifier on its own: reports prepared to deceive, certificates of the wrong kind, time stamps."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from auditdesk.seal import certificates
from auditdesk.seal import identity as identity_module
from auditdesk.seal.findings import Verdict
from auditdesk.seal.identity import Identity
from auditdesk.seal.signing import REASONS
from auditdesk.seal.verify import verify_pdf

from .making import Firm, Stages, report, signed, with_fields


def prepared(change: Callable[[pikepdf.Pdf], None], person: Identity) -> bytes:
    """A report changed before the author signed it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report())) as pdf:
        change(pdf)
        pdf.save(out)
    return signed(with_fields(out.getvalue()), "Author", person)


def _layers(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def _opening_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


def _page_action(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))


def _launching_link(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _own_parent(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def _web_link(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.com"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_layers, "layers"),
        (_opening_script, "scripts"),
        (_named_script, "scripts"),
        (_page_action, "scripts"),
        (_launching_link, "scripts"),
    ],
)
def test_a_report_prepared_to_change_is_not_good_though_its_signature_is(
    change: Callable[[pikepdf.Pdf], None], reason: str, people: tuple[Identity, ...], firm: Firm
) -> None:
    result = verify_pdf(prepared(change, people[0]), authorities=firm.trusted)

    assert {found.key for found in result.reasons if found.verdict is Verdict.NOT_GOOD} == {reason}


def test_links_to_web_pages_and_an_opening_view_are_harmless(people: tuple[Identity, ...], firm: Firm) -> None:
    assert verify_pdf(prepared(_web_link, people[0]), authorities=firm.trusted).verdict is Verdict.GOOD


def test_a_page_tree_that_bites_its_tail_ends_the_check(firm: Firm) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report())) as pdf:
        _own_parent(pdf)
        pdf.save(out)

    result = verify_pdf(out.getvalue(), authorities=firm.trusted)

    assert result.verdict is Verdict.NOT_GOOD


def test_a_mark_in_the_catalogue_makes_a_file_ours(people: tuple[Identity, ...], firm: Firm) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report(creator="Another Program"))) as pdf:
        pdf.Root["/AuditdeskReport"] = String("1")
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert verify_pdf(out.getvalue(), authorities=firm.trusted).ours


def test_a_creator_packed_in_an_object_stream_is_found_too(firm: Firm) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report())) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    result = verify_pdf(out.getvalue(), authorities=firm.trusted)

    assert b"/Creator (auditdesk" not in out.getvalue()
    assert result.ours and result.verdict is Verdict.NOT_GOOD


# ---- certificates of the wrong kind ----------------------------------------------------------------------------------
def test_a_certificate_not_made_for_signing_is_not_good(
    firm: Firm, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = certificates._usage(key_encipherment=True)
    monkeypatch.setattr(certificates, "_usage", lambda **_: usage)
    monkeypatch.setattr(identity_module, "_check_usage", lambda _: None)
    person = firm.person("Wrong Kind")
    pinned = {"Author": frozenset({person.fingerprint})}

    pdf = signed(stages.fields, "Author", person)

    for expected in (None, pinned):
        result = verify_pdf(pdf, authorities=firm.trusted, expected=expected)
        assert result.verdict is Verdict.NOT_GOOD
        assert "key_usage" in {found.key for found in result.reasons}


def test_an_authority_past_its_end_proves_nothing(firm: Firm, stages: Stages) -> None:
    now = dt.datetime.now(dt.UTC)
    old = Firm.founded(firm.folder, "Old Partners", made=now - dt.timedelta(days=9 * 365))
    pdf = signed(stages.fields, "Author", old.person("Young Colleague"))

    today = verify_pdf(pdf, authorities=old.trusted)
    later = verify_pdf(pdf, authorities=old.trusted, now=now + dt.timedelta(days=2 * 365))

    assert today.verdict is Verdict.GOOD
    assert later.verdict is Verdict.CANNOT_TELL
    assert "expired" in {found.key for found in later.reasons}


def test_a_report_certified_by_somebody_else_than_the_author_is_unusual(firm: Firm, stages: Stages) -> None:
    meta = PdfSignatureMetadata(
        field_name="Reviewer", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS, reason=REASONS["Reviewer"],
    )  # fmt: skip
    out = io.BytesIO()
    signer = PdfSigner(meta, signer=stages.people[1].signer)
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(stages.fields)), output=out)

    result = verify_pdf(out.getvalue(), authorities=firm.trusted)

    assert {found.key for found in result.reasons if found.verdict is Verdict.NOT_GOOD} == {"roster_unusual"}


def test_pins_may_be_written_in_groups_and_capitals(stages: Stages) -> None:
    grouped = {role: frozenset({identity_module.grouped(pin).upper() for pin in pins})
               for role, pins in stages.roster().items()}  # fmt: skip

    assert verify_pdf(stages.client, authorities=(), expected=grouped).verdict is Verdict.GOOD


# ---- time stamps -----------------------------------------------------------------------------------------------------
def _time_stamper(firm: Firm) -> DummyTimeStamper:
    key, now = rsa.generate_private_key(65537, 2048), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Time authority")])
    purposes = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        x509.CertificateBuilder(firm.certificate.subject, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=99))
        .add_extension(purposes, critical=True)
        .add_extension(certificates._usage(digital_signature=True), critical=True)
        .sign(firm.key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    root = identity_module.to_asn1(firm.certificate)
    return DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        tsa_key=asn1_keys.PrivateKeyInfo.load(private),
        certs_to_embed=SimpleCertificateStore.from_certs([root]),
    )


def _stamped(pdf: bytes, firm: Firm) -> bytes:
    context = ValidationContext(trust_roots=[identity_module.to_asn1(firm.certificate)], allow_fetching=False)
    out = io.BytesIO()
    PdfTimeStamper(_time_stamper(firm)).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), "sha256", context, output=out,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )  # fmt: skip
    return out.getvalue()


def test_a_report_with_a_time_stamp_at_its_end_stays_good(stages: Stages, firm: Firm) -> None:
    pdf = _stamped(stages.client, firm)

    result = verify_pdf(pdf, authorities=firm.trusted, expected=stages.roster())

    assert result.verdict is Verdict.GOOD


def test_a_time_stamp_of_an_unknown_authority_cannot_be_told(stages: Stages, firm: Firm) -> None:
    other = Firm.founded(firm.folder, "Time Keepers")
    pdf = _stamped(stages.client, other)

    result = verify_pdf(pdf, authorities=firm.trusted, expected=stages.roster())

    assert result.verdict is Verdict.CANNOT_TELL
    assert {found.key for found in result.reasons if found.verdict is Verdict.CANNOT_TELL} == {"timestamp_unknown"}


def test_bytes_behind_the_time_stamp_are_evidence(stages: Stages, firm: Firm) -> None:
    result = verify_pdf(_stamped(stages.client, firm) + b"\n", authorities=firm.trusted, expected=stages.roster())

    assert result.verdict is Verdict.NOT_GOOD
