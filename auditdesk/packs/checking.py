"""Everything worth telling a pack author, errors and warnings, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from auditdesk.core.errors import BadInput
from auditdesk.core.models.enums import QuestionKind
from auditdesk.packs.consistency import Loc, inconsistencies
from auditdesk.packs.schema import Pack, Question, Section
from auditdesk.packs.wording import MOST, problems
from auditdesk.packs.yamlfile import Document, read_yaml

_UNWEIGHED = frozenset({QuestionKind.FACT, QuestionKind.TEXT, QuestionKind.DATE, QuestionKind.NUMBER,
                        QuestionKind.TABLE, QuestionKind.INTERVIEW_THEME, QuestionKind.CLAIM_PAIR})  # fmt: skip
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Level(StrEnum):
    """An error keeps a pack from loading; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Remark:
    """One thing about a pack file: where, what, and what to do about it."""

    level: Level
    line: int | None
    problem: str
    remedy: str


def check_pack(path: Path) -> list[Remark]:
    """Every error and warning of a pack file, in the order of the file. Raises FileMissing only."""
    try:
        document = read_yaml(path)
    except BadInput as error:
        return [Remark(Level.ERROR, error.line, error.problem, error.remedy)]
    found = [
        Remark(Level.ERROR, twice.line, f"“{twice.key}” is written twice.", "Keep one of them.")
        for twice in document.duplicates
    ]
    try:
        pack = Pack.model_validate(document.value)
    except ValidationError as error:
        found += _errors(document, error)
    else:
        found += [Remark(Level.WARNING, document.line(loc), said, remedy) for loc, said, remedy in _warnings(pack)]
    return sorted(set(found), key=lambda remark: (remark.line or 0, remark.level, remark.problem))


def _errors(document: Document, error: ValidationError) -> Iterator[Remark]:
    found = problems(error)
    if isinstance(document.value, dict):
        found += inconsistencies(document.value)
    for problem in found[:MOST]:
        yield Remark(Level.ERROR, document.line(problem.loc), problem.problem, problem.remedy)


    if len(found) >= MOST:
        yield Remark(Level.ERROR, None, f"Of the mistakes, the first {MOST} are told.", "Mend these, then check again.")


Warned = tuple[Loc, str, str]


def _warnings(pack: Pack) -> Iterator[Warned]:
    if not pack.licence:
        yield (), "The pack names no licence.", "Add “licence: …”, so that others know what they may do with it."
    for index, section in enumerate(pack.sections):
        yield from _section(pack, section, ("sections", index))


def _section(pack: Pack, section: Section, loc: Loc) -> Iterator[Warned]:
    if not section.questions and not section.sections:
        yield loc, f"The section “{section.id}” has no questions.", "Add a question, or remove the section."
    for name, texts in (("title", section.title), ("text", section.text)):
        yield from _texts(pack, texts, (*loc, name))
    for index, question in enumerate(section.questions):
        yield from _question(pack, question, (*loc, "questions", index))
    for index, child in enumerate(section.sections):
        yield from _section(pack, child, (*loc, "sections", index))


def _question(pack: Pack, question: Question, loc: Loc) -> Iterator[Warned]:
    name = question.label
    kinds = {need.kind for need in question.evidence}
    if question.gate and not kinds:
        yield loc, f"{name} is a gate and asks for no evidence.", "Say what evidence decides it."
    if question.triangulate and len(kinds) < 2:
        yield loc, f"{name} asks for two independent kinds of evidence and names fewer.", "Name at least two kinds."
    if not question.refs:
        yield loc, f"{name} names no reference.", "Say which instrument and article it rests on."
    if not question.guidance:
        yield loc, f"{name} does not say how to check.", "Add “guidance”."
    if question.gate and question.weight < 3:
        yield loc, f"{name} is a gate with weight {question.weight}.", "Gates usually weigh 3."
    if "weight" not in question.model_fields_set and question.kind not in _UNWEIGHED:
        yield loc, f"{name} has no weight of its own; it counts 1.", "Add “weight: 1”, 2 or 3."
    for field in ("title", "text", "guidance", "na_rule"):
        yield from _texts(pack, getattr(question, field), (*loc, field))
    for index, option in enumerate(question.options):
        yield from _texts(pack, option.label, (*loc, "options", index, "label"))
        yield from _texts(pack, option.text, (*loc, "options", index, "text"))


def _texts(pack: Pack, texts: dict[str, str], loc: Loc) -> Iterator[Warned]:
    missing = [code for code in pack.languages if texts and code not in texts]
    if missing:
        yield loc, f"Not translated: {', '.join(missing)}.", "Add the translation; until then the first language shows."
    for code, words in texts.items():
        if _BIDI & set(words):
            yield (*loc, code), "The text holds marks that change the reading direction.", "Remove them."
