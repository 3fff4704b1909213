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
from dataclasses import dataclass

from PIL import Image, ImageOps

LARGEST = 1600
_ORIENTATION = 0x0112
_NEXT_MARKER = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_ADOBE = 0xEE
_SCAN, _END = 0xDA, 0xD9


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A picture ready to be placed."""

    content: bytes
    width: int
    height: int
    grey: bool

    @property
    def name(self) -> str:
        """A name the same for the same picture."""
        return hashlib.sha256(self.content).hexdigest()[:32]


def prepared(picture: bytes) -> Jpeg | None:
    """The picture as a JPEG for the page, or None for bytes that are no picture."""
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as image:
            if _fits(image):
                bare = without_metadata(picture)
                if bare is not None:
                    return Jpeg(bare, image.width, image.height, image.mode == "L")
            return _converted(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _fits(image: Image.Image) -> bool:
    return (
        image.format == "JPEG"
        and image.mode in {"L", "RGB"}
        and max(image.size) <= LARGEST
        and image.getexif().get(_ORIENTATION, 1) == 1
    )


def _converted(image: Image.Image) -> Jpeg:
    image.draft("RGB", _target(image.size))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    flat = upright if upright.mode == "L" else upright.convert("RGB")
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=88, subsampling=0, exif=b"", icc_profile=None)
    bare = without_metadata(out.getvalue()) or out.getvalue()
    return Jpeg(bare, flat.width, flat.height, flat.mode == "L")


def _target(size: tuple[int, int]) -> tuple[int, int]:
    shrink = min(1.0, LARGEST / max(size))
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


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
