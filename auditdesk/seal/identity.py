"""The auditor's signing identity: made once, opened with its passphrase when something is signed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import zxcvbn
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from auditdesk.core.errors import BadInput, FileEmpty, FileExists, SigningRefused
from auditdesk.core.files import read_whole, write_atomically
from auditdesk.seal import certificates
from auditdesk.seal import pkcs12 as key_file

LARGEST = 16 * 1024 * 1024
"""The largest key file, certificate or revocation list that is read, in bytes."""
MIN_PASSPHRASE = 12
_SCORED = 72  # zxcvbn refuses longer input
_GOOD_SCORE = 3
_MIN_RSA = 3072
_DIGESTS = ("sha256", "sha384", "sha512")


@dataclass(frozen=True)
class Facts:
    """What a certificate says to everybody."""

    name: str
    organisation: str
    fingerprint: str
    not_before: dt.datetime
    not_after: dt.datetime
    authority: bool
    demo: bool


@dataclass(frozen=True)
class CreatedIdentity:
    """The three files of a new identity. The authority's key belongs on a stick in a safe, not on this computer."""

    identity: Path
    authority_key: Path
    authority_certificate: Path
    name: str
    fingerprint: str
    authority_fingerprint: str


@dataclass(frozen=True)
class Identity:
    """An opened identity: the key inside `signer`, and what everybody may know."""

    signer: SimpleSigner = field(repr=False)
    name: str
    organisation: str
    fingerprint: str
    authority_fingerprint: str
    not_before: dt.datetime
    not_after: dt.datetime
    demo: bool
    authority: asn1_x509.Certificate | None = field(default=None, repr=False)


def create_identity(
    folder: Path,
    person: str,
    organisation: str,
    country: str,
    email: str,
    passphrase: str,
    *,
    demo: bool = False,
    now: dt.datetime | None = None,
    _rounds: int = key_file.ROUNDS,
) -> CreatedIdentity:
    """Make a firm authority and a signing certificate under it; write three private files into `folder`.

    Raises SigningRefused (weak_passphrase, name_*, bad_*), FileExists, FileMissing, ReadOnly, DiskFull. `_rounds` is
    for tests only.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise SigningRefused("weak_passphrase", {"shortest": MIN_PASSPHRASE})
    who = certificates.person(person, organisation, country, email, demo=demo)
    slug = _slug(who.name)
    made = folder / f"{slug}.p12", folder / f"{slug}.authority.p12", folder / f"{slug}.authority.pem"
    for path in made:
        if path.exists():
            raise FileExists(str(path))
    passphrase = unicodedata.normalize("NFC", passphrase)
    moment = now or dt.datetime.now(dt.UTC)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = certificates.make_authority(who, authority_key, moment)
    certificate = certificates.make_signer(who, key, authority, authority_key, moment)
    contents = (
        key_file.write(key, certificate, [authority], passphrase, _rounds),
        key_file.write(authority_key, authority, [], passphrase, _rounds),
        authority.public_bytes(Encoding.PEM),
    )
    _write_all(dict(zip(made, contents, strict=True)))
    return CreatedIdentity(*made, facts(certificate).name, fingerprint(certificate), fingerprint(authority))


def load_identity(path: Path, passphrase: str, *, now: dt.datetime | None = None) -> Identity:
    """Open a PKCS#12 identity. Raises FileMissing, FileEmpty, BadInput("not_pkcs12"), SigningRefused: wrong_passphrase,
    no_key, unsupported_key, key_usage, not_yet_valid, expired.
    """
    data = _read(path)
    if not key_file.looks_like(data):
        raise BadInput(str(path), "not_pkcs12")
    key, certificate, others = _unlock(data, passphrase)
    if key is None or certificate is None:
        raise SigningRefused("no_key")
    _check_key(certificate)
    _check_usage(certificate)
    said = facts(certificate)
    check_dates(said.not_before, said.not_after, now or dt.datetime.now(dt.UTC))
    issuer = next((other for other in others if other.subject == certificate.issuer), None)
    signer = SimpleSigner(
        signing_cert=to_asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        cert_registry=_store(others),
    )
    return Identity(
        signer=signer,
        name=said.name,
        organisation=said.organisation,
        fingerprint=said.fingerprint,
        authority_fingerprint=fingerprint(issuer) if issuer else "",
        not_before=said.not_before,
        not_after=said.not_after,
        demo=said.demo,
        authority=to_asn1(issuer) if issuer else None,
    )


def peek_identity(path: Path) -> int:
    """Size in bytes of a key file that looks like PKCS#12: all that can be said without the passphrase.

    Raises FileMissing, FileEmpty, BadInput("not_pkcs12").
    """
    data = _read(path)
    if not key_file.looks_like(data):
        raise BadInput(str(path), "not_pkcs12")
    return len(data)


def public_facts(path: Path) -> Facts:
    """What the certificate in a PEM or DER file says. Raises FileMissing, FileEmpty, BadInput("not_a_certificate")."""
    return facts(read_certificate(path))


def facts(certificate: x509.Certificate) -> Facts:
    """What a certificate says, in plain values."""
    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        authority = False
    units = [*_texts(certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME)]
    units += _texts(certificate.issuer, NameOID.ORGANIZATIONAL_UNIT_NAME)
    return Facts(
        name=", ".join(_texts(certificate.subject, NameOID.COMMON_NAME)) or certificate.subject.rfc4514_string(),
        organisation=", ".join(_texts(certificate.subject, NameOID.ORGANIZATION_NAME)),
        fingerprint=fingerprint(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        authority=authority,
        demo=certificates.DEMO_UNIT in units,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, 64 hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def grouped(digits: str) -> str:
    """A fingerprint in groups of four, for reading aloud."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def strength(passphrase: str, user_inputs: Sequence[str] = ()) -> tuple[int, bool]:
    """How well a passphrase stands against guessing: score 0-4, and whether it is long and good enough.

    The length is a rule of its own: zxcvbn calls "correct horse battery" a 4.
    """
    if not passphrase:
        return 0, False
    score = int(zxcvbn.zxcvbn(passphrase[:_SCORED], user_inputs=list(user_inputs))["score"])
    return score, len(passphrase) >= MIN_PASSPHRASE and score >= _GOOD_SCORE


