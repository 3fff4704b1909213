"""The user's own list of trusted firm authorities, with their revocation lists, as files in one folder.

No system store and nothing fetched: an authority is trusted because the user put its certificate here after comparing
the fingerprint by another way than the one the report came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from auditdesk import paths
from auditdesk.core.errors import AuditdeskError, BadInput, SigningRefused
from auditdesk.core.files import read_whole, write_atomically
from auditdesk.seal.identity import LARGEST, facts, fingerprint, read_certificate, to_asn1


@dataclass(frozen=True)
class Authority:
    """A firm authority the user trusts."""

    name: str
    organisation: str
    fingerprint: str
    demo: bool
    certificate: asn1_x509.Certificate = field(repr=False)


@dataclass(frozen=True)
class TrustList:
    """Everything in the trust folder; `unreadable` names the files that could not be used."""

    authorities: tuple[Authority, ...]
    crls: tuple[asn1_crl.CertificateList, ...]
    unreadable: tuple[str, ...]


def trust_folder() -> Path:
    """Where the list lives, made when first asked for."""
    folder = paths.config_dir() / "trust"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def load_trust(folder: Path | None = None) -> TrustList:
    """Read the trust folder. A file that cannot be used is named in the result instead of stopping the work."""
    folder = folder or trust_folder()
    authorities: dict[str, Authority] = {}
    crls: list[asn1_crl.CertificateList] = []
    unreadable: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            if path.suffix.lower() in (".pem", ".crt", ".cer"):
                authority = authority_from(read_certificate(path), str(path))
                authorities[authority.fingerprint] = authority
            elif path.suffix.lower() == ".crl":
                crls.append(read_crl(path))
        except AuditdeskError:
            unreadable.append(path.name)
    return TrustList(tuple(authorities.values()), tuple(crls), tuple(unreadable))


def trusted_authorities(folder: Path | None = None) -> tuple[Authority, ...]:
    """The firm authorities the user trusts."""
    return load_trust(folder).authorities


def trust_authority(pem: Path, folder: Path | None = None) -> Authority:
    """Add the authority in `pem`. Raises FileMissing, BadInput("not_a_certificate" or "not_an_authority")."""
    certificate = read_certificate(pem)
    authority = authority_from(certificate, str(pem))
    target = (folder or trust_folder()) / f"{authority.fingerprint}.pem"
    write_atomically(target, certificate.public_bytes(Encoding.PEM))
    return authority


def forget_authority(digits: str, folder: Path | None = None) -> None:
    """Take the authority with this fingerprint off the list. Raises SigningRefused("unknown_authority")."""
    found = False
    for path in sorted((folder or trust_folder()).iterdir()):
        if path.suffix.lower() not in (".pem", ".crt", ".cer"):
            continue
        try:
            same = fingerprint(read_certificate(path)) == digits.replace(" ", "").lower()
        except AuditdeskError:
            continue
        if same:
            path.unlink()
            found = True
    if not found:
        raise SigningRefused("unknown_authority", {"fingerprint": digits})


def add_crl(path: Path, folder: Path | None = None) -> Authority:
    """Copy a revocation list beside the authority that signed it; an older one of that authority is replaced.

    Raises FileMissing, BadInput("not_a_crl" or "crl_of_nobody_trusted").
    """
    crl = _load_crl(path)
    for authority in trusted_authorities(folder):
        issuer = x509.load_der_x509_certificate(authority.certificate.dump())
        if crl.issuer == issuer.subject and crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
            target = (folder or trust_folder()) / f"{authority.fingerprint}.crl"
            write_atomically(target, crl.public_bytes(Encoding.DER))
            return authority
    raise BadInput(str(path), "crl_of_nobody_trusted")


def authority_from(certificate: x509.Certificate, where: str = "") -> Authority:
    """The authority a certificate stands for. Raises BadInput("not_an_authority") unless it may sign certificates."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError) as error:
        raise BadInput(where, "not_an_authority") from error
    if not constraints.ca or not usage.key_cert_sign:
        raise BadInput(where, "not_an_authority")
    said = facts(certificate)
    return Authority(said.name, said.organisation, said.fingerprint, said.demo, to_asn1(certificate))


def read_crl(path: Path) -> asn1_crl.CertificateList:
    """A revocation list from a PEM or DER file. Raises FileMissing, BadInput("not_a_crl")."""
    return asn1_crl.CertificateList.load(_load_crl(path).public_bytes(Encoding.DER))


def _load_crl(path: Path) -> x509.CertificateRevocationList:
    data = read_whole(path, LARGEST)
    try:
        return x509.load_pem_x509_crl(data) if b"-----BEGIN" in data else x509.load_der_x509_crl(data)
    except ValueError as error:
        raise BadInput(str(path), "not_a_crl") from error
