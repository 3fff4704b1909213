"""Identities: made once, private, costly to guess, refused when they should not sign."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import stat
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12 as c12

from auditdesk.core.errors import BadInput, FileEmpty, FileExists, FileMissing, SigningRefused
from auditdesk.seal import certificates
from auditdesk.seal.identity import (
    CreatedIdentity,
    create_identity,
    fingerprint,
    grouped,
    load_identity,
    peek_identity,
    public_facts,
    read_certificate,
    strength,
)

from .making import FEW_ROUNDS, PASSPHRASE, Firm


def _create(folder: Path, person: str = "Ánna Müller", *, demo: bool = False) -> CreatedIdentity:
    return create_identity(
        folder, person, "Example & Partners", "de", "anna@example.com", PASSPHRASE, demo=demo, _rounds=FEW_ROUNDS
    )


def _refusal(**others: str) -> str:
    words = {"person": "Anna", "organisation": "Firm", "country": "DE", "email": "a@b.example"}
    words |= {"passphrase": PASSPHRASE, **others}
    with pytest.raises(SigningRefused) as caught:
        create_identity(Path("/nowhere"), **words)
    return caught.value.reason


def test_an_identity_opens_with_its_passphrase_and_says_who_it_is(folder: Path) -> None:
    made = _create(folder)

    identity = load_identity(made.identity, PASSPHRASE)

    assert identity.name == "Ánna Müller"
    assert identity.organisation == "Example & Partners"
    assert identity.fingerprint == made.fingerprint
    assert identity.authority_fingerprint == made.authority_fingerprint
    assert identity.authority_fingerprint == fingerprint(read_certificate(made.authority_certificate))
    assert identity.not_after - identity.not_before > dt.timedelta(days=3 * 365)
    assert not identity.demo
    assert "PrivateKey" not in repr(identity)


def test_the_three_files_are_private_and_named_after_the_person(folder: Path) -> None:
    made = _create(folder)

    files = {made.identity, made.authority_key, made.authority_certificate}

    endings = (".p12", ".authority.p12", ".authority.pem")
    assert {path.name for path in files} == {f"anna-muller{ending}" for ending in endings}
    assert set(folder.iterdir()) == files
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_an_existing_file_is_never_overwritten(folder: Path) -> None:
    (folder / "anna-muller.authority.pem").write_bytes(b"mine")

    with pytest.raises(FileExists):
        _create(folder)

    assert [path.read_bytes() for path in folder.iterdir()] == [b"mine"]


def test_the_certificates_say_what_they_may_be_used_for(folder: Path) -> None:
    made = _create(folder)
    _, leaf, others = c12.load_key_and_certificates(made.identity.read_bytes(), PASSPHRASE.encode())
    authority = others[0]
    assert leaf is not None

    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.digital_signature and usage.value.content_commitment
    assert not usage.value.key_cert_sign
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert certificates.DOCUMENT_SIGNING in list(purposes)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.RFC822Name) == ["anna@example.com"]
    constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical and constraints.value.ca and constraints.value.path_length == 0
    assert leaf.not_valid_before_utc <= dt.datetime.now(dt.UTC) - dt.timedelta(minutes=4)
    leaf.verify_directly_issued_by(authority)


def test_a_demo_identity_shows_it_in_both_names(folder: Path) -> None:
    made = _create(folder, demo=True)

    identity = load_identity(made.identity, PASSPHRASE)
    authority = public_facts(made.authority_certificate)

    assert identity.demo and authority.demo
    assert identity.name.endswith("(demo)") and authority.name.endswith("(demo)")


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ({"passphrase": "elevenchars"}, "weak_passphrase"),
        ({"person": "  "}, "name_missing"),
        ({"organisation": "x" * 65}, "name_too_long"),
        ({"person": "Anna\u202egnp"}, "name_not_plain"),
        ({"country": "Germany"}, "bad_country"),
        ({"email": "not an address"}, "bad_email"),
    ],
)
def test_an_unfit_answer_is_refused_before_anything_is_written(others: dict[str, str], reason: str) -> None:
    assert _refusal(**others) == reason


def test_a_name_without_latin_letters_still_gets_a_file(folder: Path) -> None:
    assert _create(folder, "王小明").identity.name == "identity.p12"


def test_a_wrong_passphrase_is_refused(folder: Path) -> None:
    made = _create(folder)

    with pytest.raises(SigningRefused) as caught:
        load_identity(made.identity, PASSPHRASE + "!")

    assert caught.value.reason == "wrong_passphrase"
    assert PASSPHRASE not in repr(caught.value)


def test_files_that_are_no_identity_are_named_as_such(folder: Path) -> None:
    (folder / "empty.p12").write_bytes(b"")
    (folder / "text.p12").write_bytes(b"this is not a key file at all")
    (folder / "cut.p12").write_bytes(_create(folder).identity.read_bytes()[:300])

    with pytest.raises(FileMissing):
        load_identity(folder / "none.p12", PASSPHRASE)
    with pytest.raises(FileEmpty):
        load_identity(folder / "empty.p12", PASSPHRASE)
    for name in ("text.p12", "cut.p12"):
        with pytest.raises(BadInput, match="not_pkcs12"):
            load_identity(folder / name, PASSPHRASE)
        with pytest.raises(BadInput, match="not_pkcs12"):
            peek_identity(folder / name)
    with pytest.raises(BadInput, match="not_a_certificate"):
        public_facts(folder / "text.p12")
    with pytest.raises(BadInput, match="is_a_folder"):
        load_identity(folder, PASSPHRASE)


def test_a_certificate_outside_its_dates_does_not_sign(firm: Firm) -> None:
    now = dt.datetime.now(dt.UTC)
    old = firm.key_file("Old Hand", made=now - dt.timedelta(days=4 * 366))
    early = firm.key_file("Early Bird", made=now + dt.timedelta(days=2))

    with pytest.raises(SigningRefused, match="expired"):
        load_identity(old, PASSPHRASE)
    with pytest.raises(SigningRefused, match="not_yet_valid"):
        load_identity(early, PASSPHRASE)


def _foreign_p12(folder: Path, key: Any, usage: bool | None, digest: Any = None) -> Path:
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Foreign")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, now, now + dt.timedelta(days=9))
    if usage is not None:
        flags = [usage, False, not usage, False, False, False, False, False, False]
        builder = builder.add_extension(x509.KeyUsage(*flags), critical=True)
    certificate = builder.sign(key, digest)
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path = folder / "foreign.p12"
    path.write_bytes(c12.serialize_key_and_certificates(b"x", key, certificate, None, locked))
    return path


@pytest.mark.parametrize("weak", ["ed25519", "rsa2048", "p192"])
def test_a_weak_or_unreadable_kind_of_key_is_refused(weak: str, folder: Path) -> None:
    key, digest = {
        "ed25519": lambda: (ed25519.Ed25519PrivateKey.generate(), None),
        "rsa2048": lambda: (rsa.generate_private_key(65537, 2048), hashes.SHA256()),
        "p192": lambda: (ec.generate_private_key(ec.SECP224R1()), hashes.SHA256()),
    }[weak]()

    with pytest.raises(SigningRefused, match="unsupported_key"):
        load_identity(_foreign_p12(folder, key, True, digest), PASSPHRASE)


@pytest.mark.parametrize("usage", [False, None])
def test_a_certificate_not_made_for_signing_is_refused(usage: bool | None, folder: Path) -> None:
    path = _foreign_p12(folder, ec.generate_private_key(ec.SECP256R1()), usage, hashes.SHA256())

    with pytest.raises(SigningRefused, match="key_usage"):
        load_identity(path, PASSPHRASE)


def test_the_key_file_costs_a_guesser_600000_rounds_for_bag_and_mac(folder: Path) -> None:
    made = create_identity(folder, "Anna", "Firm", "DE", "a@b.example", PASSPHRASE)

    assert load_identity(made.identity, PASSPHRASE).name == "Anna"
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    for path in (made.identity, made.authority_key):
        done = subprocess.run(
            ["openssl", "pkcs12", "-info", "-noout", "-in", str(path), "-passin", "env:WORDS"],
            env={**os.environ, "WORDS": PASSPHRASE}, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        rounds = [int(number) for number in re.findall(r"[Ii]teration (\d+)", done.stderr)]
        assert len(rounds) >= 2 and min(rounds) >= 600_000


def test_a_fingerprint_is_read_aloud_in_sixteen_groups_of_four(folder: Path) -> None:
    groups = grouped(_create(folder).fingerprint).split()

    assert len(groups) == 16 and {len(group) for group in groups} == {4}


def test_strength_has_its_own_rule_for_length() -> None:
    assert strength("") == (0, False)
    assert strength("password") == (0, False)
    assert strength("xK9#vQ2!pL") [1] is False
    assert strength("anna anna anna", ["anna"])[1] is False
    assert strength("glacier walnut orbit candle fjord") == (4, True)
    assert strength("glacier walnut orbit candle fjord " * 5)[1] is True


@pytest.mark.parametrize(
    "passphrase", ["grüne Bäume im Wald", "绿色的树在森林里面非常漂亮", "trees 🌲 in the forest", "x" * 100]
)
def test_any_letters_make_a_passphrase(passphrase: str, folder: Path) -> None:
    made = create_identity(folder, "Anna", "Firm", "DE", "", passphrase, _rounds=FEW_ROUNDS)

    assert load_identity(made.identity, passphrase).name == "Anna"
    assert load_identity(made.identity, unicodedata.normalize("NFD", passphrase)).name == "Anna"
