"""The rules of the house for the desk, read from its source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import auditdesk.gui

FOLDER = Path(auditdesk.gui.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_signals_are_connected_to_bound_methods_only(path):
    for call in calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "connect":
            assert not isinstance(call.args[0], ast.Lambda | ast.Call), f"line {call.lineno}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_only_dialogs_and_the_start_run_an_event_loop(path):
    nested = {"exec", "exec_", "processEvents"}
    loops = [call.lineno for call in calls(path) if getattr(call.func, "attr", "") in nested]

    assert loops == [] or path.name in {"dialogs.py", "app.py"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_translated_sentences_are_whole(path):
    for call in calls(path):
        if getattr(call.func, "attr", "") in {"tr", "translate"} and path.name != "messages.py":
            assert all(isinstance(argument, ast.Constant) for argument in call.args), f"line {call.lineno}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_no_colour_is_named_in_code(path):
    if path.name in {"icons.py", "colours.py"}:
        return  # black is the ink of the icon files, replaced when drawn; the colours of the themes stand in one table
    words = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]

    assert not [word for word in words if isinstance(word, str) and len(word) == 7 and word.startswith("#")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_files_stay_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400
