"""Signs a finished report: author, then reviewer, then client; each signature is checked before the file appears."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    SigSeedValFlags,
    SigSeedValueSpec,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from auditdesk.core.errors import SigningRefused
from auditdesk.core.files import writing_atomically
from auditdesk.seal import stamps, structure
from auditdesk.seal.findings import Verdict, Verification
from auditdesk.seal.identity import Identity, check_dates
from auditdesk.seal.trust import Authority
from auditdesk.seal.verify import refuse_event_loop, verify_pdf

ROLES = structure.ROLES
REASONS = structure.REASONS
DIGESTS = ["sha256", "sha384", "sha512"]


@dataclass(frozen=True)
class SignatureBox:
    """Where a role signs. `page` counts from 0, -1 is the last; `box` is (x1, y1, x2, y2) in points."""

    role: str
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class SignedReport:
    """A signed file that is on the disk and was verified there. `unsigned_sha256` is the hash of the bytes given."""

    path: Path
    sha256: str
    unsigned_sha256: str
    size: int
    verification: Verification


def add_fields(pdf: bytes, boxes: Sequence[SignatureBox]) -> bytes:
    """Append the empty signature fields. All must exist before the author certifies: a visible field added later breaks
    the author's signature. Raises SigningRefused: unknown_role, fields_exist, unreadable, encrypted.
    """
    roles = [box.role for box in boxes]
    if not roles or len(set(roles)) != len(roles) or not set(roles) <= set(ROLES):
        raise SigningRefused("unknown_role", {"roles": ", ".join(roles)})
    if structure_of(pdf).fields:
        raise SigningRefused("fields_exist")
    out = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        for box in sorted(boxes, key=lambda box: ROLES.index(box.role)):
            fields.append_signature_field(writer, _field(box))
        writer.write(out)  # type: ignore[no-untyped-call]
    except (PdfError, IndexError) as error:
        raise SigningRefused("unreadable", {"problem": type(error).__name__}) from error
    return out.getvalue()


def sign_report(
    source: bytes,
    target: Path,
    role: str,
    identity: Identity,
    *,
    fonts: Path | Sequence[Path],
    checks: Mapping[str, frozenset[str]],
    authorities: Sequence[Authority] = (),
    not_before: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> SignedReport:
    """Sign `source` as `role` and write `target` only if the result verifies as GOOD.

    `checks` is the roster so far: role to allowed fingerprints; exactly these must have signed. `fonts`: static
    TrueType files, the first that can draw the stamp is used. `not_before`: time of the last journal entry.
    `authorities`: trust for the earlier signers where `checks` pins none. Call it in a worker thread. Raises
    SigningRefused: unknown_role, unreadable, encrypted, fields_missing, already_signed, wrong_order, glyph_missing,
    not_yet_valid, expired, clock_before_journal, signing_failed, verification_failed (with the reasons); and the file
    errors of `writing_atomically`. A refusal leaves no file and what stood at `target` untouched.
    """
    refuse_event_loop()
    moment = now or dt.datetime.now().astimezone()
    _check_turn(structure_of(source), role, checks)
    check_dates(identity.not_before, identity.not_after, moment)
    if not_before is not None and moment < not_before:
        raise SigningRefused("clock_before_journal", {"last_entry": not_before.isoformat()})
    signed = _sign(source, role, identity, fonts, moment)
    roster = {**checks, role: frozenset({identity.fingerprint})}
    trust = (*authorities, *_own_authority(identity))
    with writing_atomically(target) as out:
        out.write(signed)
        out.flush()
        os.fsync(out.fileno())
        out.seek(0)
        written = out.read()
        verification = verify_pdf(written, authorities=trust, expected=roster, ours=True, now=moment, patience=inf)
        if verification.verdict is not Verdict.GOOD or written != signed:
            weighing = [reason for reason in verification.reasons if reason.verdict is not Verdict.GOOD]
            raise SigningRefused("verification_failed", {"reasons": tuple(weighing)})
    return SignedReport(
        path=target,
        sha256=hashlib.sha256(written).hexdigest(),
        unsigned_sha256=hashlib.sha256(source).hexdigest(),
        size=len(written),
        verification=verification,
    )


@dataclass(frozen=True)
class Structure:
    """The signature fields of a PDF: all of them in order, and those already signed."""

    fields: tuple[str, ...]
    signed: tuple[str, ...]


def structure_of(pdf: bytes) -> Structure:
    """Which fields a PDF has and which are signed. Raises SigningRefused: unreadable, encrypted."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise SigningRefused("encrypted")
        found = [(name, value is not None) for name, value, _ in fields.enumerate_sig_fields(reader)]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SigningRefused("unreadable", {"problem": type(error).__name__}) from error
    return Structure(tuple(name for name, _ in found), tuple(name for name, signed in found if signed))


def _field(box: SignatureBox) -> SigFieldSpec:
    closes = box.role == ROLES[-1]  # the last signer closes the document
    seed = SigSeedValueSpec(
        flags=SigSeedValFlags.SUBFILTER | SigSeedValFlags.DIGEST_METHOD | SigSeedValFlags.REASONS,
        subfilters=[SigSeedSubFilter.PADES],
        digest_methods=DIGESTS,
        reasons=[REASONS[box.role]],
    )
    return SigFieldSpec(
        box.role,
        on_page=box.page,
        box=box.box,
        seed_value_dict=seed,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if closes else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if closes else None,
        readable_field_name=f"{box.role} signature",
        empty_field_appearance=True,
    )


def _check_turn(found: Structure, role: str, checks: Mapping[str, frozenset[str]]) -> None:
    if role not in ROLES:
        raise SigningRefused("unknown_role", {"roles": role})
    if role in found.signed:
        raise SigningRefused("already_signed", {"role": role})
    if role not in found.fields:
        raise SigningRefused("fields_missing", {"role": role})
    before = ROLES[: ROLES.index(role)]
    if set(found.signed) != set(before) or set(checks) != set(before):
        raise SigningRefused("wrong_order", {"role": role, "signed": found.signed, "needed": before})


def _sign(source: bytes, role: str, identity: Identity, fonts: Path | Sequence[Path], moment: dt.datetime) -> bytes:
    words = {
        "signer": identity.name,
        "role": role,
        "ts": stamps.time_words(moment),
        "fp": identity.fingerprint[:16],
    }
    font = stamps.choose_font(fonts, stamps.TEMPLATE % words)
    meta = PdfSignatureMetadata(
        field_name=role,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=REASONS[role],
        name=identity.name,
        certify=role == ROLES[0],
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = _SignerAt(meta, signer=identity.signer, stamp_style=stamps.style(font))
    signer.moment = moment
    out = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(source))
        signer.sign_pdf(writer, existing_fields_only=True, appearance_text_params=words, output=out)
    except (SigningError, PdfError) as error:
        raise SigningRefused("signing_failed", {"problem": type(error).__name__}) from error
    return out.getvalue()


class _SignerAt(PdfSigner):
    """Signs with one given time everywhere: in the stamp, in /M, in the signed attributes."""

    moment: dt.datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def _own_authority(identity: Identity) -> tuple[Authority, ...]:
    if identity.authority is None:
        return ()
    return (Authority("", "", identity.authority_fingerprint, identity.demo, identity.authority),)
