"""The demo audit arrives whole, holds together, and names nobody who exists."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from auditdesk import demo
from auditdesk.core import content, log, projection, queries
from auditdesk.core.errors import Cancelled, FileExists
from auditdesk.core.models.enums import FindingKind, FindingState, LinkRole, Result, UnableReason
from auditdesk.core.workbook import Workbook
from auditdesk.paths import resource

GATES = {"A12", "A16", "A17", "A31"}


def stand_in_pack() -> bytes:
    """A question set with the codes the demo answers, in the shape a pack's content has."""
    kinds = {"A10": "sample", "A21": "sample", "A28": "percentage", "A30": "sample", "A31": "sample", "A32": "maturity"}
    questions = [
        {
            "id": code, "code": code, "kind": kinds.get(code, "conformity"), "gate": code in GATES,
            "title": {"en": f"Question {code}"}, "text": {"en": f"What {code} asks."},
            "refs": [{"instrument": "ILO Convention 29", "article": "2(1)", "edition": "1930"}],
        }
        for code in (f"A{number:02d}" for number in range(1, 43))
    ]  # fmt: skip
    pack = {"id": "ethics-labour", "version": "0", "title": {"en": "Stand-in"}, "sections": [
        {"id": "all", "title": {"en": "All"}, "questions": questions}]}  # fmt: skip
    return json.dumps(pack).encode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbook]:
    path = tmp_path_factory.mktemp("demo") / "demo.auditdesk"
    demo.build_workbook(path, stand_in_pack())
    with Workbook.open(path, demo.PASSPHRASE, actor="Henrik Åsbrandt") as workbook:
        yield workbook


def _evidence(workbook: Workbook) -> dict[str, queries.EvidenceRow]:
    ids = queries.evidence_ids(workbook.connection)
    return {row.code: row for row in queries.evidence_rows(workbook.connection, ids)}


def test_everything_arrives(built: Workbook) -> None:
    counts = queries.counts(built.connection)

    assert (counts.questions, counts.open, counts.flagged) == (42, 7, 4)
    assert (counts.evidence, counts.findings, counts.findings_open, counts.reports) == (18, 9, 0, 0)
    assert counts.results[Result.UNABLE] == 4
    assert counts.results[Result.NOT_APPLICABLE] == 1
    assert counts.results[Result.NOT_ASSESSED] == 1


def test_the_frame_is_the_demo_audit_with_its_aliases(built: Workbook) -> None:
    facts = queries.audit_facts(built.connection)

    assert facts is not None and facts.demo
    assert (facts.code, facts.title) == ("ZOS-2026", "For-cause audit 2026")
    assert facts.aliases == ("Zorvan", "ZOS", "«Зорване»")


def test_the_codes_of_the_evidence_are_those_of_the_story(built: Workbook) -> None:
    told = {code: item["file"] for code, item in demo.story()["evidence"].items() if not item.get("withdrawn")}

    assert {code: row.filename for code, row in _evidence(built).items()} == told
    assert "EV-002" not in told


def test_the_two_published_files_keep_their_bytes(built: Workbook) -> None:
    rows = _evidence(built)

    assert rows["EV-003"].size == 78
    assert rows["EV-003"].sha256 == "55d7e2aa55bb0a4ee97c056edd4504270a7abc78165159f8a2e79208c777abdc"
    assert rows["EV-006"].sha256 == "06979689325516ab0439263f4e148fda22f1d96465b2205ab1a2f23f32a4a846"


def test_the_gates_hit_are_papers_and_records(built: Workbook) -> None:
    assert queries.gates_hit(built.connection) == ("A17", "A31")


def test_log_tables_and_contents_agree(built: Workbook) -> None:
    assert log.verify(built.connection) == []
    assert projection.differences(built.connection) == []
    assert content.altered(built.connection) == []


def test_two_people_did_the_work(built: Workbook) -> None:
    actors = {actor for (actor,) in built.connection.execute("SELECT DISTINCT actor FROM change")}

    assert actors == {"Ingrid Solvang-Ek", "Petteri Laaksovirta"}


def test_findings_are_complete_and_numbered_as_told(built: Workbook) -> None:
    rows = sorted(queries.finding_rows(built.connection), key=lambda row: row.code)

    assert [row.code for row in rows] == [f"F-{number:02d}" for number in range(1, 10)]
    assert [row.title for row in rows] == [finding["title"] for finding in demo.story()["findings"]]
    assert {row.code: row.question for row in rows if row.question} == {"F-03": "A17", "F-04": "A31", "F-05": "A30"}
    assert all(row.missing == () and row.state is FindingState.FINALISED for row in rows)
    assert rows[-1].kind is FindingKind.GOOD_PRACTICE


def test_evidence_speaks_for_and_against(built: Workbook) -> None:
    question = queries.question_by_code(built.connection, "A17")
    assert question is not None
    page = queries.question_page(built.connection, question)
    assert page is not None

    roles = {item.code: item.role for item in page.evidence}

    assert roles["EV-004"] is LinkRole.SUPPORTS
    assert roles["EV-015"] is LinkRole.CONTRADICTS
    against = [use["item"] for finding in demo.story()["findings"] for use in finding["evidence"]
               if use.get("role") == "contradicts"]  # fmt: skip
    assert against == ["EV-016", "EV-016", "EV-015", "EV-017"]


