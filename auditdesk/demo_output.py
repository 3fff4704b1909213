"""The demo audit in a folder: workbook, identity, signed report, data; verified and listed.

The demo has a firm authority of its own, made anew each time, with a published passphrase. Its certificate goes into
this computer's list of trusted authorities, marked as a demonstration, so that `auditdesk verify` can say good about
the demo report and says at the same time that it proves nothing about a real person.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from auditdesk import demo, issuing
from auditdesk.core.errors import AuditdeskError, FileExists
from auditdesk.core.files import make_folder, write_atomically
from auditdesk.core.models.enums import Edition
from auditdesk.core.progress import Progress, silent
from auditdesk.core.workbook import Workbook
from auditdesk.exchange.findings_json import findings_json
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find
from auditdesk.seal.findings import Verification
from auditdesk.seal.identity import CreatedIdentity, create_identity, load_identity, public_facts
from auditdesk.seal.trust import forget_authority, load_trust, trust_authority
from auditdesk.seal.verify import verify_file

WORKBOOK = "demo.auditdesk"
PACK = "ethics-labour"
SIGNER = ("Ingrid Solvang-Ek", "Tindra & Holm Leverantörsgranskning HB", "SE", "ingrid.solvang-ek@tindra-holm.example")


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What was made, with a word about each file, and what the verifier says of the report."""

    workbook: Path
    report: Path
    identity: CreatedIdentity
    files: tuple[tuple[Path, str], ...]
    verification: Verification


def make_workbook(path: Path, progress: Progress = silent) -> None:
    """Build the demo workbook at `path`. Raises FileExists, DiskFull, Cancelled."""
    demo.build_workbook(path, to_content(find(PACK)), progress)


def make_identity(folder: Path) -> CreatedIdentity:
    """The demo's own authority and signer, trusted on this computer as a demonstration."""
    make_folder(folder, 0o700)
    made = create_identity(folder, *SIGNER, demo.PASSPHRASE, demo=True)
    trust_authority(made.authority_certificate)
    return made


def build_demo(folder: Path, progress: Progress = silent) -> DemoMade:
    """Everything of the demo in a new or empty folder. Raises FileExists when there is something in it.

    Stopped or failed half way, it leaves nothing behind.
    """
    new = not os.path.lexists(folder)
    make_folder(folder)
    if any(folder.iterdir()):
        raise FileExists(str(folder))
    try:
        return _build(folder, progress)
    except BaseException:
        for pem in folder.glob("identity/*.pem"):
            with suppress(AuditdeskError):
                forget_authority(public_facts(pem).fingerprint)
        for made in folder.iterdir():
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        if new:
            folder.rmdir()
        raise


def _build(folder: Path, progress: Progress) -> DemoMade:
    path = folder / WORKBOOK
    make_workbook(path, progress)
    identity = make_identity(folder / "identity")
    signer = load_identity(identity.identity, demo.PASSPHRASE)
    with Workbook.open(path, demo.PASSPHRASE, actor=SIGNER[0]) as workbook:
        issued, _ = issuing.issue_and_record(workbook, Edition.CLIENT, folder, signer, progress)
    data_file = issued.signed.path.with_suffix(".json")
    write_atomically(data_file, findings_json(issued.draft.data))
    phrase = folder / "passphrase.txt"
    write_atomically(phrase, f"{demo.PASSPHRASE}\n".encode())
    trust = load_trust()
    found = verify_file(issued.signed.path, authorities=trust.authorities, crls=trust.crls)
    files = (
        (path, "the workbook"),
        (phrase, "the published passphrase of workbook and identity"),
        (issued.signed.path, f"the signed client edition, {issued.draft.built.pages} pages"),
        (data_file, "the same edition as data"),
        (identity.identity, "the demonstration identity"),
        (identity.authority_key, "its authority's key"),
        (identity.authority_certificate, "its authority's certificate, for verifiers"),
    )
    return DemoMade(path, issued.signed.path, identity, files, found)
