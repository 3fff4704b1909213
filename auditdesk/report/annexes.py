"""The annexes: every answer, every piece of evidence with its hash, and the photographs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from auditdesk.core.models.enums import LinkRole, QuestionKind, Result
from auditdesk.core.reportdata import AnswerLine, EvidenceLine, EvidenceRef
from auditdesk.report import pages
from auditdesk.report.parts import Hash, Marked, Photo, Row
from auditdesk.report.pictures import prepared
from auditdesk.report.sections import UNCHECKED, Setting, Story, register
from auditdesk.report.styles import WIDTH, style
from auditdesk.report.text import one_line, paragraph, paragraphs
from auditdesk.report.words import Words

ANSWER_WIDTHS = (46.0, WIDTH - 46 - 112 - 84, 112.0, 84.0)
NOTE_WIDTHS = (46.0, WIDTH - 46)
LONG_NOTE = 450
LEVELS = ("0", "1", "2", "3", "4")
EVIDENCE_WIDTHS = (50.0, WIDTH - 50 - 178, 178.0)


def _annex(setting: Setting, letter: str, key: str) -> Story:
    title = setting.words("annex.heading", letter=letter, title=setting.words(f"{key}.title"))
    return setting.heading(key, title)


def answers(setting: Setting) -> Story:
    """Annex A: all answers by question set and section."""
    data, words = setting.data, setting.words
    story = _annex(setting, "A", "answers")
    if not data.answers:
        return [*story, paragraph(words("answers.none"), style("body"))]
    story += [paragraph(words("answers.intro"), style("body"))]
    titles = {pack.id: pack.title for pack in data.packs}
    labels = tuple(words(f"answers.{key}") for key in ("code", "question", "result", "evidence"))
    done = 0
    marked = {line.pack for line in data.answers if line.unchecked}
    for pack, of_pack in groupby(data.answers, key=lambda line: line.pack):
        heading = [paragraph(titles.get(pack, pack), style("h2"))]
        if pack in marked:
            heading += [paragraph(words("answers.unchecked", mark=UNCHECKED), style("quiet"))]
        for section, lines in groupby(of_pack, key=lambda line: line.section):
            rows: list[Row] = []
            for line in lines:
                setting.progress(done, len(data.answers), "answers")
                rows += _answer(words, line)
                done += 1
            heading += [paragraph(section, style("h3"))] if section else []
            story += register(pages.Columns(ANSWER_WIDTHS, labels), rows, heading)
            heading = []
    return story


def _answer(words: Words, line: AnswerLine) -> list[Row]:
    """One row; a long note gets a second one, as wide as a line may be read."""
    code: Story = [paragraph(line.code, style("cell.strong"))]
    if line.gate:
        code += [paragraph(words("answers.gate"), style("cell.quiet"))]
    long = len(line.note) > LONG_NOTE
    cells = [code, _question(words, replace(line, note="") if long else line), _result(words, line)]
    row = Row(ANSWER_WIDTHS, [*cells, _links(words, line.evidence)], ruled=not long)
    if not long:
        return [row]
    return [row, Row(NOTE_WIDTHS, [[], list(paragraphs(line.note, style("cell.note")))])]


def _question(words: Words, line: AnswerLine) -> Story:
    cell: Story = [paragraph(line.title, style("cell.strong"))]
    if line.text and line.text != line.title:
        cell += paragraphs(line.text, style("cell"))
    if line.criteria:
        refs = [f"{ref}\xa0{UNCHECKED}" if ref in line.unchecked else ref for ref in line.criteria]
        cell += [paragraph(words("answers.criteria", list="; ".join(refs)), style("cell.quiet"))]
    if line.note:
        cell += paragraphs(line.note, style("cell.note"))
    if line.answered_at:
        key = "answers.entered_by" if line.answered_by else "answers.entered"
        when = words.day(line.answered_at)
        cell += [paragraph(words(key, who=line.answered_by, when=when), style("cell.quiet"))]
    return cell


def _result(words: Words, line: AnswerLine) -> Story:
    if line.result is None and not line.value:
        return [Marked(Result.NOT_ASSESSED, words("answers.unanswered"))]
    cell: Story = []
    if line.result is not None:
        cell += [Marked(line.result, words(f"result.{line.result}"))]
    if line.value:
        cell += paragraphs(typed(words, line.kind, line.value), style("cell"))
    if line.reason:
        cell += [paragraph(words.term("reason", line.reason), style("cell.quiet"))]
    if line.confidence:
        cell += [paragraph(words(f"confidence.{line.confidence}"), style("cell.quiet"))]
    return cell


def typed(words: Words, kind: QuestionKind, value: str) -> str:
    """A typed answer as the report says it: a date written out, a level of maturity with its word."""
    if kind is QuestionKind.MATURITY and value in LEVELS:
        return words("answers.maturity", level=value, top=LEVELS[-1], word=words(f"maturity.{value}"))
    if kind is QuestionKind.DATE:
        with contextlib.suppress(ValueError):
            return words.day(date.fromisoformat(value))
    return value


def _links(words: Words, evidence: Sequence[EvidenceRef]) -> Story:
    cell: Story = []
    for role, group in _by_role(evidence):
        for link in group:
            code = one_line(link.code)
            shown = code if role is LinkRole.SUPPORTS else words(f"answers.{role}", code=code)
            cell.append(paragraph(shown, style("cell")))
            if link.pinpoint:
                cell.append(paragraph(link.pinpoint, style("cell.quiet")))
    return cell


def _by_role(evidence: Sequence[EvidenceRef]) -> Iterator[tuple[LinkRole, list[EvidenceRef]]]:
    for role in LinkRole:
        yield role, [link for link in evidence if link.role is role]


def evidence(setting: Setting) -> Story:
    """Annex B: the register, every hash in full."""
    data, words = setting.data, setting.words
    story = _annex(setting, "B", "register")
    if not data.evidence:
        return [*story, paragraph(words("register.none"), style("body"))]
    story += [paragraph(words("register.intro"), style("body"))]
    labels = tuple(words(f"register.{key}") for key in ("code", "item", "hash"))
    rows = []
    for place, line in enumerate(data.evidence):
        setting.progress(place, len(data.evidence), "evidence")
        rows.append(_evidence(words, line))
    return story + register(pages.Columns(EVIDENCE_WIDTHS, labels), rows)


def _evidence(words: Words, line: EvidenceLine) -> Row:
    kind = words(f"evidence_kind.{line.kind}")
    code: Story = [paragraph(line.code, style("cell.strong"))]
    if line.withheld:
        told: Story = [paragraph(kind, style("cell")), paragraph(words("register.withheld"), style("cell.quiet"))]
        return Row(EVIDENCE_WIDTHS, [code, told, []])
    way = words("register.method", method=words.term("method", line.method)) if line.method else ""
    details = [
        words("register.file", name=line.filename) if line.filename else "",
        words("register.source", source=line.source) if line.source else "",
        captured(words, line),
        words("register.registered", when=words.time(line.registered_at)),
    ]
    item: Story = [paragraph(line.title, style("cell.strong"))]
    item += [paragraph(_joined([kind, way, line.language]), style("cell.quiet"))]
    item += [paragraph(one_line(detail), style("cell")) for detail in details if detail]
    size = words("register.size", size=_grouped(line.size), type=line.media_type)
    used = words("register.used", list=", ".join(line.used_in)) if line.used_in else words("register.unused")
    digest = Hash(line.sha256) if len(line.sha256) == 64 else paragraph(line.sha256, style("cell"))
    proof: Story = [digest, paragraph(size, style("cell.quiet")), paragraph(used, style("cell"))]
    return Row(EVIDENCE_WIDTHS, [code, item, proof])


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(one_line(part) for part in parts if part)


def captured(words: Words, line: EvidenceLine) -> str:
    """When and by whom an item was captured, as far as known."""
    if line.captured_at is None:
        return words("register.captured_who", who=line.captured_by) if line.captured_by else ""
    key = "register.captured_by" if line.captured_by else "register.captured"
    return words(key, when=words.time(line.captured_at), who=line.captured_by)


def _grouped(size: int) -> str:
    return f"{size:,}".replace(",", "\xa0")


def photographs(setting: Setting) -> Story:
    """Annex C: the pictures, where there are any."""
    words = setting.words
    pictured = [line for line in setting.data.evidence if line.picture]
    if not pictured:
        return []
    story = _annex(setting, "C", "photos")
    story += [paragraph(words("photos.intro", register="B"), style("body"))]
    for place, line in enumerate(pictured):
        setting.progress(place, len(pictured), "photographs")
        story += [KeepTogether(_photo(words, line))]
    return story


def _photo(words: Words, line: EvidenceLine) -> list[Flowable]:
    jpeg = prepared(line.picture or b"")
    shown: Story = [Photo(jpeg)] if jpeg else [paragraph(words("photos.unreadable"), style("body"))]
    caption = f"{line.code}  {line.title}"
    return [
        *shown,
        Spacer(1, 5),
        paragraph(one_line(caption), style("caption.strong")),
        paragraph(one_line(captured(words, line)), style("caption")),
    ]
