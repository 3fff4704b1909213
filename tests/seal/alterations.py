"""Every way of altering a signed report that we know of, made on the fly from a good one.

`alterations(stages)` gives name → altered bytes for a report with three signatures, `alterations(stages,
one_signature=True)` those that apply to a report with only the author's. Each must be judged NOT_GOOD when the roster
of signers is known. The first 38 are those of the measurements this room was designed by.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from . import alterations_with_keys
from .casebook import ALL, OF_SEVERAL, WITH_KEYS, Case, alteration, of_several
from .forging import (
    N,
    annotated,
    content_number,
    contents_of,
    der_end,
    drawing,
    entries,
    flipped,
    numbers,
    page_of,
    raw_update,
    run_tool,
    stream_of,
    updated,
    widget_of,
    with_byte_range,
    wrapped,
)
from .making import Firm, Stages

__all__ = ["alterations", "alterations_of", "alterations_with_keys", "make", "names"]


def alterations(stages: Stages, firm: Firm, *, one_signature: bool = False) -> dict[str, bytes]:
    """Name → altered bytes, from the file with three signatures or from the one with only the author's."""
    return {name: make(name, stages, firm, one_signature=one_signature) for name in names(one_signature=one_signature)}


def alterations_of(pdf: bytes) -> dict[str, bytes]:
    """Name → altered bytes: everything somebody can do who has the signed file and no keys."""
    case = Case(pdf)
    return {name: ALL[name](case) for name in names(one_signature=case.count == 1) if name not in WITH_KEYS}


def names(*, one_signature: bool = False) -> list[str]:
    """The names of all alterations, or of those that apply to a file with one signature."""
    return [name for name in ALL if not (one_signature and name in OF_SEVERAL)]


def make(name: str, stages: Stages, firm: Firm, *, one_signature: bool = False) -> bytes:
    """One altered file."""
    return ALL[name](Case(stages.author if one_signature else stages.client, stages, firm))


# ---- single bits and bytes -------------------------------------------------------------------------------
@alteration
def bit_flipped_in_page_stream(case: Case) -> bytes:
    return flipped(case.pdf, case.pdf.index(b"stream") + 60)


@alteration
def bit_flipped_in_info(case: Case) -> bytes:
    entry = re.search(rb"/(?:Title|Creator|Producer)\s*[(<]", case.pdf)
    assert entry is not None
    return flipped(case.pdf, entry.end() + 2)


@alteration
def bit_flipped_in_first_signature(case: Case) -> bytes:
    start, end = contents_of(case.pdf)[0]
    place = der_end(case.pdf, start, end) - 1
    digit = b"%x" % (int(case.pdf[place : place + 1], 16) ^ 1)  # still a hex digit, whatever the signature was
    return case.pdf[:place] + digit + case.pdf[place + 1 :]


@alteration
def bit_flipped_in_padding_of_first_signature(case: Case) -> bytes:
    return flipped(case.pdf, contents_of(case.pdf)[0][1] - 9)


@alteration
def bit_flipped_in_last_cross_reference(case: Case) -> bytes:
    return flipped(case.pdf, case.pdf.rindex(b"\nxref") + 12)


@alteration
def bytes_appended(case: Case) -> bytes:
    return case.pdf + b"\n% approved with LOW RISK\n"


@alteration
def zeros_appended(case: Case) -> bytes:
    return case.pdf + bytes(512)


# ---- content ---------------------------------------------------------------------------------------------
@alteration
def page_content_replaced(case: Case) -> bytes:
    def change(writer: Any) -> None:
        page_of(writer)[N("/Contents")] = writer.add_object(stream_of(drawing("LOW RISK")))

    return updated(case.pdf, change)


