"""Files made to keep the verifier busy are given up in good time, and never called good."""

from __future__ import annotations

import time

import pytest

from auditdesk.seal.deadline import at_most
from auditdesk.seal.verify import Verdict, verify_pdf

HEAD = b"%PDF-1.7\n"
MANY = 100_000_000


def _references(widths: bytes, data: bytes) -> bytes:
    """A cross-reference stream that announces two thousand million entries."""
    head = HEAD + b"1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    entries = b"/Type /XRef /Size 3 /Index [0 2000000000] /W %s /Root 1 0 R /Length %d" % (widths, len(data))
    stream = b"2 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (entries, data)
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


BUSY = {
    "nothing but zeros": lambda: HEAD + bytes(MANY),
    "zeros with our mark": lambda: HEAD + b"/Creator (auditdesk)" + bytes(MANY),
    "nothing but spaces": lambda: HEAD + b" " * MANY,
    "endless entries without a width": lambda: _references(b"[0 0 0]", b""),
    "endless entries that are not there": lambda: _references(b"[1 4 1]", bytes(60)),
    "the beginning of a mark": lambda: HEAD + (b"/Creator" + b" " * 100_000) * 300,
}


@pytest.mark.parametrize("name", BUSY)
def test_a_file_that_keeps_the_reader_busy_is_given_up_and_not_called_good(name: str) -> None:
    data = BUSY[name]()
    began = time.monotonic()

    found = verify_pdf(data, authorities=(), patience=0.5)

    assert found.verdict is Verdict.CANNOT_TELL
    assert "took_too_long" in {reason.key for reason in found.reasons}
    assert time.monotonic() - began < 10


def test_what_is_done_in_time_is_left_alone() -> None:
    with at_most(0.1):
        done = True
    time.sleep(0.2)

    assert done
