"""From the workbook to a signed report on the disk: gates, snapshot, pages, signature, reading back, record.

The order is the promise: the file is verified where it was written, and only then recorded and called done. Nothing
signs with less than was asked; without an identity there is no file.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from auditdesk import labels, paths
from auditdesk.core import content, log, queries
from auditdesk.core.database import Connection
from auditdesk.core.errors import FileExists, Refused
from auditdesk.core.models.enums import Edition
from auditdesk.core.progress import Progress, silent
from auditdesk.core.queries import Gate
from auditdesk.core.reportdata import ReportData
from auditdesk.core.signing_off import record_report
from auditdesk.core.transaction import Change, Transaction
from auditdesk.core.workbook import Workbook
from auditdesk.exchange.findings_json import findings_json
from auditdesk.report.document import Built, build
from auditdesk.seal.identity import Identity
from auditdesk.seal.signing import SignatureBox, SignedReport, add_fields, sign_report

FONTS = ("NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf")
"""What a signature's stamp may be set in; the first that has every letter of the signer's name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsigned edition, ready to be looked at and signed."""

    data: ReportData
    built: Built


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed edition that was read back as good from where it stands."""

    draft: Draft
    signed: SignedReport
    signer: str
    fingerprint: str


def all_gates(connection: Connection, progress: Progress = silent) -> tuple[Gate, ...]:
    """The gates of the content plus the two that take time: every evidence file re-hashed, the log verified."""
    damaged = content.altered(connection, progress)
    codes = _codes(connection, damaged)
    problems = tuple(problem.where for problem in log.verify(connection))
    return (
        *queries.gates(connection),
        Gate("evidence_sound", not damaged, blocks=True, codes=codes),
        Gate("log_sound", not problems, blocks=True, codes=problems),
    )


def _codes(connection: Connection, hashes: list[str]) -> tuple[str, ...]:
    marks = ",".join("?" * len(hashes))
    rows = connection.execute(f"SELECT code FROM evidence_item WHERE sha256 IN ({marks}) ORDER BY code", hashes)
    return tuple(str(code) for (code,) in rows)


def require_open(gates: tuple[Gate, ...]) -> None:
    """Refuse while a blocking gate is unmet. Raises Refused('gates_unmet') naming the gates."""
    unmet = [labels.GATES[gate.key].lower() for gate in gates if gate.blocks and not gate.met]
    if unmet:
        raise Refused("gates_unmet", {"gates": unmet})


def draft(workbook: Workbook, edition: Edition, made_at: dt.datetime, progress: Progress = silent) -> Draft:
    """Lay out an unsigned edition from one moment of the workbook; on any thread. Raises Damaged, Cancelled."""
    with workbook.reader() as connection:
        data = queries.report_data(connection, _workbook_id(connection), edition, made_at=made_at, progress=progress)
    return Draft(data, build(data, progress))


def _workbook_id(connection: Connection) -> str:
    return str(connection.execute("SELECT value FROM meta WHERE key = 'workbook'").fetchone()[0])


def issue(
    workbook: Workbook, edition: Edition, folder: Path, identity: Identity, progress: Progress = silent
) -> Issued:
    """Check the gates, lay out, sign as author and verify; on a worker thread. `record` must follow.

    Raises Refused('gates_unmet'), SigningRefused, FileExists, DiskFull, ReadOnly, Damaged, Cancelled; then no file is
    left behind.
    """
    with workbook.reader() as connection:
        require_open(all_gates(connection, progress))
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    made = draft(workbook, edition, now, progress)
    target = folder / file_name(made.data)
    if target.exists():
        raise FileExists(str(target))
    progress(0, 0, "sign")
    boxes = [_box(box.role, box.page_index, box.rectangle) for box in made.built.boxes]
    with_fields = add_fields(made.built.pdf, boxes)
    try:
        signed = sign_report(
            with_fields, target, "Author", identity, fonts=[paths.resource("fonts", name) for name in FONTS], checks={},
            now=dt.datetime.now().astimezone(), not_before=made.data.cutoff,
        )  # fmt: skip
    except BaseException:  # also where it stood in its place already: stopped, or the folder could not be synced
        target.unlink(missing_ok=True)
        raise
    return Issued(made, signed, identity.name, identity.fingerprint)


def _box(role: str, page: int, rectangle: tuple[float, float, float, float]) -> SignatureBox:
    x1, y1, x2, y2 = (round(value) for value in rectangle)
    return SignatureBox(role.capitalize(), page, (x1, y1, x2, y2))


def record(tx: Transaction, issued: Issued) -> None:
    """The verb that records what was issued. If this fails, call `discard`: an unrecorded report must not go out."""
    data = issued.draft.data
    record_report(
        tx, edition=data.edition, revision=data.revision, filename=issued.signed.path.name,
        sha256=issued.signed.sha256, unsigned_sha256=issued.draft.built.sha256, size=issued.signed.size,
        pages=issued.draft.built.pages, signer=issued.signer, signer_fingerprint=issued.fingerprint,
        log_root=data.log_root, signed_at=data.made_at,
    )  # fmt: skip


def discard(issued: Issued) -> None:
    """Take back a file whose record could not be written."""
    issued.signed.path.unlink(missing_ok=True)


def issue_and_record(
    workbook: Workbook, edition: Edition, folder: Path, identity: Identity, progress: Progress = silent
) -> tuple[Issued, Change[None]]:
    """Both halves in one call, for commands that have no event loop."""
    issued = issue(workbook, edition, folder, identity, progress)
    try:
        return issued, workbook.do(record, issued)
    except BaseException:
        if not _recorded(workbook.connection, issued):
            discard(issued)
        raise


def _recorded(connection: Connection, issued: Issued) -> bool:
    """Whether the record is on the disk although an interruption met its COMMIT."""
    query = "SELECT 1 FROM report WHERE sha256 = ?"
    return connection.execute(query, (issued.signed.sha256,)).fetchone() is not None


def file_name(data: ReportData) -> str:
    """Such as `ZOS-2026-client-r1.pdf`: nothing of a person's typing that a file system could mind."""
    code = re.sub(r"[^A-Za-z0-9]+", "-", data.audit_code or data.vendor).strip("-")[:60] or "report"
    return f"{code}-{data.edition.value}-r{data.revision}.pdf"


def as_json(workbook: Workbook, edition: Edition, progress: Progress = silent) -> tuple[str, bytes]:
    """The edition as documented JSON, with its file name."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with workbook.reader() as connection:
        data = queries.report_data(connection, _workbook_id(connection), edition, made_at=now, progress=progress)
    return file_name(data).removesuffix(".pdf") + ".json", findings_json(data)
