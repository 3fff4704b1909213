"""Judges one signature: its mathematics, what it covers, what changed after it, who made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import crl as asn1_crl
from cryptography import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from auditdesk.seal import structure
from auditdesk.seal.findings import Findings, SignatureFacts
from auditdesk.seal.identity import Facts, facts
from auditdesk.seal.trust import Authority

_SIGNING = {"digital_signature", "non_repudiation"}  # either will do, many signing cards have only the second
_USAGE = KeyUsageConstraints(key_usage=_SIGNING)
_WHOLE, _REVISION = SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION
_NO_CHAIN = {"CERTIFICATE_CHAIN_GENERAL_FAILURE", "NO_CERTIFICATE_CHAIN_FOUND"}
_CLOCK_SLACK = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Judge:
    """What signatures are judged by."""

    authorities: tuple[Authority, ...]
    crls: tuple[asn1_crl.CertificateList, ...]
    expected: dict[str, frozenset[str]]
    strict: bool
    now: dt.datetime

    def context(self, issuer: Any) -> ValidationContext:
        """Trust as certvalidator wants it. Revocation is required only where a list of this issuer is at hand:
        the softer modes of certvalidator accept a revoked certificate that names no CRL address.
        """
        return ValidationContext(
            trust_roots=[authority.certificate for authority in self.authorities],
            allow_fetching=False,
            crls=list(self.crls),
            moment=self.now,
            revocation_mode="require" if self.has_crl(issuer) else "soft-fail",
        )

    def has_crl(self, issuer: Any) -> bool:
        """Whether a revocation list of this issuer was given."""
        return any(crl.issuer == issuer for crl in self.crls)

    def pins(self, role: str) -> frozenset[str]:
        """Fingerprints allowed for this role; empty when anyone under a trusted authority may sign."""
        return frozenset(digits.replace(" ", "").lower() for digits in self.expected.get(role, frozenset()))

    def oddity(self, found: Findings) -> Callable[..., None]:
        """How something is reported that is evidence in our own files and a mere habit in others."""
        return found.bad if self.strict else found.unsure


def judge_signature(
    signature: Any, data: bytes, judge: Judge, *, last: bool, first: bool, found: Findings
) -> SignatureFacts | None:
    """Judge one signature and return what it says; None when it cannot be read at all."""
    role = str(signature.field_name)
    try:
        certificate = signature.signer_cert
        status = validate_pdf_signature(signature, judge.context(certificate.issuer), key_usage_settings=_USAGE)
        signer = facts(x509.load_der_x509_certificate(certificate.dump()))
        _check_shape(signature, data, role, judge, found)
        if judge.strict and first and signature.docmdp_level != MDPPerm.FILL_FORMS:
            found.bad("not_certified", role)
    except Exception as error:  # noqa: BLE001  a signature that cannot be read is no signature, whatever went wrong
        judge.oddity(found)("signature_unreadable", role, problem=type(error).__name__)
        return None
    sound = _check_content(status, role, last, judge, found)
    known = _check_signer(status, certificate, signer, role, judge, found)
    claimed = status.signer_reported_dt or signature.self_reported_timestamp
    _check_time(claimed, signer, role, judge, found)
    if sound:
        found.fine("intact", role)
    return SignatureFacts(
        role=role,
        signer=signer.name,
        organisation=signer.organisation,
        fingerprint=signer.fingerprint,
        authority=_issuer_name(certificate),
        claimed_time=claimed,
        stated_reason=str(structure.entry(signature.sig_object, "/Reason", "")),
        covers_whole_file=status.coverage == _WHOLE,
        known_signer=known,
        demo=signer.demo,
    )


def judge_timestamp(stamp: Any, data: bytes, judge: Judge, *, last: bool, found: Findings) -> None:
    """Judge a document time stamp."""
    role = str(stamp.field_name)
    try:
        status = validate_pdf_timestamp(stamp, judge.context(None))
        _check_shape(stamp, data, role, judge, found)
    except Exception as error:  # noqa: BLE001  same rule as for signatures
        judge.oddity(found)("signature_unreadable", role, problem=type(error).__name__)
        return
    if not (status.intact and status.valid):
        found.bad("timestamp_broken", role)
    elif not status.trusted:
        found.unsure("timestamp_unknown", role)
    if last and status.coverage != _WHOLE:
        judge.oddity(found)("bytes_follow" if judge.strict else "later_additions", role)


def _check_shape(signature: Any, data: bytes, role: str, judge: Judge, found: Findings) -> None:
    if structure.hidden_behind(signature):
        judge.oddity(found)("hidden_data", role)
    if not structure.gap_is_signature(signature, data):
        judge.oddity(found)("gap", role)


def _check_content(status: Any, role: str, last: bool, judge: Judge, found: Findings) -> bool:
    """Whether the signed bytes are intact and nothing forbidden came after them."""
    if not status.intact:
        found.bad("altered", role)
    elif not status.valid:
        found.bad("wrong_key", role)
    elif status.coverage not in (_WHOLE, _REVISION):
        found.bad("covers_too_little", role)
    elif not status.docmdp_ok:
        found.bad("changed_after_signing", role)
    elif last and status.coverage != _WHOLE:
        judge.oddity(found)("bytes_follow" if judge.strict else "later_additions", role)
    else:
        return True
    return False


def _check_signer(status: Any, certificate: Any, signer: Facts, role: str, judge: Judge, found: Findings) -> bool:
    """Whether we know who signed: pinned for this role, or under a trusted authority."""
    pins = judge.pins(role)
    if pins and signer.fingerprint not in pins:
        found.bad("other_signer", role, fingerprint=signer.fingerprint, signer=signer.name)
        return False
    usage = certificate.key_usage_value
    if signer.authority or (usage is not None and not _SIGNING & usage.native):
        judge.oddity(found)("key_usage", role)
        return False
    issuer = next((a for a in judge.authorities if a.certificate.subject == certificate.issuer), None)
    if issuer and judge.now > issuer.certificate.not_valid_after:
        found.unsure("expired", role, until=issuer.certificate.not_valid_after.date().isoformat())
        return False
    if not (status.intact and status.valid):
        return False  # who signed means nothing where the signature itself is broken
    if status.trusted:
        if not judge.has_crl(certificate.issuer):
            found.note("revocation_not_checked", authority=_issuer_name(certificate))
        found.fine("pinned" if pins else "trusted", role, signer=signer.name, fingerprint=signer.fingerprint)
        return True
    why = getattr(status.trust_problem_indic, "name", "")
    if why in _NO_CHAIN and pins and signer.not_before <= judge.now <= signer.not_after:
        found.note("revocation_not_checked", authority=_issuer_name(certificate))
        found.fine("pinned", role, signer=signer.name, fingerprint=signer.fingerprint)
        return True
    _say_untrusted(why, issuer, signer, role, judge, found)
    return False


def _say_untrusted(
    why: str, issuer: Authority | None, signer: Facts, role: str, judge: Judge, found: Findings
) -> None:
    if why.startswith("REVOKED"):
        found.bad("revoked", role, signer=signer.name)
    elif not signer.not_before <= judge.now <= signer.not_after:
        key = "expired" if judge.now > signer.not_after else "not_yet_valid"
        found.unsure(key, role, until=signer.not_after.date().isoformat(), start=signer.not_before.date().isoformat())
    elif why in _NO_CHAIN:
        key = "same_name_other_authority" if issuer else "unknown_signer"
        found.unsure(key, role, signer=signer.name, fingerprint=signer.fingerprint)
    elif why.startswith("CRYPTO"):
        found.unsure("weak_algorithm", role)
    elif judge.crls:
        found.unsure("revocation_unknown", role, signer=signer.name)
    else:
        found.unsure("unprovable_signer", role, signer=signer.name, fingerprint=signer.fingerprint, problem=why)


def _issuer_name(certificate: Any) -> str:
    return str(certificate.issuer.native.get("common_name") or certificate.issuer.human_friendly)


def _check_time(claimed: dt.datetime | None, signer: Facts, role: str, judge: Judge, found: Findings) -> None:
    if claimed is None:
        found.note("no_time", role)
        return
    if claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=dt.UTC)
    if not signer.not_before <= claimed <= signer.not_after:
        found.unsure("claimed_time_outside", role, claimed=claimed.isoformat())
    if claimed > judge.now + _CLOCK_SLACK:
        found.note("time_in_future", role, claimed=claimed.isoformat())
