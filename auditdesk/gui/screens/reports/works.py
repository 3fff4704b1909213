"""What the Reports screen has done on the worker: lay out, sign, verify."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from auditdesk import issuing
from auditdesk.core.models.enums import Edition
from auditdesk.core.progress import Progress
from auditdesk.core.queries import ReportRow
from auditdesk.core.workbook import Workbook
from auditdesk.seal.findings import Verification
from auditdesk.seal.identity import load_identity
from auditdesk.seal.verify import verify_file


class DraftWork:
    """Runs on the worker."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook

    def __call__(self, progress: Progress) -> issuing.Draft:
        return issuing.draft(self._workbook, Edition.CLIENT, dt.datetime.now(dt.UTC).replace(microsecond=0), progress)


class IssueWork:
    """Runs on the worker; the passphrase lives no longer than this call."""

    def __init__(self, workbook: Workbook, folder: Path, identity: Path, phrase: str) -> None:
        self._workbook, self._folder, self._identity, self._phrase = workbook, folder, identity, phrase

    def __call__(self, progress: Progress) -> issuing.Issued:
        phrase, self._phrase = self._phrase, ""
        identity = load_identity(self._identity, phrase)
        return issuing.issue(self._workbook, Edition.CLIENT, self._folder, identity, progress)


class VerifyWork:
    """Runs on the worker: the file against the recorded hash, roster and signer."""

    def __init__(self, path: Path, report: ReportRow) -> None:
        self._path, self._report = path, report

    def __call__(self, _progress: Progress) -> tuple[Verification, str]:
        report = self._report
        roster = {"Author": frozenset({report.signer_fingerprint})}
        found = verify_file(self._path, expected=roster, ours=True, known_sha256=report.sha256)
        return found, self._path.name
