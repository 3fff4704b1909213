"""The shape of a checklist pack. docs/pack-format.md is the same for a pack author."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    model_validator,
)

from auditdesk.core.models.enums import EvidenceDemand, QuestionKind, Result
from auditdesk.packs.consistency import CHOICE_KINDS, InconsistentError, inconsistencies
from auditdesk.packs.languages import Shown, is_language
from auditdesk.packs.languages import text as text_in

FORMAT = "auditdesk-pack/1"
MAX_TEXT = 100_000
NUMBER_KINDS = frozenset({QuestionKind.NUMBER, QuestionKind.PERCENTAGE})
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _clean(value: str) -> str:
    if CONTROLS.search(value):
        raise ValueError("The text contains control characters.")
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def _language(value: str) -> str:
    if not is_language(value):
        raise ValueError(f"“{value}” is not a language code.")
    return value


def _decimal(value: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?|[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"“{value}” is neither a number nor a date such as 2026-05-31.")
    return value


Line = Annotated[str, AfterValidator(_clean), StringConstraints(max_length=500)]
Prose = Annotated[str, AfterValidator(_clean), StringConstraints(max_length=MAX_TEXT)]
Filled = Annotated[str, AfterValidator(_clean), StringConstraints(min_length=1, max_length=MAX_TEXT)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Language = Annotated[str, AfterValidator(_language)]
Texts = dict[Language, Filled]
Scalar = StrictBool | StrictInt | StrictStr


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True, validate_default=False)


class TranslationStatus(StrEnum):
    """How far a translation can be trusted."""

    MACHINE = "machine"
    HUMAN = "human"
    REVIEWED = "reviewed"
    UNKNOWN = "unknown"


class Op(StrEnum):
    """How a condition compares an earlier answer."""

    EQ = "eq"
    IN = "in"
    GE = "ge"
    LE = "le"
    ANSWERED = "answered"
    CONTAINS = "contains"


class Translation(_Model):
    """Who translated a language of the pack, and how."""

    status: TranslationStatus
    translator: Line = ""


class Tier(_Model):
    """A slice of the pack that can be chosen on its own."""

    id: Id
    title: Texts
    text: Texts = {}
    default: StrictBool = False


class EvidenceNeed(_Model):
    """One kind of evidence a question asks for."""

    kind: EvidenceDemand
    min: Annotated[StrictInt, Field(ge=1, le=10_000)] = 1
    fresh_months: Annotated[StrictInt, Field(ge=1, le=600)] | None = None
    original_language: StrictBool = False


class Reference(_Model):
    """A place in a named instrument. `checked` only when somebody held it against the primary text."""

    instrument: Annotated[Line, StringConstraints(min_length=1)]
    article: Line = ""
    edition: Line = ""
    checked: StrictBool = False


class Option(_Model):
    """One choice of a choice question. `result` is the result that choosing it computes."""

    id: Id
    label: Texts
    text: Texts = {}
    result: Result | None = None
    score: StrictInt | None = None
    selects_tiers: tuple[Id, ...] = ()


class Condition(_Model):
    """One comparison with the answer to an earlier question."""

    q: Id
    op: Op
    value: Scalar | tuple[Scalar, ...] | None = None

    @model_validator(mode="after")
    def _value_fits(self) -> Condition:
        if self.op is Op.ANSWERED and self.value is not None:
            raise ValueError("The operator “answered” takes no value.")
        if self.op is Op.IN and not isinstance(self.value, tuple):
            raise ValueError("The operator “in” needs a list of values.")
        if self.op in {Op.EQ, Op.CONTAINS} and (self.value is None or isinstance(self.value, tuple)):
            raise ValueError(f"The operator “{self.op}” needs one value.")
        if self.op in {Op.GE, Op.LE}:
            if isinstance(self.value, bool) or not isinstance(self.value, int | str):
                raise ValueError(f"The operator “{self.op}” needs a number or a date.")
            _decimal(str(self.value))
        return self


class DependsOn(_Model):
    """When a question is shown: all of these conditions hold, or any of them."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _one_list(self) -> DependsOn:
        if bool(self.all) == bool(self.any):
            raise ValueError("“depends_on” needs either “all” or “any”, with at least one condition.")
        return self


class Question(_Model):
    """One thing to find out. The id never changes and is never used again for another question."""

    id: Id
    code: Line = ""
    title: Texts = {}
    text: Annotated[Texts, Field(min_length=1)]
    guidance: Texts = {}
    kind: QuestionKind
    gate: StrictBool = False
    weight: Annotated[StrictInt, Field(ge=1, le=3)] = 1
    oecd_step: Annotated[StrictInt, Field(ge=1, le=6)] | None = None
    interview_safe: StrictBool = False
    na_rule: Texts = {}
    evidence: tuple[EvidenceNeed, ...] = ()
    triangulate: StrictBool = False
    refs: tuple[Reference, ...] = ()
    options: tuple[Option, ...] = ()
    unit: Line = ""
    tiers: tuple[Id, ...] = ()
    requirement: Line = ""
    depends_on: DependsOn | None = None

    @property
    def label(self) -> str:
        """The code shown to people."""
        return self.code or self.id

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Question:
        if self.options and self.kind not in CHOICE_KINDS:
            raise ValueError(f"A question of kind “{self.kind}” has no options.")
        if not self.options and self.kind in CHOICE_KINDS:
            raise ValueError(f"A question of kind “{self.kind}” needs options.")
        if self.unit and self.kind not in NUMBER_KINDS:
            raise ValueError(f"A question of kind “{self.kind}” has no unit.")
        return self


class Section(_Model):
    """A chapter of the checklist: its own questions first, then its sections."""

    id: Id
    title: Texts = {}
    text: Texts = {}
    questions: tuple[Question, ...] = ()
    sections: tuple[Section, ...] = ()

    @model_validator(mode="after")
    def _has_words(self) -> Section:
        if not self.title and not self.text:
            raise ValueError("A section needs a title or a text.")
        return self


class Pack(_Model):
    """A checklist. The first language is the one every text exists in."""

    format: Literal["auditdesk-pack/1"]
    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,31}$")]
    title: Annotated[Texts, Field(min_length=1)]
    summary: Texts = {}
    publisher: Line = ""
    licence: Prose = ""
    source: Prose = ""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    translations: dict[Language, Translation] = {}
    tiers: tuple[Tier, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> Pack:
        found = inconsistencies(self.model_dump(exclude_defaults=True))
        if found:
            raise InconsistentError(found)
        return self

    def text(self, translations: dict[str, str], language: str) -> Shown:
        """A text of this pack in `language`, or in its first language, marked as a stand-in."""
        return text_in(translations, language, self.languages[0])

    def walk(self) -> Iterator[tuple[tuple[Section, ...], Question]]:
        """Every question in reading order, with the sections it stands in, outermost first."""
        for section in self.sections:
            yield from _walk(section, ())

    def questions(self) -> Iterator[Question]:
        """Every question in reading order."""
        for _, question in self.walk():
            yield question


def _walk(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[tuple[Section, ...], Question]]:
    here = (*above, section)
    for question in section.questions:
        yield here, question
    for child in section.sections:
        yield from _walk(child, here)


def json_schema() -> str:
    """The published JSON Schema (2020-12) of the format, as resources/schema/auditdesk-pack-1.schema.json holds it."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:auditdesk:pack:1"}
    made |= Pack.model_json_schema() | {"title": "auditdesk pack, version 1"}
    return json.dumps(made, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
