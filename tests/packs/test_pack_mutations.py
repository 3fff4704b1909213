"""Sound files with one or more parts replaced by nonsense are read or refused in words, and never break a reader."""

from __future__ import annotations

import contextlib
import copy
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditdesk.core.errors import AuditdeskError, BadInput
from auditdesk.packs.checking import Level, check_pack
from auditdesk.packs.ciso import read_library
from auditdesk.packs.loading import from_content, load_pack, to_content
from auditdesk.packs.yamlfile import read_yaml

HERE = Path(__file__).parent
PACK = read_yaml(HERE / "small.yaml").value
LIBRARY = read_yaml(HERE / "branching-library.yaml").value
SCALARS = st.sampled_from(
    [None, True, "", " ", "x", "0", "1", "-1", "99999", "1.5", "P1", "P2", "en", "no", "choice", "text", "conformity",
     "urn:a:risk:req_node:l:g", "urn:a:risk:req_node:l:g1", "<b>", "\u00a0", "\v\x01", "\u202e", "a" * 600]
)  # fmt: skip
JUNK = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "en", "q", "urn", "text"]), inner)
    ),
    max_leaves=4,
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of plain data."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for key, inner in steps for place in places(inner, (*here, key)))]


@st.composite
def mutated(draw: st.DrawFn, sound: Any) -> str:
    changed = copy.deepcopy(sound)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from([place for place in places(changed) if place]))
        parent = changed
        for step in way:
            parent = parent[step]
        change = draw(st.sampled_from(["replace", "remove", "repeat", "rename"]))
        if change == "remove":
            del parent[last]
        elif change == "repeat" and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]))
        elif change == "rename" and isinstance(parent, dict):
            parent[str(draw(SCALARS))] = parent.pop(last)
        else:
            parent[last] = draw(JUNK)
    return yaml.safe_dump(changed, allow_unicode=draw(st.booleans()), sort_keys=False)


def read_in_words(path: Path) -> None:
    with contextlib.suppress(AuditdeskError):
        report = read_library(path)
        assert from_content(to_content(report.pack)) == report.pack
        assert report.counts["pack_questions"] == len(list(report.pack.questions()))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(LIBRARY))
def test_a_damaged_library_is_read_or_refused(words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.yaml"
        path.write_text(words, "utf-8")

        read_in_words(path)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(PACK))
def test_checking_and_loading_a_damaged_pack_agree(words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.yaml"
        path.write_text(words, "utf-8")

        errors = [remark for remark in check_pack(path) if remark.level is Level.ERROR]
        try:
            load_pack(path)
            refusal = None
        except BadInput as error:
            refusal = error

    assert bool(errors) == (refusal is not None)
    assert all(remark.line and remark.problem and remark.remedy for remark in errors)
    assert refusal is None or (refusal.line and refusal.remedy)
