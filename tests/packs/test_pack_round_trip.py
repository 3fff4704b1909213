"""Whatever can be written as a pack comes back the same."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditdesk.core.errors import AuditdeskError
from auditdesk.core.models.enums import EvidenceDemand, QuestionKind, Result
from auditdesk.packs.consistency import CHOICE_KINDS
from auditdesk.packs.detect import read_any
from auditdesk.packs.loading import from_content, load_pack, to_content
from auditdesk.packs.schema import Pack

SAYABLE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufeff\u2028\u2029")
WORDS = st.text(SAYABLE, min_size=1, max_size=30)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,8}", fullmatch=True)
KINDS = st.sampled_from(list(QuestionKind))


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    found = {"en": draw(WORDS)}
    return found | ({"no": draw(WORDS)} if draw(st.booleans()) else {})


@st.composite
def questions(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    kind = draw(KINDS)
    made: dict[str, Any] = {"id": name, "text": draw(texts()), "kind": kind.value, "weight": draw(st.integers(1, 3))}
    made["gate"] = draw(st.booleans())
    made["guidance"] = draw(st.one_of(st.just({}), texts()))
    demands = st.fixed_dictionaries(
        {"kind": st.sampled_from([d.value for d in EvidenceDemand]), "min": st.integers(1, 9)}
    )
    made["evidence"] = draw(st.lists(demands, max_size=3))
    refs = st.fixed_dictionaries(
        {"instrument": WORDS, "article": st.text(SAYABLE, max_size=9), "checked": st.booleans()}
    )
    made["refs"] = draw(st.lists(refs, max_size=2))
    if kind in CHOICE_KINDS:
        result = st.sampled_from([None, *(r.value for r in Result)])
        made["options"] = [
            {"id": i, "label": draw(texts()), "result": draw(result), "score": draw(st.integers(-99, 99))}
            for i in draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
        ]
    if earlier and draw(st.booleans()):
        made["depends_on"] = {"all": [{"q": draw(st.sampled_from(earlier)), "op": "answered"}]}
    return made


@st.composite
def packs(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    asked = [draw(questions(name, names[:index])) for index, name in enumerate(names)]
    cut = draw(st.integers(0, len(asked)))
    inner = {"id": "inner", "title": draw(texts()), "questions": asked[cut:]}
    return {
        "format": "auditdesk-pack/1",
        "id": "any",
        "version": "1.0",
        "title": draw(texts()),
        "languages": ["en", "no"],
        "translations": {"no": {"status": "human", "translator": draw(st.text(SAYABLE, max_size=9))}},
        "sections": [{"id": "outer", "text": draw(texts()), "questions": asked[:cut], "sections": [inner]}],
    }


@settings(max_examples=150, deadline=None)
@given(packs())
def test_a_pack_survives_yaml_and_content(plain: dict[str, Any]) -> None:
    pack = Pack.model_validate(plain)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), "utf-8")

        loaded = load_pack(path)

    assert loaded == pack
    assert from_content(to_content(loaded)) == loaded
    assert to_content(from_content(to_content(loaded))) == to_content(pack)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_readers(noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "noise.yaml"
        path.write_bytes(noise)
        for read in (load_pack, read_any):
            with contextlib.suppress(AuditdeskError):
                read(path)
