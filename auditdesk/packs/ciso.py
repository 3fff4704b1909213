"""Reads a CISO Assistant library (YAML, version 2) as a pack.

Headings become sections, each question of an assessable node becomes a question, and a node without questions becomes
one conformity question. Whatever a pack has no place for is named in the remarks. Facts about real libraries, and which
of them are odd, are in the tests. The texts stay under the licence the library names.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from auditdesk.core.errors import BadInput
from auditdesk.packs.ciso_nodes import Node, Outline, read_nodes
from auditdesk.packs.ciso_questions import Builder, collect
from auditdesk.packs.ciso_words import Names, Row, Texts, language_code, note_oddities, plain, rows, texts, true
from auditdesk.packs.consistency import TEXT_FIELDS
from auditdesk.packs.imports import ImportReport, Notes
from auditdesk.packs.languages import is_language
from auditdesk.packs.schema import FORMAT, Pack, Tier, Translation, TranslationStatus
from auditdesk.packs.wording import problems
from auditdesk.packs.yamlfile import Document, node_at, read_yaml

_LIBRARY = frozenset(
    [
        "urn",
        "locale",
        "ref_id",
        "name",
        "description",
        "copyright",
        "version",
        "publication_date",
        "provider",
        "packager",
        "objects",
        "translations",
        "dependencies",
        "label",
        "labels",
    ]
)
_FRAMEWORK = frozenset(
    [
        "urn",
        "ref_id",
        "name",
        "description",
        "translations",
        "requirement_nodes",
        "implementation_groups_definition",
        "min_score",
        "max_score",
        "scores_definition",
    ]
)
_TIER = frozenset({"ref_id", "name", "description", "default_selected", "translations"})
_COUNTS = [
    "nodes",
    "assessable",
    "headings",
    "sections",
    "questions",
    "without_questions",
    "pack_questions",
    "choices",
    "conditions",
    "tiers",
    "languages",
]
_SCORES = ("min_score", "max_score", "scores_definition")


def read_library(path: Path, language: str | None = None) -> ImportReport:
    """Read a library. `language` becomes the pack's first where the library is complete in it.

    Raises FileMissing, BadInput (no framework in it, unknown language, hostile or unreadable YAML).
    """
    return library_of(read_yaml(path, own=False), language)


def is_library(value: object) -> bool:
    """Whether a YAML value looks like a CISO Assistant library."""
    return isinstance(value, dict) and "objects" in value and ("urn" in value or "ref_id" in value)


def library_of(document: Document, language: str | None = None) -> ImportReport:
    """The pack a library describes. Raises BadInput."""
    notes = Notes(counts=dict.fromkeys(_COUNTS, 0))
    for twice in document.duplicates:
        notes.say("duplicate_key", twice.line, twice.key, "The key is written twice; the last one counts.")
    library = document.value
    if not is_library(library):
        remedy = "Choose a library file with “urn” and “objects”."
        raise BadInput(document.path, "This is not a CISO Assistant library.", 1, remedy)
    framework, loc = _framework(document, library, notes)
    pack = _pack(document, library, framework, loc, notes)
    if language is not None:
        pack = _in_language(document, pack, language_code(language), notes)
    if not notes.counts["pack_questions"]:
        notes.say(
            "no_questions", document.line(loc), "framework", "The framework has no assessable nodes: no questions."
        )
    notes.count("tiers", len(pack.tiers))
    notes.count("languages", len(pack.languages))
    return ImportReport(pack, dict(notes.counts), notes.finished(), pack.licence, pack.languages)


def _framework(document: Document, library: Row, notes: Notes) -> tuple[Row, tuple[str | int, ...]]:
    objects = library["objects"] if isinstance(library["objects"], dict) else {}
    key = "framework" if "framework" in objects else "frameworks"
    found = rows(objects.get(key))
    if not found or not rows(found[0].get("requirement_nodes")):
        held = ", ".join(sorted(map(str, objects))) or "nothing"
        problem = f"The library has no framework with requirement nodes (it holds: {held})."
        remedy = "Choose a library that holds a framework; mappings, matrices and controls are no checklists."
        raise BadInput(document.path, problem, document.line(("objects",)), remedy)
    for other in sorted(set(map(str, objects)) - {key}):
        notes.leave_out("objects of the library", other, document.line(("objects", other)))
    if len(found) > 1:
        notes.say("frameworks", document.line(("objects", key, 1)), key, f"{len(found)} frameworks; the first is read.")
    return found[0], ("objects", key, 0) if isinstance(objects[key], list) else ("objects", key)


def _pack(document: Document, library: Row, framework: Row, loc: tuple[str | int, ...], notes: Notes) -> Pack:
    locale = language_code(library.get("locale")) or "en"
    if not is_language(locale):
        notes.say("language", document.line(("locale",)), "locale", f"“{locale}” is not a language code; taken as en.")
        locale = "en"
    for row, known, where in ((library, _LIBRARY, "library"), (framework, _FRAMEWORK, "framework")):
        note_oddities(row, 1, plain(row.get("urn")), notes)
        for key in sorted(set(map(str, row)) - known):
            notes.leave_out(where, key, document.line(loc if row is framework else (key,)))
    nodes = read_nodes(_placed(document, loc, framework), notes)
    tiers, tier_ids = _tiers(document, loc, framework, nodes, locale, notes)
    title = texts(framework, "name", locale) or texts(library, "name", locale)
    title = title or {locale: plain(library.get("ref_id")) or plain(library.get("urn")) or "library"}
    refs = Counter(node.ref for node in nodes if node.assessable)
    shared = frozenset(ref for ref, number in refs.items() if ref and number > 1)
    for node in nodes:
        if node.ref in shared and node.assessable:
            notes.say("same_ref_id", node.line, node.urn, f"The ref_id “{node.ref}” is used more than once.")
    edition = plain(library.get("publication_date"))[:500]
    builder = Builder(
        document.path, locale, title[locale][:500], edition, tier_ids, shared, collect(nodes, notes), notes
    )
    try:
        sections = Outline(document.path, title, locale, builder.questions_of, notes).sections(nodes)
        return _assemble(library, framework, locale, title, tiers, sections, document, notes)
    except ValidationError as error:
        first = problems(error)[0]
        problem = f"The library does not fit into a pack: {first.problem}"
        raise BadInput(document.path, problem, document.line(loc), first.remedy) from error


def _placed(document: Document, loc: tuple[str | int, ...], framework: Row) -> list[tuple[Row, int]]:
    given = framework["requirement_nodes"]
    listed = given if isinstance(given, list) else [given]
    where, line = node_at(document.root, (*loc, "requirement_nodes"))
    marks = [node.start_mark.line + 1 for node in where.value] if isinstance(where, yaml.SequenceNode) else []
    marks += [line] * (len(listed) - len(marks))
    return [(row, mark) for row, mark in zip(listed, marks, strict=False) if isinstance(row, dict)]


def _tiers(document: Document, loc: tuple[str | int, ...], framework: Row, nodes: list[Node], locale: str,
           notes: Notes) -> tuple[list[Tier], dict[str, str]]:  # fmt: skip
    names, ids, made = Names(), {}, []
    line = document.line((*loc, "implementation_groups_definition"))
    for row in rows(framework.get("implementation_groups_definition")):
        ref = plain(row.get("ref_id")) or plain(row.get("name"))
        if not ref or ref in ids:
            notes.say("tier", line, ref, "An implementation group without a ref_id of its own; left out.")
            continue
        for key in sorted(set(map(str, row)) - _TIER):
            notes.leave_out("implementation groups", key, line)
        ids[ref] = names.make(ref, "tier")
        title = texts(row, "name", locale) or {locale: ref}
        text = texts(row, "description", locale)
        made.append(Tier(id=ids[ref], title=title, text=text, default=true(row.get("default_selected"))))
    undefined = [(ref, node) for node in nodes for ref in _groups(node.row) if ref not in ids]
    times = Counter(ref for ref, _ in undefined)
    for ref, node in undefined:
        if ref not in ids:
            said = f"The implementation group “{ref}” is named {times[ref]} times and not defined; kept."
            notes.say("undefined_tier", node.line, node.urn, said)
            ids[ref] = names.make(ref, "tier")
            made.append(Tier(id=ids[ref], title={locale: ref}))
    return made, ids


def _groups(row: Row) -> list[str]:
    """Every implementation group a node names, itself or in a choice."""
    own = row.get("implementation_groups")
    found = list(own) if isinstance(own, list) else []
    waiting: list[Any] = [row.get("questions") or row.get("question")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            selected = value.get("select_implementation_groups")
            found += selected if isinstance(selected, list) else []
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return [plain(ref) for ref in found if plain(ref)]


def _assemble(library: Row, framework: Row, locale: str, title: Texts, tiers: list[Tier], sections: Any,
              document: Document, notes: Notes) -> Pack:  # fmt: skip
    ref = plain(library.get("ref_id")) or plain(library.get("urn")).rsplit(":", 1)[-1]
    slug = re.sub(r"[^a-z0-9]+", "-", ref.lower()).strip("-")[:80] or "library"
    version = re.sub(r"[^0-9A-Za-z.+-]+", "-", plain(library.get("version"))).strip("-.+")[:32] or "1"
    summary = texts(framework, "description", locale) or texts(library, "description", locale)
    made: dict[str, Any] = {
        "format": FORMAT,
        "id": slug,
        "version": version,
        "title": title,
        "summary": summary,
        "publisher": plain(library.get("provider"))[:500],
        "licence": plain(library.get("copyright")),
        "source": _source(library, framework, document, notes),
        "tiers": tiers,
        "sections": sections,
    }
    others = sorted(_languages([title, summary, tiers, sections]) - {locale})
    made["languages"] = [locale, *others]
    made["translations"] = {code: Translation(status=TranslationStatus.UNKNOWN) for code in others}
    if not made["licence"]:
        notes.say("licence", 1, "copyright", "The library names no copyright; ask before passing it on.")
    return Pack(**made)


def _source(library: Row, framework: Row, document: Document, notes: Notes) -> str:
    """Where the text comes from, and what of the library has no other place."""
    said = [f"CISO Assistant library {plain(library.get('urn')) or plain(library.get('ref_id'))}"]
    said += [f"{key}: {plain(library[key])}" for key in ("version", "publication_date", "packager") if library.get(key)]
    for key in ("name", "description"):
        own, other = plain(library.get(key)), plain(framework.get(key))
        if own and own != other:
            said.append(f"{key} of the library: {own}")
    for key in ("dependencies", "label", "labels", *_SCORES):
        value = framework.get(key) if key in _SCORES else library.get(key)
        if value not in (None, [], ""):
            said.append(f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}")
            line = document.line(("objects", "framework", key))
            notes.say("kept_in_source", line, key, f"“{key}” is kept as a note in the source of the pack.")
    return "\n".join(said)


def _languages(value: Any) -> set[str]:
    """Every language any text is written in."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list | tuple):
            waiting.extend(one)
        elif isinstance(one, dict):
            found |= set(one)
        elif hasattr(one, "model_fields_set"):
            waiting += [
                getattr(one, key) for key in (*TEXT_FIELDS, "questions", "sections", "options") if hasattr(one, key)
            ]
    return found


def _in_language(document: Document, pack: Pack, language: str, notes: Notes) -> Pack:
    if language not in pack.languages:
        remedy = f"Choose one of: {', '.join(pack.languages)}."
        raise BadInput(document.path, f"The library has no texts in “{language}”.", None, remedy)
    others = [code for code in pack.languages if code != language]
    translations = {code: Translation(status=TranslationStatus.UNKNOWN) for code in others}
    changed = pack.model_dump() | {"languages": [language, *others], "translations": translations}
    try:
        return Pack.model_validate(changed)
    except ValidationError as error:
        missing = len(problems(error))
        said = f"{missing} texts have no “{language}”; “{pack.languages[0]}” stays the first language."
        notes.say("incomplete", None, language, said)
        return pack