def test_unable_to_verify_always_says_why(built: Workbook) -> None:
    query = "SELECT reason FROM answer WHERE result = 'unable_to_verify'"
    reasons = {UnableReason(reason) for (reason,) in built.connection.execute(query)}

    assert reasons == {UnableReason.INTERVIEW_UNSAFE, UnableReason.RECORDS_REFUSED, UnableReason.RECORDS_ABSENT}


def test_the_pictures_say_when_they_were_taken_and_nothing_about_where() -> None:
    evidence = demo.story()["evidence"]
    for name in ("EV-004", "EV-008", "EV-014"):
        with Image.open(resource("demo", "evidence", evidence[name]["file"])) as picture:
            exif = picture.getexif()
            assert picture.size == (1600, 1200)
            taken = exif.get_ifd(0x8769)[0x9003]

            assert not exif.get_ifd(0x8825)
            assert taken[:10] == f"{evidence[name]['captured_at']:%Y:%m:%d}"
            assert taken[14:] == f"{evidence[name]['captured_at']:%M:%S}"


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int, step: str = "") -> None:
        if done == 25:
            raise Cancelled

    with pytest.raises(Cancelled):
        demo.build_workbook(tmp_path / "demo.auditdesk", stand_in_pack(), stop)

    assert [path for path in tmp_path.iterdir() if path.suffix != ".lock"] == []


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "demo.auditdesk"
    path.write_bytes(b"mine")

    with pytest.raises(FileExists):
        demo.build_workbook(path, stand_in_pack())

    assert path.read_bytes() == b"mine"


# ---- words ----------------------------------------------------------------------------------------------------------
def _words() -> dict[str, str]:
    """Everything a person can read in the demo, by file."""
    found = {"audit.yaml": resource("demo", "audit.yaml").read_text(encoding="utf-8")}
    for path in sorted(resource("demo", "evidence").iterdir()):
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            found[path.name] = "\n".join(page.get_textpage().get_text_bounded() for page in document)
            document.close()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                parts = [name for name in archive.namelist() if name.startswith(("docProps/", "xl/shared"))]
                found[path.name] = re.sub("<[^>]+>", " ", " ".join(archive.read(name).decode() for name in parts))
        elif path.suffix == ".jpg":
            with Image.open(path) as picture:
                found[path.name] = " ".join(str(value) for value in picture.getexif().values())
        else:
            found[path.name] = path.read_text(encoding="utf-8")
    return found


def test_no_word_says_more_than_an_audit_can() -> None:
    forbidden = re.compile(r"\b(prov(e|es|ed|en)|guilt\w*|commits|committed|crimes?|criminal)\b", re.IGNORECASE)

    assert {name: hits for name, text in _words().items() if (hits := forbidden.findall(text))} == {}


def test_every_address_is_one_that_cannot_exist() -> None:
    hosts = re.compile(r"(?:https?://|@)([\w.-]+\.[a-z]{2,})", re.IGNORECASE)

    found = {host for text in _words().values() for host in hosts.findall(text)}

    assert found and all(host.endswith(".example") for host in found)


def test_no_real_company_place_or_device_is_named() -> None:
    real = re.compile(
        r"\b(hikvision|dahua|huawei|zte|axis|bosch|hanwha|sony|canon|nikon|apple|samsung|google|microsoft|windows|"
        r"sedex|smeta|amfori|rba|xinjiang|uyghur|tibet|china|russia|belarus|myanmar|sa8000)\b", re.IGNORECASE,
    )  # fmt: skip

    assert {name: hits for name, text in _words().items() if (hits := real.findall(text))} == {}


def test_the_evidence_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in resource("demo", "evidence").iterdir()) <= 3_000_000


def test_the_tables_say_what_the_findings_say(tmp_path: Path) -> None:
    lines = resource("demo", "evidence", "EV-019-time-file-comparison.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split(",") for line in lines]

    assert len(rows) == 52
    assert sum(row[4] != row[5] for row in rows) == 31
    assert sum(float(row[5]) > 60 for row in rows) == 33
    assert max(float(row[5]) for row in rows) == 74.5
    assert sum(row[7] == "no" for row in rows) == 11


def test_making_the_small_files_again_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = resource("demo").parent.parent
    if not (root / "scripts" / "make_demo_files.py").exists():
        pytest.skip("the script is only in a checkout")
    monkeypatch.syspath_prepend(str(root / "scripts"))
    import make_demo_files

    monkeypatch.setattr(make_demo_files, "OUT", tmp_path)
    try:
        make_demo_files.two_lines()
        make_demo_files.headcounts()
        make_demo_files.time_comparison()
    finally:
        sys.modules.pop("make_demo_files", None)

    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    there = {name: hashlib.sha256(resource("demo", "evidence", name).read_bytes()).hexdigest() for name in made}
    assert made == there and len(made) == 4
