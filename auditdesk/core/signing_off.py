"""Verbs of signing off: the record of a report that was signed and read back as good."""

from __future__ import annotations

import uuid

from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import Edition
from auditdesk.core.models.tables import Report
from auditdesk.core.transaction import Transaction


def record_report(tx: Transaction, *, edition: Edition, revision: int, **facts: object) -> uuid.UUID:
    """Record a signed report. A signature freezes: this cannot be undone. Raises Refused('revision_taken')."""
    query = "SELECT 1 FROM report WHERE edition = ? AND revision = ?"
    if tx.connection.execute(query, (edition.value, revision)).fetchone():
        raise Refused("revision_taken", {"revision": revision})
    report = uuid.uuid4()
    tx.says("sign_report", str(facts.get("filename", "")), f"report/{report.hex}", undoable=False)
    tx.put(Report, report, edition=edition, revision=revision, **facts)
    return report
