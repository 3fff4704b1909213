"""Small packs and libraries, written for these tests."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIBRARY = (HERE / "library-head.yaml").read_text("utf-8")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a file and gives its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "given.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def library(written: Callable[[str | bytes], Path]) -> Callable[[str], Path]:
    """Writes a CISO Assistant library with these requirement nodes; `@` stands for the beginning of their urns."""

    def write(nodes: str) -> Path:
        return written(LIBRARY + textwrap.indent(textwrap.dedent(nodes), "    ").replace("@", "urn:a:risk:req_node:l:"))

    return write
