"""An open workbook for the tests of the core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Desk, make_workbook


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_workbook(tmp_path)
    yield made
    made.workbook.close()
