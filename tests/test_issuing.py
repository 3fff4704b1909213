"""From the workbook to a signed report: what is refused, what is left behind, what is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditdesk import demo, demo_output, issuing
from auditdesk.core import findings, queries
from auditdesk.core.errors import Cancelled, DiskFull, FileExists, Refused, SigningRefused
from auditdesk.core.models.enums import Edition
from auditdesk.core.transaction import Transaction
from auditdesk.core.workbook import Workbook
from auditdesk.seal.findings import Verdict
from auditdesk.seal.identity import Identity, create_identity, load_identity
from auditdesk.seal.verify import verify_file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    """The demo workbook's bytes and an identity file, made once."""
    folder = tmp_path_factory.mktemp("demo")
    demo_output.make_workbook(folder / "demo.auditdesk")
    identity = create_identity(folder, *demo_output.SIGNER, demo.PASSPHRASE, demo=True, _rounds=2000)
    return (folder / "demo.auditdesk").read_bytes(), identity.identity


@pytest.fixture
def workbook(made: tuple[bytes, Path], tmp_path: Path) -> Iterator[Workbook]:
    path = tmp_path / "demo.auditdesk"
    path.write_bytes(made[0])
    with Workbook.open(path, demo.PASSPHRASE, actor="Ingrid Solvang-Ek") as opened:
        yield opened


