"""Evidence is shown or told about; a broken file is a sentence; nothing else is opened."""

from __future__ import annotations

import io
import subprocess

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest

from auditdesk.core import media
from auditdesk.gui import rendering
from auditdesk.gui.preview import PreviewPane
from tests.gui.helpers import wait_until


def image(kind, size=(60, 40), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "#C2410C").save(out, kind, **more)
    return out.getvalue()


def pdf(pages=3, size=(200, 300)):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*size)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


PNG, JPEG, PDF = image("PNG"), image("JPEG"), pdf()
IMAGES = {"png": PNG, "jpeg": JPEG, "gif": image("GIF"), "bmp": image("BMP"), "tiff": image("TIFF"),
          "webp": image("WEBP")}  # fmt: skip


@pytest.fixture
def pane(app):
    pane = PreviewPane()
    pane.resize(500, 400)
    pane.show()
    yield pane
    pane.clear()


def shown(pane):
    return pane._stack.currentWidget()


@pytest.mark.parametrize("kind", IMAGES)
def test_pictures_are_shown_with_their_size(pane, kind):
    pane.show_bytes(IMAGES[kind], "", "photo")

    assert shown(pane) is pane._picture
    assert "60 × 40" in pane._facts.text()
    assert pane._picture.grab().toImage().pixelColor(pane._picture.rect().center()).red() > 150


def test_a_photo_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = rendering.read_image(image("JPEG", exif=exif), "image/jpeg")

    assert (picture.image.width(), picture.image.height()) == (40, 60)


def test_pages_can_be_walked(pane):
    pane.show_bytes(PDF, "application/pdf", "report.pdf")
    assert pane._where.text() == "Page 1 of 3"
    assert not pane._back.isEnabled()

    pane._next.click()
    pane._next.click()

    assert pane._where.text() == "Page 3 of 3"
    assert not pane._next.isEnabled()
    assert shown(pane) is pane._picture


def test_pages_are_drawn_beside_the_window_when_jobs_are_given(app, jobs):
    pane = PreviewPane(jobs)

    pane.show_bytes(PDF, "application/pdf", "report.pdf")
    assert shown(pane) is pane._sentence
    wait_until(lambda: shown(pane) is pane._picture)

    assert pane._where.text() == "Page 1 of 3"
    pane.deleteLater()


def test_an_answer_for_the_file_before_is_dropped(app, jobs):
    pane = PreviewPane(jobs)

    pane.show_bytes(PDF, "application/pdf", "report.pdf")
    pane.show_bytes(b"now a text", "text/plain", "note.txt")
    wait_until(lambda: not jobs.busy)

    assert shown(pane) is pane._text
    pane.deleteLater()


@pytest.mark.parametrize(
    "data",
    [PNG[:60], PNG[:30] + b"\xff" * 40, PDF[:200], b"%PDF-1.7\n%%EOF", b"\xff\xd8\xff\xe0garbage", b"GIF89a", b"BM",
     b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"II*\x00\xff\xff\xff\x7f"],
)  # fmt: skip
def test_a_broken_file_is_a_sentence(pane, data, qt_warnings):
    pane.show_bytes(data, "", "broken")

    assert shown(pane) is pane._sentence
    assert pane._sentence.text().startswith("This file is damaged or incomplete")
    qt_warnings.clear()


def test_a_truncated_photo_never_ends_the_program(pane, qt_warnings):
    for length in range(2, len(JPEG), 37):
        pane.show_bytes(JPEG[:length], "image/jpeg", "photo.jpg")

        assert shown(pane) in (pane._picture, pane._sentence, pane._text)
    qt_warnings.clear()


def test_a_png_that_claims_to_be_huge_is_refused_in_words(pane, qt_warnings):
    huge = bytearray(PNG)
    huge[16:24] = (60_000).to_bytes(4, "big") * 2

    pane.show_bytes(bytes(huge), "image/png", "bomb.png")

    assert shown(pane) is pane._sentence
    assert "is kept as it was received" in pane._sentence.text()
    qt_warnings.clear()


def test_a_page_that_claims_to_be_huge_is_drawn_small():
    picture = rendering.draw_page(pdf(1, (14_000, 14_000)), 0, 4.0)

    assert picture.image.width() * picture.image.height() <= 17_000_000


