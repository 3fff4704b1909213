"""A person at the real program: a window on a virtual screen, keys through the X server, a clipboard, no mouse."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TOOLS = ("Xvfb", "xdotool", "xclip")
PATIENCE = 30.0


def missing_tools() -> list[str]:
    """Which of the tools this needs are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Person:
    """Types into the focused window of one display."""

    def __init__(self, display: str, folder: Path) -> None:
        self.environment = {
            **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "AUDITDESK_CONFIG": str(folder / "config"),
        }  # fmt: skip
        self.folder = folder

    def run(self, *words: str) -> str:
        """Run a tool on this display and return what it says."""
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            raise AssertionError(f"{words[0]}: {done.stderr or done.stdout}")
        return done.stdout

    def key(self, *keys: str) -> None:
        """Press keys by their X names, one after another."""
        for key in keys:
            self.run("xdotool", "key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type text, whatever letters it has.

        Letters that are not on the keyboard are put on a spare key one at a time: a program reads the new keyboard only
        after a moment, so each waits for the one before.
        """
        for run in re.findall(r"[ -~]+|[^ -~]", text):
            self.run("xdotool", "type", "--delay", "25", run)
            if not run.isascii():
                time.sleep(0.12)

    def clip(self, path: Path, kind: str) -> None:
        """Put a file's bytes on the clipboard."""
        subprocess.Popen(
            ["xclip", "-selection", "clipboard", "-t", kind, "-i", str(path)], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ).wait(10)  # fmt: skip

    def until(self, what: str, ready: Callable[[], bool]) -> None:
        """Wait for a condition; the failure names it and leaves a picture."""
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                self.picture("gave-up")
                raise AssertionError(f"never happened: {what}; picture in {self.folder / 'gave-up.png'}")
            time.sleep(0.05)

    def picture(self, name: str) -> Path | None:
        """A picture of the whole screen, where the tool for it is there."""
        if shutil.which("import") is None:
            return None
        path = self.folder / f"{name}.png"
        self.run("import", "-window", "root", str(path))
        return path

    def focus(self, title: str) -> None:
        """Give the window with this title the keyboard, as a window manager would."""
        found: list[str] = []

        def _there() -> bool:
            words = ["xdotool", "search", "--onlyvisible", "--name", title]
            out = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False)
            found[:] = out.stdout.split()
            return bool(found)

        self.until(f"a window called {title}", _there)
        self.run("xdotool", "windowfocus", "--sync", found[-1])


@contextmanager
def person(folder: Path) -> Iterator[Person]:
    """A virtual screen of 1366×768 and somebody in front of it."""
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1366x768x24", "-nolisten", "tcp"], pass_fds=(writes,),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        os.close(writes)
        with os.fdopen(reads) as pipe:
            number = pipe.readline().strip()
        yield Person(f":{number}", folder)
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def desk(who: Person, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The real program on that screen; asked to close at the end, and it must close well."""
    program = subprocess.Popen([sys.executable, "-m", "auditdesk", *words], env=who.environment)
    try:
        who.focus("auditdesk")
        yield program
    finally:
        if program.poll() is None:
            program.terminate()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
