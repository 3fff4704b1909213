"""What kind of file some bytes are, by their first bytes; the name is only a hint for text. Pure."""

from __future__ import annotations

from pathlib import PurePath

from auditdesk.core.models.enums import EvidenceKind

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"RIFF", "application/x-riff"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
)
ZIPPED = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
TEXTS = {".csv": "text/csv", ".html": "text/html", ".htm": "text/html", ".eml": "message/rfc822", ".json": "text/plain"}


def kind_of(beginning: bytes, name: str) -> str:
    """The media type of a file from its first few kilobytes; "application/octet-stream" when nobody can tell."""
    suffix = PurePath(name).suffix.lower()
    for offset, magic, kind in MAGIC:
        if beginning[offset : offset + len(magic)] == magic:
            return ZIPPED.get(suffix, kind) if kind == "application/zip" else kind
    if _is_text(beginning):
        return TEXTS.get(suffix, "text/plain")
    return "application/octet-stream"


def _is_text(beginning: bytes) -> bool:
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in beginning)


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
