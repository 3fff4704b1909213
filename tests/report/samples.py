"""Report data by hand: the fictional demo audit, with text that tries to be more than text."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from PIL import Image, ImageDraw

from auditdesk.core.models.enums import (
    AuditKind,
    Confidence,
    Edition,
    EvidenceKind,
    FindingKind,
    FindingState,
    Grade,
    LinkRole,
    Nature,
    QuestionKind,
    Result,
    Role,
)
from auditdesk.core.reportdata import (
    AnswerLine,
    EvidenceLine,
    EvidenceRef,
    FindingSheet,
    InstrumentLine,
    Limitation,
    PackLine,
    PersonLine,
    ReportData,
)

WITHHELD = "withheld"
HOSTILE = '<b>not bold</b> <img src="/etc/passwd"/> <a href="file:///etc/passwd">link</a> &amp; =cmd|\' /C calc\'!A0'
MADE = datetime(2026, 7, 8, 14, 30, tzinfo=UTC)
FIRM = "Tindra & Holm Leverantörsgranskning HB"
CLIENT = "Fjällvarde Säkerhet AB"


def photo(width: int = 1600, height: int = 1200, seed: int = 1) -> bytes:
    """A JPEG that looks like something, the same bytes each time, with camera data in it."""
    image = Image.new("RGB", (width, height), (236, 232, 224))
    pen = ImageDraw.Draw(image)
    floor = height * 9 // 10
    for step in range(0, width, max(8, width // 18)):
        tone = (70 + (step * 7 + seed * 41) % 120, 90 + (step * 3) % 90, 110 + (step * 11 + seed * 13) % 100)
        top = height // 3 + (step * seed) % max(1, height // 8)
        pen.rectangle((step, top, step + max(5, width // 25), floor), fill=tone)
    pen.rectangle((0, floor, width, height), fill=(120, 112, 104))
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA MAKER"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _for(code: str, title: str, pinpoint: str = "") -> EvidenceRef:
    return EvidenceRef(code, title, LinkRole.SUPPORTS, pinpoint)


def _against(code: str, title: str, pinpoint: str = "") -> EvidenceRef:
    return EvidenceRef(code, title, LinkRole.CONTRADICTS, pinpoint)


TEAM = (
    PersonLine("Ingrid Solvang-Ek", FIRM, (Role.LEAD_AUDITOR,), "Lead auditor, ISO 19011; 14 years of supplier audits"),
    PersonLine("Petteri Laaksovirta", FIRM, (Role.AUDITOR,)),
    PersonLine("Dr Maya Okonjo-Lind", "Okonjo-Lind Firmware Laboratory", (Role.TECHNICAL_EXPERT,), "PhD, firmware"),
    PersonLine("Tomas Veldar", "independent", (Role.INTERPRETER,), "Kestovian, English"),
    PersonLine("Henrik Åsbrandt", FIRM, (Role.REVIEWER,), "not part of the team"),
    PersonLine("Eivor Lindqvist-Moe", CLIENT, (Role.CLIENT_SPONSOR,), "Head of Compliance"),
    PersonLine("M. Deller", "Zorvane Optical Systems JSC", (Role.VENDOR_CONTACT,), "Compliance Director"),
)

PACKS = (
    PackLine(
        "labour", "Ethical guidelines and labour", "1.2.0", "The auditdesk maintainers", "CC BY 4.0",
        "shipped with auditdesk", hashlib.sha256(b"labour").hexdigest(),
        {Result.CONFORMS: 2, Result.PARTLY: 2, Result.NONCONFORMING: 3, Result.NOT_ASSESSED: 1}, 8,
        (InstrumentLine("Client guidelines", "", 1, 0), InstrumentLine("ILO C29", "1930", 1, 1),
         InstrumentLine("ILO C138", "1973", 3, 2)),
    ),
    PackLine(
        "surveillance", "State-linked surveillance, misuse and conflict areas", "1.0.3", "The auditdesk maintainers",
        "CC BY 4.0", "shipped with auditdesk", hashlib.sha256(b"surveillance").hexdigest(),
        {Result.CONFORMS: 1, Result.PARTLY: 1, Result.NONCONFORMING: 2, Result.UNABLE: 2}, 6,
    ),
)  # fmt: skip


def _answer(
    code: str,
    title: str,
    result: Result | None,
    note: str,
    *evidence: EvidenceRef,
    pack: str = "labour",
    section: str = "Working conditions",
    gate: bool = False,
    reason: str = "",
    value: str = "",
    kind: QuestionKind = QuestionKind.CONFORMITY,
    criteria: tuple[str, ...] = (),
    unchecked: tuple[str, ...] = (),
) -> AnswerLine:
    text = f"Does the vendor meet this requirement at every site in scope: {title.lower()}?"
    confidence = Confidence.HIGH if result in {Result.CONFORMS, Result.NONCONFORMING} else None
    answered = None if result is None else datetime(2026, 5, 14, 9, 5, tzinfo=UTC)
    return AnswerLine(
        pack, section, code, title, text, kind, gate, result, reason, value, confidence, note, criteria, evidence,
        "Petteri Laaksovirta" if answered else "", answered, unchecked,
    )  # fmt: skip


TIMECARDS = "Time-card extract week 31 and parallel file"
ANSWERS = (
    _answer("A12", "Age check", Result.CONFORMS, "52 of 52 files with verified document; youngest 18.",
            _for("EV-005", "Personnel file sample list"), criteria=("C138 3", "client guideline 3"),
            unchecked=("C138 3",)),
    _answer("A17", "Passports stay with the worker", Result.NONCONFORMING,
            "14 of 20 files sampled; 41 passports seen in the HR safe.", _for("EV-004", "Photo: HR safe", "shelf 2"),
            _against("EV-005", "Personnel file sample list", "9 consent forms"), gate=True, criteria=("C29", "ILO 7"),
            unchecked=("C29", "ILO 7")),
    _answer("A21", "Headcounts agree", Result.PARTLY, "Payroll 1 240, gate 1 262, social register 1 221.",
            _for("EV-006", TIMECARDS)),
    _answer("A24", "Freedom to form a union", Result.PARTLY, "Company committee only; two theme mentions of pressure."),
    _answer("A30", "Working hours", Result.NONCONFORMING, "Peak week 74.5 h; 33 of 52 over 60 h.",
            _for("EV-006", TIMECARDS), section="Hours and records", value="74.5 h", kind=QuestionKind.NUMBER),
    _answer("A31", "Genuine records", Result.NONCONFORMING, "Second time file found on line-3 terminal.\n\n" + HOSTILE,
            _for("EV-006", TIMECARDS), _for("EV-008", "Screen photo line-3 terminal"),
            section="Hours and records", gate=True),
    _answer("A38", "Migrant debt", Result.NOT_ASSESSED, "Planned; time ran out.", section="Hours and records",
            reason="time"),
    _answer("A41", "Worker surveillance", Result.CONFORMS, "No cameras in private areas.", section="Hours and records"),
    _answer("C02", "No feature that sorts people", Result.NONCONFORMING,
            "Attribute `orveni_flag` present in SDK 4.2; Chinese alias 佐万光学系统 in the licence file.",
            _for("EV-003", "SDK 4.2 internal release note"), pack="surveillance", section="Product", gate=True),
    _answer("C07", "No supply to places of detention", Result.NONCONFORMING,
            "Tender award, integrator invoice, maintenance ticket. Vendor writes «Зорване» in its own tender.",
            _for("EV-001", "Tender award notice Altmar-3"), _against("EV-013", "Denial letter"),
            pack="surveillance", section="Product", gate=True),
    _answer("C11", "End-use screening", Result.PARTLY, "Procedure since 2025, no domestic sales covered.",
            pack="surveillance", section="Sales"),
    _answer("C13", "Contract limits", Result.OTHER_MEANS, "Export template has use limits and audit right.",
            pack="surveillance", section="Sales"),
    _answer("D04", "Share of workers placed by an authority", Result.UNABLE, "", pack="surveillance", section="Sales",
            reason="access_refused"),
    _answer("D10", "Ability to refuse a placement", Result.UNABLE, "Gate note of 13 May.", pack="surveillance",
            section="Sales", reason="interview_unsafe"),
    _answer("G28", "Same-maker check", Result.NOT_APPLICABLE, "", pack="surveillance", section="Sales",
            reason="no_such_product"),
    _answer("G29", "Replacement chosen", None, "", pack="surveillance", section="Sales"),
)  # fmt: skip


def _finding(
    code: str,
    title: str,
    grade: Grade,
    criterion: str,
    condition: str,
    cause: str,
    effect: str,
    evidence: tuple[EvidenceRef, ...],
    questions: tuple[str, ...],
    *,
    kind: FindingKind = FindingKind.NONCONFORMITY,
    nature: Nature = Nature.FACT,
    confidence: Confidence = Confidence.HIGH,
) -> FindingSheet:
    return FindingSheet(
        code, title, kind, nature, grade, FindingState.FINALISED, criterion, condition, cause, effect, confidence,
        questions, evidence,
    )  # fmt: skip


FINDINGS = (
    _finding(
        "F-01", "Product feature sorts people by ethnicity", Grade.CRITICAL,
        "Client guideline 1 (equal worth); ICERD articles 1 and 2; ICCPR article 26.",
        "SDK 4.2, delivered from October 2024 to February 2026, exposes the attribute orveni_flag. It was demonstrated "
        "in the laboratory on 3 builds and is absent in 4.4.",
        "A domestic tender asked for it; research and development had no human-rights check.",
        "The feature enables discriminatory monitoring of a population group.",
        (_for("EV-003", "SDK 4.2 internal release note", "line 1"), _for("EV-010", "Laboratory report", "section 4"),
         _against("EV-009", "Vendor statement: experimental, never sold", "page 12")),
        ("C02",),
    ),
    _finding(
        "F-02", "Supply and upkeep of cameras at a place of arbitrary detention", Grade.CRITICAL,
        "Client guideline 0; ICCPR articles 9 and 18; UNGP 13.",
        "Award notice, 214 units, maintenance ticket of March 2026.",
        "No end-use screening of domestic sales.", "Equipment is used to hold people without trial.",
        (_for("EV-001", "Tender award notice Altmar-3"), _against("EV-013", "Denial letter from integrator")),
        ("C07", "C11"), confidence=Confidence.MEDIUM,
    ),
    _finding(
        "F-03", "Passports retained", Grade.CRITICAL, "Client guideline 2 (forced labour); C29; ILO indicator 7.",
        "In 14 of 20 files sampled passports were held by the site; 41 passports were seen in the HR safe on 12 May.",
        "Agency practice accepted by the site.", "Workers cannot leave freely.",
        (_for("EV-004", "Photo: HR safe, 41 passports in envelopes", "shelf 2"),
         _against("EV-005", "Consent forms in 9 files, same date, same pen"),
         EvidenceRef("EV-007", WITHHELD, LinkRole.CONTEXT, withheld=True)),
        ("A17",),
    ),
    _finding(
        "F-05", "Excessive hours", Grade.MAJOR, "C1, C30; client guideline 5.",
        "33 of 52 workers sampled above 60 h in the peak; at most 74.5 h; no rest day for 11 workers in week 31.\n"
        + HOSTILE,
        "The client's rush orders (lead time cut from 6 to 3 weeks) and the vendor's planning.",
        "Fatigue; two injuries.", (_for("EV-006", TIMECARDS),), ("A30",),
    ),
    _finding(
        "F-06", "Tier-2 lens site cannot be verified; unacceptable risk of state-imposed labour", Grade.MAJOR,
        "C29; C105 article 1(b) and (e); client guideline 2.",
        "Access refused; a district notice offers transfer quotas; 19 % of lens output not explained by known input.",
        "No traceability clause for tier 2.", "Possible coercion of Orveni workers.",
        (_for("EV-012", "Lens purchase and production records"),), ("D04", "D10"), nature=Nature.RISK,
        confidence=Confidence.LOW,
    ),
    _finding(
        "F-08", "Due-diligence method omits irremediability", Grade.MINOR, "UNGP 14.",
        "The manual, section 4, ranks by scale and probability.", "Template taken from finance.",
        "The worst impacts rank too low.", (_for("EV-009", "HRDD manual"),), (),
    ),
    _finding(
        "GP-1", "Signed firmware, quick fixes", Grade.NONE, "EN 303 645, provision 5.3.",
        "Median fix time 14 days over 11 reports.", "A named owner for each report.", "Known weaknesses close soon.",
        (), (),
        kind=FindingKind.GOOD_PRACTICE,
    ),
)  # fmt: skip

_ITEMS = (
    ("EV-001", "Tender award notice Altmar-3, public portal capture", EvidenceKind.WEB_CAPTURE, "award.html",
     "text/html", "public tender portal", "downloaded", ("C07", "F-02")),
    ("EV-003", "SDK 4.2 internal release note", EvidenceKind.DOCUMENT, "release-note-4.2.txt", "text/plain",
     "vendor, RFI-09", "received", ("C02", "F-01")),
    ("EV-004", "Photo: HR safe, 41 passports in envelopes", EvidenceKind.PHOTO, "IMG_20260512_1012.jpg", "image/jpeg",
     "Dravna Plant 2, HR office", "photographed", ("A17", "F-03")),
    ("EV-006", TIMECARDS, EvidenceKind.RECORD, "час-31 工时表 <v2>.xlsx", "application/vnd.ms-excel",
     "Dravna Plant 2, payroll", "copied", ("A21", "A30", "A31", "F-05")),
    ("EV-008", "Screen photo line-3 terminal", EvidenceKind.PHOTO, "IMG_20260513_0907.jpg", "image/jpeg",
     "line 3", "photographed", ("A31",)),
    ("EV-013", "Denial letter from integrator", EvidenceKind.DOCUMENT, "denial.pdf", "application/pdf", "integrator",
     "received", ()),
)  # fmt: skip


def _evidence(place: int) -> EvidenceLine:
    code, title, kind, filename, media_type, source, method, used = _ITEMS[place]
    taken = datetime(2026, 5, 12, 8, 12, tzinfo=UTC) + timedelta(hours=place)
    return EvidenceLine(
        code, title, kind, filename, media_type, 78 + 91_234 * place, hashlib.sha256(code.encode()).hexdigest(), source,
        method, taken if kind is EvidenceKind.PHOTO else None, "Ingrid Solvang-Ek" if place % 2 == 0 else "",
        taken + timedelta(days=1), "en", used, photo(seed=place) if kind is EvidenceKind.PHOTO else None,
    )  # fmt: skip


HELD = EvidenceLine(
    "EV-007", WITHHELD, EvidenceKind.INTERVIEW_NOTE, "", "", 0, "", "", "", None, "",
    datetime(2026, 5, 14, 12, 0, tzinfo=UTC), "", ("F-03",), withheld=True,
)  # fmt: skip

LIMITATIONS = (
    Limitation("D04", "Share of workers placed by an authority", "access_refused", "Mirrow Lens Works, RFI-17."),
    Limitation("D10", "Ability to refuse a placement", "interview_unsafe", ""),
)

SUMMARY = (
    "There is reason to believe that the vendor contributes to serious human-rights violations against the Orveni, and "
    "an unacceptable risk that it will continue. The relationship is not compatible with the client's ethical "
    "guidelines 0, 1 and 2.\n\nConfidence is high for findings F-01, F-03 and F-05, medium for F-02 and low for F-06. "
    "Site S3 was not visited."
)


def sample(**changes: object) -> ReportData:
    """The demo audit as the client gets it, with changes."""
    data = ReportData(
        edition=Edition.CLIENT,
        language="en",
        title="Ethical guidelines and human rights at Zorvane Optical Systems",
        client=CLIENT,
        vendor="Zorvane Optical Systems JSC",
        vendor_aliases=("Zorvan", "ZOS", "«Зорване»", "佐万光学系统"),
        vendor_country="Kestovia",
        audit_code="FV-2026-03",
        audit_kind=AuditKind.FOR_CAUSE,
        objective="To find out whether the business relationship is compatible with the client's ethical guidelines "
        "and with the conventions they refer to.",
        scope="Port Selm (headquarters, research, support); Dravna Plant 2 (camera assembly), on site 11 to 14 May "
        "2026, announced window; ZLink hosting, technical test from the client's laboratory.",
        scope_excluded="Mirrow Lens Works, Altmar Highlands: refused by the regional authority. Sales offices.",
        mandate_date=date(2026, 2, 2),
        fieldwork=(date(2026, 5, 11), date(2026, 5, 22)),
        team=TEAM,
        packs=PACKS,
        answers=ANSWERS,
        findings=FINDINGS,
        evidence=(*(_evidence(place) for place in range(len(_ITEMS))), HELD),
        limitations=LIMITATIONS,
        gates_hit=("A17", "A31", "C02", "C07"),
        summary=SUMMARY,
        revision=3,
        cutoff=datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
        made_at=MADE,
        workbook_id="6f1c8a1e-55b7-4d0e-9f70-1d7a4a2d6c11",
        log_root=hashlib.sha256(b"log").hexdigest(),
        log_entries=4127,
        demo=True,
        app_version="0.1.0",
    )
    return replace(data, **changes)  # type: ignore[arg-type]
