"""Checking tells everything at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from auditdesk.packs.checking import Level, check_pack

PACK = (Path(__file__).parent / "small.yaml").read_text("utf-8")
Write = Callable[[str | bytes], Path]


def problems(path: Path, level: Level = Level.WARNING) -> list[tuple[int | None, str]]:
    return [(remark.line, remark.problem) for remark in check_pack(path) if remark.level is level]


def test_a_good_pack_has_no_remarks(written: Write) -> None:
    assert check_pack(written(PACK)) == []


def test_all_errors_are_told_at_once(written: Write) -> None:
    broken = PACK.replace("kind: conformity", "kind: odd").replace("q: P1", "q: P9").replace("gate: true", "gait: 1")

    found = problems(written(broken + "tiers: []\n"), Level.ERROR)

    assert [line for line, _ in found] == [17, 18, 23, 37, 38]


def test_a_gate_without_evidence_is_remarked(written: Write) -> None:
    found = problems(
        written(PACK.replace("evidence: [{kind: O}, {kind: I, min: 5, fresh_months: 12}]", "evidence: []"))
    )

    assert (13, "P1 is a gate and asks for no evidence.") in found
    assert (13, "P1 asks for two independent kinds of evidence and names fewer.") in found


def test_what_an_author_may_have_forgotten_is_remarked(written: Write) -> None:
    bare = """\
format: auditdesk-pack/1
id: bare
version: "1"
title: {en: Bare}
languages: [en, sv]
translations: {sv: {status: human}}
sections:
  - id: s
    title: {en: S, sv: S}
    questions:
      - id: Q
        text: {en: "Reversed \u202e text"}
        kind: conformity
  - id: empty
    title: {en: E, sv: E}
"""

    said = " ".join(problem for _, problem in problems(written(bare)))

    for word in (
        "licence",
        "Not translated: sv",
        "reference",
        "how to check",
        "no weight",
        "direction",
        "no questions",
    ):
        assert word in said


def test_a_light_gate_is_remarked(written: Write) -> None:
    assert problems(written(PACK.replace("weight: 3", "weight: 2"))) == [(13, "P1 is a gate with weight 2.")]