@pytest.fixture
def identity(made: tuple[bytes, Path]) -> Identity:
    return load_identity(made[1], demo.PASSPHRASE)


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_signed_report_is_verified_where_it_stands_and_recorded(
    workbook: Workbook, identity: Identity, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    issued, change = issuing.issue_and_record(workbook, Edition.CLIENT, out, identity)

    assert _files(out) == ["ZOS-2026-client-r1.pdf"]
    (row,) = queries.report_rows(workbook.connection)
    roster = {"Author": frozenset({row.signer_fingerprint})}
    assert verify_file(issued.signed.path, expected=roster, known_sha256=row.sha256).verdict is Verdict.GOOD
    assert change.verb == "sign_report"
    assert workbook.can_undo() is None or workbook.can_undo().verb != "sign_report"  # type: ignore[union-attr]


def test_the_next_report_is_the_next_revision(workbook: Workbook, identity: Identity, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()

    issuing.issue_and_record(workbook, Edition.CLIENT, out, identity)
    issuing.issue_and_record(workbook, Edition.CLIENT, out, identity)

    assert _files(out) == ["ZOS-2026-client-r1.pdf", "ZOS-2026-client-r2.pdf"]


def test_a_file_that_is_there_is_not_overwritten(workbook: Workbook, identity: Identity, tmp_path: Path) -> None:
    target = tmp_path / "ZOS-2026-client-r1.pdf"
    target.write_bytes(b"something of mine")

    with pytest.raises(FileExists):
        issuing.issue(workbook, Edition.CLIENT, tmp_path, identity)

    assert target.read_bytes() == b"something of mine"


def test_altered_evidence_blocks_the_signature(workbook: Workbook, identity: Identity, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    row = workbook.connection.execute(
        "SELECT chunk.content_n, chunk.data FROM chunk JOIN content ON content.n = chunk.content_n"
        " JOIN evidence_item AS item ON item.sha256 = content.sha256 WHERE item.code = 'EV-004' AND chunk.n = 0"
    ).fetchone()
    altered = bytes([row[1][0] ^ 1]) + row[1][1:]
    workbook.connection.execute("UPDATE chunk SET data = ? WHERE content_n = ? AND n = 0", (altered, row[0]))

    with pytest.raises(Refused) as refused:
        issuing.issue(workbook, Edition.CLIENT, out, identity)

    assert refused.value.reason == "gates_unmet"
    assert _files(out) == []
    found = {gate.key: gate.codes for gate in issuing.all_gates(workbook.connection)}
    assert found["evidence_sound"] == ("EV-004",)


def test_a_finding_in_draft_blocks_the_signature(workbook: Workbook, identity: Identity, tmp_path: Path) -> None:
    finding = next(row for row in queries.finding_rows(workbook.connection) if row.code == "F-03")
    workbook.do(findings.reopen_finding, finding.id)

    with pytest.raises(Refused) as refused:
        issuing.issue(workbook, Edition.CLIENT, tmp_path, identity)

    assert refused.value.reason == "gates_unmet"
    assert list(tmp_path.glob("*.pdf")) == []


class Stop:
    """A progress that cancels at its n-th call."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, done: int, total: int, step: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("at", [0, 1, 5, 20, 60])
def test_cancelling_at_any_point_leaves_no_file_and_no_record(
    workbook: Workbook, identity: Identity, tmp_path: Path, at: int
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(Cancelled):
        issuing.issue(workbook, Edition.CLIENT, out, identity, Stop(at))

    assert _files(out) == []
    assert queries.report_rows(workbook.connection) == ()


def test_a_report_whose_record_cannot_be_written_does_not_go_out(
    workbook: Workbook, identity: Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def _full(_tx: Transaction, _issued: issuing.Issued) -> None:
        raise DiskFull(str(workbook.path))

    monkeypatch.setattr(issuing, "record", _full)

    with pytest.raises(DiskFull):
        issuing.issue_and_record(workbook, Edition.CLIENT, out, identity)

    assert _files(out) == []


def test_the_client_edition_shows_nothing_of_an_internal_item_but_its_code(workbook: Workbook, tmp_path: Path) -> None:
    query = "SELECT code, title, filename, sha256, source FROM evidence_item WHERE level = 'internal' AND withdrawn = 0"
    held = workbook.connection.execute(query).fetchall()
    assert held, "the demo has internal items"

    _, data = issuing.as_json(workbook, Edition.CLIENT)
    text = data.decode()

    for code, title, filename, sha256, _source in held:
        assert code in text
        assert title not in text
        assert sha256 not in text
        assert f'"{filename}"' not in text


def test_references_and_typed_answers_reach_the_report_as_data(workbook: Workbook) -> None:
    data = issuing.draft(workbook, Edition.CLIENT, _moment()).data
    answers = {line.code: line for line in data.answers}
    instruments = {line.instrument: line for line in data.packs[0].instruments}

    assert answers["A28"].value == "82 %" and answers["A32"].value == "2"
    assert all(set(line.unchecked) <= set(line.criteria) for line in data.answers)
    assert not [ref for line in data.answers for ref in line.criteria if "checked" in ref]
    assert instruments["ILO C138"].questions == 3
    assert list(instruments).index("ILO C29") < list(instruments).index("ILO C100")
    assert sum(data.packs[0].counts.values()) + data.packs[0].open == data.packs[0].questions
    held = [line.code for line in data.evidence if line.withheld]
    assert held == ["EV-005", "EV-007", "EV-008", "EV-013"]
    assert not [link for line in data.answers for link in line.evidence if (link.code in held) != link.withheld]


def test_the_same_moment_gives_the_same_pages(workbook: Workbook) -> None:
    first = issuing.draft(workbook, Edition.CLIENT, _moment())
    again = issuing.draft(workbook, Edition.CLIENT, _moment())

    assert first.built.sha256 == again.built.sha256


def _moment() -> dt.datetime:
    return dt.datetime(2026, 7, 8, 9, 0, tzinfo=dt.UTC)


def test_an_identity_outside_its_dates_signs_nothing(tmp_path: Path) -> None:
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=4000)
    old = create_identity(tmp_path, *demo_output.SIGNER, demo.PASSPHRASE, demo=True, now=long_ago, _rounds=2000)

    with pytest.raises(SigningRefused) as refused:
        load_identity(old.identity, demo.PASSPHRASE)

    assert refused.value.reason == "expired"
