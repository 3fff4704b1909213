"""The finding sheets: criterion, condition, evidence for and against, cause, effect."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak

from auditdesk.core.models.enums import LinkRole
from auditdesk.core.reportdata import EvidenceRef, FindingSheet
from auditdesk.report import marks
from auditdesk.report.parts import Place, SheetHead, Tags
from auditdesk.report.sections import Setting, Story, finding_key, grade_mark, numbered
from auditdesk.report.styles import style
from auditdesk.report.text import labelled, one_line, paragraph
from auditdesk.report.words import Words

LISTED = 30
OUTLINE = 100
OVERLONG = 800


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
        story += _sheet(words, place, sheet)
    return story


def _outline(sheet: FindingSheet) -> str:
    title = one_line(f"{sheet.code}  {sheet.title}")
    return title if len(title) <= OUTLINE else f"{title[:OUTLINE].rstrip()}…"


def _sheet(words: Words, place: int, sheet: FindingSheet) -> Story:
    heading = paragraph(f"{sheet.code}  {sheet.title}", style("finding"))
    place_of = Place(finding_key(place), _outline(sheet), 1, above=8)
    tags = Tags(_tags(words, sheet))
    story: Story = [SheetHead(_room(sheet), heading, tags, place_of)]
    if len(sheet.code) + len(sheet.title) > OVERLONG:
        story = [CondPageBreak(230), heading, place_of, tags]
    story += _part(words, "criterion", sheet.criterion) + _part(words, "condition", sheet.condition)
    story += _evidence(words, sheet.evidence)
    story += _part(words, "cause", sheet.cause) + _part(words, "effect", sheet.effect)
    if sheet.questions:
        story += labelled(", ".join(sheet.questions), style("labelled"), words("findings.questions"))
    return story


def _room(sheet: FindingSheet) -> float:
    """About how high the sheet is, so that a short one is not cut; a long one may be, after its first parts."""
    texts = [sheet.criterion, sheet.condition, sheet.cause, sheet.effect]
    lines = sum(text.count("\n") + 1 + len(text) // 66 for text in texts) + max(2, len(sheet.evidence))
    height = 76 + 15.5 * lines + 5 * (6 + len(sheet.evidence))
    return height if height <= 380 else 230


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


def _evidence(words: Words, evidence: Sequence[EvidenceRef]) -> Story:
    story = _group(words("findings.evidence"), _with(evidence, LinkRole.SUPPORTS), words("findings.none_for"))
    story += _group(words("findings.contrary"), _with(evidence, LinkRole.CONTRADICTS), words("findings.none_contrary"))
    context = _with(evidence, LinkRole.CONTEXT)
    return story + _group(words("findings.context"), context, "") if context else story


def _with(evidence: Sequence[EvidenceRef], role: LinkRole) -> list[EvidenceRef]:
    return [link for link in evidence if link.role is role]


def _group(label: str, links: Sequence[EvidenceRef], empty: str) -> Story:
    lines = [one_line(_line(link)) for link in links] or [empty]
    return list(labelled("\n".join(lines), style("labelled"), label))


def _line(link: EvidenceRef) -> str:
    return f"{link.code}  {link.title}" + (f" ({link.pinpoint})" if link.pinpoint else "")
