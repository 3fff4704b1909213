"""Files made to keep the verifier busy are given up in good time, and never called good."""

from __future__ import annotations

import time

import pytest

from auditdesk.seal.verify import Verdict, verify_pdf

HEAD = b"%PDF-1.7\n"
MANY = 100_000_000


BUSY = {
    "nothing but zeros": lambda: HEAD + bytes(MANY),
    "zeros with our mark": lambda: HEAD + b"/Creator (auditdesk)" + bytes(MANY),
    "nothing but spaces": lambda: HEAD + b" " * MANY,
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
