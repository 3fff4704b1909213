"""Search as you type: what is written is found, what is withdrawn is not."""

from __future__ import annotations

import random
import re

from auditdesk.core import search
from auditdesk.core.answering import answer, note
from auditdesk.core.collecting import describe_evidence, withdraw_evidence
from auditdesk.core.findings import add_finding, change_finding, withdraw_finding
from auditdesk.core.models.enums import Result
from tests.builders import Desk


def kinds(desk: Desk, typed: str) -> list[str]:
    return [hit.kind for hit in search.find(desk.connection, typed)]


def test_questions_notes_findings_and_evidence_are_found(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "The zinc bath leaks")
    finding = desk.do(add_finding, "Zinc in the waste water")
    desk.do(change_finding, finding, cause="The zinc bath was never checked")
    desk.evidence(filename="zinc-report.pdf", title="Lab report")

    assert sorted(kinds(desk, "zinc")) == ["answer", "evidence_item", "finding"]
    assert kinds(desk, "A3") == ["question"]
    assert kinds(desk, "never checked") == ["finding"]


def test_every_beginning_of_a_word_finds_it_whatever_case_or_accent(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "Überstunden am Café Ångström, 时间记录, ЗАРПЛАТА")

    for typed in ("ü", "üb", "uberst", "ÜBERSTUNDEN", "café", "cafe", "angstrom", "时间", "зарпл"):
        assert "answer" in kinds(desk, typed), typed


def test_all_words_must_occur(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "night shift")
    desk.do(note, desk.questions[1], "day shift")

    assert kinds(desk, "shift") == ["answer", "answer"]
    assert kinds(desk, "shi nig") == ["answer"]
    assert kinds(desk, "shift nobody") == []


def test_words_of_query_languages_are_only_words(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "neither AND nor OR, NEAR the NOT-so title:clear")

    for typed in ("and or", "NEAR", "NOT", "title:clear", '"neither and"', "neither*", "(nor", "n* -o", "AND AND"):
        assert kinds(desk, typed) == ["answer"], typed
    assert kinds(desk, "") == kinds(desk, " ?! ") == kinds(desk, "😀") == []


def test_what_is_changed_or_withdrawn_is_found_by_its_new_words_only(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "oldword")
    desk.do(note, desk.questions[0], "newword")
    finding = desk.do(add_finding, "findword")
    item = desk.evidence(title="itemword")
    desk.do(describe_evidence, item, title="renamed")
    assert (kinds(desk, "oldword"), kinds(desk, "newword")) == ([], ["answer"])
    assert (kinds(desk, "itemword"), kinds(desk, "renamed")) == ([], ["evidence_item"])

    desk.do(withdraw_finding, finding)
    desk.do(withdraw_evidence, item)
    desk.do(note, desk.questions[0], "")

    assert kinds(desk, "findword") == kinds(desk, "renamed") == kinds(desk, "newword") == []
    for _ in range(3):
        desk.workbook.undo()
    assert (kinds(desk, "findword"), kinds(desk, "renamed"), kinds(desk, "newword")) == (
        ["finding"], ["evidence_item"], ["answer"],
    )  # fmt: skip


def test_the_newest_come_first_and_an_excerpt_shows_where(desk: Desk) -> None:
    desk.do(note, desk.questions[0], "word " * 3 + "first needle" + " word" * 40)
    desk.do(note, desk.questions[1], "second needle")

    hits = search.find(desk.connection, "needle")

    assert [hit.excerpt.split(" needle")[0].split()[-1] for hit in hits] == ["second", "first"]
    assert hits[1].excerpt.endswith(" … ") or hits[1].excerpt.endswith("…")
    assert len(search.find(desk.connection, "needle", limit=1)) == 1


def test_the_index_equals_one_made_afresh_after_random_work(desk: Desk) -> None:
    source = random.Random(9)
    words = ["hours", "wages", "Löhne", "contract", "minor", "fire", "exit", "night", "gas", "water"]
    for _ in range(150):
        question = source.choice(desk.questions)
        match source.randrange(5):
            case 0:
                desk.do(answer, question, source.choice([Result.CONFORMS, Result.PARTLY, None]))
            case 1 | 2:
                desk.do(note, question, " ".join(source.choices(words, k=source.randrange(6))))
            case 3:
                desk.workbook.undo()
            case 4:
                desk.do(add_finding, source.choice(words))

    def _index() -> list[tuple[str, str, str, str]]:
        query = (
            "SELECT kind, ref, title, text FROM search_item JOIN search ON search.rowid = search_item.n"
            " ORDER BY kind, ref"
        )
        rows: list[tuple[str, str, str, str]] = desk.connection.execute(query).fetchall()
        return rows

    kept = _index()
    desk.connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
    search.reindex_all(desk.connection)

    assert kept == _index()
    for _kind, ref, _title, text in kept:
        for word in re.findall(r"\w+", text)[:3]:
            assert ref in [hit.id.hex for hit in search.find(desk.connection, word, limit=1000)]


def test_small_pieces_of_the_index_are_merged_in_quiet_moments_only(desk: Desk) -> None:
    def _pieces() -> int:
        return int(desk.connection.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()[0])

    for number in range(30):
        desk.do(note, desk.questions[number % 6], f"word{number} common")
    busy = _pieces()
    before = search.find(desk.connection, "common")

    for _ in range(5):
        desk.do(note, desk.questions[0], "word24 common")
        desk.workbook._idle = False
        desk.workbook.checkpoint()

    assert busy >= 30, "no save paid for a merge"
    assert _pieces() < 10
    assert search.find(desk.connection, "common") == before
