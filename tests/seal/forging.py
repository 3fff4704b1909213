"""Tools of somebody who alters a signed report: updates by hand, other keys, other programs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields

N = generic.pdf_name


def contents_of(pdf: bytes) -> list[tuple[int, int]]:
    return [(match.start(1), match.end(1)) for match in re.finditer(rb"/Contents\s*<([0-9a-fA-F]{500,})>", pdf)]


def flipped(pdf: bytes, at: int, bit: int = 1) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ bit]) + pdf[at + 1 :]


def der_end(pdf: bytes, start: int, end: int) -> int:
    """Where the DER ends and the padding begins, in hex digits."""
    der = bytes.fromhex(pdf[start:end].decode())
    return start + 2 * (4 + int.from_bytes(der[2:4], "big"))  # SEQUENCE with a two-byte length


def updated(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: Any, number: int = 0) -> Any:
    reference, _ = writer.find_page_for_modification(number)
    writer.mark_update(reference)
    return reference.get_object()


def widget_of(writer: Any, role: str) -> Any:
    for name, _, field in fields.enumerate_sig_fields(writer.prev):
        if name == role:
            writer.mark_update(field.reference)
            return writer.get_object(field.reference)
    raise AssertionError(role)


def drawing(text: str) -> bytes:
    return f"1 1 1 rg 60 690 400 30 re f 0 g BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()


def stream_of(data: bytes, **names: str) -> Any:
    return generic.StreamObject({N(f"/{key}"): N(value) for key, value in names.items()}, stream_data=data)


def entries(**values: Any) -> Any:
    return generic.DictionaryObject({N(f"/{key}"): value for key, value in values.items()})


def numbers(*values: int) -> Any:
    return generic.ArrayObject([generic.NumberObject(value) for value in values])


def annotated(pdf: bytes, subtype: str) -> bytes:
    def change(writer: Any) -> None:
        page = page_of(writer)
        note = entries(Type=N("/Annot"), Subtype=N(subtype), Rect=numbers(60, 690, 460, 720))
        note |= entries(Contents=generic.pdf_string("LOW RISK"), DA=generic.pdf_string("/Helv 12 Tf 0 g"))
        kept = list(page["/Annots"]) if "/Annots" in page else []
        page[N("/Annots")] = generic.ArrayObject([*kept, writer.add_object(note)])

    return updated(pdf, change)


def raw_update(pdf: bytes, objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """An incremental update written by hand."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    root, size = reader.root_ref.idnum, int(reader.trailer["/Size"])
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    out, table = pdf + b"\n", b"xref\n"
    for number, body in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += table if objects else b""
    out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d %s>>\n" % (size, root, previous, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % (start if objects else previous)


def content_number(pdf: bytes) -> int:
    """Object number of the first page's content."""
    reference, _ = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False).find_page_for_modification(0)
    content = reference.get_object().raw_get("/Contents")
    return int((content[0] if isinstance(content, generic.ArrayObject) else content).idnum)


def with_byte_range(pdf: bytes, new: bytes) -> bytes:
    """The last /ByteRange replaced in place, without moving anything."""
    match = list(re.finditer(rb"/ByteRange\s*\[[^\]]*\]\s*", pdf))[-1]
    assert len(new) <= match.end() - match.start()
    return pdf[: match.start()] + new.ljust(match.end() - match.start()) + pdf[match.end() :]


def wrapped(pdf: bytes, start: int, end: int) -> bytes:
    """Signature wrapping: the second signed part moves back, the room before it holds a new cross-reference table.

    `start` and `end` bound the hex digits of the last signature.
    """
    first, digits, second = pdf[: start - 1], pdf[start - 1 : end + 1], pdf[end + 1 :]
    table_at = int(re.findall(rb"startxref\s+(\d+)", second)[-1])
    table = re.match(rb"xref.*?trailer.*?>>\s*(?=startxref)", pdf[table_at:], re.DOTALL)
    assert table is not None
    number = int(re.findall(rb"(\d+) 0 obj", first)[-1])
    original, tail = first[first.rindex(b"%d 0 obj" % number) :], second[: second.index(b"endobj")]
    room = table_at - len(first) - len(digits)
    length = room + 2 * len(table[0]) + len(original) + len(digits) + len(tail) + 400
    moved = re.sub(
        rb"(\d{10}) 00000 n",
        lambda m: b"%010d 00000 n" % (int(m[1]) + (length if int(m[1]) > end else 0)),
        table[0],
    )
    fresh = re.sub(
        rb"/ByteRange\s*\[[^\]]*\]",
        b"/ByteRange [0 %d %d %d]" % (len(first), len(first) + len(digits) + length, len(second)),
        tail,
    )
    own = b"%010d 00000 n" % first.rindex(b"%d 0 obj" % number)
    place = table_at + len(moved) + 1
    moved = moved.replace(own, b"%010d 00000 n" % place)
    gap = b" " * room + moved + b"\n" + original + digits + fresh + b"endobj\n"
    return first + digits + gap.ljust(length) + second


def run_tool(pdf: bytes, command: list[str], otherwise: pikepdf.ObjectStreamMode) -> bytes:
    """Run a tool over the file; where it is not installed, pikepdf rewrites the file in a like manner."""
    if shutil.which(command[0]) is None:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as document:
            document.save(out, object_stream_mode=otherwise, qdf=command[0] == "mutool")
        return out.getvalue()
    with tempfile.TemporaryDirectory() as place:
        Path(place, "in.pdf").write_bytes(pdf)
        subprocess.run(command, cwd=place, capture_output=True, timeout=60, check=False)
        return Path(place, "out.pdf").read_bytes()
