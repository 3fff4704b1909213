"""What the commands share at a terminal: passphrases, a progress bar, plain lines."""

from __future__ import annotations

import getpass
import io
import json
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

from auditdesk.core.errors import BadInput
from auditdesk.core.files import file_error

BAR = 30
LONGEST = 4096
"""Bytes of a passphrase file's first line; a longer one was not meant as a passphrase."""


def passphrase(file: str | None, prompt: str) -> str:
    """The first line of a file, or asked for at the terminal without showing it. Raises BadInput, FileMissing."""
    if file is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise BadInput("(terminal)", "no terminal to ask for the passphrase", None, "Give --passphrase-file.")
        return getpass.getpass(f"{prompt}: ")
    path = Path(file)
    try:
        with path.open("rb") as source:  # a pipe is welcome here: the passphrase need not lie on the disk
            line = source.readline(LONGEST)
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(file, "not UTF-8 text", None, "Save the passphrase file as UTF-8.") from None
    except OSError as error:
        raise file_error(error, path) from error
    if len(line) == LONGEST:
        raise BadInput(file, "its first line is no passphrase", None, f"At most {LONGEST - 1} bytes are read.")
    return text.rstrip("\r\n")


def new_passphrase(file: str | None, prompt: str) -> str:
    """A new passphrase: from a file, or asked for twice. Raises BadInput when the two differ."""
    first = passphrase(file, prompt)
    if file is None and getpass.getpass(f"{prompt}, again: ") != first:
        raise BadInput("(terminal)", "the two passphrases differ", None, "Start again.")
    return first


def any_character() -> None:
    """Let no name stop a command on a terminal or pipe that has no such letter: it is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def nobody_reads() -> None:
    """After a broken pipe: let the last flush at the end of the program go nowhere instead of failing."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str = "") -> None:
    """One line to the reader, at once: a pipe sees it before the next work begins."""
    _write(shown(text) + "\n")


def complain(text: str) -> None:
    """One line about a problem."""
    if sys.stderr is not None:
        bar_off()
        with suppress(OSError):
            sys.stderr.write(shown(text) + "\n")


def say_json(data: object) -> None:
    """Documented, stable output for scripts; in ASCII, so that no pipe spoils it and no terminal obeys it."""
    _write(json.dumps(data, indent=2) + "\n")


def _write(text: str) -> None:
    """Raises BrokenPipeError when nobody reads, DiskFull when the output goes into a file and there is no room."""
    if sys.stdout is None:  # closed by whoever started the program
        raise BrokenPipeError
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        nobody_reads()
        raise file_error(error, Path("(output)")) from error


def shown(text: str) -> str:
    """Text from files and people as a terminal may show it: no control or direction characters."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t" else c for c in text)


def bar(done: int, total: int, step: str = "") -> None:
    """A progress bar on a terminal; silent in a pipe."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    share = min(done / total, 1.0) if total else 0.0
    full = round(share * BAR)
    sys.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {share:4.0%} {shown(step)[:40]:<40}")
    sys.stderr.flush()


def bar_off() -> None:
    """Take the bar away before something is said."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("\r" + " " * (BAR + 50) + "\r")
        sys.stderr.flush()
