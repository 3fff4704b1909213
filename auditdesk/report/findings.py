"""The finding sheets: criterion, condition, evidence for and against, cause, effect."""

from __future__ import annotations

from collections.abc import Sequence

from auditdesk.core.models.enums import FindingKind, LinkRole
from auditdesk.core.reportdata import EvidenceRef, FindingSheet
from auditdesk.report import marks
from auditdesk.report.parts import Place, Sheet, Tags
from auditdesk.report.sections import Setting, Story, finding_key, grade_mark, numbered
from auditdesk.report.styles import style
from auditdesk.report.text import labelled, one_line, paragraph
from auditdesk.report.words import Words

LISTED = 30
OUTLINE = 100


def findings(setting: Setting) -> Story:
    """All finding sheets, in the order of the data."""
    words, sheets = setting.words, setting.data.findings
    story = numbered(setting, "findings")
    if not sheets:
        return [*story, paragraph(words("summary.findings_none"), style("body"))]
    story += [paragraph(words("findings.intro"), style("body"))]
    for place, sheet in enumerate(sheets):
        setting.progress(place, len(sheets), "findings")
        if len(sheets) <= LISTED:
            setting.entries.append((finding_key(place), _outline(sheet), 1))
        story += [finding_sheet(words, place, sheet)]
    return story


def _outline(sheet: FindingSheet) -> str:
    title = one_line(f"{sheet.code}  {sheet.title}")
    return title if len(title) <= OUTLINE else f"{title[:OUTLINE].rstrip()}…"


def finding_sheet(words: Words, place: int, sheet: FindingSheet) -> Sheet:
    """One finding. Only a nonconformity says of a part without text that it has none; the others leave it out."""
    full = sheet.kind is FindingKind.NONCONFORMITY
    head = [paragraph(f"{sheet.code}  {sheet.title}", style("finding")), Tags(_tags(words, sheet))]
    parts = _part(words, "criterion", sheet.criterion) + _part(words, "condition", sheet.condition)
    parts += _evidence(words, sheet.evidence, full=full)
    for key, text in (("cause", sheet.cause), ("effect", sheet.effect)):
        parts += _part(words, key, text) if text or full else []
    if sheet.questions:
        parts += labelled(", ".join(sheet.questions), style("labelled"), words("findings.questions"))
    return Sheet([*head, *parts], len(head), Place(finding_key(place), _outline(sheet), 1, above=8))


def _tags(words: Words, sheet: FindingSheet) -> list[tuple[marks.Mark | None, str]]:
    tags: list[tuple[marks.Mark | None, str]] = [grade_mark(words, sheet)]
    shown = tags[0][1]
    terms = [words(f"finding_kind.{sheet.kind}"), words(f"nature.{sheet.nature}")]
    if sheet.confidence:
        terms.append(words(f"confidence.{sheet.confidence}"))
    terms.append(words(f"state.{sheet.state}"))
    return tags + [(None, term) for term in terms if term != shown]


def _part(words: Words, key: str, text: str) -> Story:
    return list(labelled(text or words("findings.empty"), style("labelled"), words(f"findings.{key}")))


def _evidence(words: Words, evidence: Sequence[EvidenceRef], *, full: bool) -> Story:
    contrary, context = _with(evidence, LinkRole.CONTRADICTS), _with(evidence, LinkRole.CONTEXT)
    story = _group(words, "evidence", _with(evidence, LinkRole.SUPPORTS), "none_for")
    story += _group(words, "contrary", contrary, "none_contrary") if contrary or full else []
    return story + (_group(words, "context", context, "none_for") if context else [])


def _with(evidence: Sequence[EvidenceRef], role: LinkRole) -> list[EvidenceRef]:
    return [link for link in evidence if link.role is role]


def _group(words: Words, key: str, links: Sequence[EvidenceRef], empty: str) -> Story:
    lines = [one_line(_line(words, link)) for link in links] or [words(f"findings.{empty}")]
    return list(labelled("\n".join(lines), style("labelled"), words(f"findings.{key}")))


def _line(words: Words, link: EvidenceRef) -> str:
    if link.withheld:
        return f"{link.code}  {words('findings.withheld')}"
    return f"{link.code}  {link.title}" + (f" ({link.pinpoint})" if link.pinpoint else "")
