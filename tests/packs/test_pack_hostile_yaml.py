"""Files made to hurt are refused in words, quickly."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from auditdesk.core.errors import BadInput
from auditdesk.packs import yamlfile
from auditdesk.packs.checking import Level, check_pack
from auditdesk.packs.ciso import read_library
from auditdesk.packs.detect import read_any
from auditdesk.packs.loading import load_pack

PACK = (Path(__file__).parent / "small.yaml").read_text("utf-8")
LIBRARY = (Path(__file__).parent / "library-head.yaml").read_text("utf-8")
Write = Callable[[str | bytes], Path]
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)
)
HOSTILE = {
    "billion laughs": (LAUGHS, 1),
    "a python object": ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2),
    "a python name": ("a: !!python/name:os.system\n", 1),
    "a tag of its own": ("a: !thing x\n", 1),
    "a binary": ("a: !!binary aGVq\n", 1),
    "flow nested 10,000 deep": ("[" * 10_000 + "]" * 10_000, 1),
    "mappings nested 10,000 deep": ("".join("{a: " for _ in range(10_000)), 1),
    "blocks nested 500 deep": ("".join(" " * i + "a:\n" for i in range(500)), 101),
    "a NUL": ("a: b\nc: \0d\n", 2),
    "a bell": ("a: b\nc: \ad\n", 2),
    "bad UTF-8": (b"a: b\nc: \xff\xfe\xfa\n", 2),
    "UTF-16": ("a: b\n".encode("utf-16"), 1),
    "a tab": ("a:\n\tb: c\n", 2),
    "an open bracket": ("a: [b\nc: d\n", 2),
    "two documents": ("a: b\n---\nc: d\n", 2),
    "nothing": ("", 1),
    "a comment only": ("# nothing\n", 1),
    "a list": ("- a\n", 1),
    "a word": ("hello\n", 1),
    "an unhashable key": ("{[a]: b}\n", 1),
    "an alias to itself": ("a: &a [*a]\n", 1),
    "an unknown alias": ("a: *b\n", 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_line_and_remedy(written: Write, name: str) -> None:
    content, line = HOSTILE[name]
    path = written(content)
    started = time.monotonic()

    for read in (load_pack, read_library, read_any):
        with pytest.raises(BadInput) as caught:
            read(path)

        assert caught.value.path == str(path)
        assert caught.value.problem and caught.value.remedy
        if read is load_pack:
            assert caught.value.line == line
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("name", HOSTILE)
def test_checking_a_hostile_file_gives_a_remark_and_never_raises(written: Write, name: str) -> None:
    remarks = check_pack(written(HOSTILE[name][0]))

    assert remarks and remarks[0].level is Level.ERROR
    assert remarks[0].remedy


def test_own_packs_may_not_use_anchors(written: Write) -> None:
    with pytest.raises(BadInput, match="anchor") as caught:
        load_pack(written(PACK.replace("title: {en: Papers", "title: &t {en: Papers")))

    assert caught.value.line == 11


def test_a_library_may_use_aliases_that_stay_small(written: Write) -> None:
    nodes = """\
    - &one {urn: 'urn:a:risk:req_node:l:1', assessable: true, depth: 1, ref_id: 1.10, description: d}
    - {<<: *one, urn: 'urn:a:risk:req_node:l:2', ref_id: 1.20}
"""

    report = read_library(written(LIBRARY + nodes))

    assert [question.code for question in report.pack.questions()] == ["1.10", "1.20"]


def test_a_library_whose_aliases_swell_is_refused_before_it_is_built(written: Write) -> None:
    with pytest.raises(BadInput, match="unfolds"):
        read_library(written(LAUGHS))


def test_a_byte_order_mark_and_windows_line_ends_are_harmless(written: Write) -> None:
    plain = load_pack(written(PACK))

    assert load_pack(written(b"\xef\xbb\xbf" + PACK.replace("\n", "\r\n").encode())) == plain


def test_a_huge_text_is_refused_at_its_line(written: Write) -> None:
    with pytest.raises(BadInput) as caught:
        load_pack(written(PACK.replace("Workers hold", "x" * 100_001)))

    assert caught.value.line == 15
    assert "100000" in caught.value.remedy


def test_a_file_beyond_the_limit_is_refused_unread(written: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "MAX_BYTES", 10)

    with pytest.raises(BadInput, match="64 MB"):
        load_pack(written(PACK))


def test_a_number_of_many_digits_stays_text(written: Write) -> None:
    digits = "9" * 5_000

    with pytest.raises(BadInput, match="weight"):
        load_pack(written(PACK.replace("weight: 3", f"weight: {digits}")))


def test_the_pure_python_loader_reads_the_same(written: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(yaml.SafeLoader):
        yaml_implicit_resolvers = yamlfile._Loader.yaml_implicit_resolvers

    fast = load_pack(written(PACK))
    monkeypatch.setattr(yamlfile, "_Loader", Slow)

    assert load_pack(written(PACK)) == fast


def test_a_file_of_nothing_but_mistakes_is_told_from_in_good_time(written: Write) -> None:
    path = written("format: auditdesk-pack/1\n" + "".join(f"k{number}: 1\n" for number in range(100_000)))

    remarks = check_pack(path)

    assert 150 < len(remarks) < 250
    assert any("are told" in remark.problem for remark in remarks)
    with pytest.raises(BadInput):
        load_pack(path)
