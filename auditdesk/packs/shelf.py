"""The packs that come with auditdesk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from auditdesk.core.errors import BadInput
from auditdesk.packs.loading import load_pack
from auditdesk.packs.schema import Pack
from auditdesk.paths import resource


@dataclass(frozen=True)
class PackInfo:
    """What a list of packs shows about one of them."""

    id: str
    version: str
    title: dict[str, str]
    summary: dict[str, str]
    languages: tuple[str, ...]
    questions: int
    gates: int
    path: Path


def own_packs() -> list[PackInfo]:
    """The shipped packs, by id. Raises BadInput when a shipped file is damaged."""
    return sorted((_info(path) for path in _files()), key=lambda info: info.id)


def find(pack_id: str) -> Pack:
    """The shipped pack with this id. Raises BadInput("unknown_pack")."""
    for path in _files():
        pack = _loaded(path)
        if pack.id == pack_id:
            return pack
    raise BadInput(pack_id, "unknown_pack")


def _files() -> list[Path]:
    try:
        return sorted(resource("packs").glob("*.yaml"))
    except FileNotFoundError:
        return []


@cache
def _loaded(path: Path) -> Pack:
    return load_pack(path)


def _info(path: Path) -> PackInfo:
    pack = _loaded(path)
    asked = list(pack.questions())
    gates = sum(question.gate for question in asked)
    return PackInfo(pack.id, pack.version, pack.title, pack.summary, pack.languages, len(asked), gates, path)
