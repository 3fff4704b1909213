"""CISO Assistant libraries, with everything that is odd in real ones."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from auditdesk.core.errors import BadInput
from auditdesk.core.models.enums import QuestionKind, Result
from auditdesk.packs.ciso import read_library
from auditdesk.packs.detect import read_any
from auditdesk.packs.imports import ImportReport
from auditdesk.packs.loading import from_content, to_content
from auditdesk.packs.schema import Condition, Op, Section

HERE = Path(__file__).parent
Write = Callable[[str | bytes], Path]
Library = Callable[[str], Path]
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("AUDITDESK_SHARED_DATA", ROOT.parent / "shared" / "data"))

BRANCHING = (HERE / "branching-library.yaml").read_text("utf-8")


def kinds(report: ImportReport) -> Counter[str]:
    return Counter(remark.kind for remark in report.remarks)


def outline(section: Section) -> tuple[str, list[str], list[object]]:
    title = (section.title or section.text)["en"]
    return title, [question.id for question in section.questions], [outline(child) for child in section.sections]


def test_questions_choices_scores_and_conditions_are_kept(written: Write) -> None:
    report = read_library(written(BRANCHING))
    first, second, third, fourth, fifth, sixth = report.pack.questions()

    assert [q.kind for q in report.pack.questions()] == ["choice", "choices", "number", "fact", "date", "text"]
    assert [option.result for option in first.options] == [
        Result.CONFORMS,
        Result.NONCONFORMING,
        Result.PARTLY,
        Result.NOT_APPLICABLE,
    ]
    assert [option.label["en"] for option in first.options] == ["Yes", "No", "Partly", "None here"]
    assert (first.options[0].score, first.options[0].text["en"]) == (10, "Written down")
    assert first.options[0].selects_tiers == ("G2",)
    assert second.depends_on is not None
    assert second.depends_on.all == (Condition(q=first.id, op=Op.IN, value=("choice:1", "choice:3")),)
    assert third.depends_on is not None
    assert [(c.op, c.value) for c in third.depends_on.all] == [(Op.CONTAINS, "c1"), (Op.CONTAINS, "c2")]
    assert fifth.depends_on is not None and fifth.depends_on.all[0].value == "yes"
    assert sixth.depends_on is not None and sixth.depends_on.all[0].op is Op.ANSWERED
    assert {q.requirement for q in report.pack.questions()} == {"G.1"}
    assert {q.weight for q in report.pack.questions()} == {2}
    assert fourth.code == "G.1 (4)"


def test_guidance_gathers_description_annotation_and_typical_evidence(written: Write) -> None:
    first = next(read_library(written(BRANCHING)).pack.questions())

    assert first.title == {"en": "Rules", "fr": "Règles"}
    assert first.text == {"en": "Are there rules?", "fr": "Y a-t-il des règles ?"}
    assert first.guidance["en"] == "There are rules.\n\nLook.\n\nThe rules."
    assert first.guidance["fr"] == "Il y a des règles.\n\nLook.\n\nThe rules."


def test_tiers_keep_undefined_groups_and_say_so(written: Write) -> None:
    report = read_library(written(BRANCHING))

    assert [(tier.id, tier.default) for tier in report.pack.tiers] == [("G1", True), ("G9", False), ("G2", False)]
    assert kinds(report)["undefined_tier"] == 2
    assert next(report.pack.questions()).tiers == ("G1", "G9")


def test_what_has_no_place_is_named(written: Write) -> None:
    report = read_library(written(BRANCHING))

    assert [remark.place for remark in report.remarks if remark.kind == "left_out"] == ["color"]


def test_licence_languages_and_source_are_reported(written: Write) -> None:
    report = read_library(written(BRANCHING))

    assert report.licence == "CC0"
    assert report.languages == ("en", "fr")
    assert report.pack.publisher == "Acme"
    assert "urn:acme:risk:library:lib" in report.pack.source
    assert from_content(to_content(report.pack)) == report.pack


def test_a_chosen_language_comes_first_only_when_it_is_complete(written: Write, library: Library) -> None:
    complete = """
    - urn: @1
      assessable: true
      depth: 1
      ref_id: '1'
      description: One
      translations: {fr: {description: Un}}
    """
    path = library(complete)
    path.write_text(
        path.read_text("utf-8").replace("    name: Frame", "    name: F\n    translations: {fr: {name: C}}")
    )
    head = path.read_text("utf-8").replace(
        "implementation_groups_definition:\n    - {ref_id: G1, name: Group one, ", "x:\n    - {"
    )
    path.write_text(head.replace("description: About it\n", ""), "utf-8")

    assert read_library(path, "fr").pack.languages == ("fr", "en")
    assert kinds(read_library(written(BRANCHING), "fr"))["incomplete"] == 1
    with pytest.raises(BadInput, match="sv") as caught:
        read_library(written(BRANCHING), "sv")
    assert "en, fr" in caught.value.remedy


def test_headings_nest_and_notices_adopt_the_questions_behind_them(library: Library) -> None:
    report = read_library(
        library("""
        - {urn: '@1', assessable: true, depth: 1, ref_id: '1', name: Start, description: All of it}
        - {urn: '@1.1', assessable: true, depth: 2, parent_urn: '@1', ref_id: '1.1', description: a}
        - {urn: '@or', assessable: false, depth: 2, parent_urn: '@1', name: OR}
        - {urn: '@1.2', assessable: true, depth: 2, parent_urn: '@1', ref_id: '1.2', description: b}
        - {urn: '@1.2.1', assessable: true, depth: 3, parent_urn: '@1.2', ref_id: '1.2.1', description: c}
        - {urn: '@2', assessable: false, depth: 1, name: Deep}
        - {urn: '@2.1', assessable: false, depth: 2, parent_urn: '@2', name: Deeper}
        - {urn: '@2.1.1', assessable: true, depth: 3, parent_urn: '@2.1', ref_id: x, description: d}
        - {urn: '@2.2', assessable: true, depth: 2, parent_urn: '@2', ref_id: y, description: e}
        """)
    )

    assert [outline(section) for section in report.pack.sections] == [
        ("1 Start", ["1", "1.1"], [("OR", ["1.2", "1.2.1"], [])]),
        ("Deep", [], [("Deeper", ["2.1.1"], []), ("Deep", ["2.2"], [])]),
    ]
    assert [question.id for question in report.pack.questions()] == ["1", "1.1", "1.2", "1.2.1", "2.1.1", "2.2"]
    assert kinds(report) == {"order": 1}


def test_a_flat_library_gets_one_section(library: Library) -> None:
    report = read_library(
        library("""
        - {urn: '@1', assessable: true, depth: 1, description: a}
        - {urn: '@2', assessable: yes, depth: 1, description: b}
        """)
    )

    assert [outline(section) for section in report.pack.sections] == [("Frame", ["1", "2"], [])]
    assert {question.kind for question in report.pack.questions()} == {QuestionKind.CONFORMITY}


def test_odd_nodes_are_kept_and_remarked_with_their_line(library: Library) -> None:
    report = read_library(
        library(f"""
        - {{urn: '@1', assessable: true, depth: 1, description: "no\u00a0break <b>bold</b>"}}
        - {{urn: '@2', assessable: true, ref_id: '2'}}
        - {{urn: '@2', assessable: true, depth: 1, ref_id: '2', description: {"x" * 32_767}}}
        - {{urn: '@4', assessable: true, depth: 2, parent_urn: gone, ref_id: '4', name: n, weight: 7, threats: [t]}}
        - {{assessable: true, depth: 1, ref_id: '5', name: n,
           translations: {{klingon!: {{name: x}}, no: {{name: navn}}}}}}
        """)
    )

    found = {remark.kind: remark.line for remark in report.remarks}
    assert {kind: line for kind, line in found.items() if kind != "left_out"} == {
        "no_ref_id": 19,
        "no_break_space": 19,
        "html": 19,
        "no_text": 20,
        "no_depth": 20,
        "same_ref_id": 21,
        "duplicate": 21,
        "cut": 21,
        "weight": 22,
        "orphan": 22,
        "order": 23,
        "no_urn": 23,
        "language": 23,
    }
    texts = [question.text["en"] for question in report.pack.questions()]
    assert texts[0] == "no\u00a0break <b>bold</b>"
    assert texts[1] == "2"
    assert len(texts[2]) == 32_767
    assert report.languages == ("en", "no")
    assert report.counts["pack_questions"] == 5


@pytest.mark.parametrize(
    "questions",
    [
        "question: {type: text, text: Old}",
        "questions: [{urn: u1, type: text, text: Old}]",
        "question: {question_type: unique_choice, question_choices: [Yes, No], questions: [{urn: u1, text: Old}]}",
        "questions: {u1: {text: Old}}",
    ],
)
def test_older_shapes_of_questions_are_read(library: Library, questions: str) -> None:
    nodes = f"- {{urn: '@1', assessable: true, depth: 1, ref_id: '1', {questions}}}\n"

    report = read_library(library(nodes))

    assert [question.text["en"] for question in report.pack.questions()] == ["Old"]
    assert kinds(report) == {}


def test_unknown_types_broken_conditions_and_circles_are_freed_and_remarked(library: Library) -> None:
    report = read_library(
        library("""
        - urn: @1
          assessable: true
          depth: 1
          ref_id: '1'
          questions:
            q1: {type: riddle, text: a, depends_on: {question: q2}}
            q2: {type: text, text: b, depends_on: {question: q1}}
            q3: {type: unique_choice, text: c}
            q4: {type: text, text: d, depends_on: {question: q9}}
            q5: {type: text, text: e, choices: [x]}
            q6: {type: unique_choice, text: f, choices: [{value: g, add_score: 1.5, compute_result: maybe}]}
        """)
    )

    assert kinds(report) == {"type": 1, "no_choices": 1, "depends_on": 2, "choices": 1, "score": 1, "result": 1}
    assert report.counts["conditions"] == 1


def test_a_node_under_itself_is_placed_at_the_top(library: Library) -> None:
    report = read_library(
        library("""
        - {urn: a, assessable: true, depth: 1, parent_urn: b, ref_id: a, name: A}
        - {urn: b, assessable: true, depth: 1, parent_urn: a, ref_id: b, name: B}
        """)
    )

    assert report.counts["pack_questions"] == 2
    assert kinds(report) == {"circle": 1}


def test_nodes_nested_beyond_reason_are_refused(library: Library) -> None:
    chain = "".join(
        f"- {{urn: n{i}, assessable: true, depth: {i + 1}, parent_urn: n{i - 1}, ref_id: r{i}, name: N}}\n"
        for i in range(99)
    )

    with pytest.raises(BadInput, match="nested"):
        read_library(library(chain.replace(", parent_urn: n-1", "")))


def test_a_text_beyond_the_limit_names_its_node(library: Library) -> None:
    nodes = f"- {{urn: '@1', assessable: true, depth: 1, ref_id: '1', name: {'x' * 100_001}}}\n"

    with pytest.raises(BadInput, match="req_node:l:1") as caught:
        read_library(library(nodes))
    assert caught.value.line == 18


def test_a_library_without_a_framework_says_what_it_holds(written: Write) -> None:
    with pytest.raises(BadInput, match="requirement_mapping_set") as caught:
        read_any(written("urn: u\nlocale: en\nobjects:\n  requirement_mapping_set: {a: 1}\n"))

    assert caught.value.line == 3
    assert "framework" in caught.value.remedy


def test_any_file_finds_its_reader(written: Write, library: Library) -> None:
    small = (HERE / "small.yaml").read_text("utf-8")

    assert read_any(written(small)).pack.id == "small"
    assert read_any(written(BRANCHING)).pack.id == "lib"
    with pytest.raises(BadInput, match="neither"):
        read_any(written("a: b\n"))


def test_a_real_supplier_questionnaire_is_read_whole() -> None:
    path = SHARED / "ciso-assistant-cisa-vendor-scrm.yaml"
    if not path.exists():
        pytest.skip(f"no {path.name}; set AUDITDESK_SHARED_DATA to its folder")

    report = read_library(path)

    counts = {"nodes": 286, "assessable": 256, "questions": 260, "type:text": 170, "type:unique_choice": 90}
    assert counts.items() <= report.counts.items()
    assert (report.counts["without_questions"], report.counts["pack_questions"]) == (1, 261)
    assert len(report.pack.tiers) == 8
    assert len({question.requirement for question in report.pack.questions()}) == 256
    assert from_content(to_content(report.pack)) == report.pack


def test_a_real_branching_questionnaire_keeps_its_conditions() -> None:
    path = SHARED / "ciso-assistant-dynamic-questionnaire.yaml"
    if not path.exists():
        pytest.skip(f"no {path.name}; set AUDITDESK_SHARED_DATA to its folder")

    report = read_library(path)

    assert report.counts["conditions"] == 4
    assert len(report.pack.tiers) == 4
    assert {remark.place for remark in report.remarks} >= {"color", "display_mode"}


def test_a_heading_keeps_its_texts(library: Library) -> None:
    report = read_library(
        library("""
        - {urn: '@1', assessable: false, depth: 1, name: H, description: d, annotation: a, typical_evidence: e}
        - {urn: '@2', assessable: true, depth: 2, parent_urn: '@1', ref_id: '2', description: x}
        """)
    )

    assert report.pack.sections[0].text == {"en": "d\n\na\n\ne"}


def test_a_library_of_headings_only_says_that_it_asks_nothing(library: Library) -> None:
    report = read_library(library("- {urn: '@1', assessable: false, depth: 1, name: H}\n"))

    assert report.counts["pack_questions"] == 0
    assert kinds(report) == {"no_questions": 1}


def test_scores_and_weights_without_a_place_are_kept_as_a_note(library: Library) -> None:
    path = library("- {urn: '@1', assessable: true, depth: 1, ref_id: '1', name: N, threats: [t]}\n")
    path.write_text(
        path.read_text("utf-8").replace("    name: Frame\n", "    name: Frame\n    max_score: 4\n"), "utf-8"
    )

    report = read_library(path)

    assert "max_score: 4" in report.pack.source
    assert kinds(report) == {"kept_in_source": 1, "left_out": 1}
