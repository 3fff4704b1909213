"""Evidence bytes: whole or not at all, recognised when known, and never altered unseen."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from auditdesk.core import content, queries
from auditdesk.core.answering import note
from auditdesk.core.collecting import add_evidence
from auditdesk.core.errors import BadInput, Cancelled, Damaged, DiskFull, FileMissing, Refused
from tests.builders import Desk, check, make_workbook, open_workbook


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(os.urandom(content.SLICE * 3 + 17))
    return path


def counts(desk: Desk) -> tuple[int, int]:
    run = desk.connection.execute
    return run("SELECT count(*) FROM content").fetchone()[0], run("SELECT count(*) FROM chunk").fetchone()[0]


def test_bytes_come_in_sealed_and_go_out_as_they_were(desk: Desk, photo: Path) -> None:
    seen: list[tuple[int, int]] = []
    with desk.workbook.writer() as writer:
        sealed = content.stage_file(writer, photo, lambda done, total, _step="": seen.append((done, total)))

    data = photo.read_bytes()
    assert (sealed.sha256, sealed.size, sealed.known) == (hashlib.sha256(data).hexdigest(), len(data), False)
    assert content.read(desk.connection, sealed.sha256) == data
    assert content.read(desk.connection, sealed.sha256, limit=300_000) == data[:300_000]
    assert seen[-1] == (len(data), len(data)) and len(seen) == 4
    assert content.altered(desk.connection) == []


def test_bytes_that_are_there_are_recognised_and_stored_once(desk: Desk, photo: Path) -> None:
    desk.stage(photo.read_bytes())
    before = counts(desk)

    with desk.workbook.writer() as writer:
        again = content.stage_file(writer, photo)

    assert again.known
    assert counts(desk) == before


def test_a_person_can_answer_while_evidence_comes_in(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "video.mp4"
    large.write_bytes(os.urandom(content.SLICE * 60))
    sealed: list[content.Sealed] = []

    def _intake() -> None:
        with desk.workbook.writer() as writer:
            sealed.append(content.stage_file(writer, large))

    thread = threading.Thread(target=_intake)
    thread.start()
    saves = 0
    while thread.is_alive():
        saves += 1
        desk.do(note, desk.questions[0], f"note {saves}")
    thread.join()

    assert sealed and saves > 1
    assert check(desk.workbook) == []


@pytest.mark.parametrize("stop_at", [1, 2, 4])
def test_a_cancelled_intake_leaves_nothing(desk: Desk, photo: Path, stop_at: int) -> None:
    before, calls = counts(desk), 0

    def _stop(done: int, total: int, step: str = "") -> None:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise Cancelled

    with desk.workbook.writer() as writer, pytest.raises(Cancelled):
        content.stage_file(writer, photo, _stop)

    assert counts(desk) == before


def test_an_intake_that_fails_leaves_nothing(desk: Desk, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = counts(desk), content._put_slice, 0

    def _full(*given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise DiskFull("x")
        real(*given)

    monkeypatch.setattr(content, "_put_slice", _full)
    with desk.workbook.writer() as writer, pytest.raises(DiskFull):
        content.stage_file(writer, photo)

    assert counts(desk) == before


def test_what_could_not_be_cleared_after_a_failure_does_not_hide_the_failure(
    desk: Desk, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _full(*_: Any) -> None:
        raise DiskFull("x")

    def _stop(done: int, total: int, step: str = "") -> None:
        raise Cancelled

    monkeypatch.setattr(content, "_drop", _full)
    with desk.workbook.writer() as writer, pytest.raises(Cancelled):
        content.stage_file(writer, photo, _stop)
    monkeypatch.undo()

    desk.reopen()
    assert counts(desk)[0] == 1, "the pack; the rest was cleared at opening"


@pytest.mark.parametrize(("write", "problem"), [(b"", "empty"), (None, "not_a_file")])
def test_what_is_no_evidence_is_refused(desk: Desk, tmp_path: Path, write: bytes | None, problem: str) -> None:
    path = tmp_path / "thing"
    path.mkdir() if write is None else path.write_bytes(write)

    with desk.workbook.writer() as writer, pytest.raises(BadInput) as bad:
        content.stage_file(writer, path)

    assert bad.value.problem == problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_pipes_and_devices_are_no_files(desk: Desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with desk.workbook.writer() as writer, pytest.raises(BadInput) as bad:
            content.stage_file(writer, path)
        assert bad.value.problem == "not_a_file"


def test_a_missing_file_is_missing(desk: Desk, tmp_path: Path) -> None:
    with desk.workbook.writer() as writer, pytest.raises(FileMissing):
        content.stage_file(writer, tmp_path / "none")


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    desk: Desk, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "LARGEST", 100)

    with desk.workbook.writer() as writer, pytest.raises(BadInput) as bad:
        content.stage_file(writer, photo)

    assert bad.value.problem == "too_large"


@pytest.mark.parametrize("how", ["grow", "shrink", "rewrite", "endless"])
def test_a_file_that_changes_while_it_is_read_is_refused(desk: Desk, photo: Path, how: str) -> None:
    before = counts(desk)

    def _change(done: int, total: int, step: str = "") -> None:
        if how == "endless" or (how == "grow" and done == content.SLICE):
            assert done < 50 * content.SLICE, "reads on and on"
            with photo.open("ab") as file:
                file.write(b"x" * content.SLICE)
        elif how == "shrink" and done == content.SLICE:
            os.truncate(photo, content.SLICE + 5)
        elif how == "rewrite" and done == content.SLICE:
            with photo.open("r+b") as file:
                file.write(b"x")
            os.utime(photo, ns=(time.time_ns(), time.time_ns() + 10**9))

    with desk.workbook.writer() as writer, pytest.raises(BadInput) as bad:
        content.stage_file(writer, photo, _change)

    assert bad.value.problem == "changed_while_read"
    assert counts(desk) == before


def test_what_a_crash_left_staged_is_cleared_at_the_next_opening(desk: Desk, photo: Path) -> None:
    kept = desk.stage(b"sealed")
    before = counts(desk)
    desk.connection.execute("INSERT INTO content(n, size, sealed) VALUES (99, 0, 0)")
    desk.connection.execute("INSERT INTO chunk(content_n, n, data) VALUES (99, 0, zeroblob(100000))")

    desk.reopen()

    assert counts(desk) == before
    assert content.read(desk.connection, kept) == b"sealed"


def test_staged_bytes_cannot_be_registered_or_read(desk: Desk) -> None:
    digest = hashlib.sha256(b"staged").hexdigest()
    desk.connection.execute("INSERT INTO content(n, sha256, size, sealed) VALUES (99, ?, 6, 0)", (digest,))

    with pytest.raises(Refused, match="content_missing"):
        desk.do(add_evidence, sha256=digest, filename="x", media_type="text/plain")
    with pytest.raises(FileMissing):
        content.read(desk.connection, digest)


@pytest.mark.parametrize("statement", [
    "UPDATE chunk SET data = replace(data, x'00', x'01') || x'00' WHERE content_n = 2 AND n = 1",
    "UPDATE chunk SET data = zeroblob(length(data)) WHERE content_n = 2 AND n = 3",
    "DELETE FROM chunk WHERE content_n = 2 AND n = 2", "DELETE FROM chunk WHERE content_n = 2",
    "UPDATE chunk SET n = 9 WHERE content_n = 2 AND n = 0",
])  # fmt: skip
def test_altered_bytes_are_found_and_never_handed_out(desk: Desk, photo: Path, statement: str) -> None:
    digest = desk.stage(photo.read_bytes())
    assert desk.connection.execute("SELECT n FROM content WHERE sha256 = ?", (digest,)).fetchone() == (2,)

    desk.connection.execute(statement)

    assert content.altered(desk.connection) == [digest]
    with pytest.raises(Damaged):
        content.read(desk.connection, digest)


def test_bytes_that_something_refers_to_are_not_forgotten(desk: Desk) -> None:
    desk.evidence(b"used", title="t")
    used, free = hashlib.sha256(b"used").hexdigest(), desk.stage(b"free")

    with desk.workbook.writer() as writer:
        for digest in (used, free, "f" * 64):
            content.forget(writer, digest)

    assert content.read(desk.connection, used) == b"used"
    with pytest.raises(FileMissing):
        content.read(desk.connection, free)


def test_a_file_name_that_is_no_text_comes_in_with_a_replacement(desk: Desk, tmp_path: Path) -> None:
    try:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/invoice-\xff.pdf"))
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only text")
    with desk.workbook.writer() as writer:
        sealed = content.stage_file(writer, path)

    item = desk.do(add_evidence, sha256=sealed.sha256, filename=path.name, media_type="application/pdf")

    (row,) = queries.evidence_rows(desk.connection, [item])
    assert row.filename == "invoice-\ufffd.pdf"


def test_two_workers_bringing_the_same_bytes_store_them_once(desk: Desk, photo: Path) -> None:
    results: list[content.Sealed] = []

    def _intake() -> None:
        with desk.workbook.writer() as writer:
            results.append(content.stage_file(writer, photo))

    threads = [threading.Thread(target=_intake) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result.known for result in results) == [False, True]
    assert counts(desk)[0] == 2
    assert check(desk.workbook) == []


def test_the_room_of_withdrawn_bytes_is_given_back(tmp_path: Path) -> None:
    desk = make_workbook(tmp_path)
    desk.workbook.checkpoint()
    desk.connection.execute("INSERT INTO content(n, size, sealed) VALUES (99, 0, 0)")
    desk.connection.execute("INSERT INTO chunk(content_n, n, data) VALUES (99, 0, zeroblob(5000000))")
    desk.workbook.close()
    large = desk.path.stat().st_size

    open_workbook(desk.path).close()

    assert desk.path.stat().st_size < large - 4_000_000
