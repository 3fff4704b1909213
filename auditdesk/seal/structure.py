"""What stands in a PDF besides its signatures: whether it is one of ours, what could change what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils import generic

PRODUCT = "auditdesk"
ROLES = ("Author", "Reviewer", "Client")
REASONS = {
    "Author": "I am the author and certify this report",
    "Reviewer": "I have reviewed this report",
    "Client": "Received by the client",
}
MARK = "/AuditdeskReport"  # a key in the catalogue, for exports whose Info is rewritten by other tools

# Looked for in the bytes themselves too, so that a later update of /Info or a broken cross-reference table cannot turn
# a report of ours into a stranger that is judged mildly.
_RAW_MARKS = re.compile(
    rb"/Creator\s*\(\s*" + PRODUCT.encode()
    + rb"|/Creator\s*\(\xfe\xff" + PRODUCT.encode("utf-16-be")
    + rb"|/Creator\s*<(?:feff)?(?:00)?61(?:00)?75(?:00)?64(?:00)?69(?:00)?74(?:00)?64(?:00)?65(?:00)?73(?:00)?6b"
    + rb"|" + MARK.encode()
    + rb"|\(" + REASONS["Author"].encode() + rb"\)",
    re.IGNORECASE,
)  # fmt: skip
_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}
_ACTIVE |= {"/GoToE", "/GoToR", "/SetOCGState", "/Hide"}
_PLAIN_ACTIONS = {"/GoTo"}


def entry(dictionary: Any, key: str, default: Any) -> Any:
    """An entry with references followed; pyHanko's own `get` hands out the bare reference."""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401


def marked_as_ours(data: bytes) -> bool:
    """Whether the raw bytes carry a mark of auditdesk, in whatever revision, readable or not."""
    return _RAW_MARKS.search(data) is not None


def says_ours(reader: Any) -> bool:
    """Whether the parsed file names auditdesk as its creator; also finds what is packed in object streams."""
    if MARK in reader.root:
        return True
    info = entry(reader.trailer_view, "/Info", {})
    creator = entry(info, "/Creator", "")
    return str(creator).strip().lower().startswith(PRODUCT)


def foreign_fields(reader: Any) -> list[str]:
    """Names of form fields that are not signature fields, whose content could change after signing."""
    return [name for name, kind in _fields(reader) if kind != "/Sig"]


def has_layers(reader: Any) -> bool:
    """Whether content can be switched on and off."""
    return "/OCProperties" in reader.root


def has_scripts(reader: Any) -> bool:
    """Whether anything runs or calls out when the file is opened, a page is turned, something is clicked."""
    root = reader.root
    if "/AA" in root or ("/Names" in root and "/JavaScript" in root["/Names"]):
        return True
    if "/AcroForm" in root and "/XFA" in root["/AcroForm"]:
        return True
    if "/OpenAction" in root:
        opened = root["/OpenAction"]
        if isinstance(opened, generic.DictionaryObject) and str(entry(opened, "/S", None)) not in _PLAIN_ACTIONS:
            return True
    return any(_page_is_active(page) for page in _pages(root["/Pages"], set()))


def _page_is_active(page: Any) -> bool:
    if "/AA" in page:
        return True
    for annotation in entry(page, "/Annots", ()):
        annotation = annotation.get_object()
        action = entry(annotation, "/A", {})
        if "/AA" in annotation or str(entry(action, "/S", None)) in _ACTIVE or "/Next" in action:
            return True
    return False


def _pages(node: Any, seen: set[int]) -> Iterator[Any]:
    """The pages; raises ValueError where the tree bites its own tail."""
    if "/Kids" not in node:
        yield node
        return
    for kid in _kids(node, seen):
        yield from _pages(kid, seen)


def _kids(node: Any, seen: set[int]) -> Iterator[Any]:
    for kid in node["/Kids"]:
        if isinstance(kid, generic.IndirectObject):
            if kid.idnum in seen:
                raise ValueError("a node of the tree is its own parent")
            seen.add(kid.idnum)
        yield kid.get_object()


def _fields(reader: Any) -> Iterator[tuple[str, str]]:
    form = entry(reader.root, "/AcroForm", {})
    seen: set[int] = set()
    for field in entry(form, "/Fields", ()):
        yield from _field(field.get_object(), "", "", seen)


def _field(field: Any, prefix: str, kind: str, seen: set[int]) -> Iterator[tuple[str, str]]:
    name = f"{prefix}.{field['/T']}".lstrip(".") if "/T" in field else prefix
    kind = str(field["/FT"]) if "/FT" in field else kind
    kids = list(_kids(field, seen)) if "/Kids" in field else []
    named = [kid for kid in kids if "/T" in kid]
    if not named:
        yield name, kind
    for kid in named:
        yield from _field(kid, name, kind, seen)


def empty_signature_fields(reader: Any) -> list[str]:
    """Names of signature fields nobody has signed."""
    form = entry(reader.root, "/AcroForm", {})
    fields = [field.get_object() for field in entry(form, "/Fields", ())]
    unsigned = [field for field in fields if str(entry(field, "/FT", None)) == "/Sig" and "/V" not in field]
    return [str(field["/T"]) for field in unsigned if "/T" in field]


def hidden_behind(signature: Any) -> bool:
    """Whether anything but zeros stands behind the CMS inside /Contents."""
    raw = bytes(signature.pkcs7_content)
    return bool(raw[len(cms.ContentInfo.load(raw).dump()) :].strip(b"\0"))


def gap_is_signature(signature: Any, data: bytes) -> bool:
    """Whether the signed ranges leave out exactly the hex string of the signature, and nothing else."""
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return False
    start, end = numbers[1], numbers[2]
    gap = data[start:end]
    return len(gap) == 2 * len(signature.pkcs7_content) + 2 and re.fullmatch(rb"<[0-9A-Fa-f]*>", gap) is not None
