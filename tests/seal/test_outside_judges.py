"""Programs that know nothing of auditdesk agree."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .casebook import Case
from .making import Firm, Stages


@pytest.fixture
def signed_file(stages: Stages, tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(stages.client)
    return path


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


def test_pdfsig_calls_the_signatures_valid_and_the_certificates_trusted(
    signed_file: Path, firm: Firm, tmp_path: Path
) -> None:
    database, pem = tmp_path / "nss", tmp_path / "authority.pem"
    database.mkdir()
    pem.write_bytes(firm.pem())
    run("certutil", "-N", "-d", f"sql:{database}", "--empty-password").check_returncode()
    run("certutil", "-A", "-d", f"sql:{database}", "-n", "firm", "-t", ",C,", "-i", str(pem)).check_returncode()

    said = run("pdfsig", "-nssdir", f"sql:{database}", str(signed_file)).stdout

    assert said.count("Signature is Valid") == 3
    assert said.count("Certificate is Trusted") == 3
    assert said.count("Total document signed") == 1
    assert "ETSI.CAdES.detached" in said


def test_qpdf_finds_nothing_wrong(signed_file: Path) -> None:
    done = run("qpdf", "--check", str(signed_file))

    assert done.returncode == 0
    assert "No syntax or stream encoding errors" in done.stdout


def test_openssl_verifies_the_last_signature_with_its_attributes(stages: Stages, firm: Firm, tmp_path: Path) -> None:
    start, end = Case(stages.client).last_contents()
    content, cms, pem = tmp_path / "content", tmp_path / "sig.der", tmp_path / "authority.pem"
    content.write_bytes(stages.client[: start - 1] + stages.client[end + 1 :])
    cms.write_bytes(bytes.fromhex(stages.client[start:end].decode()))
    pem.write_bytes(firm.pem())

    done = run(
        "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", str(cms), "-content", str(content),
        "-CAfile", str(pem), "-purpose", "any", "-out", os.devnull,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_the_stamp_can_be_copied_as_text_and_its_fonts_are_embedded(signed_file: Path) -> None:
    text = run("pdftotext", "-layout", str(signed_file), "-").stdout
    fonts = run("pdffonts", str(signed_file)).stdout.splitlines()[2:]

    assert "Signed by Rémy Reviewer" in text
    assert text.count("Time according to the signer's computer") == 3
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
