"""The front of the report: cover, contents, summary, mandate, scope, question sets, limitations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import CondPageBreak, NextPageTemplate, PageBreak, Spacer
from reportlab.platypus.flowables import Flowable

from auditdesk.core.models.enums import FindingKind, Grade, Result, Role
from auditdesk.core.progress import Progress
from auditdesk.core.reportdata import (
    AnswerLine,
    FindingSheet,
    InstrumentLine,
    Limitation,
    PackLine,
    PersonLine,
    ReportData,
)
from auditdesk.report import marks, pages
from auditdesk.report.parts import PAGE, ColumnEnd, ColumnHead, Marked, PageOf, Place, Room, Row, Rule, Tiles
from auditdesk.report.styles import STRIP, WIDTH, style
from auditdesk.report.text import labelled, paragraph, paragraphs
from auditdesk.report.words import Words

GLANCE = 40
TEAM_ROLES = (Role.LEAD_AUDITOR, Role.AUDITOR, Role.TECHNICAL_EXPERT, Role.INTERPRETER)
Story = list[Flowable]
GRADE_ORDER = {grade: number for number, grade in enumerate(Grade)}


@dataclass(slots=True)
class Setting:
    """What every section is set from; `entries` gathers the contents list: key, title, level."""

    data: ReportData
    words: Words
    progress: Progress
    entries: list[tuple[str, str, int]] = field(default_factory=list)

    def heading(self, key: str, title: str) -> Story:
        """The heading of a section, listed in contents and outline; on a new page if little of this one is left."""
        self.entries.append((key, title, 0))
        start = PageBreak() if key in ALONE else CondPageBreak(240 if key in FLOWING else PAGE / 2)
        return [start, paragraph(title, style("h1")), Place(key, title)]


ALONE = frozenset({"summary", "signatures"})
FLOWING = frozenset({"mandate", "scope", "criteria", "limits"})
UNCHECKED = "†"
NUMBERED = ("summary", "mandate", "scope", "criteria", "findings", "limits")


def numbered(setting: Setting, key: str) -> Story:
    """The heading of a numbered section."""
    return setting.heading(key, f"{number(key)}  {setting.words(f'{key}.title')}")


def number(key: str) -> int:
    """The number of a section, for headings and for references to it."""
    return NUMBERED.index(key) + 1


def facts(pairs: Sequence[tuple[str, str]]) -> Story:
    """Labels in the margin with their values; those without a value are left out."""
    return [part for label, value in pairs if value for part in labelled(value, style("fact"), label)]


def subheading(title: str) -> Story:
    """A heading inside a section, never alone at the foot of a page."""
    return [CondPageBreak(90), paragraph(title, style("h2"))]


def register(columns: pages.Columns, rows: Sequence[Row], heading: Sequence[Flowable] = ()) -> Story:
    """Rows under column heads that are repeated on every page; heading, heads and first row stay together."""
    room = Room(40 * len(heading) + STRIP, rows[0])
    return [
        room,
        *heading,
        NextPageTemplate(pages.REGISTER),
        ColumnHead(columns),
        *rows,
        ColumnEnd(),
        NextPageTemplate(pages.BODY),
    ]


def cover(setting: Setting) -> Story:
    """Who, whom, what, when, and how to check it."""
    data, words = setting.data, setting.words
    kicker = f"{words(f'edition.{data.edition}')}  ·  {words(f'level.{data.edition}')}"
    story: Story = [Spacer(1, 70), paragraph(kicker, style("kicker")), paragraph(data.title, style("title"))]
    story += [paragraph(words("cover.audit_of", vendor=data.vendor), style("subtitle")), Rule(16, 14)]
    story += facts(
        [
            (words("cover.vendor"), data.vendor),
            (words("cover.aliases"), ", ".join(data.vendor_aliases)),
            (words("cover.country"), data.vendor_country),
            (words("cover.client"), data.client),
            (words("cover.audit"), f"{data.audit_code} · {words.term('kind_of_audit', data.audit_kind)}"),
            (words("cover.fieldwork"), words.span(*data.fieldwork)),
            (words("cover.cutoff"), words.time(data.cutoff)),
            (words("cover.made"), words.time(data.made_at)),
            (words("cover.revision"), str(data.revision)),
            (words("cover.team"), _people(words, data.team, TEAM_ROLES)),
            (words("role.reviewer"), "\n".join(who.name for who in data.team if Role.REVIEWER in who.roles)),
        ]
    )
    story += [CondPageBreak(130), Rule(12, 10), paragraph(words("cover.check"), style("h3"))]
    story += [paragraph(words("cover.check_signatures"), style("quiet"))]
    story += [paragraph(words("cover.check_log"), style("quiet"))]
    return story + facts(
        [
            (words("cover.workbook"), data.workbook_id),
            (words("cover.log_root"), data.log_root[:16]),
            (words("cover.log_entries"), str(data.log_entries)),
        ]
    )


def _people(words: Words, team: Sequence[PersonLine], wanted: Sequence[Role]) -> str:
    lines = []
    for who in team:
        roles = [words(f"role.{role}").lower() for role in who.roles if role in wanted]
        lines += [f"{who.name}, {', '.join(roles)}"] if roles else []
    return "\n".join(lines)


def contents(setting: Setting) -> Story:
    """The contents list; written last, when all headings are known, and put behind the cover."""
    story: Story = [NextPageTemplate(pages.BODY), PageBreak()]
    title = setting.words("contents.title")
    story += [paragraph(title, style("h1")), Place("contents", title)]
    widths = (WIDTH - 50, 50.0)
    for key, title, level in setting.entries:
        face, size = (style("contents"), 10.5) if level == 0 else (style("contents.sub"), 9.0)
        story.append(Row(widths, [[paragraph(title, face)], [PageOf(key, size, face.leading)]]))
    return story


def summary(setting: Setting) -> Story:
    """The answer in short, with counts that no average hides."""
    data, words = setting.data, setting.words
    story = numbered(setting, "summary")
    story += paragraphs(data.summary or words("summary.none"), style("lead"))
    story += subheading(words("summary.grades"))
    story += [Tiles(_grade_tiles(words, data.findings))]
    story += _gates(setting)
    if data.packs:
        story += subheading(words("summary.results")) + _results(setting)
        story += [Spacer(1, 5), paragraph(words("summary.results_why"), style("quiet"))]
    return story + _glance(setting)


def _grade_tiles(words: Words, findings: Sequence[FindingSheet]) -> list[tuple[marks.Mark | None, int, str]]:
    good = [sheet for sheet in findings if sheet.kind is FindingKind.GOOD_PRACTICE]
    graded = Counter(sheet.grade for sheet in findings if sheet.kind is not FindingKind.GOOD_PRACTICE)
    tiles: list[tuple[marks.Mark | None, int, str]] = [
        (grade, graded[grade], words(f"grade.{grade}")) for grade in Grade
    ]
    return [*tiles, (FindingKind.GOOD_PRACTICE, len(good), words("finding_kind.good_practice"))]


def _gates(setting: Setting) -> Story:
    data, words = setting.data, setting.words
    titles = {answer.code: answer.title for answer in data.answers}
    story = subheading(words("summary.gates"))
    story += [paragraph(words("summary.gates_why"), style("quiet"))]
    if not data.gates_hit:
        return [*story, paragraph(words("summary.gates_none"), style("body"))]
    story += [paragraph(words.count("summary.gates_hit", len(data.gates_hit)), style("body"))]
    return story + facts([(code, titles.get(code) or code) for code in data.gates_hit])


def _results(setting: Setting) -> Story:
    words = setting.words
    widths = (WIDTH - 9 * 40, *[40.0] * 9)
    head: list[Story] = [[paragraph(words("summary.set"), style("column"))]]
    head += [[paragraph(words("summary.questions"), style("column.number"))]]
    head += [[paragraph(words(f"result.{result}"), style("column.number"))] for result in Result]
    head += [[paragraph(words("summary.open"), style("column.number"))]]
    return [Row(widths, head), *(_result_row(widths, pack) for pack in setting.data.packs)]


def _result_row(widths: Sequence[float], pack: PackLine) -> Row:
    numbers = [pack.questions, *(pack.counts.get(result, 0) for result in Result), pack.open]
    cells: list[Story] = [[paragraph(str(count), style("cell.number"))] for count in numbers]
    return Row(widths, [[paragraph(pack.title, style("cell"))], *cells])


def _glance(setting: Setting) -> Story:
    words, findings = setting.words, setting.data.findings
    heading = paragraph(words("summary.findings"), style("h2"))
    if not findings:
        return [heading, paragraph(words("summary.findings_none"), style("body"))]
    ranked = sorted(enumerate(findings), key=lambda pair: (GRADE_ORDER[pair[1].grade], pair[0]))
    widths = (46.0, WIDTH - 46 - 96 - 40, 96.0, 40.0)
    labels = [words(f"summary.{key}") for key in ("code", "finding", "grade", "page")]
    rows = [_glance_row(words, widths, place, sheet) for place, sheet in ranked[:GLANCE]]
    story = register(pages.Columns(widths, tuple(labels), last_right=True), rows, [heading])
    if len(findings) > GLANCE:
        further = words(
            f"summary.further.{'one' if len(findings) == GLANCE + 1 else 'many'}",
            n=len(findings) - GLANCE,
            section=number("findings"),
        )
        story += [Spacer(1, 6), paragraph(further, style("quiet"))]
    return story


def _glance_row(words: Words, widths: Sequence[float], place: int, sheet: FindingSheet) -> Row:
    mark, word = grade_mark(words, sheet)
    return Row(
        widths,
        [
            [paragraph(sheet.code, style("cell.strong"))],
            [paragraph(sheet.title, style("cell"))],
            [Marked(mark, word)],
            [PageOf(finding_key(place), 8.5, 11.5)],
        ],
    )


def grade_mark(words: Words, sheet: FindingSheet) -> tuple[marks.Mark, str]:
    """The mark and word of a finding's grade; good practice has its own."""
    if sheet.kind is FindingKind.GOOD_PRACTICE:
        return FindingKind.GOOD_PRACTICE, words("finding_kind.good_practice")
    return sheet.grade, words(f"grade.{sheet.grade}")


