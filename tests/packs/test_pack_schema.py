"""The published schema is the model, and the shipped packs are sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from auditdesk.core.errors import BadInput
from auditdesk.packs.checking import Level, check_pack
from auditdesk.packs.languages import is_language
from auditdesk.packs.schema import json_schema
from auditdesk.packs.shelf import find, own_packs
from auditdesk.paths import resource


def test_the_published_schema_has_not_drifted_from_the_model() -> None:
    published = resource("schema", "auditdesk-pack-1.schema.json").read_text("utf-8")

    assert published == json_schema(), "run: python -m auditdesk.packs > resources/schema/auditdesk-pack-1.schema.json"


def test_the_published_schema_names_its_required_fields() -> None:
    schema = json.loads(json_schema())

    assert set(schema["required"]) == {"format", "id", "version", "title", "languages", "sections"}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("path", sorted(resource("packs").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_pack_has_no_remarks(path: Path) -> None:
    assert check_pack(path) == []


def test_the_labour_pack_asks_its_forty_two_questions() -> None:
    pack = find("ethics-labour")
    asked = list(pack.questions())

    assert [question.id for question in asked] == [f"A{number:02}" for number in range(1, 43)]
    assert [question.id for question in asked if question.gate] == ["A12", "A16", "A17", "A31"]


def test_every_labour_question_is_ready_for_the_factory() -> None:
    for question in find("ethics-labour").questions():
        sentences = len(re.findall(r"[.?](?: |$)", question.guidance["en"]))

        assert question.title and question.na_rule and question.evidence and question.oecd_step, question.id
        assert "weight" in question.model_fields_set, question.id
        assert 3 <= sentences <= 6, question.id
        assert all(not ref.checked for ref in question.refs), question.id


def test_the_shelf_lists_shipped_packs_with_their_counts() -> None:
    infos = {info.id: info for info in own_packs()}

    assert (infos["ethics-labour"].questions, infos["ethics-labour"].gates) == (42, 4)
    assert infos["ethics-labour"].title["en"]


def test_an_unknown_pack_is_missing() -> None:
    with pytest.raises(BadInput, match="unknown_pack"):
        find("no-such-pack")


def test_checking_levels_are_words() -> None:
    assert [level.value for level in Level] == ["error", "warning"]


@pytest.mark.parametrize(
    ("code", "known"), [("sv", True), ("pt-BR", True), ("smj", True), ("qq", False), ("SV", False)]
)
def test_language_codes(code: str, known: bool) -> None:
    assert is_language(code) is known


def test_the_example_in_the_documentation_is_a_pack_without_remarks(tmp_path: Path) -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "pack-format.md"
    example = re.findall(r"```yaml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)[0]
    path = tmp_path / "example.yaml"
    path.write_text(example, "utf-8")

    assert check_pack(path) == []


def test_the_documentation_names_every_field() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "pack-format.md").read_text("utf-8")
    parts = json.loads(json_schema())

    names = {name for part in (parts, *parts["$defs"].values()) for name in part.get("properties", {})}

    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", guide)] == []
