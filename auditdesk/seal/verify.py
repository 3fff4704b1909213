"""Checks a signed PDF: strictly when auditdesk made it, without accusing strangers for their habits when not.

Strict rules refuse more than half of the honest signed PDFs other programs make (non-zero padding, loose
cross-reference tables, validation data appended later). So the origin decides: for our own exports every oddity is
evidence, for other files only what is evidence anywhere (broken digest, content changed after signing); the rest is
"cannot tell". pyHanko's own summary (`bottom_line`) is never looked at: it stays true for appended bytes, rolled-back
files, a stranger under the same authority, and data hidden behind the signature.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from auditdesk.core.files import read_whole
from auditdesk.seal import structure
from auditdesk.seal.deadline import GivenUp, at_most
from auditdesk.seal.findings import Findings, Reason, SignatureFacts, Verdict, Verification
from auditdesk.seal.judging import Judge, judge_signature, judge_timestamp
from auditdesk.seal.trust import Authority, load_trust

__all__ = ["MAX_SIZE", "Reason", "SignatureFacts", "Verdict", "Verification", "verify_file", "verify_pdf"]

MAX_SIZE = 512 * 1024 * 1024  # bytes
_LIMITS = DecodeLimits(
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=8 * 1024 * 1024),  # a million objects
    }
)
PATIENCE = 15.0
"""Seconds after which a file is given up; the slowest honest report measured takes 3."""


def verify_file(
    path: Path,
    *,
    authorities: Iterable[Authority] | None = None,
    crls: Iterable[asn1_crl.CertificateList] | None = None,
    expected: Mapping[str, frozenset[str]] | None = None,
    ours: bool | None = None,
    known_sha256: str | None = None,
    now: dt.datetime | None = None,
    unreadable: tuple[str, ...] = (),
) -> Verification:
    """Read and check one file; the user's trust list is used unless `authorities` or `crls` are given.

    Raises FileMissing, ReadOnly, BadInput("is_a_folder", "not_a_file" or "too_large").
    """
    data = read_whole(path, MAX_SIZE)
    if authorities is None or crls is None:
        trust = load_trust()
        authorities = trust.authorities if authorities is None else authorities
        crls = trust.crls if crls is None else crls
        unreadable = (*unreadable, *trust.unreadable)
    return verify_pdf(
        data,
        authorities=authorities,
        crls=crls,
        expected=expected,
        ours=ours,
        known_sha256=known_sha256,
        now=now,
        unreadable=unreadable,
    )


def verify_pdf(
    data: bytes,
    *,
    authorities: Iterable[Authority],
    crls: Iterable[asn1_crl.CertificateList] = (),
    expected: Mapping[str, frozenset[str]] | None = None,
    ours: bool | None = None,
    known_sha256: str | None = None,
    now: dt.datetime | None = None,
    patience: float = PATIENCE,
    unreadable: tuple[str, ...] = (),
) -> Verification:
    """Check a PDF. Never raises for what is in the file: anything that cannot be read is a reason.

    `expected` maps each role that must have signed to the certificate fingerprints allowed for it (an empty set allows
    anyone under a trusted authority). `ours` None lets the file's own marks decide. `unreadable` names the files of the
    trust list that were left out. Run it in a worker thread: it takes 0.2 s for three signatures on 100 pages, 3 s on a
    tagged PDF; a file that takes longer than `patience` seconds is given up.
    """
    refuse_event_loop()
    found = Findings()
    digest = hashlib.sha256(data).hexdigest()
    recorded = expected is not None or known_sha256 is not None
    strict = ours if ours is not None else recorded or structure.marked_as_ours(data)
    if known_sha256 is not None:
        if known_sha256.lower() == digest:
            found.fine("same_file")
        else:
            found.bad("other_file", sha256=digest, known=known_sha256.lower())
    for name in unreadable:
        found.note("trust_file_unreadable", file=name)
    signatures: tuple[SignatureFacts, ...] = ()
    try:
        with at_most(patience):
            opened = _open(data, strict, ours is None, found)
            if opened is not None:
                strict, moment = opened.ours, now or dt.datetime.now(dt.UTC)
                judge = Judge(tuple(authorities), tuple(crls), dict(expected or {}), strict, moment)
                signatures = _judge(opened, data, judge, expected, found)
    except GivenUp:
        found.unsure("took_too_long")
    return Verification(found.verdict(), found.ranked(), signatures, tuple(found.notes), strict, digest, len(data))


@dataclass(frozen=True)
class _Opened:
    reader: Any
    signatures: list[Any]
    timestamps: list[Any]
    ours: bool


def _open(data: bytes, ours: bool, may_find_mark: bool, found: Findings) -> _Opened | None:
    """Read the file strictly; a stranger's file gets a second, lenient chance."""
    if not data:
        found.bad("empty_file")
        return None
    if b"%PDF-" not in data[:1024]:
        found.bad("not_a_pdf")
        return None
    opened, problem = _read_pdf(data, strict=True)
    if opened is None and not ours:
        opened, _ = _read_pdf(data, strict=False)
        if opened is None:
            found.unsure("unreadable_stranger", problem=problem)
            return None
        if not (may_find_mark and opened.ours):
            found.unsure("loose_structure", problem=problem)
    if opened is None:
        found.bad("unreadable", problem=problem)
        return None
    if opened.reader.encrypted:
        found.unsure("encrypted")
        return None
    strict = ours or (may_find_mark and opened.ours)
    if strict and not opened.reader.strict:
        found.bad("unreadable", problem=problem)
    return _Opened(opened.reader, opened.signatures, opened.timestamps, strict)