def finding_key(place: int) -> str:
    """The key of the place of a finding, by its position in the data."""
    return f"finding.{place}"


def mandate(setting: Setting) -> Story:
    """Why, for whom and by whom."""
    data, words = setting.data, setting.words
    story = numbered(setting, "mandate") + facts(
        [
            (words("cover.client"), data.client),
            (words("cover.vendor"), data.vendor),
            (words("cover.aliases"), ", ".join(data.vendor_aliases)),
            (words("cover.country"), data.vendor_country),
            (words("cover.audit"), data.audit_code),
            (words("mandate.kind"), words.term("kind_of_audit", data.audit_kind)),
            (words("mandate.date"), words.day(data.mandate_date)),
        ]
    )
    story += subheading(words("mandate.objective"))
    story += paragraphs(data.objective or words("mandate.objective_none"), style("body"))
    heading = paragraph(words("mandate.team"), style("h2"))
    if not data.team:
        return [*story, heading, paragraph(words("mandate.team_none"), style("body"))]
    widths = (WIDTH * 0.32, WIDTH * 0.34, WIDTH * 0.34)
    labels = tuple(words(f"mandate.{key}") for key in ("name", "organisation", "role"))
    people = [_person(words, widths, who) for who in data.team]
    return story + register(pages.Columns(widths, labels), people, [heading])


