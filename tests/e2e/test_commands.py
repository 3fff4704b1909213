"""The commands as a script would use them, in a folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auditdesk.cli import main

PHRASE = "correct horse battery staple"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("pw").write_text(PHRASE + "\n", "utf-8")

    def _run(*words: str) -> tuple[int, str, str]:
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return _run


@pytest.fixture
def workbook(run: Run) -> str:
    code, out, _ = run(
        "new", "w.auditdesk", "--client", "Fjällvarde", "--vendor", "Zorvane", "--pack", "ethics-labour",
        "--passphrase-file", "pw", "--as", "Ingrid Solvang-Ek",
    )  # fmt: skip
    assert code == 0
    assert "42 questions" in out
    return "w.auditdesk"


def _answers(text: str) -> str:
    Path("answers.csv").write_text(text, "utf-8")
    return "answers.csv"


def test_answers_from_a_file_are_acknowledged_line_by_line_and_are_in_the_workbook(run: Run, workbook: str) -> None:
    source = _answers("question;result;reason;note;flag\nA17;nonconforming;;14 of 20, Зорване å;yes\nA03;conforms;;;\n")

    code, out, _ = run("answer", workbook, "--from", source, "--passphrase-file", "pw", "--as", "P. Laaksovirta")

    assert code == 0
    assert out.splitlines() == ["A17\tnonconforming\tsaved", "A03\tconforms\tsaved"]
    code, out, _ = run("status", workbook, "--passphrase-file", "pw", "--json")
    status = json.loads(out)
    assert code == 0
    assert (status["questions"], status["open"], status["flagged"]) == (42, 40, 1)
    assert status["gates_hit"] == ["A17"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A17,maybe,", "unknown result 'maybe'"),
        ("A17,unable_to_verify,", "needs a reason"),
        ("A17,unable_to_verify,because", "needs a reason"),
        ("Z99,conforms,", "no question is called 'Z99'"),
    ],
)
def test_one_bad_line_keeps_the_whole_file_out(run: Run, workbook: str, line: str, said: str) -> None:
    source = _answers(f"question,result,reason\nA03,conforms,\n{line}\n")

    code, out, err = run("answer", workbook, "--from", source, "--passphrase-file", "pw", "--as", "P. L.")

    assert (code, out) == (2, "")
    assert "line 3" in err
    assert said in err
    assert json.loads(run("status", workbook, "--passphrase-file", "pw", "--json")[1])["open"] == 42


def test_nothing_is_written_without_a_name(run: Run, workbook: str) -> None:
    source = _answers("question,result\nA03,conforms\n")

    code, out, err = run("answer", workbook, "--from", source, "--passphrase-file", "pw")

    assert (code, out) == (2, "")
    assert "name" in err


def test_evidence_is_taken_in_once_and_linked(run: Run, workbook: str) -> None:
    Path("tider – v31.txt").write_text("74.5 h", "utf-8")
    common = ("--to", "A30", "--passphrase-file", "pw", "--as", "I. S.")

    first = run("evidence", "add", workbook, "tider – v31.txt", *common)
    again = run("evidence", "add", workbook, "tider – v31.txt", *common)

    assert first[0] == again[0] == 0
    assert first[1].startswith("EV-001\t")
    assert "was there already" in again[1]
    assert json.loads(run("status", workbook, "--passphrase-file", "pw", "--json")[1])["evidence"] == 1


def test_a_sound_workbook_passes_the_check(run: Run, workbook: str) -> None:
    code, out, err = run("check", workbook, "--passphrase-file", "pw")

    assert (code, err) == (0, "")
    assert out.startswith("Sound: ")


def test_a_pdf_is_never_made_without_an_identity(run: Run, workbook: str) -> None:
    code, out, err = run("export", workbook, "--out", "out", "--passphrase-file", "pw")

    assert (code, out) == (2, "")
    assert "identity" in err.lower()
    assert not Path("out").exists()


def test_a_wrong_identity_passphrase_leaves_no_file(run: Run, workbook: str) -> None:
    Path("wrong").write_text("not the right one at all\n", "utf-8")
    run(
        "identity", "new", "id", "--person", "Ingrid", "--organisation", "Tindra", "--country", "SE",
        "--passphrase-file", "pw",
    )  # fmt: skip

    code, out, err = run(
        "export", workbook, "--out", "out", "--passphrase-file", "pw", "--as", "Ingrid", "--sign", "id/ingrid.p12",
        "--sign-passphrase-file", "wrong",
    )  # fmt: skip

    assert (code, out) == (2, "")
    assert "passphrase" in err
    assert list(Path("out").iterdir()) == []


def test_unmet_gates_keep_a_report_from_being_signed(run: Run, workbook: str) -> None:
    run(
        "identity", "new", "id", "--person", "Ingrid", "--organisation", "Tindra", "--country", "SE",
        "--passphrase-file", "pw",
    )  # fmt: skip

    code, _, err = run(
        "export", workbook, "--out", "out", "--passphrase-file", "pw", "--as", "Ingrid", "--sign", "id/ingrid.p12",
        "--sign-passphrase-file", "pw",
    )  # fmt: skip

    assert code == 2
    assert "lead auditor" in err
    assert list(Path("out").iterdir()) == []


def test_the_json_edition_holds_the_answers(run: Run, workbook: str) -> None:
    source = _answers("question,result,note\nA03,conforms,=1+1\n")
    run("answer", workbook, "--from", source, "--passphrase-file", "pw", "--as", "I")

    code, out, _ = run("export", workbook, "--out", "out", "--format", "json", "--passphrase-file", "pw")

    assert code == 0
    data = json.loads(Path(out.strip()).read_bytes())
    assert "=1+1" in json.dumps(data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no content"),
        (b"SQLite format 3\0" + bytes(5000), "without encryption"),
        (b"%PDF-1.7 not a workbook", "not"),
    ],
)
def test_a_file_that_is_no_workbook_says_so(run: Run, content: bytes, said: str) -> None:
    Path("x.auditdesk").write_bytes(content)

    code, out, err = run("status", "x.auditdesk", "--passphrase-file", "pw")

    assert (code, out) == (2, "")
    assert said in err


def test_a_wrong_passphrase_says_so_and_keeps_the_file(run: Run, workbook: str) -> None:
    Path("wrong").write_text("not the right one at all\n", "utf-8")
    before = Path(workbook).read_bytes()

    code, _, err = run("status", workbook, "--passphrase-file", "wrong")

    assert code == 2
    assert "passphrase" in err
    assert Path(workbook).read_bytes() == before


def test_a_pack_with_mistakes_is_named_line_by_line(run: Run) -> None:
    Path("bad.yaml").write_text("format: auditdesk-pack/1\nid: x\nversion: '1'\ntitle: {en: X}\nsections: []\nodd: 1\n")

    code, out, _ = run("pack", "check", "bad.yaml")

    assert code == 1
    assert "bad.yaml:" in out


def test_a_file_that_is_no_signed_pdf_is_not_good(run: Run) -> None:
    Path("x.pdf").write_bytes(b"a letter, no PDF at all")

    code, out, _ = run("verify", "x.pdf", "--json")

    assert code == 1
    assert json.loads(out)["verdict"] == "not_good"
