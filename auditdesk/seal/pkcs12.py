"""Key files: PKCS#12 whose key bag and MAC both cost a guesser 600,000 rounds."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence

from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

ROUNDS = 600_000
_BLOCK = 64


def write(
    key: EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    passphrase: str,
    rounds: int,
) -> bytes:
    """A PKCS#12 with key, certificate and chain, AES-256 and `rounds` PBKDF2 rounds for the bag and for the MAC."""
    locked = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    made = pkcs12.serialize_key_and_certificates(b"auditdesk", key, certificate, list(chain) or None, locked)
    return strengthen(made, passphrase, rounds)


def strengthen(p12: bytes, passphrase: str, rounds: int = ROUNDS) -> bytes:
    """Rewrite the MAC with `rounds` rounds and a new salt. `cryptography` writes 2,048 there, so that a thief guesses
    against the MAC 270 times faster than against the key. Raises ValueError when the passphrase does not fit.
    """
    pfx = asn1.Pfx.load(p12)
    body, old = pfx["auth_safe"]["content"].native, pfx["mac_data"]
    if not hmac.compare_digest(
        _mac(body, passphrase, old["mac_salt"].native, old["iterations"].native), old["mac"]["digest"].native
    ):
        raise ValueError("the passphrase does not fit")
    salt = os.urandom(16)
    digest = {"digest_algorithm": {"algorithm": "sha256"}, "digest": _mac(body, passphrase, salt, rounds)}
    pfx["mac_data"] = asn1.MacData({"mac": digest, "mac_salt": salt, "iterations": rounds})
    return bytes(pfx.dump(force=True))


def looks_like(data: bytes) -> bool:
    """Whether the bytes have the outer shape of a PKCS#12 file; says nothing about the passphrase."""
    try:
        pfx = asn1.Pfx.load(data, strict=True)
        return pfx["version"].native == "v3" and isinstance(pfx["auth_safe"]["content"].native, bytes)
    except (ValueError, TypeError, KeyError):
        return False


def _mac(body: bytes, passphrase: str, salt: bytes, rounds: int) -> bytes:
    return hmac.new(_mac_key(passphrase, salt, rounds), body, "sha256").digest()


def _mac_key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    """RFC 7292 appendix B with id 3 and SHA-256: 32 bytes, which is one block of its output."""
    secret = (passphrase + "\0").encode("utf-16-be")
    key = hashlib.sha256(b"\3" * _BLOCK + _fill(salt) + _fill(secret)).digest()
    for _ in range(rounds - 1):
        key = hashlib.sha256(key).digest()
    return key


def _fill(piece: bytes) -> bytes:
    size = _BLOCK * -(-len(piece) // _BLOCK)
    return (piece * -(-size // len(piece)))[:size]
