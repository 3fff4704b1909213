"""Arguments that are no ordinary file: every command says what is wrong, waits for nothing and leaves nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
PHRASE = ("--passphrase-file", "pw")
NAME = ("--as", "Ingrid")
PERSON = ("--person", "I", "--organisation", "O", "--country", "SE")
READERS = {
    "status": ("status", "{}", *PHRASE),
    "check": ("check", "{}", *PHRASE),
    "passphrase": ("status", "w.auditdesk", "--passphrase-file", "{}"),
    "verify": ("verify", "{}"),
    "trust": ("verify", "pw", "--trust", "{}"),
    "pack import": ("pack", "import", "w.auditdesk", "{}", *PHRASE, *NAME),
    "answer": ("answer", "w.auditdesk", "--from", "{}", *PHRASE, *NAME),
    "evidence": ("evidence", "add", "w.auditdesk", "{}", *PHRASE, *NAME),
    "identity": ("identity", "show", "{}", *PHRASE),
}
FOLDERS = {
    "export": ("export", "w.auditdesk", "--format", "json", "--out", "{}", *PHRASE),
    "identity new": ("identity", "new", "{}", *PERSON, *PHRASE),
    "demo": ("demo", "{}"),
}
TOO_LONG = "n" * 300


def _make(kind: str) -> str:
    if kind == "folder":
        Path(kind).mkdir()
    elif kind == "loop":
        os.symlink("loop", "loop")
    elif kind == "pipe":
        os.mkfifo(kind)
    elif kind == "file":
        Path(kind).write_bytes(b"somebody's work")
    return {"too long": TOO_LONG, "device": "/dev/zero", "unreadable": "/proc/self/mem", "nothing": ""}.get(kind, kind)


@pytest.mark.parametrize("kind", ["folder", "loop", "pipe", "too long", "device", "unreadable", "nothing", "missing"])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("book")
def test_what_is_no_ordinary_file_is_refused_in_a_sentence(command: Run, reader: str, kind: str) -> None:
    if (reader, kind) == ("passphrase", "pipe"):
        pytest.skip("a pipe is a good place for a passphrase")
    path = _make(kind)

    code, out, err = command(*(word.replace("{}", path) for word in READERS[reader]))

    assert (code, out) == (2, "")
    assert err.endswith(".\n")


@pytest.mark.parametrize("kind", ["loop", "pipe", "too long", "device", "file", "below a file"])
@pytest.mark.parametrize("writer", FOLDERS)
@pytest.mark.usefixtures("book")
def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(command: Run, writer: str, kind: str) -> None:
    path = _make("file") + "/x" if kind == "below a file" else _make(kind)
    before = {path for path in Path().rglob("*") if path.parts[0] != "config"}

    code, out, err = command(*(word.replace("{}", path) for word in FOLDERS[writer]))

    assert (code, out) == (2, "")
    assert err.endswith(".\n")
    assert {path for path in Path().rglob("*") if path.parts[0] != "config"} == before


@pytest.mark.parametrize("kind", ["nothing", "loop", "too long"])
def test_a_workbook_is_not_made_where_none_can_be(command: Run, kind: str) -> None:
    path = _make(kind)
    path = f"{path}.auditdesk" if kind == "too long" else path
    if kind == "loop":
        os.rename("loop", path := "loop.auditdesk")

    code, out, err = command("new", path, "--client", "C", "--vendor", "V", *PHRASE, *NAME)

    assert (code, out) == (2, "")
    assert err.endswith(".\n")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf{}\n", b"{}\r\nsecond line", b"{}"])
def test_a_passphrase_file_of_any_editor_opens_the_workbook(command: Run, book: str, content: bytes) -> None:
    phrase = Path("pw").read_bytes().strip()
    Path("other").write_bytes(content.replace(b"{}", phrase))

    assert command("status", book, "--passphrase-file", "other")[0] == 0
