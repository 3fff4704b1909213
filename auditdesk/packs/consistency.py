"""Rules that no single part of a pack can check alone. Works on plain data, so that a half-valid file is judged too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from auditdesk.core.models.enums import QuestionKind, Result

MAX_QUESTIONS = 100_000
MAX_DEPTH = 16
CHOICE_KINDS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
RESULT_KINDS = frozenset({QuestionKind.CONFORMITY, QuestionKind.OBSERVATION})
FACTS = frozenset({"yes", "no", "unknown", "not_applicable"})
ORDERED_KINDS = frozenset({QuestionKind.NUMBER, QuestionKind.PERCENTAGE, QuestionKind.DATE, QuestionKind.MATURITY})
TEXT_FIELDS = ("title", "summary", "text", "guidance", "na_rule", "label")
Loc = tuple[str | int, ...]
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """Something wrong at a place in the pack, in words, with what to do about it."""

    loc: Loc
    problem: str
    remedy: str


class InconsistentError(ValueError):
    """The parts of a pack are each well formed and do not fit together; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].problem)
        self.problems = problems


@dataclass
class _Seen:
    """What has been met while walking the pack."""

    languages: list[str]
    tiers: set[str]
    problems: list[Problem] = field(default_factory=list)
    sections: dict[str, Loc] = field(default_factory=dict)
    questions: dict[str, tuple[Loc, Data]] = field(default_factory=dict)

    def say(self, loc: Loc, problem: str, remedy: str) -> None:
        self.problems.append(Problem(loc, problem, remedy))


def inconsistencies(pack: Data) -> list[Problem]:
    """Every cross-reference, language and uniqueness problem of a pack given as plain data; never raises."""
    tiers = [tier.get("id") for _, tier in _each(pack, "tiers", ())]
    languages = pack.get("languages")
    languages = [str(code) for code in languages] if isinstance(languages, list | tuple) else []
    seen = _Seen(languages, {str(tier) for tier in tiers})
    for kind, ids in (("language", languages), ("tier", tiers)):
        for twice in sorted({str(i) for i in ids if ids.count(i) > 1}):
            seen.say((f"{kind}s",), f"The {kind} “{twice}” is declared twice.", "Keep one of them.")
    _texts(pack, (), seen)
    for loc, tier in _each(pack, "tiers", ()):
        _texts(tier, loc, seen)
    _translations(pack, seen)
    for loc, section in _each(pack, "sections", ()):
        _section(section, loc, seen, 1)
    if len(seen.questions) > MAX_QUESTIONS:
        seen.say(("sections",), f"The pack has more than {MAX_QUESTIONS:,} questions.", "Split it into several packs.")
    _dependencies(seen)
    return seen.problems


def _each(data: Data, key: str, loc: Loc) -> Iterator[tuple[Loc, Data]]:
    rows = data.get(key)
    for index, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if isinstance(row, Mapping):
            yield (*loc, key, index), row


def _section(section: Data, loc: Loc, seen: _Seen, depth: int) -> None:
    if depth > MAX_DEPTH:
        seen.say(loc, f"Sections are nested more than {MAX_DEPTH} deep.", "Flatten the outline.")
        return
    name = str(section.get("id"))
    if name in seen.sections:
        seen.say((*loc, "id"), f"The section id “{name}” is used twice.", "Give every section its own id.")
    seen.sections[name] = loc
    _texts(section, loc, seen)
    for place, question in _each(section, "questions", loc):
        _question(question, place, seen)
    for place, child in _each(section, "sections", loc):
        _section(child, place, seen, depth + 1)


def _question(question: Data, loc: Loc, seen: _Seen) -> None:
    name = str(question.get("id"))
    if name in seen.questions:
        seen.say((*loc, "id"), f"The question id “{name}” is used twice.", "Give every question its own id.")
    else:
        seen.questions[name] = (loc, question)
    _texts(question, loc, seen)
    _tiers(question, "tiers", loc, seen)
    ids: set[str] = set()
    for place, option in _each(question, "options", loc):
        _texts(option, place, seen)
        _tiers(option, "selects_tiers", place, seen)
        if str(option.get("id")) in ids:
            seen.say((*place, "id"), f"The option id “{option.get('id')}” is used twice.", "Give it another id.")
        ids.add(str(option.get("id")))


