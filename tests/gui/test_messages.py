"""Every error has its own words."""

from __future__ import annotations

import pytest

from auditdesk import messages, refusals
from auditdesk.core import errors
from auditdesk.core.errors import AuditdeskError, BadInput, FileProblem, Refused, SigningRefused


def kinds(base=AuditdeskError):
    yield base
    for kind in base.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield from kinds(kind)


def example(kind):
    if kind in (Refused, SigningRefused):
        return kind("some_new_reason")
    if kind is BadInput:
        return BadInput("answers.csv", "The header is missing.", 1, "Add a header line.")
    return kind("/audits/zorvane.audit") if issubclass(kind, FileProblem) else kind()


EXAMPLES = [example(kind) for kind in kinds()]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_says_what_happened_what_was_kept_and_what_to_do(error):
    said = messages.words(error)

    for part in (said.title, said.what_happened, said.what_was_kept, said.what_to_do):
        assert part.strip()
        assert "!" not in part
        assert "Traceback" not in part
        assert "{" not in part


def test_every_error_class_has_words_of_its_own():
    said = [messages.words(error) for error in EXAMPLES]

    assert len({one.what_happened for one in said}) == len(EXAMPLES)
    assert len({one.title for one in said}) == len(EXAMPLES)


ALL = [
    *[(Refused, reason) for reason in refusals.REFUSED],
    *[(SigningRefused, reason) for reason in refusals.SIGNING],
]


@pytest.mark.parametrize(("kind", "reason"), ALL)
def test_every_reason_has_a_sentence_that_needs_no_detail(kind, reason):
    said = messages.words(kind(reason, {"reason": "a reason"}))

    assert said.what_happened.endswith(".")
    assert said.what_to_do.endswith(".")
    assert "_" not in str(said)
    assert "!" not in str(said)


def test_an_unknown_reason_is_told_with_its_key():
    assert "some_new_reason" in messages.words(Refused("some_new_reason")).what_happened


def test_details_are_told_as_typed_even_with_braces():
    said = messages.words(Refused("bad_value", {"value": "{x} & <b>", "kind": "number"}))

    assert "{x} & <b>" in said.what_happened


def test_a_disguised_file_name_is_shown_without_its_disguise():
    said = messages.words(errors.FileMissing("invoice\u202efdp.exe\n"))

    assert "\u202e" not in str(said)
    assert "\n" not in str(said)


def test_a_bad_file_tells_line_problem_and_remedy():
    said = messages.words(BadInput("pack.yaml", "Two questions share the id {A1}.", 12, "Give one another id."))

    assert said.what_happened == "pack.yaml, line 12: Two questions share the id {A1}."
    assert said.what_to_do == "Give one another id."


def test_a_known_problem_of_a_file_has_a_sentence():
    assert "folder" in messages.words(BadInput("x", "is_a_folder")).what_happened


def test_a_locked_workbook_says_who_has_it_open():
    said = messages.words(errors.Locked("a.audit", user="M. Reyes", host="laptop-7", since="14:02"))

    assert "by M. Reyes on laptop-7 since 14:02" in said.what_happened
    assert "not known" in messages.words(errors.Locked("a.audit")).what_happened


def test_every_part_goes_through_the_translator():
    seen = []

    def translate(sentence):
        seen.append(sentence)
        return sentence.upper()

    said = messages.words(errors.DiskFull("x"), translate)

    assert said.title == "THE DISK IS FULL"
    assert len(seen) == 4
