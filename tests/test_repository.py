"""The repository keeps its promises: the lock is complete, a wheel has its resources, the README's commands exist."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import auditdesk
from auditdesk import paths

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
SCRIPTS = [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci" / "run"]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def locked() -> dict[str, tuple[str, int]]:
    """Package to its version and the number of its hashes."""
    entries = re.split(r"^(?=[a-z0-9])", LOCK.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    heads = [re.match(r"([a-z0-9._-]+)==(\S+)", entry) for entry in entries]
    return {
        canonicalize_name(head[1]): (head[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)))
        for head, entry in zip(heads, entries, strict=True)
        if head
    }


def asked_for(*, tools: bool = True) -> list[Requirement]:
    groups = PROJECT["dependency-groups"]["dev"] if tools else []
    return [Requirement(line) for line in [*PROJECT["project"]["dependencies"], *groups]]


# ---- the lock -------------------------------------------------------------------------------------------------------
def test_every_locked_package_has_hashes() -> None:
    packages = locked()

    assert len(packages) == len(re.findall(r"^[a-z0-9]", LOCK, flags=re.MULTILINE))
    assert not [name for name, (_, hashes) in packages.items() if not hashes]


def test_the_lock_names_no_server() -> None:
    options = [line for line in LOCK.splitlines() if line.lstrip().startswith("--") and "--hash=" not in line]

    assert not options
    assert "://" not in LOCK


@pytest.mark.parametrize("requirement", asked_for(), ids=lambda requirement: requirement.name)
def test_what_the_project_asks_for_is_locked(requirement: Requirement) -> None:
    version, _ = locked()[canonicalize_name(requirement.name)]

    assert requirement.specifier.contains(version)


def test_no_other_sqlcipher_is_locked() -> None:
    """Those of the same name bring an SQLite that can lose the end of its write-ahead log."""
    assert [name for name in locked() if "sqlcipher" in name] == ["sqlcipher3"]


# ---- the package ----------------------------------------------------------------------------------------------------
def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == auditdesk.__version__


def test_a_wheel_takes_the_resources_and_the_licence_along() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["packages"] == ["auditdesk"]
    assert wheel["force-include"] == {"resources": "auditdesk/resources"}
    assert (ROOT / "resources").is_dir()
    assert all((ROOT / name).is_file() for name in PROJECT["project"]["license-files"])
    assert (ROOT / PROJECT["project"]["readme"]).is_file()


HATCHLING = importlib.util.find_spec("hatchling")


@pytest.mark.skipif(HATCHLING is None, reason="hatchling is not locked: only its settings are checked")
def test_a_built_wheel_has_the_resources(tmp_path: Path) -> None:
    house = tmp_path / "house"
    ignore = shutil.ignore_patterns(".git", ".venv", "demo-output", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, house, ignore=ignore)
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"

    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=house, check=True, timeout=100)

    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert {f"auditdesk/{name}" for name in shipped} <= names


# ---- what the pages say ---------------------------------------------------------------------------------------------
def test_every_make_command_on_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`?\bmake ([a-z]+)\b`", page.read_text(encoding="utf-8"))}

    assert named
    assert named <= targets


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_every_picture_in_the_readme_exists() -> None:
    if not list((ROOT / "docs" / "pictures").glob("*.png")):
        pytest.skip("docs/pictures is empty: `make pictures` has not been run yet")

    named = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert not [name for name in named if not (ROOT / name).is_file()]


def test_every_runtime_dependency_has_its_licence_named() -> None:
    notices = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").lower()

    assert not [requirement.name for requirement in asked_for(tools=False) if requirement.name.lower() not in notices]
    assert "zetetic llc" in notices


@pytest.mark.skipif(os.name != "posix", reason="the scripts are for a POSIX shell")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_one_the_shell_can_read(script: Path) -> None:
    shell = "bash" if script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash") else "sh"

    assert os.access(script, os.X_OK)
    subprocess.run([shell, "-n", str(script)], check=True, timeout=20)


# ---- what every test may rely on ------------------------------------------------------------------------------------
def test_reaching_for_the_network_fails_the_test_even_when_swallowed() -> None:
    with pytest.raises(pytest.fail.Exception, match="network"), contextlib.suppress(Exception):
        socket.create_connection(("192.0.2.1", 80))
    with socket.socket() as connection, pytest.raises(pytest.fail.Exception, match="network"):
        connection.connect(("192.0.2.1", 80))


def test_an_event_loop_still_runs() -> None:
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"


def test_settings_of_a_test_stay_in_its_folder(tmp_path: Path) -> None:
    assert paths.config_dir() == tmp_path / "config"


def test_windows_are_offscreen_unless_asked_for(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getoption("--headed") or os.environ["QT_QPA_PLATFORM"] == "offscreen"
