"""What holds for every test: no network, no home directory, a known umask, nothing left running.

Qt is not imported here.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
GRACE = 5.0   # seconds a thread gets to end after its test

hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--headed", action="store_true", help="open real windows on the display instead of offscreen ones")


def pytest_configure(config: pytest.Config) -> None:
    """The environment, set before anything can import Qt; programs started by a test inherit it."""
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    if os.environ.get("AUDITDESK_LONG"):
        hypothesis.settings.load_profile("long")
    else:
        hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reaching for a network address fails the test, even inside `except Exception`. Local pipes (AF_UNIX) stay."""

    def refuse(name: str) -> Any:
        def refused(*args: Any, **kwargs: Any) -> Any:
            first = args[0] if args else None
            if isinstance(first, socket.socket) and first.family not in (socket.AF_INET, socket.AF_INET6):
                return getattr(super(socket.socket, first), name)(*args[1:], **kwargs)
            pytest.fail(f"a test reached for the network: socket.{name}")

        return refused

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse(name), raising=False)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection", "create_server"):
        monkeypatch.setattr(socket, name, refuse(name))


@pytest.fixture(autouse=True)
def own_config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings, identities and trusted authorities of a test live and die with it."""
    monkeypatch.setenv("AUDITDESK_CONFIG", str(tmp_path / "config"))


@pytest.fixture(autouse=True)
def known_umask() -> Iterator[None]:
    """Open to readers, as on most machines: a file is private only if the program made it so."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """A thread that outlives its test can fail, or crash, a later one."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            assert not thread.is_alive(), f"left running: {thread.name}"
