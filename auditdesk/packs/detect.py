"""One way in for any checklist file: the content decides which reader it gets."""

from __future__ import annotations

from pathlib import Path

from auditdesk.core.errors import BadInput
from auditdesk.packs.ciso import is_library, library_of
from auditdesk.packs.imports import ImportReport
from auditdesk.packs.loading import load_pack
from auditdesk.packs.yamlfile import read_yaml


def read_any(path: Path, language: str | None = None) -> ImportReport:
    """Read a pack or a CISO Assistant library. Raises FileMissing, BadInput with the line and a remedy."""
    document = read_yaml(path, own=False)
    value = document.value
    if isinstance(value, dict) and str(value.get("format", "")).startswith("auditdesk-pack/"):
        pack = load_pack(path)
        counts = {"pack_questions": sum(1 for _ in pack.questions()), "tiers": len(pack.tiers)}
        return ImportReport(pack, counts | {"languages": len(pack.languages)}, (), pack.licence, pack.languages)
    if is_library(value):
        return library_of(document, language)
    problem = "This is neither an auditdesk pack nor a CISO Assistant library."
    remedy = "A pack begins with “format: auditdesk-pack/1”; a library has “urn” and “objects”."
    raise BadInput(str(path), problem, 1, remedy)
