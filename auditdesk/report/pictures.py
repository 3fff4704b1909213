"""Evidence pictures made fit for the page: upright, at most 1600 pixels, without a word of metadata.

Everything happens in memory. reportlab would take a file name more cheaply than a buffer, but a file means decrypted
evidence on the disk, where a crash leaves it. So the page gets the JPEG's own bytes (`parts.Photo`), nothing is decoded
to be laid out, and the cost of a photograph is its size. A JPEG that is already upright and small enough is passed
through; only its segments with camera data, places, thumbnails and comments are left out.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from dataclasses import dataclass
from typing import Literal

from PIL import Image

LARGEST = 1600
_ORIENTATION = 0x0112
_EXIF = re.compile(rb"\xff\xe1..Exif\x00\x00(?=II|MM)", re.DOTALL)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_NEXT_MARKER = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_ADOBE = 0xEE
_SCAN, _END = 0xDA, 0xD9


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A picture ready to be placed; equal pictures have equal names and are stored once."""

    content: bytes
    width: int
    height: int
    grey: bool
    name: str


def prepared(picture: bytes) -> Jpeg | None:
    """The picture as a JPEG for the page, or None for bytes that are no picture."""
    turn = orientation(picture)
    bare = without_metadata(picture) if picture.startswith(b"\xff\xd8") else picture
    if bare is None:
        return None
    try:
        with Image.open(io.BytesIO(bare), formats=("JPEG", "PNG")) as image:
            if image.format == "JPEG" and image.mode in {"L", "RGB"} and turn == 1 and max(image.size) <= LARGEST:
                return _named(bare, image)
            return _converted(image, turn)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return None


def _converted(image: Image.Image, turn: int) -> Jpeg:
    image.draft("RGB", _target(image.size))
    upright = image.transpose(_TURNS[turn]) if turn in _TURNS else image
    upright.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    flat = upright if upright.mode == "L" else upright.convert("RGB")
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=88, subsampling=0, exif=b"", icc_profile=None)
    bare = without_metadata(out.getvalue()) or out.getvalue()
    return _named(bare, flat)


def _named(jpeg: bytes, image: Image.Image) -> Jpeg:
    return Jpeg(jpeg, image.width, image.height, image.mode == "L", hashlib.sha256(jpeg).hexdigest()[:32])


def _target(size: tuple[int, int]) -> tuple[int, int]:
    shrink = min(1.0, LARGEST / max(size))
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def orientation(jpeg: bytes) -> int:
    """How the camera was held (Exif, 1 is upright). Read here, so that no library parses the rest of a hostile Exif."""
    found = _EXIF.search(jpeg, 0, 65_536)
    if not found:
        return 1
    tiff = jpeg[found.end() : found.end() + 65_536]
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    first = int.from_bytes(tiff[4:8], order)
    for entry in range(int.from_bytes(tiff[first : first + 2], order)):
        field = tiff[first + 2 + 12 * entry : first + 14 + 12 * entry]
        if len(field) < 12:
            break
        if int.from_bytes(field[:2], order) == _ORIENTATION:
            return int.from_bytes(field[8:10], order)
    return 1


def without_metadata(jpeg: bytes) -> bytes | None:
    """The same picture without application segments, comments and anything after its end; None if it is malformed."""
    kept = [b"\xff\xd8"]
    position = 2
    while position < len(jpeg) - 1:
        found = _NEXT_MARKER.match(jpeg, position)
        if not found:
            return None
        marker, start = jpeg[found.end() - 1], found.end() - 2
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        end = found.end() + int.from_bytes(jpeg[found.end() : found.end() + 2], "big")
        if marker == _SCAN:
            following = _NEXT_MARKER.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        if not _is_metadata(marker):
            kept.append(jpeg[start:end])
        position = end
    return None


def _is_metadata(marker: int) -> bool:
    return marker == 0xFE or (0xE0 <= marker <= 0xEF and marker != _ADOBE)
