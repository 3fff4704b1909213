"""Signing identities and trusted authorities as jobs: plain functions for the worker, plain values back.

Seal is imported inside them: it costs half a second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditdesk.core.progress import Progress

if TYPE_CHECKING:
    from auditdesk.seal.identity import CreatedIdentity
    from auditdesk.seal.trust import Authority


@dataclass(frozen=True)
class Applicant:
    """Who an identity is made for, and where its files go."""

    person: str
    organisation: str
    country: str
    email: str
    folder: Path


@dataclass(frozen=True)
class IdentityFacts:
    """What an identity says to everybody; no key."""

    path: Path
    name: str
    organisation: str
    fingerprint: str
    not_before: dt.datetime
    not_after: dt.datetime
    demo: bool


@dataclass(frozen=True)
class AuthorityFacts:
    """A trusted authority as the list shows it."""

    name: str
    organisation: str
    fingerprint: str
    demo: bool
    has_crl: bool


@dataclass(frozen=True)
class TrustFacts:
    """The trust list as it stands, and files in it that cannot be read."""

    authorities: tuple[AuthorityFacts, ...]
    unreadable: tuple[str, ...]


def creating(who: Applicant, passphrase: str) -> Callable[[Progress], CreatedIdentity]:
    """A job that makes an identity and trusts its own authority.

    Raises SigningRefused, FileExists, FileMissing, ReadOnly, DiskFull; then no file is left behind.
    """

    def _create(_progress: Progress) -> CreatedIdentity:
        from auditdesk.seal.identity import create_identity
        from auditdesk.seal.trust import trust_authority

        _make_folder(who.folder)
        made = create_identity(who.folder, who.person, who.organisation, who.country, who.email, passphrase)
        try:
            trust_authority(made.authority_certificate)
        except BaseException:
            for path in (made.identity, made.authority_key, made.authority_certificate):
                path.unlink(missing_ok=True)
            raise
        return made

    return _create


def loading(path: Path, passphrase: str) -> Callable[[Progress], IdentityFacts]:
    """A job that opens an identity to see whether it can sign. Raises FileMissing, BadInput, SigningRefused."""

    def _load(_progress: Progress) -> IdentityFacts:
        from auditdesk.seal.identity import load_identity

        found = load_identity(path, passphrase)
        return IdentityFacts(
            path, found.name, found.organisation, found.fingerprint, found.not_before, found.not_after, found.demo
        )

    return _load


def peeking(path: Path) -> Callable[[Progress], Path]:
    """A job that looks whether an identity file is there. Raises FileMissing, FileEmpty, BadInput."""

    def _peek(_progress: Progress) -> Path:
        from auditdesk.seal.identity import peek_identity

        peek_identity(path)
        return path

    return _peek


def reading_trust(_progress: Progress) -> TrustFacts:
    """A job that reads the trust list."""
    return _trust()


def trusting(pem: Path) -> Callable[[Progress], TrustFacts]:
    """A job that adds an authority to the list. Raises FileMissing, BadInput."""

    def _trust_it(_progress: Progress) -> TrustFacts:
        from auditdesk.seal.trust import trust_authority

        trust_authority(pem)
        return _trust()

    return _trust_it


def looking_at_authority(pem: Path) -> Callable[[Progress], AuthorityFacts]:
    """A job that says what a certificate file holds, before it is trusted. Raises FileMissing, BadInput."""

    def _look(_progress: Progress) -> AuthorityFacts:
        from auditdesk.seal.identity import read_certificate
        from auditdesk.seal.trust import authority_from

        return _facts(authority_from(read_certificate(pem), str(pem)), has_crl=False)

    return _look


def forgetting(fingerprint: str) -> Callable[[Progress], TrustFacts]:
    """A job that takes an authority off the list. Raises SigningRefused."""

    def _forget(_progress: Progress) -> TrustFacts:
        from auditdesk.seal.trust import forget_authority

        forget_authority(fingerprint)
        return _trust()

    return _forget


def adding_crl(path: Path) -> Callable[[Progress], TrustFacts]:
    """A job that adds a revocation list. Raises FileMissing, BadInput."""

    def _add(_progress: Progress) -> TrustFacts:
        from auditdesk.seal.trust import add_crl

        add_crl(path)
        return _trust()

    return _add


def _make_folder(folder: Path) -> None:
    """The folder for the files of an identity, private when it is new. Raises ReadOnly, DiskFull."""
    from auditdesk.core.files import file_error

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise file_error(error, folder) from error


def grouped(digits: str) -> str:
    """A fingerprint in groups of four, for reading aloud."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _trust() -> TrustFacts:
    from auditdesk.seal.trust import load_trust, trust_folder

    found, folder = load_trust(), trust_folder()
    rows = [_facts(one, has_crl=(folder / f"{one.fingerprint}.crl").exists()) for one in found.authorities]
    return TrustFacts(tuple(sorted(rows, key=lambda one: one.name.casefold())), found.unreadable)


def _facts(authority: Authority, *, has_crl: bool) -> AuthorityFacts:
    return AuthorityFacts(authority.name, authority.organisation, authority.fingerprint, authority.demo, has_crl)
