"""What must not leave the workbook is looked for in every byte of what does: tokens planted in every such field."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from auditdesk import demo, issuing
from auditdesk.core import answering, collecting, content, findings, planning, queries
from auditdesk.core.models.enums import CollectionMethod, Distribution, Edition, EvidenceKind, Role
from auditdesk.core.workbook import Workbook
from auditdesk.demo_output import make_identity, make_workbook
from auditdesk.seal.identity import load_identity
from tests.report.reading import squeezed, text_of

LEAK = "Leak7q"
"""Every planted token begins with this; it stands in nothing that may be shown."""
SHOWN = "Shown7q"
SHOWN_COLOUR, WITHHELD_COLOUR = (10, 200, 30), (250, 10, 240)


@dataclass(frozen=True)
class Sent:
    """What leaves: the signed PDF and the JSON, and hashes that must not be in them."""

    pdf: bytes
    json: bytes
    hashes: tuple[str, ...]


def _photo(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = exif[0x9286] = f"{LEAK}-exif"
    Image.new("RGB", (60, 40), colour).save(out, "JPEG", exif=exif, comment=f"{LEAK}-comment".encode())
    return out.getvalue() + f"{LEAK}-behind-the-end".encode()


def _drawing() -> bytes:
    out, words = io.BytesIO(), PngInfo()
    words.add_text("Author", f"{LEAK}-png")
    words.add_itxt("XML:com.adobe.xmp", f"<x>{LEAK}-xmp</x>")
    Image.new("RGBA", (60, 40), (10, 20, 230, 90)).save(out, "PNG", pnginfo=words)
    return out.getvalue()


def _plant(workbook: Workbook, folder: Path) -> list[str]:
    """Tokens in every field that stays inside; returns the hashes of what is withheld."""
    hashes = []

    def evidence(name: str, data: bytes, token: str, level: Distribution, media: str) -> uuid.UUID:
        source = folder / f"{LEAK}-path-of-the-source"
        source.write_bytes(data)
        with workbook.writer() as writer:
            sealed = content.stage_file(writer, source)
        if level is Distribution.INTERNAL:
            hashes.append(sealed.sha256)
        return workbook.do(
            collecting.add_evidence, sha256=sealed.sha256, filename=f"{token}-{name}", media_type=media,
            title=f"{token} title", kind=EvidenceKind.PHOTO, method=CollectionMethod.RECEIVED, level=level,
            source=f"{token} source", captured_by=f"{token} by", captured_at=dt.datetime.now(dt.UTC),
            description=f"{LEAK} description", place=f"{token} place",
        ).value  # fmt: skip

    facts = queries.audit_facts(workbook.connection)
    assert facts is not None
    question = queries.question_by_code(workbook.connection, "A17")
    assert question is not None
    inside = evidence("inside.jpg", _photo(WITHHELD_COLOUR), f"{LEAK}-inside", Distribution.INTERNAL, "image/jpeg")
    gone = evidence("gone.png", _drawing() + b"gone", f"{LEAK}-gone", Distribution.CLIENT, "image/png")
    hashes.append(hashlib.sha256(_drawing() + b"gone").hexdigest())
    outside = [
        evidence("photo.jpg", _photo(SHOWN_COLOUR), f"{SHOWN}-photo", Distribution.CLIENT, "image/jpeg"),
        evidence("drawing.png", _drawing(), f"{SHOWN}-drawing", Distribution.CLIENT, "image/png"),
    ]
    finding = queries.finding_rows(workbook.connection)[0].id
    workbook.do(findings.reopen_finding, finding)
    for item in (inside, gone, *outside):
        pinpoint = f"{LEAK} pinpoint" if item in (inside, gone) else "p. 1"
        workbook.do(collecting.link_to_question, item, question, pinpoint=pinpoint)
        if item != gone:
            workbook.do(collecting.link_to_finding, item, finding, pinpoint=pinpoint)
    workbook.do(findings.finalise_finding, finding)
    workbook.do(collecting.withdraw_evidence, gone)
    workbook.do(planning.add_person, "Shown Person", roles=(Role.AUDITOR,), email=f"{LEAK}@mail.example")
    absent = workbook.do(planning.add_person, f"{LEAK} Withdrawn", roles=(Role.AUDITOR,)).value
    workbook.do(planning.withdraw_person, absent)
    alias = workbook.do(planning.add_alias, facts.vendor_id, f"{LEAK} alias").value
    workbook.do(planning.withdraw_alias, alias)
    workbook.do(planning.change_vendor, facts.vendor_id, registry_no=f"{LEAK} registry")
    draft = workbook.do(findings.add_finding, f"{LEAK} finding").value
    workbook.do(findings.withdraw_finding, draft)
    note = queries.question_by_code(workbook.connection, "A03")
    assert note is not None
    workbook.do(answering.note, note, f"{LEAK} first thought")
    workbook.undo()
    return hashes


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("made") / f"{LEAK}-folder"
        folder.mkdir()
        for name in ("USER", "LOGNAME", "USERNAME"):
            patched.setenv(name, f"{LEAK}-account")
        patched.setenv("AUDITDESK_CONFIG", str(folder / "config"))
        path = folder / f"{LEAK}-workbook.auditdesk"
        make_workbook(path)
        identity = load_identity(make_identity(folder / "identity").identity, demo.PASSPHRASE)
        with Workbook.open(path, demo.PASSPHRASE, actor="Ingrid") as workbook:
            hashes = _plant(workbook, folder)
            issued, _ = issuing.issue_and_record(workbook, Edition.CLIENT, folder, identity)
            _, data = issuing.as_json(workbook, Edition.CLIENT)
        return Sent(issued.signed.path.read_bytes(), data, tuple(hashes))


def _forms(token: str) -> list[bytes]:
    """A token as it may stand in a file: bytes, UTF-16, hex digits, in any case."""
    plain = [token.encode(), token.encode("utf-16-be"), token.encode("utf-16-le")]
    return [form for one in plain for form in (one, one.hex().encode(), one.hex().upper().encode())]


def _every_byte(pdf: bytes) -> bytes:
    """The file as it is and all its streams unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        assert len(streams) > 30
        unpacked = [one.read_raw_bytes() for one in streams]
        for one in streams:
            try:
                unpacked.append(one.read_bytes())
            except pikepdf.PdfError:  # a picture: its raw bytes are looked at
                continue
    return b"\n".join([pdf, *unpacked])


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_the_tokens_that_may_be_shown_are_found_so_the_search_works(sent: Sent) -> None:
    assert f"{SHOWN}-photo" in squeezed(text_of(sent.pdf))
    assert f"{SHOWN}-drawing".encode() in sent.json
    assert "Shown Person" in text_of(sent.pdf)


