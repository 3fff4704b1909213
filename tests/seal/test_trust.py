"""The list of trusted authorities is the user's own, in one folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from auditdesk.core.errors import BadInput, FileMissing, SigningRefused
from auditdesk.seal.findings import Verdict
from auditdesk.seal.trust import add_crl, forget_authority, load_trust, trust_authority, trusted_authorities
from auditdesk.seal.verify import verify_file

from .making import PASSPHRASE, Firm, Stages


@pytest.fixture
def pem(firm: Firm, tmp_path: Path) -> Path:
    path = tmp_path / "firm.pem"
    path.write_bytes(firm.pem())
    return path


def test_a_trusted_authority_is_listed_until_it_is_forgotten(pem: Path, firm: Firm) -> None:
    assert trusted_authorities() == ()

    added = trust_authority(pem)

    assert [authority.fingerprint for authority in trusted_authorities()] == [added.fingerprint]
    assert added.organisation == firm.organisation
    forget_authority(added.fingerprint.upper())
    assert trusted_authorities() == ()
    with pytest.raises(SigningRefused, match="unknown_authority"):
        forget_authority(added.fingerprint)


def test_a_signer_s_own_certificate_is_no_authority(firm: Firm, tmp_path: Path) -> None:
    data = firm.key_file("Somebody").read_bytes()
    _, certificate, _ = pkcs12.load_key_and_certificates(data, PASSPHRASE.encode())
    assert certificate is not None
    path = tmp_path / "leaf.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM))

    with pytest.raises(BadInput, match="not_an_authority"):
        trust_authority(path)


def test_verifying_a_file_uses_the_list(pem: Path, stages: Stages, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(stages.client)

    before = verify_file(path)
    trust_authority(pem)
    after = verify_file(path)

    assert before.verdict is Verdict.CANNOT_TELL
    assert after.verdict is Verdict.GOOD
    assert "revocation_not_checked" in {note.key for note in after.notes}


def test_a_revocation_list_in_the_folder_counts(pem: Path, firm: Firm, stages: Stages, tmp_path: Path) -> None:
    path, crl = tmp_path / "report.pdf", tmp_path / "firm.crl"
    path.write_bytes(stages.client)
    trust_authority(pem)

    crl.write_bytes(firm.crl())
    add_crl(crl)
    fresh = verify_file(path)
    crl.write_bytes(firm.crl([stages.people[1]]))
    add_crl(crl)
    revoked = verify_file(path)

    assert fresh.verdict is Verdict.GOOD
    assert "revocation_not_checked" not in {note.key for note in fresh.notes}
    assert revoked.verdict is Verdict.NOT_GOOD
    assert ("revoked", "Reviewer") in {(reason.key, reason.role) for reason in revoked.reasons}


def test_a_revocation_list_of_somebody_else_is_refused(pem: Path, firm: Firm, tmp_path: Path) -> None:
    trust_authority(pem)
    crl = tmp_path / "other.crl"
    crl.write_bytes(Firm.founded(firm.folder, firm.organisation).crl())

    with pytest.raises(BadInput, match="crl_of_nobody_trusted"):
        add_crl(crl)
    crl.write_bytes(b"not a list")
    with pytest.raises(BadInput, match="not_a_crl"):
        add_crl(crl)
    with pytest.raises(FileMissing):
        add_crl(tmp_path / "none.crl")


def test_a_broken_file_in_the_folder_is_named_and_stops_nothing(pem: Path, stages: Stages, tmp_path: Path) -> None:
    trust_authority(pem)
    folder = Path(tmp_path, "list")
    folder.mkdir()
    (folder / "broken.pem").write_bytes(b"-----BEGIN nonsense")
    (folder / "broken.crl").write_bytes(b"\x30\x03")
    (folder / "notes.txt").write_bytes(b"ignored")

    trust = load_trust(folder)

    assert trust.authorities == () and trust.unreadable == ("broken.crl", "broken.pem")