@alteration
def page_content_overlaid(case: Case) -> bytes:
    def change(writer: Any) -> None:
        page = page_of(writer)
        over = writer.add_object(stream_of(drawing("LOW RISK")))
        page[N("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), over])

    return updated(case.pdf, change)


@alteration
def object_overwritten(case: Case) -> bytes:
    body = drawing("LOW RISK")
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body)
    return raw_update(case.pdf, {content_number(case.pdf): stream})


@alteration
def text_annotation_added(case: Case) -> bytes:
    return annotated(case.pdf, "/Text")


@alteration
def free_text_annotation_added(case: Case) -> bytes:
    return annotated(case.pdf, "/FreeText")


@alteration
def title_in_info_changed(case: Case) -> bytes:
    def change(writer: Any) -> None:
        title, creator = generic.pdf_string("Supplier audit, final"), generic.pdf_string("auditdesk")
        writer.set_info(entries(Title=title, Creator=creator))

    return updated(case.pdf, change)


@alteration
def open_action_script_added(case: Case) -> bytes:
    def change(writer: Any) -> None:
        writer.root[N("/OpenAction")] = entries(S=N("/JavaScript"), JS=generic.pdf_string("app.alert(1)"))
        writer.update_root()

    return updated(case.pdf, change)


@alteration
def permissions_removed(case: Case) -> bytes:
    def change(writer: Any) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return updated(case.pdf, change)


@alteration
def attachment_added(case: Case) -> bytes:
    def change(writer: Any) -> None:
        stream = writer.add_object(stream_of(b"other findings", Type="/EmbeddedFile"))
        name = generic.pdf_string("findings.json")
        spec = writer.add_object(entries(Type=N("/Filespec"), F=name, UF=name, EF=entries(F=stream)))
        writer.root[N("/Names")] = entries(EmbeddedFiles=entries(Names=generic.ArrayObject([name, spec])))
        writer.update_root()

    return updated(case.pdf, change)


@alteration
def stamp_appearance_replaced(case: Case) -> bytes:
    def change(writer: Any) -> None:
        stream = stream_of(drawing("Signed by the minister"), Type="/XObject", Subtype="/Form")
        stream[N("/BBox")] = numbers(0, 0, 270, 70)
        widget_of(writer, "Author")[N("/AP")] = entries(N=writer.add_object(stream))

    return updated(case.pdf, change)


@alteration
def widget_moved(case: Case) -> bytes:
    def change(writer: Any) -> None:
        widget_of(writer, "Author")[N("/Rect")] = numbers(60, 60, 330, 130)

    return updated(case.pdf, change)


@alteration
def page_added(case: Case) -> bytes:
    def change(writer: Any) -> None:
        pages = writer.root["/Pages"]
        reference = writer.root.raw_get("/Pages").reference
        page = entries(Type=N("/Page"), MediaBox=numbers(0, 0, 595, 842), Parent=writer.root.raw_get("/Pages"))
        page[N("/Contents")] = writer.add_object(stream_of(drawing("Annex: everything is fine")))
        pages["/Kids"].append(writer.add_object(page))
        pages[N("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
        writer.mark_update(reference)
        writer.update_container(pages["/Kids"])

    return updated(case.pdf, change)


@alteration
def font_dictionary_changed(case: Case) -> bytes:
    def change(writer: Any) -> None:
        fonts = page_of(writer)["/Resources"]["/Font"]
        name = next(iter(fonts))
        font = fonts.raw_get(name)
        differences = generic.ArrayObject([generic.NumberObject(72), N("/L")])
        fonts[name].update(entries(Encoding=entries(Differences=differences)))
        writer.mark_update(font.reference)

    return updated(case.pdf, change)


# ---- signatures removed, replaced, added -----------------------------------------------------------------
@alteration
def value_of_a_signature_removed(case: Case) -> bytes:
    def change(writer: Any) -> None:
        del widget_of(writer, case.roles[min(1, len(case.roles) - 1)])["/V"]

    return updated(case.pdf, change)


@of_several
def rolled_back_to_the_author(case: Case) -> bytes:
    return case.pdf[: case.signed_ends[0]]


@of_several
def rolled_back_to_the_reviewer(case: Case) -> bytes:
    return case.pdf[: case.signed_ends[1]]


@alteration
def rolled_back_to_unsigned(case: Case) -> bytes:
    return case.pdf[: case.unsigned_end]


# ---- inside /Contents ------------------------------------------------------------------------------------
@alteration
def payload_in_padding_of_last_signature(case: Case) -> bytes:
    _, end = case.last_contents()
    payload = b"LOW RISK".hex().encode()
    return case.pdf[: end - len(payload)] + payload + case.pdf[end:]


@alteration
def signature_contents_zeroed(case: Case) -> bytes:
    start, end = case.last_contents()
    return case.pdf[:start] + b"0" * (end - start) + case.pdf[end:]


@alteration
def byte_range_negative(case: Case) -> bytes:
    return with_byte_range(case.pdf, b"/ByteRange [0 -1 -1 0]")


@alteration
def byte_range_missing(case: Case) -> bytes:
    return with_byte_range(case.pdf, b"/Bogus [0 0 0 0]")


@alteration
def byte_range_over_the_whole_file(case: Case) -> bytes:
    return with_byte_range(case.pdf, b"/ByteRange [0 %d %d 0]" % (len(case.pdf), len(case.pdf)))


@alteration
def part_swapped_into_the_gap(case: Case) -> bytes:
    return wrapped(case.pdf, *case.last_contents())


# ---- incremental saving ----------------------------------------------------------------------------------
@alteration
def body_appended_without_cross_reference(case: Case) -> bytes:
    body = drawing("LOW RISK")
    number = content_number(case.pdf)
    return case.pdf + b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)


@alteration
def trailer_appended_alone(case: Case) -> bytes:
    return raw_update(case.pdf, {})


@alteration
def update_points_to_another_catalogue(case: Case) -> bytes:
    reader = PdfFileReader(io.BytesIO(case.pdf))
    pages = reader.root.raw_get("/Pages").idnum
    return raw_update(case.pdf, {reader.root_ref.idnum: b"<< /Type /Catalog /Pages %d 0 R >>" % pages})


# ---- shadow attacks --------------------------------------------------------------------------------------
@alteration
def layer_switched_on_after_signing(case: Case) -> bytes:
    def change(writer: Any) -> None:
        group = writer.add_object(entries(Type=N("/OCG"), Name=generic.pdf_string("final")))
        groups = generic.ArrayObject([group])
        writer.root[N("/OCProperties")] = entries(OCGs=groups, D=entries(ON=groups, Order=groups))
        writer.update_root()

    return updated(case.pdf, change)


@alteration
def font_program_swapped(case: Case) -> bytes:
    def change(writer: Any) -> None:
        fonts = page_of(writer)["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        descriptor = font["/FontDescriptor"]
        descriptor[N("/FontFile2")] = writer.add_object(stream_of(b"another font"))
        writer.mark_update(font.raw_get("/FontDescriptor").reference)

    return updated(case.pdf, change)


@alteration
def creator_changed_to_look_like_a_stranger(case: Case) -> bytes:
    def change(writer: Any) -> None:
        writer.set_info(entries(Creator=generic.pdf_string("Another Program")))

    return updated(case.pdf, change)


# ---- saved again by other programs -----------------------------------------------------------------------
@alteration
def saved_again_by_pikepdf(case: Case) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(case.pdf)) as pdf:
        pdf.save(out)
    return out.getvalue()


@alteration
def saved_again_by_qpdf(case: Case) -> bytes:
    return run_tool(case.pdf, ["qpdf", "in.pdf", "out.pdf"], pikepdf.ObjectStreamMode.preserve)


@alteration
def linearised_by_qpdf(case: Case) -> bytes:
    return run_tool(case.pdf, ["qpdf", "--linearize", "in.pdf", "out.pdf"], pikepdf.ObjectStreamMode.generate)


@alteration
def cleaned_by_mutool(case: Case) -> bytes:
    return run_tool(case.pdf, ["mutool", "clean", "in.pdf", "out.pdf"], pikepdf.ObjectStreamMode.disable)