@pytest.mark.parametrize("kind", ["pdf", "json"])
def test_nothing_internal_is_in_any_byte_of_what_leaves(sent: Sent, kind: str) -> None:
    data = _every_byte(sent.pdf) if kind == "pdf" else sent.json
    for token in (LEAK, LEAK.lower(), *sent.hashes):
        for form in _forms(token):
            assert form not in data, data[max(0, data.index(form) - 200) : data.index(form) + 100]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_nothing_internal_is_in_the_text_of_what_leaves(sent: Sent) -> None:
    text = squeezed(text_of(sent.pdf)).lower()

    assert LEAK.lower() not in text
    assert not [digits for digits in sent.hashes if digits[:16] in text]


def test_the_pictures_of_what_is_withheld_are_not_in_the_file(sent: Sent) -> None:
    with pikepdf.open(io.BytesIO(sent.pdf)) as opened:
        assert list(opened.attachments) == []
        streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        pictures = [pikepdf.PdfImage(one).as_pil_image() for one in streams if one.get("/Subtype") == "/Image"]
        colours = [picture.convert("RGB").resize((1, 1)).getpixel((0, 0)) for picture in pictures]

    def near(wanted: tuple[int, int, int]) -> bool:
        return any(all(abs(int(a) - b) < 12 for a, b in zip(one, wanted, strict=True)) for one in colours)

    assert near(SHOWN_COLOUR)
    assert not near(WITHHELD_COLOUR)
