"""One edition of a report: frozen data in, PDF bytes and the places for signatures out.

The same data gives the same bytes, in any process and at any time: all times come from the data, nothing is drawn from
the clock, the environment or chance. So "make it again and compare" is a check of the unsigned file.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import partial

from auditdesk.core.models.enums import Role
from auditdesk.core.progress import Progress, silent
from auditdesk.core.reportdata import ReportData
from auditdesk.report import annexes, fonts, sections
from auditdesk.report.findings import findings
from auditdesk.report.pages import Ledger, ReportCanvas, ReportTemplate, Standing
from auditdesk.report.signatures import ROLES, signatures
from auditdesk.report.text import one_line
from auditdesk.report.words import Words, words

_PARTS = (
    sections.summary,
    sections.mandate,
    sections.scope,
    sections.criteria,
    findings,
    sections.limits,
    annexes.answers,
    annexes.evidence,
    annexes.photographs,
    signatures,
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a signature goes: lower left and upper right corner in points, on a page counted from 0."""

    role: str
    page_index: int
    rectangle: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Built:
    """An unsigned report."""

    pdf: bytes
    boxes: tuple[Box, ...]
    pages: int
    sha256: str


def build(data: ReportData, progress: Progress = silent) -> Built:
    """Lay the report out. Raises Cancelled when `progress` does, Refused for a language that does not ship."""
    fonts.register()
    wording = words(data.language)
    setting = sections.Setting(data, wording, progress)
    story = _story(setting)
    ledger = Ledger(_standing(data, wording), data.made_at)
    out = io.BytesIO()
    template = ReportTemplate(out, ledger, **_properties(data))
    template.setProgressCallBack(partial(_forward, progress, len(story)))
    template.build(story, canvasmaker=partial(ReportCanvas, ledger=ledger))
    pdf = out.getvalue()
    boxes = tuple(Box(role, *ledger.rectangles[role]) for role in ROLES)
    return Built(pdf, boxes, ledger.pages, hashlib.sha256(pdf).hexdigest())


def _story(setting: sections.Setting) -> sections.Story:
    """The whole report as one list. Nothing else may hold its pieces: the build frees each as soon as it is drawn."""
    story = [flowable for part in _PARTS for flowable in part(setting)]
    story[:0] = sections.cover(setting) + sections.contents(setting)
    return story


def _forward(progress: Progress, total: int, kind: str, value: int) -> None:
    if kind == "PROGRESS":
        progress(min(max(value, 0), total), total, "pages")


def _standing(data: ReportData, wording: Words) -> Standing:
    edition = wording(f"edition.{data.edition}")
    revision = wording("page.revision", revision=data.revision)
    return Standing(
        header_left=f"{one_line(data.vendor[:200])}  ·  {one_line(data.audit_code[:60])}",
        header_right=edition,
        footer_left=f"{revision}  ·  {wording('page.log', root=data.log_root[:16])}",
        footer_right=wording(f"level.{data.edition}"),
        page_of=wording("page.of"),
        demo=wording("page.demo") if data.demo else "",
    )


def _properties(data: ReportData) -> dict[str, object]:
    leads = [who.name for who in data.team if Role.LEAD_AUDITOR in who.roles]
    return {
        "title": one_line(data.title),
        "author": one_line(", ".join(leads)),
        "subject": one_line(f"{data.vendor} · {data.audit_code}"),
        "creator": one_line(f"auditdesk {data.app_version}").strip(),
        "keywords": "",
        "lang": data.language,
        "displayDocTitle": True,
        "initialFontName": fonts.REGULAR,
        "pageCompression": 1,
        "invariant": 1,
    }
