"""Names that would steer a terminal, forge a line or break a pipe, and commands that are stopped half way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditdesk import demo, demo_output, issuing
from auditdesk.cli import main
from auditdesk.core import planning
from auditdesk.core.models.enums import Edition
from auditdesk.core.workbook import Workbook
from auditdesk.demo_output import build_demo
from auditdesk.seal.identity import load_identity
from auditdesk.seal.trust import trust_folder

Run = Callable[..., tuple[int, str, str]]
PHRASE = ("--passphrase-file", "pw")
NAME = ("--as", "Ingrid")
DATES = """format: auditdesk-pack/1
id: dates
version: '1'
title: {en: Dates}
languages: [en]
sections: [{id: s, title: {en: S}, questions: [{id: d1, code: D1, text: {en: When}, kind: date}]}]
"""
STEERING = {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"}


@pytest.mark.parametrize("name", ["new\nEV-999\tfake\tfake", "\x1b[2J\x07.txt", "\u202etxt.exe", "\x9b31m", "a\tb"])
def test_a_file_name_is_one_cell_of_one_line_and_steers_nothing(command: Run, book: str, name: str) -> None:
    Path(name).write_bytes(b"bytes")

    code, out, _ = command("evidence", "add", book, name, *PHRASE, *NAME)

    assert code == 0
    assert (out.count("\n"), out.count("\t")) == (1, 2)
    assert not STEERING & set(out)


@pytest.mark.parametrize("name", ["\x1b[31mred\x9b", "a\nSound: 0 entries", "\u202everse"])
def test_names_of_people_and_firms_steer_nothing(command: Run, name: str) -> None:
    assert command("new", "x.auditdesk", "--client", name, "--vendor", name, *PHRASE, "--as", name)[0] == 0

    words = command("status", "x.auditdesk", *PHRASE)[1]
    data = command("status", "x.auditdesk", *PHRASE, "--json")[1]

    assert words.splitlines()[1].startswith("  Gates hit")
    assert not STEERING & set(words + data)
    assert data.isascii()
    assert json.loads(data)["client"] == name.strip()


@pytest.mark.parametrize(
    "wrong",
    [("--pack", "no-such"), ("--pack", "ethics-labour", "--pack", "ethics-labour"), ("--client", ""), ("--as", "  ")],
)
def test_a_workbook_that_could_not_be_begun_is_not_left_behind(command: Run, wrong: tuple[str, ...]) -> None:
    code, out, err = command("new", "x.auditdesk", "--client", "C", "--vendor", "V", *PHRASE, *NAME, *wrong)

    assert (code, out) == (2, "")
    assert err.endswith(".\n")
    assert sorted(os.listdir()) == ["config", "pw"] or sorted(os.listdir()) == ["pw"]


def test_a_workbook_whose_making_is_stopped_is_not_left_behind(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "add_pack", stopped)

    code, out, err = command("new", "x.auditdesk", "--client", "C", "--vendor", "V", "--pack", "ethics-labour", *PHRASE,
                             *NAME)  # fmt: skip

    assert (code, out) == (2, "")
    assert err.startswith("Stopped")
    assert not Path("x.auditdesk").exists()


def test_evidence_for_a_question_without_a_name_is_not_taken_in_unlinked(command: Run, book: str) -> None:
    code, out, err = command("evidence", "add", book, "pw", "--to", "", *PHRASE, *NAME)

    assert (code, out) == (2, "")
    assert "no question" in err


def test_a_bad_value_far_down_keeps_the_whole_file_out(command: Run, book: str) -> None:
    Path("dates.yaml").write_text(DATES, "utf-8")
    assert command("pack", "import", book, "dates.yaml", *PHRASE, *NAME)[0] == 0
    Path("a.csv").write_text("question,value,note\nD1,2026-05-31,fine\nD1,yesterday,\n", "utf-8")

    code, out, err = command("answer", book, "--from", "a.csv", *PHRASE, *NAME)

    assert (code, out) == (2, "")
    assert "a.csv, line 3" in err
    assert "Nothing of it was taken in." in err


def test_an_answer_with_value_and_note_passes_the_check(command: Run, book: str) -> None:
    Path("a.csv").write_text("question,value,note,result,flag\nA03,12,fine,conforms,yes\n", "utf-8")
    assert command("answer", book, "--from", "a.csv", *PHRASE, *NAME)[0] == 0

    assert command("check", book, *PHRASE)[0] == 0


def _started(*words: str, **others: object) -> subprocess.Popen[bytes]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | others
    return subprocess.Popen([sys.executable, "-m", "auditdesk", *words], **pipes)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_goes_away_is_no_error_of_ours() -> None:
    running = _started("pack", "list")
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()

    assert running.stderr.read() == b""
    assert running.wait() == 2
    running.stderr.close()


def test_a_pipe_without_the_letters_gets_escapes() -> None:
    running = _started("pack", "list", env=os.environ | {"PYTHONIOENCODING": "ascii"})
    out, err = running.communicate()

    assert (running.returncode, err) == (0, b"")
    assert out


def test_a_closed_window_stops_a_command_cleanly(tmp_path: Path) -> None:
    running = _started("demo", str(tmp_path / "demo"))
    while not (tmp_path / "demo").exists():
        assert running.poll() is None
    running.send_signal(signal.SIGHUP)
    _, err = running.communicate()

    assert running.returncode == 2
    assert err.startswith(b"Stopped")
    assert not (tmp_path / "demo").exists()


STAGES = ("make_workbook", "make_identity", "load_identity", "findings_json", "verify_file")


@pytest.mark.parametrize("stopped_at", STAGES)
def test_a_demo_that_is_stopped_leaves_nothing(
    command: Run, monkeypatch: pytest.MonkeyPatch, stopped_at: str
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_output, stopped_at, stopped)

    code, out, err = command("demo", "demo")

    assert (code, out) == (2, "")
    assert err.startswith("Stopped")
    assert not Path("demo").exists()
    assert list(trust_folder().iterdir()) == []


@pytest.mark.parametrize("at", ["before", "after"])
def test_an_export_stopped_while_it_is_recorded_leaves_file_and_record_or_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    made = build_demo(tmp_path / "demo")
    identity = load_identity(made.identity.identity, demo.PASSPHRASE)
    real = Workbook.do

    def stopped(workbook: Workbook, *given: Any) -> Any:
        if at == "after":
            real(workbook, *given)
        raise KeyboardInterrupt

    with Workbook.open(made.workbook, demo.PASSPHRASE, actor="Ingrid") as workbook:
        monkeypatch.setattr(Workbook, "do", stopped)
        with pytest.raises(KeyboardInterrupt):
            issuing.issue_and_record(workbook, Edition.CLIENT, tmp_path, identity)

        recorded = workbook.connection.execute("SELECT count(*) FROM report WHERE revision = 2").fetchone()[0]
    assert recorded == (at == "after")
    assert len(list(tmp_path.glob("*.pdf"))) == recorded


@pytest.mark.skipif(sys.platform == "win32", reason="no core files there")
def test_a_crash_leaves_no_core_file_with_the_key_in_it() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    try:
        assert main(["pack", "list"]) == 0
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("redirected", [">/dev/full", ">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_an_output_that_takes_nothing_is_no_error_of_ours(redirected: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m auditdesk pack list {redirected}', sys.executable], capture_output=True, check=False
    )  # fmt: skip

    assert done.returncode == (2 if redirected.startswith(">") else 0)
    assert b"Traceback" not in done.stderr


def test_a_mistake_of_the_program_is_no_verdict_and_tells_no_secret(
    command: Run, book: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        try:
            raise KeyError("the interviewee's name")
        except KeyError as error:
            raise ValueError("the passphrase") from error

    monkeypatch.setattr("auditdesk.core.log.verify", fails)

    code, out, err = command("check", book, *PHRASE)

    assert (code, out) == (2, "")
    assert "mistake of the program" in err
    assert "builtins.KeyError" in err
    assert "interviewee" not in err
    assert "passphrase" not in err
