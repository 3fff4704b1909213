"""The rules of the house, as tests: who may know what, and what no module may do.

Each lint has a planted example beside it, so that a lint which finds nothing is known to be looking.
"""

from __future__ import annotations

import ast
import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "auditdesk"
QT_ROOMS = {"gui", "tour.py"}
ROOMS = ["paths.py", "core", "packs", "report", "seal", "exchange", "demo"]
FILE_LINES, FUNCTION_LINES = 400, 60

Lint = Callable[[ast.Module], Iterator[tuple[int, str]]]


# ---- who may know what ----------------------------------------------------------------------------------------------
def modules_without_qt() -> list[str]:
    """Dotted names of all modules that must live without Qt; `__main__` is a program, not a module to import."""
    paths = [path.relative_to(PACKAGE) for path in sorted(PACKAGE.rglob("*.py"))]
    below = [path for path in paths if path.parts[0] not in QT_ROOMS and path.name != "__main__.py"]
    return [".".join(("auditdesk", *path.with_suffix("").parts)).removesuffix(".__init__") for path in below]


NO_QT = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name + " is not to be had here")

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def import_without_qt(names: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", NO_QT, *names]
    return subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=100)


def environment(folder: Path) -> dict[str, str]:
    """Just enough to run Python on the package in `folder`, and nothing from the checkout."""
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def test_everything_below_the_desk_imports_without_qt() -> None:
    done = import_without_qt(modules_without_qt(), ROOT)

    assert done.returncode == 0, done.stderr


def test_the_import_without_qt_notices_qt(tmp_path: Path) -> None:
    (tmp_path / "slipped.py").write_text("from PySide6.QtCore import QObject\n")

    done = import_without_qt(["slipped"], tmp_path)

    assert done.returncode != 0
    assert "PySide6 is not to be had here" in done.stderr


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """A copy of the package with its contracts, in which something can be planted; rooms not built yet stand empty."""
    ignore = shutil.ignore_patterns("__pycache__", "resources")
    shutil.copytree(PACKAGE, tmp_path / "auditdesk", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        if not room.endswith(".py"):
            (tmp_path / "auditdesk" / room).mkdir(exist_ok=True)
            (tmp_path / "auditdesk" / room / "__init__.py").touch()
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    return subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=100)


def test_the_contracts_hold(copied_house: Path) -> None:
    done = lint_imports(copied_house)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("core", "import PySide6", "Only the desk knows Qt"),
        ("packs", "import reportlab", "Only report knows reportlab"),
        ("report", "import cryptography", "Only seal knows keys and signatures"),
        ("exchange", "import sqlcipher3", "Only core knows the database"),
        ("core", "import auditdesk.packs", "Layers point down"),
        ("core", "import requests", "No network in any command"),
    ],
)
def test_a_planted_import_breaks_its_contract(copied_house: Path, room: str, line: str, contract: str) -> None:
    (copied_house / "auditdesk" / room / "planted.py").write_text(f"{line}\n")

    done = lint_imports(copied_house)

    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(rf"{re.escape(contract)}\s+BROKEN", done.stdout), done.stdout


