"""A pack file becomes a pack, or a sentence with a line and a remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditdesk.core.errors import BadInput, FileMissing
from auditdesk.core.models.enums import EvidenceDemand, QuestionKind, Result
from auditdesk.packs.languages import text
from auditdesk.packs.loading import content_hash, from_content, load_pack, to_content

PACK = (Path(__file__).parent / "small.yaml").read_text("utf-8")
Write = Callable[[str | bytes], Path]


def refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        load_pack(path)
    assert caught.value.path == str(path)
    assert caught.value.problem and caught.value.remedy
    return caught.value


def test_a_pack_is_read_with_everything_in_it(written: Write) -> None:
    pack = load_pack(written(PACK))

    first, second = pack.questions()
    assert (first.kind, first.gate, first.weight) == (QuestionKind.CONFORMITY, True, 3)
    assert [need.kind for need in first.evidence] == [EvidenceDemand.OBSERVATION, EvidenceDemand.INTERVIEW]
    assert second.options[0].result is Result.NONCONFORMING
    assert second.depends_on is not None and second.depends_on.any[0].q == "P1"


def test_norwegian_is_a_language_and_a_version_is_not_a_number(written: Write) -> None:
    pack = load_pack(written(PACK))

    assert pack.languages == ("en", "no")
    assert pack.version == "1.10"
    assert next(pack.questions()).refs[0].edition == "1930"


def test_a_missing_translation_shows_the_first_language_and_says_so(written: Write) -> None:
    pack = load_pack(written(PACK))

    assert pack.text(pack.title, "no") == text({"no": "Liten"}, "no")
    assert pack.text(pack.title, "sv").fallback
    assert pack.text(pack.title, "sv").text == "Small"
    assert not pack.text(pack.title, "en-GB").fallback
    assert text({}, "sv").text == ""


def test_walking_gives_each_question_with_its_sections(written: Write) -> None:
    pack = load_pack(written(PACK))

    places = [([section.id for section in above], question.id) for above, question in pack.walk()]

    assert places == [(["papers"], "P1"), (["papers", "follow"], "P2")]


def test_content_is_canonical_and_comes_back_equal(written: Write) -> None:
    pack = load_pack(written(PACK))
    content = to_content(pack)

    assert from_content(content) == pack
    assert to_content(from_content(content)) == content
    assert content_hash(content) == content_hash(to_content(load_pack(written("# a comment\r\n" + PACK))))
    assert len(content_hash(content)) == 64


def test_decomposed_letters_are_stored_composed(written: Write) -> None:
    pack = load_pack(written(PACK.replace("Spør.", "A\u030a")))

    assert next(pack.questions()).guidance["no"] == "\u00c5"


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("kind: conformity", "kind: conformty", 17, "conformty"),
        ("gate: true", "gait: true", 18, "gait"),
        ("weight: 3", "weight: 4", 19, "weight"),
        ("weight: 3", "weight: 2.5", 19, "weight"),
        ("{en: Ask., no: Spør.}", "{no: Spør.}", 16, "first language"),
        ("{en: Ask., no: Spør.}", "{en: Ask., sv: Fråga.}", 16, "sv"),
        ("{en: Ask., no: Spør.}", "{en: '', no: Spør.}", 16, "en"),
        ("languages: [en, no]", "languages: [en, no, qq]", 6, "qq"),
        ("languages: [en, no]", "languages: [en, no, no]", 6, "twice"),
        ("languages: [en, no]", "languages: [en, no, sv]", 6, "translated"),
        ("- id: P2", "- id: P1", 28, "P1"),
        ("- id: follow", "- id: papers", 25, "papers"),
        ("{id: b,", "{id: a,", 36, "twice"),
        ("tiers: [SUP]", "tiers: [SUP, TOP]", 23, "TOP"),
        ("q: P1", "q: P9", 37, "P9"),
        ("q: P1, op: in, value: [nonconforming, partly]", "q: P2, op: answered", 37, "circle"),
        ("[nonconforming, partly]", "[nonconforming, maybe]", 37, "maybe"),
        ("op: in, value: [nonconforming, partly]", "op: ge, value: 3", 37, "order"),
        ("op: in, value: [nonconforming, partly]", "op: contains, value: partly", 37, "contains"),
        ("op: in, value: [nonconforming, partly]", "op: in, value: partly", 37, "list"),
        ("op: in, value: [nonconforming, partly]", "op: answered, value: partly", 37, "no value"),
        ("op: in, value: [nonconforming, partly]", "op: eq", 37, "one value"),
        ("any: [", "all: [{q: P1, op: answered}], any: [", 37, "either"),
        ("kind: choice", "kind: text", 28, "no options"),
        ("kind: conformity", "kind: choice", 13, "needs options"),
        (
            "text: {en: Only where papers are kept., no: Bare der papirer oppbevares.}",
            "text: {}",
            25,
            "title or a text",
        ),
        ("format: auditdesk-pack/1", "format: auditdesk-pack/2", 1, "auditdesk-pack/2"),
        ("id: small", "id: Small Pack", 2, "Small Pack"),
        ("id: small\n", "id: small\nid: small\n", 3, "twice"),
        ("version: 1.10\n", "", 1, "version"),
    ],
)
def test_a_mistake_is_named_with_its_line(written: Write, old: str, new: str, line: int, word: str) -> None:
    assert old in PACK

    error = refused(written(PACK.replace(old, new, 1)))

    assert word in error.problem
    assert error.line == line


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        load_pack(tmp_path / "none.yaml")


def test_a_folder_is_not_a_pack(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="folder"):
        load_pack(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b'{"a":1.5}', b'{"a":NaN}', b'{"a":1,"a":2}', b"[" * 100_000, b'{"format":"\\ud800"}'],
)
def test_stored_content_that_is_no_pack_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        from_content(content)
