"""The questions of one assessable requirement node, as the questions of a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from pydantic import ValidationError

from auditdesk.core.errors import BadInput
from auditdesk.core.models.enums import QuestionKind, Result
from auditdesk.packs.ciso_nodes import Node
from auditdesk.packs.ciso_words import Names, Row, Texts, joined, note_oddities, plain, rows, texts, true
from auditdesk.packs.imports import Notes
from auditdesk.packs.schema import Condition, DependsOn, Op, Option, Question, Reference
from auditdesk.packs.wording import problems

_KINDS = {
    "unique_choice": QuestionKind.CHOICE,
    "single_choice": QuestionKind.CHOICE,
    "multiple_choice": QuestionKind.CHOICES,
    "text": QuestionKind.TEXT,
    "date": QuestionKind.DATE,
    "number": QuestionKind.NUMBER,
    "boolean": QuestionKind.FACT,
}
_RESULTS = {
    "true": Result.CONFORMS,
    "compliant": Result.CONFORMS,
    "false": Result.NONCONFORMING,
    "non_compliant": Result.NONCONFORMING,
    "partially_compliant": Result.PARTLY,
    "not_applicable": Result.NOT_APPLICABLE,
    "not_assessed": Result.NOT_ASSESSED,
}
_CHOICE_KINDS = {QuestionKind.CHOICE, QuestionKind.CHOICES}
_QUESTION_KEYS = frozenset({"urn", "type", "text", "choices", "depends_on", "translations"})
_CHOICE_KEYS = frozenset(
    ["urn", "value", "description", "add_score", "compute_result", "select_implementation_groups", "translations"]
)


@dataclass
class Asked:
    """One question of a node before it is built: its id is known, so that others can depend on it."""

    node: Node
    urn: str
    row: Row
    id: str
    kind: QuestionKind
    choices: dict[str, str]
    depends_on: DependsOn | None = None


def collect(nodes: list[Node], notes: Notes) -> dict[int, list[Asked]]:
    """The questions of every assessable node by id(node), with ids and conditions settled."""
    names = Names()
    asked = {id(node): _of_node(node, names, notes) for node in nodes if node.assessable}
    everything = [one for group in asked.values() for one in group]
    by_urn = {one.urn: one for one in everything}
    for one in everything:
        one.depends_on = _condition(one, by_urn, notes)
    _break_circles({one.id: one for one in everything}, notes)
    notes.count("conditions", sum(one.depends_on is not None for one in everything))
    return asked


def _of_node(node: Node, names: Names, notes: Notes) -> list[Asked]:
    found = _questions(node)
    if not found:
        notes.count("without_questions")
        return [Asked(node, node.urn, {}, names.make(node.tail, "q"), QuestionKind.CONFORMITY, {})]
    return [_asked(node, urn, row, names, notes) for urn, row in found]


def _questions(node: Node) -> list[tuple[str, Row]]:
    """Questions come as a map keyed by urn, as a list, as one mapping, or in the older `question` shape."""
    given = node.row.get("questions") or node.row.get("question")
    if isinstance(given, Mapping) and isinstance(given.get("questions"), list):
        shared = {"type": given.get("question_type"), "choices": given.get("question_choices")}
        given = [{**shared, **row} for row in rows(given["questions"])]
    elif isinstance(given, Mapping) and not isinstance(given.get("text"), str) and "type" not in given:
        return [(str(urn), row) for urn, row in given.items() if isinstance(row, Mapping)]
    return [(plain(row.get("urn")) or f"{node.urn}:question:{i}", row) for i, row in enumerate(rows(given), 1)]


def _asked(node: Node, urn: str, row: Row, names: Names, notes: Notes) -> Asked:
    type_ = plain(row.get("type")) or ("unique_choice" if row.get("choices") else "text")
    kind = _KINDS.get(type_)
    notes.count("questions")
    notes.count(f"type:{type_}")
    if kind is None:
        notes.say("type", node.line, urn, f"The question type “{type_}” is not known; taken as text.")
        kind = QuestionKind.TEXT
    choices = _choices(row)
    if kind in _CHOICE_KINDS and not choices:
        notes.say("no_choices", node.line, urn, "A choice question without choices; taken as text.")
        kind = QuestionKind.TEXT
    if kind not in _CHOICE_KINDS and choices:
        notes.say("choices", node.line, urn, f"A question of type “{type_}” with choices; the choices are left out.")
        choices = []
    for key in row:
        if key not in _QUESTION_KEYS:
            notes.leave_out("questions", str(key), node.line)
    note_oddities(row, node.line, urn, notes)
    option_names = Names()
    ids = {
        choice_urn: option_names.make(choice_urn.removeprefix(urn), str(i))
        for i, (choice_urn, _) in enumerate(choices, 1)
    }
    tail = urn.removeprefix(node.urn)
    return Asked(node, urn, row, names.make(node.tail + tail if tail != urn else tail, "q"), kind, ids)


def _choices(row: Row) -> list[tuple[str, Row]]:
    given = row.get("choices")
    found: dict[str, Row] = {}
    for number, choice in enumerate(given if isinstance(given, list) else (), 1):
        as_row: Row = choice if isinstance(choice, Mapping) else {"value": plain(choice)}
        urn = plain(as_row.get("urn")) or f"choice:{number}"
        found[urn if urn not in found else f"{urn}:{number}"] = as_row
    return list(found.items())


def _condition(asked: Asked, by_urn: dict[str, Asked], notes: Notes) -> DependsOn | None:
    rule = asked.row.get("depends_on")
    if not isinstance(rule, Mapping):
        if rule:
            notes.say(
                "depends_on", asked.node.line, asked.urn, f"The condition “{plain(rule)}” cannot be read; left out."
            )
        return None
    target = by_urn.get(plain(rule.get("question")))
    answers = rule.get("answers")
    wanted = [plain(answer) for answer in (answers if isinstance(answers, list) else [answers]) if plain(answer)]
    conditions = _conditions(target, wanted, plain(rule.get("condition")) == "all") if target else []
    if not target or not conditions:
        said = f"The condition on {plain(rule.get('question'))} points to nothing; left out."
        notes.say("depends_on", asked.node.line, asked.urn, said)
        return None
    if plain(rule.get("condition")) == "all":
        return DependsOn(all=tuple(conditions))
    return DependsOn(any=tuple(conditions)) if len(conditions) > 1 else DependsOn(all=tuple(conditions))


def _conditions(target: Asked, wanted: list[str], every: bool) -> list[Condition]:
    if target.kind in _CHOICE_KINDS:
        ids = [target.choices[answer] for answer in wanted if answer in target.choices]
        if len(ids) < len(wanted) or not ids:
            return []
        if target.kind is QuestionKind.CHOICES:
            return [Condition(q=target.id, op=Op.CONTAINS, value=i) for i in ids]
        if every:
            return [Condition(q=target.id, op=Op.EQ, value=i) for i in ids]
        return [Condition(q=target.id, op=Op.IN, value=tuple(ids))]
    if not wanted:
        return [Condition(q=target.id, op=Op.ANSWERED)]
    if target.kind is QuestionKind.FACT:
        wanted = ["yes" if true(answer) else "no" for answer in wanted]
    return [] if target.kind is QuestionKind.CONFORMITY else [Condition(q=target.id, op=Op.EQ, value=w) for w in wanted]


def _break_circles(asked: dict[str, Asked], notes: Notes) -> None:
    graph = {
        one.id: {condition.q for condition in one.depends_on.all + one.depends_on.any}
        for one in asked.values()
        if one.depends_on
    }
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            one = next(asked[name] for name in error.args[1] if name in graph)
            del graph[one.id]
            one.depends_on = None
            notes.say("depends_on", one.node.line, one.urn, "Questions depend on each other in a circle; one is freed.")


@dataclass
class Builder:
    """Builds the questions of one framework."""

    path: str
    locale: str
    instrument: str
    edition: str
    tiers: dict[str, str]
    shared_refs: frozenset[str]
    asked: dict[int, list[Asked]]
    notes: Notes

    def questions_of(self, node: Node) -> list[Question]:
        """The questions of one node, in order. Raises BadInput when a text or number is beyond the format."""
        group = self.asked[id(node)]
        try:
            return [self._question(one, number, len(group)) for number, one in enumerate(group, 1)]
        except ValidationError as error:
            first = problems(error)[0]
            problem = f"The node {node.urn} does not fit into a pack: {first.problem}"
            raise BadInput(self.path, problem, node.line, first.remedy) from error

    def _question(self, asked: Asked, number: int, of: int) -> Question:
        node, row = asked.node, asked.node.row
        name, description, annotation, evidence = (
            texts(row, key, self.locale) for key in ("name", "description", "annotation", "typical_evidence")
        )
        text = texts(asked.row, "text", self.locale)
        guidance = joined([description, annotation, evidence] if text else [annotation, evidence], self.locale)
        if not text:
            text, name = (description, name) if description else (name, {})
        if not text:
            self.notes.say("no_text", node.line, asked.urn, "Nothing is asked here in words; its number stands in.")
            text = {self.locale: node.ref or node.tail}
        self.notes.count("pack_questions")
        ref = node.ref or node.tail
        return Question(
            id=asked.id,
            code=(ref if of == 1 else f"{ref} ({number})")[:500],
            title=name,
            text=text,
            guidance=guidance,
            kind=asked.kind,
            weight=self._weight(node),
            refs=(Reference(instrument=self.instrument, article=ref[:500], edition=self.edition),),
            options=self._options(asked),
            tiers=self._tiers(row.get("implementation_groups")),
            requirement=(node.tail if node.ref in self.shared_refs else ref)[:500],
            depends_on=asked.depends_on,
        )

    def _weight(self, node: Node) -> int:
        weight = node.row.get("weight")
        if weight in (None, 1, 2, 3) and not isinstance(weight, bool):
            return int(weight or 1)
        self.notes.say("weight", node.line, node.urn, f"The weight “{plain(weight)}” is not 1, 2 or 3; it counts 1.")
        return 1

    def _tiers(self, given: object) -> tuple[str, ...]:
        named = [plain(tier) for tier in given if plain(tier)] if isinstance(given, list) else []
        return tuple(dict.fromkeys(self.tiers[tier] for tier in named))

    def _options(self, asked: Asked) -> tuple[Option, ...]:
        return tuple(self._option(asked, urn, row) for urn, row in _choices(asked.row) if urn in asked.choices)

    def _option(self, asked: Asked, urn: str, row: Row) -> Option:
        line = asked.node.line
        self.notes.count("choices")
        note_oddities(row, line, urn, self.notes)
        for key in row:
            if key not in _CHOICE_KEYS:
                self.notes.leave_out("choices", str(key), line)
        computed = plain(row.get("compute_result")).lower()
        if computed and computed not in _RESULTS:
            self.notes.say("result", line, urn, f"The result “{computed}” is not known; left out.")
        label: Texts = texts(row, "value", self.locale) or {self.locale: asked.choices[urn]}
        score = row.get("add_score")
        if score is not None and (isinstance(score, bool) or not isinstance(score, int)):
            self.notes.say("score", line, urn, f"The score “{plain(score)}” is not a whole number; left out.")
            score = None
        return Option(
            id=asked.choices[urn],
            label=label,
            text=texts(row, "description", self.locale),
            result=_RESULTS.get(computed),
            score=score,
            selects_tiers=self._tiers(row.get("select_implementation_groups")),
        )
