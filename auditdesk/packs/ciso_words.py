"""Texts, ids and flags of a CISO Assistant library, as the files really spell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from auditdesk.packs.imports import Notes
from auditdesk.packs.languages import is_language
from auditdesk.packs.schema import CONTROLS

EXCEL_CELL = 32_767
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>|&(nbsp|amp|lt|gt|quot);")
_TEXTS = ("name", "description", "annotation", "typical_evidence", "text", "value")
Row = Mapping[str, Any]
Texts = dict[str, str]


def rows(value: object) -> list[Row]:
    """The mappings in a list, or of a single mapping; anything else holds none."""
    if isinstance(value, Mapping):
        return [value]
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def plain(value: object) -> str:
    """A scalar as the text it stood for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, Mapping | list):
        return ""
    return CONTROLS.sub(" ", str(value)).strip(" \t\r\n")


def true(value: object) -> bool:
    """Whether a flag is set, in any of the spellings of YAML 1.1."""
    return plain(value).lower() in {"true", "yes", "on", "y", "1"}


def language_code(value: object) -> str:
    """A language code the way packs write it: `pt_BR` and `PT-br` are `pt-BR`."""
    base, _, rest = plain(value).replace("_", "-").partition("-")
    return f"{base.lower()}-{rest.upper() if len(rest) == 2 else rest}" if rest else base.lower()


def texts(row: Row, key: str, locale: str) -> Texts:
    """A field in all its languages: its own locale first, then `translations`."""
    own = plain(row.get(key))
    found: Texts = {locale: own} if own else {}
    translations = row.get("translations")
    for code, fields in translations.items() if isinstance(translations, Mapping) else ():
        words = plain(fields.get(key)) if isinstance(fields, Mapping) else ""
        if words and is_language(language_code(code)):
            found.setdefault(language_code(code), words)
    if found and locale not in found:
        found = {locale: next(iter(found.values())), **found}
    return found


def joined(parts: list[Texts], locale: str) -> Texts:
    """Several fields as paragraphs of one text; a part without translation keeps its own language there."""
    parts = [part for part in parts if part]
    languages = list(dict.fromkeys(code for part in parts for code in part))
    return {code: "\n\n".join(part.get(code, part[locale]) for part in parts) for code in languages}


class Names:
    """Ids of a pack made from urns: short, stable over imports, unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def make(self, wanted: str, otherwise: str) -> str:
        """An id as near to `wanted` as the format allows."""
        name = re.sub(r"[^A-Za-z0-9._:-]+", "_", wanted).lstrip("._:-")[:180] or otherwise
        number, made = 1, name
        while made in self._taken:
            number += 1
            made = f"{name}-{number}"
        self._taken.add(made)
        return made


def urn_tail(urn: str) -> str:
    """The part of a urn that names the thing inside its library."""
    found = re.match(r"urn:[^:]*:[^:]*:req_node:[^:]*:(.+)", urn)
    return found.group(1) if found else urn.removeprefix("urn:")


def note_oddities(row: Row, line: int, place: str, notes: Notes) -> None:
    """Remark what is odd in the texts of one row; the texts themselves are kept as they are."""
    translations = row.get("translations")
    versions = [row, *(rows(list(translations.values())) if isinstance(translations, Mapping) else [])]
    if any(CONTROLS.search(str(version.get(key))) for version in versions for key in _TEXTS):
        notes.say("control", line, place, "Holds control characters; each became a space.")
    words = [plain(version.get(key)) for version in versions for key in _TEXTS]
    for code in translations if isinstance(translations, Mapping) else ():
        if not is_language(language_code(code)):
            notes.say("language", line, place, f"“{code}” is not a language code; its texts are left out.")
    if any("\u00a0" in text for text in words):
        notes.say("no_break_space", line, place, "Holds no-break spaces; kept.")
    if any(_HTML.search(text) for text in words):
        notes.say("html", line, place, "Holds HTML; shown as typed.")
    if any(
        EXCEL_CELL in {len(str(version.get(key))), len(plain(version.get(key)))}
        for version in versions
        for key in _TEXTS
    ):
        notes.say(
            "cut", line, place, "A text ends at 32,767 characters, the limit of an Excel cell; it is probably cut."
        )
    keys = {key for version in versions[1:] for key in version} - set(_TEXTS)
    for key in sorted(map(str, keys)):
        notes.leave_out("translations", key, line)
