"""What pydantic found wrong with a file, in words a pack author understands."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from auditdesk.packs.consistency import InconsistentError, Problem
from auditdesk.packs.schema import Condition, EvidenceNeed, Option, Pack, Question, Reference, Section, Tier

_FIELDS = frozenset({name for model in (Pack, Section, Question, Option, Tier, Reference, EvidenceNeed, Condition)
                  for name in model.model_fields})  # fmt: skip
_WRITE = {
    "bool_type": ("true or false is expected", "Write true or false, without quotes."),
    "int_type": ("a whole number is expected", "Write a whole number, without quotes."),
    "string_type": ("a text is expected", "Write a text; put it in quotes if it looks like something else."),
    "tuple_type": ("a list is expected", "Write one entry a line, each beginning with “- ”."),
    "dict_type": ("a text for each language is expected", "Write it as {en: …}."),
    "model_type": ("a group of fields is expected", "Write fields with “name: value”."),
    "model_attributes_type": ("a group of fields is expected", "Write fields with “name: value”."),
}
MOST = 200
"""As many problems of one file are told; a file of nothing but mistakes has millions."""
_LONGEST_NAME = 80
_BOUNDS = ("ge", "le", "gt", "lt", "min_length", "max_length")


def problems(error: ValidationError) -> list[Problem]:
    """What pydantic found, one problem a place; of a file of nothing but mistakes, the first."""
    found: dict[tuple[str | int, ...], Problem] = {}
    hollow: set[tuple[str | int, ...]] = set()  # pydantic calls a list too short once it has refused its entries
    for detail in error.errors(include_url=False):
        if len(found) == MOST:
            break
        context = detail.get("ctx", {})
        cause = context.get("error")
        if isinstance(cause, InconsistentError):
            return cause.problems
        loc = tuple(step for step in detail["loc"] if step != "[key]")
        said, remedy = _words(str(detail["type"]), loc, context, detail.get("input"), cause)
        found.setdefault(_place(loc), Problem(loc, said, remedy))
        hollow |= {loc} if detail["type"] == "too_short" else set()
    deeper = {place[:size] for place in found for size in range(len(place))}
    return [problem for place, problem in found.items() if place not in hollow & deeper]


def _place(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Alternatives of one value are tried one after the other; they count as one place."""
    return loc[: loc.index("value") + 1] if "value" in loc else loc


def _words(type_: str, loc: tuple[str | int, ...], context: Mapping[str, Any], given: object,
           cause: object) -> tuple[str, str]:  # fmt: skip
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "the file")
    if cause is not None:
        return str(cause), _remedy(str(cause))
    if type_ == "missing":
        return f"The field “{name}” is missing.", f"Add “{name}: …”."
    if type_ == "extra_forbidden":
        near = get_close_matches(name[:_LONGEST_NAME], _FIELDS - {name}, 1)
        return f"“{_short(name)}” is not a field here.", f"Did you mean “{near[0]}”?" if near else "Remove it."
    if type_ in {"enum", "literal_error"}:
        return f"“{_short(given)}” is not possible for “{name}”.", f"Possible: {context.get('expected')}."
    if type_ in _WRITE:
        expected, remedy = _WRITE[type_]
        return f"“{name}”: {expected}.", remedy
    if type_ == "string_pattern_mismatch":
        remedy = "Use letters A–Z, digits, and the signs . _ : - (a pack id: small letters, digits and - only)."
        return f"“{_short(given)}” is not possible for “{name}”.", remedy
    bounds = ", ".join(f"{_BOUND_WORDS[key]} {context[key]}" for key in _BOUNDS if key in context)
    if bounds:
        return f"“{name}” is empty, too short, too long, too small or too large.", f"Allowed: {bounds}."
    return f"“{name}” cannot be read.", "See docs/pack-format.md for what belongs here."


_BOUND_WORDS = {"ge": "at least", "le": "at most", "gt": "more than", "lt": "less than",
                "min_length": "length at least", "max_length": "length at most"}  # fmt: skip


def _remedy(cause: str) -> str:
    if "language code" in cause:
        return "Use a code such as en, sv, da, nb, de or pt-BR."
    if "options" in cause:
        return "Options belong to the kinds “choice” and “choices”, and these need at least one."
    if "control characters" in cause:
        return "Remove them."
    return "See docs/pack-format.md, “Conditions” and “Questions”."


def _short(given: object) -> str:
    shown = str(given)
    return shown if len(shown) <= 60 else shown[:59] + "…"
