"""Makes the two certificates of an auditor: a small firm authority, a signing certificate under it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from auditdesk.core.errors import SigningRefused

DEMO_UNIT = "auditdesk demonstration"
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
MICROSOFT_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.4.1.311.10.3.12")
AUTHORITY_YEARS, SIGNER_YEARS = 10, 3
_BACK = dt.timedelta(minutes=5)
_MAX_NAME = 64  # X.520 upper bound for commonName and organizationName
_AUTHORITY_SUFFIX, _DEMO_SUFFIX = " audit authority", " (demo)"


@dataclass(frozen=True)
class Person:
    """The names that go into the certificates, checked."""

    name: str
    organisation: str
    country: str
    email: str
    demo: bool

    def subject(self) -> x509.Name:
        """Distinguished name of the signer."""
        return self._named(self.name)

    def authority(self) -> x509.Name:
        """Distinguished name of the firm's authority."""
        room = _MAX_NAME - len(_AUTHORITY_SUFFIX) - len(_DEMO_SUFFIX)
        return self._named(self.organisation[:room].rstrip() + _AUTHORITY_SUFFIX)

    def _named(self, common: str) -> x509.Name:
        parts = [
            x509.NameAttribute(NameOID.COUNTRY_NAME, self.country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.organisation),
        ]
        if self.demo:
            parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMO_UNIT))
        common = common + _DEMO_SUFFIX if self.demo else common
        return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def person(name: str, organisation: str, country: str, email: str, *, demo: bool) -> Person:
    """Check the names. Raises SigningRefused: name_missing, name_too_long, name_not_plain, bad_country, bad_email."""
    name, organisation = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (name, organisation))
    country, email = country.strip().upper(), email.strip()
    checked = ("person", name, _MAX_NAME - len(_DEMO_SUFFIX)), ("organisation", organisation, _MAX_NAME)
    for field, text, room in checked:
        if not text:
            raise SigningRefused("name_missing", {"field": field})
        if len(text) > room:
            raise SigningRefused("name_too_long", {"field": field, "longest": room})
        if any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") for character in text):
            raise SigningRefused("name_not_plain", {"field": field})
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise SigningRefused("bad_country", {"country": country})
    if email and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", email):
        raise SigningRefused("bad_email", {})
    return Person(name, organisation, country, email, demo)


def make_authority(who: Person, key: ec.EllipticCurvePrivateKey, now: dt.datetime) -> x509.Certificate:
    """The firm's own authority: P-256, may only sign end certificates and revocation lists, ten years."""
    public = key.public_key()
    return (
        _builder(who.authority(), who.authority(), public, now, AUTHORITY_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def make_signer(
    who: Person,
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
) -> x509.Certificate:
    """The auditor's certificate under the firm's authority: signs documents and mail, three years.

    No CRL distribution point: nothing is ever fetched, revocation lists come as files and are then required.
    """
    public = key.public_key()
    purposes = [DOCUMENT_SIGNING, x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION, MICROSOFT_DOCUMENT_SIGNING]
    builder = (
        _builder(who.subject(), authority.subject, public, now, SIGNER_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    if who.email:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(who.email)]), critical=False)
    return builder.sign(authority_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: dt.datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACK)
        .not_valid_after(now + dt.timedelta(days=round(365.25 * years)))
    )


def _usage(**wanted: bool) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in every})