def check_dates(not_before: dt.datetime, not_after: dt.datetime, now: dt.datetime) -> None:
    """Raises SigningRefused("not_yet_valid" or "expired") when `now` lies outside the certificate's dates."""
    if now < not_before:
        raise SigningRefused("not_yet_valid", {"from": not_before.isoformat()})
    if now > not_after:
        raise SigningRefused("expired", {"until": not_after.isoformat()})


def read_certificate(path: Path) -> x509.Certificate:
    """The first certificate in a PEM or DER file. Raises FileMissing, FileEmpty, BadInput("not_a_certificate")."""
    data = _read(path)
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise BadInput(str(path), "not_a_certificate") from error


def to_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate in the form pyHanko works with."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _unlock(
    data: bytes, passphrase: str
) -> tuple[PrivateKeyTypes | None, x509.Certificate | None, list[x509.Certificate]]:
    """Try the passphrase as typed, then in the composed form ours are made with: keyboards differ in accents."""
    for words in dict.fromkeys((passphrase, unicodedata.normalize("NFC", passphrase))):
        try:
            return pkcs12.load_key_and_certificates(data, words.encode())
        except ValueError:
            continue
    raise SigningRefused("wrong_passphrase")


def _store(others: Sequence[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for certificate in others:
        store.register(to_asn1(certificate))
    return store


def _check_key(certificate: x509.Certificate) -> None:
    public = certificate.public_key()
    digest = certificate.signature_hash_algorithm
    strong = (isinstance(public, ec.EllipticCurvePublicKey) and public.curve.key_size >= 256) or (
        isinstance(public, rsa.RSAPublicKey) and public.key_size >= _MIN_RSA
    )
    if not strong or digest is None or digest.name not in _DIGESTS:
        raise SigningRefused("unsupported_key", {"digest": digest.name if digest else "", "key": type(public).__name__})


def _check_usage(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise SigningRefused("key_usage") from None
    if not usage.digital_signature:
        raise SigningRefused("key_usage")


def _write_all(files: dict[Path, bytes]) -> None:
    """All files or none; the temporary file behind each is made with mode 0600."""
    done: list[Path] = []
    try:
        for path, data in files.items():
            write_atomically(path, data)
            done.append(path)
    except BaseException:
        for path in done:
            path.unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes:
    data = read_whole(path, LARGEST)
    if not data:
        raise FileEmpty(str(path))
    return data


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "identity"


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [str(attribute.value) for attribute in name.get_attributes_for_oid(oid)]
