"""Evidence pictures: upright, small enough, bare of metadata, and never decoded without need."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from auditdesk.report.pictures import LARGEST, prepared, without_metadata
from tests.report.samples import photo


def _bytes(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _pixels(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg)) as image:
        return image.convert("RGB").tobytes()


def test_a_fitting_jpeg_keeps_its_pixels_and_loses_its_camera_data() -> None:
    original = photo(800, 600)

    found = prepared(original)

    assert found is not None and (found.width, found.height) == (800, 600)
    assert b"SECRET CAMERA" in original and b"SECRET CAMERA" not in found.content
    assert _pixels(found.content) == _pixels(original)


def test_what_follows_the_picture_is_left_out() -> None:
    found = prepared(photo(200, 100) + b"GPS 59.33N hidden film")

    assert found is not None and found.content.endswith(b"\xff\xd9") and b"hidden" not in found.content


def test_comments_are_left_out() -> None:
    found = prepared(_bytes(Image.new("RGB", (20, 20)), comment=b"names of workers"))

    assert found is not None and b"names" not in found.content


def test_a_progressive_jpeg_survives() -> None:
    original = _bytes(Image.effect_mandelbrot((300, 200), (-2, -1, 1, 1), 40).convert("RGB"), progressive=True)

    found = prepared(original)

    assert found is not None and _pixels(found.content) == _pixels(original)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_phone_photo_comes_out_as_the_camera_was_held(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 40, 20))
    original = _bytes(image, exif=exif, quality=95)

    found = prepared(original)

    assert found is not None
    with Image.open(io.BytesIO(original)) as given, Image.open(io.BytesIO(found.content)) as shown:
        expected = ImageOps.exif_transpose(given).convert("RGB")
        assert shown.size == expected.size and not shown.getexif()
        difference = ImageChops.difference(expected, shown.convert("RGB")).getextrema()
    assert max(high for _, high in difference) < 60


def test_a_large_photo_is_reduced() -> None:
    found = prepared(photo(4000, 3000))

    assert found is not None and (found.width, found.height) == (LARGEST, 1200)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "LA", "I;16"])
def test_pngs_of_every_mode_become_jpegs(mode: str) -> None:
    found = prepared(_bytes(Image.new(mode, (30, 20)), "PNG"))

    assert found is not None and found.content.startswith(b"\xff\xd8")


def test_transparency_becomes_white() -> None:
    found = prepared(_bytes(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))

    assert found is not None and _pixels(found.content)[0] > 250


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    found = prepared(_bytes(Image.new("CMYK", (30, 20))))

    assert found is not None and not found.grey
    with Image.open(io.BytesIO(found.content)) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("nothing", [b"", b"\xff\xd8", b"%PDF-1.7", b"GIF89a", photo(60, 60)[:300]])
def test_what_is_no_picture_is_refused(nothing: bytes) -> None:
    assert prepared(nothing) is None


@given(st.binary(max_size=200), st.integers(0, 1200))
def test_damaged_pictures_never_raise(noise: bytes, place: int) -> None:
    original = photo(60, 60)

    prepared(original[:place] + noise + original[place + len(noise) :])
    without_metadata(original[:place] + noise)
