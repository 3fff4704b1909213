"""Packs come in from YAML and go on as canonical bytes, which their hash names for ever."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from auditdesk.core.errors import BadInput
from auditdesk.packs.schema import Pack
from auditdesk.packs.wording import problems
from auditdesk.packs.yamlfile import MAX_BYTES, Document, read_yaml

CONTENT = "stored pack"


def load_pack(path: Path) -> Pack:
    """Read a pack in auditdesk's own format. Raises FileMissing, BadInput with the line of the first problem."""
    return pack_of(read_yaml(path))


def pack_of(document: Document) -> Pack:
    """The pack a YAML document describes. Raises BadInput."""
    if document.duplicates:
        first = document.duplicates[0]
        raise BadInput(document.path, f"“{first.key}” is written twice.", first.line, "Keep one of them.")
    try:
        return Pack.model_validate(document.value)
    except ValidationError as error:
        placed = [(document.line(problem.loc), problem) for problem in problems(error)]
        line, first_problem = min(placed, key=lambda pair: pair[0])
        raise BadInput(document.path, first_problem.problem, line, first_problem.remedy) from error


def to_content(pack: Pack) -> bytes:
    """The canonical bytes of a pack: JSON, UTF-8, NFC, sorted keys, no floats, nothing that equals its default."""
    plain = pack.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def from_content(content: bytes) -> Pack:
    """The pack that canonical bytes describe. Raises BadInput."""
    if len(content) > 2 * MAX_BYTES:
        raise BadInput(CONTENT, "It is larger than 128 MB.", None, "Import the pack again.")
    try:
        plain = json.loads(content.decode(), parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once)
        return Pack.model_validate(plain)
    except ValidationError as error:
        first = problems(error)[0]
        raise BadInput(CONTENT, first.problem, None, first.remedy) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(CONTENT, "It is not a pack.", None, "Import the pack again.") from error


def content_hash(content: bytes) -> str:
    """SHA-256 of pack content, in hex."""
    return hashlib.sha256(content).hexdigest()


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a fraction: {text}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is written twice")
    return made
