"""Bytes of evidence to pictures: plain functions for the worker thread, which never open anything else.

pdfium and the image readers get bytes only. An image is read by the format its bytes say, never by trying all readers,
and within a memory limit. A page is drawn no larger than is sensible, whatever size it claims.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

MEGAPIXELS = 40
PAGE_MEGAPIXELS = 16
_ALLOCATION_MB = 512
_READERS = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/webp": b"webp",
    "image/tiff": b"tiff",
}
IMAGES = frozenset(_READERS)
_pdfium = threading.Lock()  # pdfium is not made for two threads


@dataclass(frozen=True)
class Picture:
    """A picture to show, or `image` None and why: "damaged", "passphrase", "too_large"."""

    image: QImage | None
    problem: str = ""
    page: int = 0
    pages: int = 0
    width: int = 0
    height: int = 0


def read_image(data: bytes, media_type: str) -> Picture:
    """Decode an image upright, scaled down when it has more than 40 megapixels."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_READERS[media_type]))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_ALLOCATION_MB)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MEGAPIXELS * 1_000_000:
        reader.setScaledSize(_within(size, MEGAPIXELS * 1_000_000))
    image = reader.read()
    del reader  # before its buffer, or its destructor reads freed memory (segfault)
    buffer.close()
    if image.isNull():
        too_large = size.isValid() and size.width() * size.height() * 4 > _ALLOCATION_MB * 1024 * 1024
        return Picture(None, "too_large" if too_large else "damaged")
    width, height = (size.width(), size.height()) if size.isValid() else (image.width(), image.height())
    return Picture(image, width=width, height=height)


def draw_page(data: bytes, page: int, scale: float) -> Picture:
    """Draw one page of a PDF, counted from 0, at `scale` pixels per point."""
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            return Picture(None, "passphrase" if "assword" in str(error) else "damaged")
        try:
            return _draw(document, page, scale)
        except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError):
            return Picture(None, "damaged", page, len(document))
        finally:
            document.close()


def _draw(document: pypdfium2.PdfDocument, number: int, scale: float) -> Picture:
    pages = len(document)
    if not pages:
        return Picture(None, "damaged")
    number = min(max(number, 0), pages - 1)
    page = document[number]
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return Picture(None, "damaged", number, pages)
    most = (PAGE_MEGAPIXELS * 1_000_000 / (width * height)) ** 0.5
    bitmap = page.render(scale=min(scale, most), rev_byteorder=False, prefer_bgrx=True)
    kind = QImage.Format.Format_RGB32 if bitmap.n_channels == 4 else QImage.Format.Format_BGR888
    if bitmap.n_channels == 1:
        kind = QImage.Format.Format_Grayscale8
    view = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind)
    image = view.copy()
    bitmap.close()
    page.close()
    return Picture(image, "", number, pages, round(width), round(height))


def _within(size: QSize, pixels: int) -> QSize:
    share = (pixels / (size.width() * size.height())) ** 0.5
    return QSize(max(int(size.width() * share), 1), max(int(size.height() * share), 1))
