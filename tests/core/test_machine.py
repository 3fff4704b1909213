"""Any order of work: what is shown is what an independent record says, and undo and redo walk it back and forth."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
import unicodedata
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from auditdesk.core import log, projection, queries, search, undoing
from auditdesk.core.answering import answer, confidence, flag, note, value
from auditdesk.core.collecting import (
    change_link,
    describe_evidence,
    link_to_finding,
    link_to_question,
    unlink,
    withdraw_evidence,
)
from auditdesk.core.errors import Refused
from auditdesk.core.findings import add_finding, change_finding, raise_finding, withdraw_finding
from auditdesk.core.models.enums import Confidence, EvidenceKind, Grade, LinkRole, Result, UnableReason
from auditdesk.core.planning import add_alias, change_vendor, withdraw_alias
from tests.builders import Desk, make_workbook, question

LONG = bool(os.environ.get("AUDITDESK_LONG"))
STEPS: Counter[str] = Counter()
QUESTIONS = [
    question(1), question(2, gate=True), question(3, kind="text"), question(4, evidence=[{"kind": "D"}]),
    question(5, evidence=[{"kind": "D"}, {"kind": "I"}, {"kind": "R"}], triangulate=True),
    question(6, kind="choice", options=[{"id": "y", "result": "conforms"}, {"id": "n"}]),
]  # fmt: skip
PEOPLE = ("Ada Auditor", "Bo Second")
TEXTS = st.text(st.sampled_from("ab é\u0301\n'"), max_size=5)
WHICH = st.integers(0, len(QUESTIONS) - 1)
FIELDS = ("result", "reason", "value", "confidence", "flag", "note", "state")
RESULTS = st.sampled_from([Result.CONFORMS, Result.PARTLY, Result.NONCONFORMING, Result.NOT_ASSESSED, None])


class Work(RuleBasedStateMachine):
    """Verbs in any order. The oracle: for each person a stack of what was shown before and after each of the steps.

    What is shown is read through the queries the window uses, never through the log. The oracle knows nothing of
    cells: it only says that undo must show again what was shown before the step, and redo what was shown after it.
    With two people at work it only knows this while the other has not worked since.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk: Desk = make_workbook(self.folder, questions=copy.deepcopy(QUESTIONS))
        self.reset()
        self.expected = self.shown()
        self.count = 0

    def reset(self) -> None:
        self.undo_stack: dict[str, list[tuple[Any, Any]]] = {person: [] for person in PEOPLE}
        self.redo_stack: dict[str, list[tuple[Any, Any]]] = {person: [] for person in PEOPLE}

    def teardown(self) -> None:
        self.desk.workbook.close()
        shutil.rmtree(self.folder)
        STEPS["runs"] += 1

    # ---- what is shown ----------------------------------------------------------------------------------------------
    def shown(self) -> Any:
        connection = self.desk.connection
        pages = tuple(
            (*(getattr(page, name) for name in FIELDS), page.findings, sorted(page.evidence, key=lambda at: at.link))
            for page in map(self.page, range(len(QUESTIONS)))
        )
        items = queries.evidence_rows(connection, queries.evidence_ids(connection))
        facts = queries.audit_facts(connection)
        findings = queries.finding_rows(connection)
        links = {finding.id: sorted(queries.linked_evidence(connection, "finding", finding.id), key=lambda at: at.link)
                 for finding in findings}  # fmt: skip
        assert facts is not None
        return pages, items, findings, links, facts.vendor, sorted(facts.aliases), queries.counts(connection)

    def page(self, which: int) -> queries.QuestionPage:
        found = queries.question_page(self.desk.connection, self.desk.questions[which])
        assert found is not None
        return found

    # ---- doing ------------------------------------------------------------------------------------------------------
    def do(self, verb: Any, *given: Any, **named: Any) -> Any:
        """Run a verb; a refusal changes nothing. Each call is a step of its own: no run of typing."""
        self.desk.workbook._last = None
        before = self.expected
        try:
            change = self.desk.workbook.do(verb, *given, **named)
        except Refused as refused:
            STEPS[f"refused {refused.reason}"] += 1
            return None
        self.step(verb.__name__)
        after = self.shown()
        if not change.number:
            assert after == before, "nothing changed, but it shows"
            return change.value
        me = self.desk.workbook.actor
        self.undo_stack[me].append((before, after))
        self.redo_stack[me].clear()
        self.expected = after
        return change.value

    def step(self, name: str) -> None:
        STEPS[name] += 1
        STEPS["steps"] += 1
        self.count += 1

    def question(self, which: int) -> uuid.UUID:
        return self.desk.questions[which]

    def some(self, table: str, which: int) -> uuid.UUID | None:
        query = (
            f"SELECT id FROM {table} WHERE withdrawn = 0"
            f" ORDER BY (SELECT min(n) FROM op WHERE cell > '{table}/' || id || '/' AND cell < '{table}/' || id || '0')"
        )
        rows = self.desk.connection.execute(query).fetchall()
        return uuid.UUID(rows[which % len(rows)][0]) if rows else None

    # ---- rules ------------------------------------------------------------------------------------------------------
    @rule(which=WHICH, result=RESULTS)
    def answers(self, which: int, result: Result | None) -> None:
        self.do(answer, self.question(which), result)
        assert (self.page(which).result, self.page(which).reason) == (result, "")

    @rule(which=WHICH, reason=st.sampled_from(UnableReason))
    def cannot_verify(self, which: int, reason: UnableReason) -> None:
        self.do(answer, self.question(which), Result.UNABLE, reason=reason)
        assert (self.page(which).result, self.page(which).reason) == (Result.UNABLE, reason)

    @rule(which=WHICH, text=TEXTS)
    def notes(self, which: int, text: str) -> None:
        self.do(note, self.question(which), text)
        assert self.page(which).note == unicodedata.normalize("NFC", text)

    @rule(given=st.sampled_from([(2, "seven"), (2, None), (2, "e\u0301"), (5, "y"), (5, "n"), (5, None), (5, "?")]))
    def types_a_value(self, given: tuple[int, Any]) -> None:
        before = self.page(given[0]).value
        self.do(value, self.question(given[0]), given[1])
        typed = None if given[1] is None else unicodedata.normalize("NFC", given[1])
        assert self.page(given[0]).value == (before if typed == "?" else typed)
        if typed == "y":
            assert self.page(given[0]).result is Result.CONFORMS

    @rule(which=WHICH, level=st.none() | st.sampled_from(Confidence))
    def is_sure(self, which: int, level: Confidence | None) -> None:
        self.do(confidence, self.question(which), level)
        assert self.page(which).confidence is level

    @rule(which=WHICH, on=st.booleans())
    def flags(self, which: int, on: bool) -> None:
        self.do(flag, self.question(which), on)
        assert self.page(which).flag is on

    @rule(data=st.sampled_from([b"one", b"two", b"three"]), which=st.none() | WHICH, kind=st.sampled_from(
        [EvidenceKind.DOCUMENT, EvidenceKind.INTERVIEW_NOTE, EvidenceKind.RECORD]))  # fmt: skip
    def brings_evidence(self, data: bytes, which: int | None, kind: EvidenceKind) -> None:
        from auditdesk.core.collecting import add_evidence

        digest = self.desk.stage(data)
        to_question = None if which is None else self.question(which)
        named = {"sha256": digest, "filename": "f", "media_type": "text/plain", "kind": kind}
        item = self.do(add_evidence, **named, to_question=to_question)
        assert item in queries.evidence_ids(self.desk.connection)
        if which is not None:
            assert item in [used.item for used in self.page(which).evidence]

    @rule(item=st.integers(0, 5), kind=st.sampled_from(EvidenceKind))
    def describes_evidence(self, item: int, kind: EvidenceKind) -> None:
        if found := self.some("evidence_item", item):
            self.do(describe_evidence, found, kind=kind, title=f"a {kind}")

    @rule(item=st.integers(0, 5))
    def withdraws_evidence(self, item: int) -> None:
        if found := self.some("evidence_item", item):
            self.do(withdraw_evidence, found)

    @rule(item=st.integers(0, 5), which=WHICH, role=st.sampled_from(LinkRole))
    def links(self, item: int, which: int, role: LinkRole) -> None:
        if found := self.some("evidence_item", item):
            self.do(link_to_question, found, self.question(which), role)
            assert (found, role) in [(used.item, used.role) for used in self.page(which).evidence]

    @rule(item=st.integers(0, 5), finding=st.integers(0, 5))
    def links_to_a_finding(self, item: int, finding: int) -> None:
        found, target = self.some("evidence_item", item), self.some("finding", finding)
        if found and target:
            self.do(link_to_finding, found, target)

    @rule(which=st.integers(0, 9), pinpoint=TEXTS)
    def changes_a_link(self, which: int, pinpoint: str) -> None:
        if found := self.some("evidence_link", which):
            self.do(change_link, found, pinpoint=pinpoint)

    @rule(which=st.integers(0, 9))
    def unlinks(self, which: int) -> None:
        if found := self.some("evidence_link", which):
            self.do(unlink, found)

    @rule(which=st.none() | WHICH)
    def raises_a_finding(self, which: int | None) -> None:
        verb, given = (add_finding, "a finding") if which is None else (raise_finding, self.question(which))
        finding = self.do(verb, given)
        assert finding in [row.id for row in queries.finding_rows(self.desk.connection)]

    @rule(finding=st.integers(0, 5), grade=st.sampled_from(Grade), text=TEXTS)
    def writes_a_finding(self, finding: int, grade: Grade, text: str) -> None:
        if found := self.some("finding", finding):
            self.do(change_finding, found, grade=grade, condition=text)

    @rule(finding=st.integers(0, 5))
    def withdraws_a_finding(self, finding: int) -> None:
        if found := self.some("finding", finding):
            self.do(withdraw_finding, found)

    @rule(name=TEXTS.filter(str.strip))
    def names_the_vendor(self, name: str) -> None:
        self.do(change_vendor, self.desk.engagement.vendor, name=name.strip())
        self.do(add_alias, self.desk.engagement.vendor, name)

    @rule(which=st.integers(0, 3))
    def withdraws_an_alias(self, which: int) -> None:
        if found := self.some("vendor_alias", which):
            self.do(withdraw_alias, found)

    # ---- back and forth ---------------------------------------------------------------------------------------------
    @rule(times=st.integers(1, 4))
    def undoes(self, times: int) -> None:
        for _ in range(times):
            self.goes("undo")

    @rule(times=st.integers(1, 4))
    def redoes(self, times: int) -> None:
        for _ in range(times):
            self.goes("redo")

    def goes(self, way: str) -> None:
        me, book = self.desk.workbook.actor, self.desk.workbook
        source, target = (self.undo_stack, self.redo_stack) if way == "undo" else (self.redo_stack, self.undo_stack)
        offered = book.can_undo() if way == "undo" else book.can_redo()
        if not source[me]:
            assert way == "undo" or offered is None
            return   # below lies what the builder did
        assert offered is not None
        before, after = source[me][-1]
        known = self.expected == (after if way == "undo" else before)
        here, there = (after, before) if way == "undo" else (before, after)
        overwritten = self.overwritten(here, there)
        try:
            change = book.undo() if way == "undo" else book.redo()
        except Refused:
            change = None
        if change is None:
            assert not known, f"{way} was refused though nothing had changed since"
            assert self.shown() == self.expected
            STEPS[f"{way} refused"] += 1
            return
        assert not overwritten, f"{way} overwrote what somebody did since"
        self.step(way)
        source[me].pop()
        now = self.shown()
        if known:
            assert now == (before if way == "undo" else after), f"{way} shows something else than was there"
            target[me].append((before, after))
        else:   # the other one worked since, elsewhere: remember what this showed
            target[me].append((now, self.expected) if way == "undo" else (self.expected, now))
        self.expected = now

    def overwritten(self, here: Any, there: Any) -> bool:
        """Whether a field this step changed shows something else by now than the step left there."""
        fields = range(FIELDS.index("state"))
        return any(
            left[field] != back[field] and now[field] != left[field]
            for left, back, now in zip(here[0], there[0], self.expected[0], strict=True) for field in fields
        )  # fmt: skip

    @rule(which=WHICH, first=RESULTS, second=RESULTS, text=TEXTS, way=st.sampled_from(["undo", "redo"]))
    def two_work_on_one_question(
        self, which: int, first: Result | None, second: Result | None, text: str, way: str
    ) -> None:
        """One answers, perhaps takes it back; the other answers or notes; the first goes on where they stopped."""
        me = self.desk.workbook.actor
        self.do(answer, self.question(which), first)
        if way == "redo":
            self.goes("undo")
        self.desk.workbook.actor = PEOPLE[me == PEOPLE[0]]
        self.do(note, self.question(which), text)
        if text:
            self.do(answer, self.question(which), second)
        if text == "a" and (item := self.some("evidence_item", which)):
            self.do(link_to_question, item, self.question(which))
        self.desk.workbook.actor = me
        self.goes(way)

    @rule()
    def undoes_everything_and_brings_it_again(self) -> None:
        me = self.desk.workbook.actor
        if len([person for person in PEOPLE if self.undo_stack[person]]) > 1:
            return
        shown, steps = self.expected, len(self.undo_stack[me])
        for _ in range(steps):
            self.goes("undo")
        for _ in range(steps):
            self.goes("redo")
        assert self.expected == shown
        assert len(self.undo_stack[me]) == steps

    # ---- around the work --------------------------------------------------------------------------------------------
    @rule(person=st.sampled_from(PEOPLE))
    def hands_over(self, person: str) -> None:
        self.desk.workbook.actor = person
        self.step("hands over")

    @rule()
    def closes_and_opens(self) -> None:
        self.desk.reopen(actor=self.desk.workbook.actor)
        self.step("reopens")

    @rule()
    def pauses(self) -> None:
        self.desk.workbook.checkpoint()
        self.step("checkpoints")

    @rule()
    def makes_the_tables_again(self) -> None:
        self.desk.workbook.rebuild()
        self.step("rebuilds")

    # ---- what always holds ------------------------------------------------------------------------------------------
    @invariant()
    def shows_what_the_oracle_says(self) -> None:
        assert self.shown() == self.expected

    @invariant()
    def tables_are_what_the_log_says(self) -> None:
        assert projection.differences(self.desk.connection) == []

    @invariant()
    def the_log_is_whole(self) -> None:
        assert log.verify(self.desk.connection) == []

    @invariant()
    def what_can_be_undone_is_the_same_after_reopening(self) -> None:
        assert self.desk.workbook._stack() == undoing.load(self.desk.connection, self.desk.workbook.actor)

    @invariant()
    def states_follow_from_what_is_there(self) -> None:
        for page in map(self.page, range(len(QUESTIONS))):
            words = bool(page.note) or page.value is not None
            met = {demand.demand.kind for demand in page.demands if demand.met}
            enough = len(met) >= min(2, len(page.demands)) if page.triangulate else all(d.met for d in page.demands)
            if page.result is None:
                expected = "draft" if words else "unanswered"
            else:
                expected = "evidenced" if page.evidence and enough else "answered"
            assert page.state == expected, page.code

    @precondition(lambda self: self.count % 5 == 0)
    @invariant()
    def every_note_is_found_and_nothing_else(self) -> None:
        connection = self.desk.connection
        rows = connection.execute(
            "SELECT kind, ref, title, text FROM search_item JOIN search ON search.rowid = search_item.n"
        ).fetchall()
        expected = [
            (kind, ref, *words)
            for kind, query in search.SOURCES.items()
            for (ref,) in connection.execute(f"SELECT id FROM {kind}").fetchall()
            if (words := connection.execute(query, (ref,)).fetchone()) is not None
        ]
        assert sorted(rows) == sorted(expected)


def test_any_order_of_work_can_be_walked_back_and_forth() -> None:
    STEPS.clear()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Work,
        settings=settings(
            max_examples=400 if LONG else 15, stateful_step_count=60 if LONG else 25, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    refused = {name: count for name, count in STEPS.items() if "refused" in name}
    print(f"{STEPS['steps']} steps in {STEPS['runs']} runs, refused: {refused}")
    assert STEPS["undo"] and STEPS["redo"]


pytestmark = pytest.mark.timeout(3600 if LONG else 600)
