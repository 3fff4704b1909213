"""Reading a PDF back with programs that are not ours."""

from __future__ import annotations

import shutil
import subprocess

import pytest

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
needs_qpdf = pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")


def text_of(pdf: bytes, *options: str) -> str:
    """The text of a PDF as poppler reads it; pages end with a form feed."""
    command = ["pdftotext", "-enc", "UTF-8", *options, "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """Text without any white space, so that line breaks do not matter."""
    return "".join(text.split())