def test_an_encrypted_pdf_says_so(pane, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))

    pane.show_bytes(out.getvalue(), "application/pdf", "locked.pdf")

    assert "asks for a passphrase" in pane._sentence.text()


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [("Ørveni".encode(), "UTF-8", "Ørveni"), (b"\xef\xbb\xbfx", "UTF-8", "x"),
     ("Ørveni".encode("utf-16"), "UTF-16", "Ørveni"), ("plain words".encode("utf-16-le"), "UTF-16-LE", "plain words"),
     ("plain words".encode("utf-16-be"), "UTF-16-BE", "plain words"),
     ("é – x".encode("cp1252"), "Windows-1252", "é – x"), (b"\x81\xd8", "Latin-1", "\x81Ø")],
)  # fmt: skip
def test_text_is_read_by_its_encoding(data, encoding, text):
    found = media.decode_text(data)

    assert (found.encoding, found.text, found.cut) == (encoding, text, False)


def test_text_states_its_encoding_and_shows_markup_as_typed(pane):
    pane.show_bytes(b"<b>x</b> <img src='file:///x'>", "text/html", "page.html")

    assert shown(pane) is pane._text
    assert pane._text.toPlainText() == "<b>x</b> <img src='file:///x'>"
    assert "read as UTF-8" in pane._facts.text()


def test_a_long_text_is_cut_and_says_so(pane):
    pane.show_bytes("ø".encode() * 2_000_000, "text/plain", "log.txt")

    assert "only the first" in pane._facts.text()
    assert len(pane._text.toPlainText()) <= media.TEXT_LIMIT
    assert "\N{REPLACEMENT CHARACTER}" not in pane._text.toPlainText()


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x00", b"PK\x03\x04\x00", bytes(range(256)), b"MZ\x90\x00"])
def test_other_kinds_are_kept_unopened(pane, data):
    pane.show_bytes(data, "application/octet-stream", "x.exe")

    assert pane._sentence.text() == "No preview for this kind of file; it is kept unopened."


def test_an_svg_is_text_because_it_could_load_things(pane):
    pane.show_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///x"/></svg>', "", "x.svg")

    assert shown(pane) is pane._text


def test_an_empty_file_says_so(pane):
    pane.show_bytes(b"", "image/png", "x.png")

    assert pane._sentence.text() == "The file has no content."


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [(PNG, "x.exe", "image/png"), (JPEG, "x.png", "image/jpeg"), (PDF, "x.txt", "application/pdf"),
     (b"\n\n" + PDF, "x", "application/pdf"), (b"a;b\n1;2", "x.csv", "text/csv"), (b"words", "x.png", "text/plain"),
     (b"PK\x03\x04", "x.xlsx", media._IN_ZIP[".xlsx"]), (b"PK\x03\x04", "x", "application/zip"),
     (b"\x00\x01\x02\x03", "x.jpg", media.UNKNOWN), (b"", "x.pdf", "text/plain"),
     (b"\x00\x00\x00\x18ftypheic", "x", "image/heic")],
)  # fmt: skip
def test_the_bytes_say_what_a_file_is(data, name, kind):
    assert media.kind_of(data, name) == kind


def test_zoom_and_turn_leave_the_picture_alone(pane):
    pane.show_bytes(image("PNG", (300, 100)), "image/png", "wide.png")
    view = pane._picture
    fitted = view.zoom()

    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom() > fitted
    QTest.keyClick(view, Qt.Key.Key_R)
    assert view._canvas.height() > view._canvas.width()
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom() <= 1

    assert (view._original.width(), view._original.height()) == (300, 100)


def test_no_program_and_no_address_is_opened(pane, monkeypatch):
    def forbidden(*_args, **_more):
        raise AssertionError("a program was started")

    monkeypatch.setattr(QDesktopServices, "openUrl", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)

    for data in (PNG, PDF, b"http://example.org", b"MZ\x90\x00"):
        pane.show_bytes(data, "", "https://example.org/x")


def test_clearing_keeps_nothing(pane):
    pane.show_bytes(PNG, "image/png", "x.png")

    pane.clear()

    assert pane._data == b""
    assert pane._picture._original == QImage()
    assert pane._facts.text() == ""


def test_over_long_lines_are_broken_and_others_are_left():
    assert media.break_lines("ab\n\ncd\n", 2) == "ab\n\ncd\n"
    assert media.break_lines("abcde\nf", 2) == "ab\ncd\ne\nf"
