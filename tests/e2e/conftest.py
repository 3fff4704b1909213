"""The commands, run in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditdesk.cli import main
from tests.builders import quick_key_derivation

PHRASE = "correct horse battery staple"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Runs one command and returns exit code, output and complaints; the passphrase lies in `pw`."""
    monkeypatch.chdir(tmp_path)
    Path("pw").write_text(PHRASE + "\n", "utf-8")

    def _run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    with quick_key_derivation():
        yield _run


@pytest.fixture
def book(command: Run) -> str:
    """A workbook with one checklist."""
    code, _, err = command(
        "new", "w.auditdesk", "--client", "Fjällvarde", "--vendor", "Zorvane", "--pack", "ethics-labour",
        "--passphrase-file", "pw", "--as", "Ingrid Solvang-Ek",
    )  # fmt: skip
    assert (code, err) == (0, "")
    return "w.auditdesk"
