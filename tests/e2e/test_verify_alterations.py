"""Every alteration of the demo report is named by `auditdesk verify`, as somebody with the command line meets it."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from auditdesk import demo, issuing
from auditdesk.core.models.enums import Edition
from auditdesk.core.workbook import Workbook
from auditdesk.demo_output import build_demo
from auditdesk.seal.signing import add_fields
from tests.seal import alterations
from tests.seal.making import Firm, Stages, report
from tests.seal.test_alterations import NEED_THE_ROSTER

Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Made:
    """The demo report: as `auditdesk demo` signed it, and the same pages signed by three people of a firm."""

    demo: bytes
    demo_authority: Path
    stages: Stages
    firm: Firm


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made once for all."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AUDITDESK_CONFIG", str(folder / "config"))
        built = build_demo(folder / "made")
    with Workbook.open(built.workbook, demo.PASSPHRASE, actor="Ingrid") as workbook:
        draft = issuing.draft(workbook, Edition.CLIENT, dt.datetime.now(dt.UTC).replace(microsecond=0))
    boxes = [issuing._box(box.role, box.page_index, box.rectangle) for box in draft.built.boxes]
    fields = add_fields(draft.built.pdf, boxes)
    firm = Firm.founded(folder)
    stages = Stages.of(fields, [firm.person(name) for name in ("Ann Author", "Rita Reviewer", "Carl Client")])
    return Made(built.report.read_bytes(), built.identity.authority_certificate, stages, firm)


@pytest.fixture
def verify(command: Run, made: Made) -> Run:
    """Writes the bytes to a file and verifies it with the command, the firm's authority trusted."""
    Path("firm.pem").write_bytes(made.firm.pem())

    def _verify(pdf: bytes, *words: str) -> tuple[int, str, str]:
        Path("report.pdf").write_bytes(pdf)
        return command("verify", "report.pdf", "--trust", "firm.pem", *words)

    return _verify


def _expected(stages: Stages) -> list[str]:
    pins = [(role, *prints) for role, prints in stages.roster().items()]
    return [word for role, pin in pins for word in ("--expect", f"{role}={pin}")]


def test_the_untouched_reports_are_good(verify: Run, command: Run, made: Made) -> None:
    code, out, err = verify(made.stages.client, *_expected(made.stages))
    assert (code, err) == (0, "")
    assert out.startswith("Good")

    Path("demo.pdf").write_bytes(made.demo)
    assert command("verify", "demo.pdf", "--trust", str(made.demo_authority))[0] == 0
    assert command("verify", "demo.pdf")[0] == 2


@pytest.mark.parametrize("name", alterations.names())
def test_an_altered_demo_report_is_not_good(verify: Run, made: Made, name: str) -> None:
    altered = alterations.make(name, made.stages, made.firm)

    code, out, err = verify(altered, *_expected(made.stages))

    assert (code, err) == (1, "")
    first, why, *_ = out.splitlines()
    assert first.startswith("Not good: ")
    assert why.startswith("  ")
    assert why.endswith(".")

    code, out, err = verify(altered, "--json")
    verdict = json.loads(out)["verdict"]
    assert err == ""
    assert (code, verdict) == (1, "not_good") or name in NEED_THE_ROSTER


def test_there_are_at_least_the_38_alterations_of_the_measurements(made: Made) -> None:
    assert len(alterations.names()) >= 38
    assert len(alterations.alterations_of(made.demo)) >= 34


def test_whoever_has_only_the_file_cannot_alter_it_unnoticed(command: Run, made: Made) -> None:
    noticed = {}
    for name, altered in alterations.alterations_of(made.demo).items():
        Path("report.pdf").write_bytes(altered)
        noticed[name] = command("verify", "report.pdf", "--trust", str(made.demo_authority))[0]

    assert {name for name, code in noticed.items() if code != 1} <= NEED_THE_ROSTER


def test_a_strangers_unusual_file_is_not_accused(verify: Run, made: Made) -> None:
    plain = report(creator="Some Writer 9.1")
    meta = PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256", reason="Agreed")
    out = io.BytesIO()
    signer = PdfSigner(meta, signer=made.stages.people[0].signer, new_field_spec=SigFieldSpec("Signature1"))
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(plain)), output=out)

    code, words, _ = verify(out.getvalue() + b"\n% validation data\n")

    assert code == 2
    assert words.startswith("Cannot tell")
