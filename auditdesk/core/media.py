"""What a file is, by its first bytes; its name is only a hint. Pure functions."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePosixPath

from auditdesk.core.models.enums import EvidenceKind

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
TEXT = "text/plain"
TEXT_LIMIT = 2 * 1024 * 1024
LINE_LIMIT = 1000

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/x-msdownload"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"{\\rtf", "application/rtf"),
)
_IN_ZIP = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_AS_TEXT = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xml": "application/xml",
    ".html": "text/html",
    ".htm": "text/html",
    ".svg": "image/svg+xml",
    ".md": "text/markdown",
    ".eml": "message/rfc822",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 8192


@dataclass(frozen=True)
class Decoded:
    """Text of a file, the encoding it was read in, and whether its end was left out."""

    text: str
    encoding: str
    cut: bool


def kind_of(data: bytes, name: str = "") -> str:
    """The media type of a file by its bytes. The extension only tells text from text and zip from zip."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(data[8:12], UNKNOWN)
    if data[4:8] == b"ftyp":
        return "image/heic" if data[8:12] in {b"heic", b"heix", b"mif1", b"msf1"} else "video/mp4"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return _IN_ZIP.get(suffix, kind) if kind == "application/zip" else kind
    if looks_like_text(data):
        return _AS_TEXT.get(suffix, TEXT)
    return UNKNOWN


def looks_like_text(data: bytes) -> bool:
    """Whether the beginning has a byte order mark, or no control characters that text does not have."""
    head = data[:_LOOKED_AT]
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return True
    if b"\x00" in head:
        return _wide(head) is not None
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return odd * 100 <= len(head)


def decode_text(data: bytes, limit: int = TEXT_LIMIT) -> Decoded:
    """Text by its byte order mark, else UTF-8, else UTF-16 without a mark, else Windows-1252. Never fails."""
    cut = len(data) > limit
    data = data[:limit]
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(encoding, "replace"), encoding.upper().removesuffix("-SIG"), cut)
    wide = _wide(data[:_LOOKED_AT])
    if wide is not None:
        return Decoded(data.decode(wide, "replace"), wide.upper(), cut)
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        return Decoded(decoder.decode(data, final=not cut), "UTF-8", cut)  # a cut may halve the last character
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(data.decode("cp1252"), "Windows-1252", cut)
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "Latin-1", cut)


def break_lines(text: str, limit: int = LINE_LIMIT) -> str:
    """`text` with over-long lines broken for the screen: one line of a megabyte takes a minute to lay out."""
    if len(text) <= limit or max(map(len, text.split("\n"))) <= limit:
        return text
    lines = text.split("\n")
    return "\n".join(line[at : at + limit] for line in lines for at in range(0, max(len(line), 1), limit))


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte is zero, as in Latin text."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd * 10 >= pairs * 7 and even * 10 <= pairs:
        return "utf-16-le"
    if even * 10 >= pairs * 7 and odd * 10 <= pairs:
        return "utf-16-be"
    return None


def evidence_kind(media_type: str) -> EvidenceKind:
    """The kind an item starts with; the auditor changes it where the file's form misleads."""
    if media_type.startswith("image/"):
        return EvidenceKind.PHOTO
    if media_type == "text/html":
        return EvidenceKind.WEB_CAPTURE
    if media_type == "message/rfc822":
        return EvidenceKind.EMAIL
    if "sheet" in media_type or media_type == "text/csv":
        return EvidenceKind.RECORD
    if media_type in ("application/pdf", "text/plain") or "document" in media_type:
        return EvidenceKind.DOCUMENT
    return EvidenceKind.OTHER