def _read_pdf(data: bytes, *, strict: bool) -> tuple[_Opened | None, str]:
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=strict, decode_limits=_LIMITS)
        if reader.encrypted:
            return _Opened(reader, [], [], False), ""
        if strict and reader.xrefs.hybrid_xrefs_present:
            return None, "HybridReferences"
        signatures, timestamps = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
        return _Opened(reader, signatures, timestamps, structure.says_ours(reader)), ""
    except Exception as error:  # noqa: BLE001  whatever a hostile file makes the reader do means: not readable
        return None, type(error).__name__


def _judge(
    opened: _Opened, data: bytes, judge: Judge, expected: Mapping[str, frozenset[str]] | None, found: Findings
) -> tuple[SignatureFacts, ...]:
    try:
        _look_around(opened, found)
        ordered = sorted(opened.signatures, key=lambda signature: int(signature.signed_revision))
        everything = sorted([*ordered, *opened.timestamps], key=lambda signature: int(signature.signed_revision))
    except Exception as error:  # noqa: BLE001  same rule: a structure that cannot be walked is not readable
        (found.bad if judge.strict else found.unsure)("unreadable", problem=type(error).__name__)
        return ()
    if not ordered:
        found.bad("unsigned" if judge.strict else "unsigned_stranger")
    if judge.strict:
        _check_roster([str(signature.field_name) for signature in ordered], expected, found)
    last = everything[-1] if everything else None
    facts = []
    for signature in ordered:
        ends = {"first": signature is ordered[0], "last": signature is last}
        facts.append(judge_signature(signature, data, judge, **ends, found=found))
    for stamp in opened.timestamps:
        judge_timestamp(stamp, data, judge, last=stamp is last, found=found)
    if ordered:
        _notes(opened, facts, found)
    return tuple(fact for fact in facts if fact is not None)


def _look_around(opened: _Opened, found: Findings) -> None:
    """Things that could change what a reader sees without breaking a signature; our reports have none of them."""
    if not opened.ours:
        return
    fields = structure.foreign_fields(opened.reader)
    if fields:
        found.bad("form_fields", fields=", ".join(fields[:5]))
    if structure.has_layers(opened.reader):
        found.bad("layers")
    if structure.has_scripts(opened.reader):
        found.bad("scripts")


def _check_roster(names: list[str], expected: Mapping[str, frozenset[str]] | None, found: Findings) -> None:
    known = list(structure.ROLES)
    if expected is None:
        if names and names != known[: len(names)]:
            found.bad("roster_unusual", roles=", ".join(names))
        return
    for role in sorted(expected.keys() - set(names)):
        found.bad("signature_missing", role)
    for role in sorted(set(names) - expected.keys()):
        found.bad("signature_unexpected", role)
    places = [known.index(name) for name in names if name in known]
    if places != sorted(places) or len(set(names)) != len(names):
        found.bad("roster_unusual", roles=", ".join(names))


def _notes(opened: _Opened, facts: list[SignatureFacts | None], found: Findings) -> None:
    found.note("time_is_claimed")
    empty = structure.empty_signature_fields(opened.reader)
    if empty:
        found.note("fields_not_signed", fields=", ".join(empty))
    for fact in facts:
        if fact is not None and fact.demo:
            found.note("demo_identity", fact.role, signer=fact.signer)


def refuse_event_loop() -> None:
    """pyHanko starts its own event loop; inside a running one it would fail and look like a bad file."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("run this in a worker thread, not inside an event loop")
