"""Makes what the tests of signatures need: a small report, a firm with its people, a file signed step by step."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from auditdesk import paths
from auditdesk.seal import certificates, pkcs12, signing
from auditdesk.seal.identity import Identity, load_identity
from auditdesk.seal.trust import Authority, authority_from

FONT = paths.resource("fonts", "NotoSans-Regular.ttf")
PASSPHRASE = "five random words in line"
FEW_ROUNDS = 2_000
BOXES = [
    signing.SignatureBox(role, -1, (60, 520 - 105 * place, 330, 590 - 105 * place))
    for place, role in enumerate(signing.ROLES)
]


def report(*, creator: str = "auditdesk 0.1.0", pages: int = 3, text_field: bool = False) -> bytes:
    """A small report with embedded fonts, as the report room makes them."""
    if "TestSans" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("TestSans", str(FONT)))
    out = io.BytesIO()
    canvas = Canvas(out, initialFontName="TestSans")
    canvas.setCreator(creator)
    canvas.setTitle("Supplier audit of Example Works")
    for page in range(1, pages + 1):
        canvas.setFont("TestSans", 12)
        canvas.drawString(72, 700, f"Page {page}: the supplier is rated HIGH RISK")
        if text_field and page == 1:
            canvas.acroForm.textfield(name="rating", value="HIGH RISK", x=72, y=600, width=200, height=20)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_fields(pdf: bytes) -> bytes:
    """The report with its three empty signature fields."""
    return signing.add_fields(pdf, BOXES)


@dataclass(frozen=True)
class Firm:
    """A firm authority whose key the tests hold."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    organisation: str

    @classmethod
    def founded(
        cls, folder: Path, organisation: str = "Example Audit Partners", made: dt.datetime | None = None
    ) -> Firm:
        """A new firm with a new authority key."""
        key = ec.generate_private_key(ec.SECP256R1())
        who = certificates.person("Nobody", organisation, "DE", "", demo=False)
        return cls(folder, key, certificates.make_authority(who, key, made or dt.datetime.now(dt.UTC)), organisation)

    def person(self, name: str, *, made: dt.datetime | None = None, now: dt.datetime | None = None) -> Identity:
        """A person with a signing certificate of this firm, opened from a key file."""
        path = self.key_file(name, made=made)
        return load_identity(path, PASSPHRASE, now=now)

    def key_file(self, name: str, *, made: dt.datetime | None = None) -> Path:
        """The key file of a new certificate for this person."""
        who = certificates.person(name, self.organisation, "DE", "a@example.com", demo=False)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = certificates.make_signer(who, key, self.certificate, self.key, made or dt.datetime.now(dt.UTC))
        path = self.folder / f"{certificate.serial_number:x}.p12"
        path.write_bytes(pkcs12.write(key, certificate, [self.certificate], PASSPHRASE, FEW_ROUNDS))
        return path

    @property
    def trusted(self) -> tuple[Authority, ...]:
        """The trust list of somebody who trusts only this firm."""
        return (authority_from(self.certificate),)

    def pem(self) -> bytes:
        """The authority's certificate to hand out."""
        return self.certificate.public_bytes(Encoding.PEM)

    def crl(self, revoked: Sequence[Identity] = ()) -> bytes:
        """A fresh revocation list in DER."""
        now = dt.datetime.now(dt.UTC)
        start, end = now - dt.timedelta(hours=1), now + dt.timedelta(days=30)
        builder = x509.CertificateRevocationListBuilder(self.certificate.subject, start, end)
        for identity in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(identity.signer.signing_cert.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(start).build())
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(identifier, critical=False).add_extension(x509.CRLNumber(1), critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def signed(source: bytes, role: str, identity: Identity, *, now: dt.datetime | None = None) -> bytes:
    """Sign without any of the checks around it, as an attacker's program would."""
    return signing._sign(source, role, identity, FONT, now or dt.datetime.now(dt.UTC))


@dataclass(frozen=True)
class Stages:
    """One report at every step of its life, and the people who signed it."""

    fields: bytes
    author: bytes
    reviewer: bytes
    client: bytes
    people: tuple[Identity, ...]

    @classmethod
    def of(cls, fields: bytes, people: Sequence[Identity]) -> Stages:
        """Signed by three people in order."""
        steps = [fields]
        for role, identity in zip(signing.ROLES, people, strict=True):
            steps.append(signed(steps[-1], role, identity))
        return cls(*steps, people=tuple(people))

    def roster(self, count: int = 3) -> dict[str, frozenset[str]]:
        """The pins of the first `count` signers."""
        pairs = list(zip(signing.ROLES, self.people, strict=True))[:count]
        return {role: frozenset({identity.fingerprint}) for role, identity in pairs}