def _tiers(data: Data, key: str, loc: Loc, seen: _Seen) -> None:
    named = data.get(key)
    for tier in named if isinstance(named, list | tuple) else ():
        if str(tier) not in seen.tiers:
            seen.say((*loc, key), f"The tier “{tier}” is not declared.", "Add it to “tiers” at the top of the pack.")


def _texts(data: Data, loc: Loc, seen: _Seen) -> None:
    for key in TEXT_FIELDS:
        words = data.get(key)
        if not isinstance(words, Mapping) or not words or not seen.languages:
            continue
        first = seen.languages[0]
        if first not in words:
            seen.say((*loc, key), f"“{key}” has no text in the first language, “{first}”.", f"Add “{first}: …” to it.")
        for code in words:
            if code not in seen.languages:
                seen.say((*loc, key, code), f"The language “{code}” is not declared.", "Add it to “languages”.")


def _translations(pack: Data, seen: _Seen) -> None:
    declared = pack.get("translations")
    declared = declared if isinstance(declared, Mapping) else {}
    for code in declared:
        if code not in seen.languages:
            seen.say(("translations", code), f"The language “{code}” is not declared.", "Add it to “languages”.")
    for code in seen.languages[1:]:
        if code not in declared:
            remedy = f"Add “{code}: {{status: machine}}” (or human, reviewed, unknown) under “translations”."
            seen.say(("languages",), f"Nothing says how the language “{code}” was translated.", remedy)


def _conditions(question: Data, loc: Loc) -> Iterator[tuple[Loc, Data]]:
    rule = question.get("depends_on")
    if isinstance(rule, Mapping):
        yield from _each(rule, "all", (*loc, "depends_on"))
        yield from _each(rule, "any", (*loc, "depends_on"))


def _dependencies(seen: _Seen) -> None:
    graph: dict[str, set[str]] = {}
    for name, (loc, question) in seen.questions.items():
        for place, condition in _conditions(question, loc):
            target = str(condition.get("q"))
            if target not in seen.questions:
                remedy = "Name an existing question id, or remove the condition."
                seen.say((*place, "q"), f"The question “{target}” does not exist.", remedy)
                continue
            graph.setdefault(name, set()).add(target)
            _values(condition, seen.questions[target][1], place, seen)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        around = error.args[1]
        loc = (*seen.questions[around[0]][0], "depends_on")
        circle = " → ".join(around[:12])
        seen.say(loc, f"Questions depend on each other in a circle: {circle}.", "Remove one of these conditions.")


def _values(condition: Data, target: Data, loc: Loc, seen: _Seen) -> None:
    """A condition must ask for something the other question can answer."""
    op, kind = str(condition.get("op")), str(target.get("kind"))
    value = condition.get("value")
    if op in {"ge", "le"} and kind not in ORDERED_KINDS:
        seen.say((*loc, "op"), f"Answers of kind “{kind}” have no order.", "Use “eq” or “in”.")
        return
    if op == "contains" and kind != QuestionKind.CHOICES:
        seen.say((*loc, "op"), "“contains” works on questions of kind “choices” only.", "Use “eq” or “in”.")
        return
    possible = _possible(target)
    if op not in {"eq", "in", "contains"} or possible is None:
        return
    for wanted in value if isinstance(value, list | tuple) else (value,):
        if str(wanted) not in possible:
            answers = ", ".join(sorted(possible)[:12])
            problem = f"“{wanted}” is not an answer to question “{target.get('id')}”."
            seen.say((*loc, "value"), problem, f"Possible answers: {answers}.")


def _possible(question: Data) -> set[str] | frozenset[str] | None:
    kind = str(question.get("kind"))
    if kind in CHOICE_KINDS:
        return {str(option.get("id")) for _, option in _each(question, "options", ())}
    if kind in RESULT_KINDS:
        return frozenset(Result)
    return FACTS if kind == QuestionKind.FACT else None