def _person(words: Words, widths: Sequence[float], who: PersonLine) -> Row:
    name: Story = [paragraph(who.name, style("cell.strong"))]
    if who.qualification:
        name += [paragraph(who.qualification, style("cell.quiet"))]
    roles = ", ".join(words.term("role", role) for role in who.roles)
    return Row(widths, [name, [paragraph(who.organisation, style("cell"))], [paragraph(roles, style("cell"))]])


def scope(setting: Setting) -> Story:
    """What was looked at, what was not, and how."""
    data, words = setting.data, setting.words
    story = numbered(setting, "scope")
    story += [paragraph(words("scope.covered"), style("h2"))]
    story += paragraphs(data.scope or words("scope.covered_none"), style("body"))
    story += subheading(words("scope.excluded"))
    story += paragraphs(data.scope_excluded or words("scope.excluded_none"), style("body"))
    story += subheading(words("scope.method"))
    period = words("scope.fieldwork", span=words.span(*data.fieldwork), cutoff=words.time(data.cutoff))
    story += [paragraph(period, style("body"))]
    if data.evidence:
        counted = Counter(words.term("method", line.method) for line in data.evidence if line.method)
        ways = ", ".join(f"{way} {count}" for way, count in counted.most_common())
        held = sum(line.withheld for line in data.evidence)
        told = [words.count("scope.evidence", len(data.evidence))]
        told += [words.count("scope.withheld", held)] if held else []
        story += [paragraph(" ".join(told), style("body"))]
        story += [paragraph(words("scope.methods", list=ways), style("body"))] if ways else []
    return [*story, paragraph(words("scope.sampling"), style("body"))]


