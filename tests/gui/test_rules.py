"""The one rule of the house that only the desk has; the others stand in tests/test_architecture.py."""

from __future__ import annotations

import ast
from pathlib import Path

import auditdesk.gui

FOLDER = Path(auditdesk.gui.__file__).parent
INK = {"icons.py", "colours.py"}
"""Black is the ink of the icon files, replaced when drawn; the colours of the themes stand in one table."""


def test_no_colour_is_named_in_code() -> None:
    named = [
        f"{path.relative_to(FOLDER)}:{node.lineno} {node.value}"
        for path in sorted(FOLDER.rglob("*.py"))
        if path.name not in INK
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and len(node.value) == 7 and node.value.startswith("#")
    ]  # fmt: skip

    assert named == []