# ---- what no module may do ------------------------------------------------------------------------------------------
def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of its name: `open` for both `open()` and `path.open()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, last_name(node.func)


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def connected_to_a_passing_function(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        for given in call.args if name == "connect" else []:
            if isinstance(given, ast.Lambda):
                yield call.lineno, "a lambda is connected: it keeps the widget alive"
            if isinstance(given, ast.Call) and last_name(given.func) in {"partial", "partialmethod"}:
                yield call.lineno, "a partial is connected: it keeps the widget alive"


def nested_loop(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        if name == "processEvents":
            yield call.lineno, "processEvents runs a nested event loop"


def modal(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        if name in {"exec", "exec_"} and isinstance(call.func, ast.Attribute):
            yield call.lineno, "modal questions live in dialogs.py"


def rich_text(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        if name in {"setHtml", "insertHtml", "appendHtml"}:
            yield call.lineno, f"{name} shows text as markup"


def untranslatable(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        if name in {"tr", "translate"} and any(isinstance(given, ast.JoinedStr | ast.BinOp) for given in call.args):
            yield call.lineno, "tr() of a made-up string is never translated"


def opens_files(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        builtin = isinstance(call.func, ast.Name) and name == "open"
        module = isinstance(call.func, ast.Attribute) and name == "open" and last_name(call.func.value) in {"io", "os"}
        whole = name in {"read_bytes", "read_text", "write_bytes", "write_text"}
        if (builtin or module or whole) and not reads_what_we_ship(call):
            yield call.lineno, "core touches files through database.py, files.py and the evidence modules only"


def reads_what_we_ship(call: ast.Call) -> bool:
    """The path starts at the module's own place or is a shipped resource, so it cannot be a workbook."""
    names = {last_name(node) for node in ast.walk(call) if isinstance(node, ast.Name | ast.Attribute)}
    return bool(names & {"__file__", "resource"})


def prints(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call, name in calls(tree):
        if isinstance(call.func, ast.Name) and name == "print":
            yield call.lineno, "print() belongs to the command line"


def network(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith(("PySide6.QtNetwork", "urllib.request", "http.client", "socketserver")):
                yield getattr(node, "lineno", 0), f"{name}: auditdesk never opens a connection"


def long_functions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {length} lines; {FUNCTION_LINES} is the limit"


# lint, where it looks, where it is allowed, what it must find
LINTS: list[tuple[Lint, str, set[str], str]] = [
    (connected_to_a_passing_function, "gui", set(), "button.clicked.connect(lambda: self.save())"),
    (connected_to_a_passing_function, "gui", set(), "button.clicked.connect(functools.partial(self.save, 1))"),
    (nested_loop, "gui", set(), "QApplication.processEvents()"),
    (modal, "gui", {"dialogs.py", "app.py"}, "QDialog(self).exec()"),
    (rich_text, "gui", set(), "browser.setHtml(text)"),
    (untranslatable, "gui", set(), "self.tr(f'{count} findings')"),
    (untranslatable, "gui", set(), "self.tr('findings: ' + name)"),
    (opens_files, "core", {"database.py", "files.py", "collecting.py", "content.py"}, "open(path, 'rb')"),
    (opens_files, "core", {"database.py", "files.py", "collecting.py", "content.py"}, "path.read_bytes()"),
    (prints, "", {"cli.py", "cli"}, "print('saved')"),
    (network, "", set(), "from PySide6 import QtNetwork"),
    (network, "", set(), "from urllib.request import urlopen"),
    (long_functions, "", set(), "def long():\n" + "    pass\n" * FUNCTION_LINES),
]
NAMES = [f"{lint.__name__}-{number}" for number, (lint, *_) in enumerate(LINTS)]


@functools.cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("lint", "room", "allowed", "planted"), LINTS, ids=NAMES)
def test_no_module_breaks_the_rule(lint: Lint, room: str, allowed: set[str], planted: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {problem}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if not allowed.intersection(path.relative_to(PACKAGE / room).parts)
        for line, problem in lint(_parsed(path))
    ]

    assert list(lint(ast.parse(planted))), "the lint does not find its planted example"
    assert not found, "\n".join(found)


def test_a_file_fits_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}

    assert not {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > FILE_LINES}


BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[)")


def test_an_ignored_type_error_is_named() -> None:
    assert BARE_IGNORE.search("x = 1  # type: ignore")

    assert not [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in (PACKAGE, ROOT / "tests", ROOT / "scripts", ROOT / "benchmarks")
        for path in folder.rglob("*.py")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BARE_IGNORE.search(line)
    ]


FORBIDDEN = {
    "an absolute path of somebody's machine": re.compile(r"(?<![\w.~*-])/(?:work|home|root|Users)/\w"),
    # the brackets keep the pattern from being what it looks for
    "a package registry": re.compile(r"\b(?:py[p]i|python[h]osted|npm[j]s|deb[i]an)\.(?:org|com|net)\b"),
}


def test_what_we_ship_names_no_machine_and_no_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {what}: {match.group()}"
        for folder in (PACKAGE, ROOT / "resources")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".pyc", ".ttf", ".png", ".qm"}
        for what, pattern in FORBIDDEN.items()
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    ]

    assert not found, "\n".join(found)
