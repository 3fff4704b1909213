"""What a finding still lacks before it can be finalised (ISO 19011 clause 6.4.8; DOMAIN 3.11). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from auditdesk.core.models.enums import FindingKind, LinkRole

PARTS = ("criterion", "condition", "evidence", "cause", "effect")
"""The five parts of a finding, in the order they are written."""


def missing_parts(finding: Mapping[str, Any], roles: Iterable[LinkRole]) -> tuple[str, ...]:
    """The names of the missing parts, "title" first and "confidence" last.

    Evidence means at least one item that supports. Good practice and observations need no cause.
    """
    supported = any(role is LinkRole.SUPPORTS for role in roles)
    needed = [part for part in PARTS if part != "evidence"]
    if finding["kind"] in (FindingKind.GOOD_PRACTICE, FindingKind.OBSERVATION):
        needed.remove("cause")
    missing = [part for part in ("title", *needed, "confidence") if not str(finding[part] or "").strip()]
    if not supported:
        missing.append("evidence")
    order = ("title", *PARTS, "confidence")
    return tuple(sorted(missing, key=order.index))