def criteria(setting: Setting) -> Story:
    """The question sets, each with whose it is and a hash that pins it."""
    words = setting.words
    story = numbered(setting, "criteria")
    if not setting.data.packs:
        return [*story, paragraph(words("criteria.none"), style("body"))]
    story += [paragraph(words("criteria.intro"), style("body"))]
    for pack in setting.data.packs:
        story += subheading(pack.title) + facts(
            [
                (words("criteria.version"), f"{pack.version} ({pack.id})"),
                (words("criteria.publisher"), pack.publisher),
                (words("criteria.licence"), pack.licence),
                (words("criteria.source"), pack.source),
                (words("criteria.questions"), str(pack.questions)),
                (words("criteria.hash"), pack.content_hash[:16]),
            ]
        )
        story += _instruments(words, pack.instruments) if pack.instruments else []
    return story


NAMES, NUMBERS = WIDTH / 2 - 90, (42.0, 48.0)


def _instruments(words: Words, instruments: Sequence[InstrumentLine]) -> Story:
    """The instruments, two to a row, with a mark for those whose text was not compared with what the set says."""
    labels = tuple(words(f"criteria.{key}") for key in ("instrument", "edition", "questions"))
    widths = (NAMES, *NUMBERS) * 2
    cells = [_instrument(words, line) for line in instruments]
    pairs = [cells[place : place + 2] for place in range(0, len(cells), 2)]
    rows = [Row(widths, [*pair[0], *(pair[1] if len(pair) > 1 else [[], [], []])], pad=2.5) for pair in pairs]
    unchecked = any(line.unchecked for line in instruments)
    told = words("criteria.unchecked" if unchecked else "criteria.checked", mark=UNCHECKED)
    heading = [paragraph(words("criteria.instruments"), style("h3")), paragraph(told, style("quiet"))]
    return register(pages.Columns(widths, labels * 2), rows, heading)


def _instrument(words: Words, line: InstrumentLine) -> list[Story]:
    name = line.instrument
    if 0 < line.unchecked < line.questions:
        name += "\xa0" + words("criteria.partly", mark=UNCHECKED, n=line.unchecked, of=line.questions)
    elif line.unchecked:
        name += f"\xa0{UNCHECKED}"
    return [
        [paragraph(name, style("cell"))],
        [paragraph(line.edition, style("cell"))],
        [paragraph(str(line.questions), style("cell"))],
    ]


def limits(setting: Setting) -> Story:
    """What the report does not say, and how it may be used."""
    data, words = setting.data, setting.words
    story = numbered(setting, "limits")
    unable = [_limitation(words, limit) for limit in data.limitations]
    open_questions = [_open(words, line) for line in data.answers if line.result in {None, Result.NOT_ASSESSED}]
    story += _limit_rows(words, "unable", unable) + _limit_rows(words, "not_assessed", open_questions)
    story += [*subheading(words("limits.use")), paragraph(words("limits.standard"), style("body"))]
    prepared = words("limits.prepared", client=data.client, mandate=number("mandate"))
    story += [paragraph(prepared, style("body"))]
    return [*story, paragraph(words("limits.cutoff", cutoff=words.time(data.cutoff)), style("body"))]


LIMIT_WIDTHS = (46.0, WIDTH - 46 - 124, 124.0)


def _limit_rows(words: Words, key: str, rows: Sequence[Row]) -> Story:
    heading = paragraph(words(f"limits.{key}"), style("h2"))
    if not rows:
        return [CondPageBreak(90), heading, paragraph(words(f"limits.{key}_none"), style("body"))]
    labels = tuple(words(f"limits.{column}") for column in ("code", "question", "reason"))
    intro = paragraph(words(f"limits.{key}_intro"), style("body"))
    return register(pages.Columns(LIMIT_WIDTHS, labels), rows, [heading, intro])


def _limitation(words: Words, limit: Limitation) -> Row:
    because = words.term("because", limit.reason)
    known = because != limit.reason
    consequence = words("limits.not_concluded", because=because) if known else words("limits.not_concluded_plain")
    question: Story = [paragraph(limit.title, style("cell")), paragraph(consequence, style("cell.quiet"))]
    question += paragraphs(limit.note, style("cell.note")) if limit.note else []
    reason = [Marked(Result.UNABLE, words.term("reason", limit.reason))]
    return Row(LIMIT_WIDTHS, [[paragraph(limit.code, style("cell.strong"))], question, reason])


def _open(words: Words, line: AnswerLine) -> Row:
    question: Story = [paragraph(line.title, style("cell"))]
    question += paragraphs(line.note, style("cell.note")) if line.note else []
    reason = [Marked(Result.NOT_ASSESSED, words.term("reason", line.reason) or words("result.not_assessed"))]
    return Row(LIMIT_WIDTHS, [[paragraph(line.code, style("cell.strong"))], question, reason])
