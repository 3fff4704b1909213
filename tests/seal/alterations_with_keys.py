"""Alterations for which somebody needs a key: another signer, a rogue authority, a report prepared to be changed."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from auditdesk.seal import signing

from .casebook import Case, of_several, with_keys
from .forging import N, drawing, page_of, stream_of, updated
from .making import Firm, report, signed, with_fields


@with_keys
def signature_of_another_key_of_the_same_authority(case: Case) -> bytes:
    stages, firm = case.keys()
    role = case.roles[min(1, len(case.roles) - 1)]
    name = stages.people[signing.ROLES.index(role)].name
    return case.resigned(stages.fields, **{role: firm.person(name)})


@with_keys
def signature_under_a_rogue_authority_with_the_same_names(case: Case) -> bytes:
    stages, firm = case.keys()
    role = case.roles[min(1, len(case.roles) - 1)]
    name = stages.people[signing.ROLES.index(role)].name
    rogue = Firm.founded(firm.folder, firm.organisation)
    return case.resigned(stages.fields, **{role: rogue.person(name)})


@with_keys
def signature_field_laid_over_a_page(case: Case) -> bytes:
    stages, _ = case.keys()
    writer = IncrementalPdfFileWriter(io.BytesIO(stages.author))
    spec = SigFieldSpec("Evil", on_page=0, box=(60, 690, 460, 720))
    meta = PdfSignatureMetadata(field_name="Evil", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = io.BytesIO()
    PdfSigner(meta, signer=stages.people[2].signer, new_field_spec=spec).sign_pdf(writer, output=out)
    return out.getvalue()


@with_keys
def author_signed_without_certifying(case: Case) -> bytes:
    stages, _ = case.keys()
    meta = PdfSignatureMetadata(
        field_name="Author", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=signing.REASONS["Author"]
    )
    writer, out = IncrementalPdfFileWriter(io.BytesIO(stages.fields)), io.BytesIO()
    PdfSigner(meta, signer=stages.people[0].signer).sign_pdf(writer, output=out)
    source = out.getvalue()
    for role, person in zip(case.roles[1:], stages.people[1:], strict=False):
        source = signed(source, role, person)
    return source


@of_several
@with_keys
def reviewer_signed_after_the_client(case: Case) -> bytes:
    stages, _ = case.keys()
    author = stages.author
    return signed(signed(author, "Client", stages.people[2]), "Reviewer", stages.people[1])


@of_several
@with_keys
def content_changed_before_the_next_signature(case: Case) -> bytes:
    """The reviewer, not an outsider, changes the report and signs it with a good key."""
    stages, _ = case.keys()

    def change(writer: Any) -> None:
        page_of(writer)[N("/Contents")] = writer.add_object(stream_of(drawing("LOW RISK")))

    changed = signed(updated(stages.author, change), "Reviewer", stages.people[1])
    return signed(changed, "Client", stages.people[2])


@with_keys
def text_field_replaced_after_signing(case: Case) -> bytes:
    prepared = case.resigned(with_fields(report(text_field=True)))

    def change(writer: Any) -> None:
        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            if field["/T"] == "rating":
                field[N("/V")] = generic.pdf_string("LOW RISK")
                writer.mark_update(reference.reference)

    return updated(prepared, change)
