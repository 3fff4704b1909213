"""The workbook's speed on 20 000 answers, each figure beside its yardstick from the same run. Prints JSON.

    python benchmarks/workbook.py [--small]

A yardstick is the least that anybody could do: one bare SQLCipher commit, the key derivation, one display frame, the
hash of the same bytes. Saves and their yardstick take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from auditdesk.core import content, database, queries, search
from auditdesk.core.answering import answer, note
from auditdesk.core.models.enums import Result
from auditdesk.core.planning import add_pack, start_audit
from auditdesk.core.workbook import Workbook
from tests.builders import PASSPHRASE, pack_content, question

FRAME_MS = 16.0
RESULTS = (Result.CONFORMS, Result.PARTLY, Result.NONCONFORMING, Result.OTHER_MEANS)
CONSONANTS, VOWELS, ENDS = "bcdfghjklmnprstvwz", "aeiou", ("", "", "n", "r", "s", "t")


def vocabulary(source: random.Random) -> list[str]:
    """5 000 made-up words; used with falling frequency, as words are."""

    def _syllable() -> str:
        return source.choice(CONSONANTS) + source.choice(VOWELS) + source.choice(ENDS)

    return ["".join(_syllable() for _ in range(source.randint(1, 4))) for _ in range(5000)]


class Words:
    """Notes of 2 to 60 words."""

    def __init__(self, source: random.Random) -> None:
        self.source, self.words = source, vocabulary(source)
        self.weights = [1 / (place + 3) for place in range(len(self.words))]
        self.drawn: list[str] = []

    def note(self) -> str:
        count = self.source.randint(2, 60)
        if len(self.drawn) < count:
            self.drawn = self.source.choices(self.words, self.weights, k=100_000)
        taken, self.drawn = self.drawn[:count], self.drawn[count:]
        return " ".join(taken).capitalize() + "."


def make(folder: Path, size: int) -> tuple[Path, list[uuid.UUID], Words]:
    """A workbook with `size` questions, all answered and noted, closed."""
    words = Words(random.Random(1))
    asked = [question(number, text={"en": words.note()}, guidance={"en": words.note()}) for number in range(size)]
    path = folder / f"{size}.auditdesk"
    book = Workbook.create(path, PASSPHRASE, actor="Ada")
    book.do(start_audit, client="c", vendor="v")
    pack = book.do(add_pack, pack_content(asked)).value.pack
    rows = book.connection.execute("SELECT id FROM question WHERE pack_id = ? ORDER BY ord", (pack.hex,))
    ids = [uuid.UUID(row[0]) for row in rows]
    book.connection.execute("PRAGMA synchronous = OFF")   # only while filling
    for which in ids:
        book.do(answer, which, words.source.choice(RESULTS))
        book.do(note, which, words.note())
    book.close()
    return path, ids, words


def spread(samples: list[float]) -> dict[str, float]:
    ordered = sorted(samples)
    return {
        "p50": round(ordered[len(ordered) // 2], 3), "p99": round(ordered[int(len(ordered) * 0.99)], 3),
        "max": round(ordered[-1], 3), "n": len(ordered),
    }  # fmt: skip


def timed(work: Callable[..., Any], *given: Any, **named: Any) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work(*given, **named)
    return (time.perf_counter() - began) * 1000


def bare(path: Path, size: int) -> database.Connection:
    """A plain SQLCipher file with the same settings and a table of the same number of rows."""
    key = database.Key(os.urandom(32), os.urandom(16))
    connection = driver.connect(str(path), isolation_level=None)
    connection.execute(key.pragma())
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE answer(id TEXT PRIMARY KEY, result TEXT, note TEXT)")
    connection.execute("BEGIN")
    rows = ((str(number), "conforms", "n" * 200) for number in range(size))
    connection.executemany("INSERT INTO answer VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return connection


def saves(path: Path, ids: list[uuid.UUID], words: Words, folder: Path, count: int) -> dict[str, Any]:
    """One answer saved, one note saved, each followed by one bare commit."""
    plain, source = bare(folder / f"bare-{len(ids)}.db", len(ids)), random.Random(2)
    book = Workbook.open(path, PASSPHRASE, actor="Ada")
    samples: dict[str, list[float]] = {"answer": [], "note": [], "page": [], "bare": []}

    def _bare() -> None:
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("UPDATE answer SET result = ? WHERE id = ?", (source.random(), str(source.randrange(len(ids)))))
        plain.execute("COMMIT")

    for number in range(count):
        which = source.choice(ids)
        row = book.connection.execute("SELECT result FROM answer WHERE question_id = ?", (which.hex,)).fetchone()
        result = next(result for result in RESULTS if result.value != row[0])
        samples["answer"].append(timed(book.do, answer, which, result))
        samples["page"].append(timed(queries.question_page, book.connection, which))
        samples["bare"].append(timed(_bare))
        samples["note"].append(timed(book.do, note, which, words.note()))
        if number % 200 == 199:   # two idle seconds in real life
            book.checkpoint()
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    book.close()
    plain.close()
    found: dict[str, Any] = {name: spread(values) for name, values in samples.items()}
    for verb in ("answer", "note"):
        together = [save + page for save, page in zip(samples[verb], samples["page"], strict=True)]
        found[f"{verb}_and_page_p99"] = spread(together)["p99"]
        found[f"{verb}_to_bare_p50"] = round(found[verb]["p50"] / found["bare"]["p50"], 2)
    return found


def opening(path: Path, ids: list[uuid.UUID]) -> dict[str, Any]:
    """Passphrase to first page, beside the key derivation alone."""
    salt = os.urandom(16)
    whole, alone = [], []
    closing: list[Workbook] = []

    def _open() -> None:
        book = Workbook.open(path, PASSPHRASE, actor="Ada")
        queries.question_page(book.connection, ids[0])
        closing.append(book)

    for _ in range(9):
        alone.append(timed(lambda: database.derive(PASSPHRASE, salt)))
        whole.append(timed(_open))
        closing.pop().close()
    return {"open": spread(whole), "key": spread(alone),
            "ratio_p50": round(spread(whole)["p50"] / spread(alone)["p50"], 2)}  # fmt: skip


def searching(path: Path, words: Words) -> dict[str, Any]:
    """Every beginning of typed words, and every single letter, beside one display frame."""
    with Workbook.open(path, PASSPHRASE, actor="Ada") as book:
        typed = list("abcdefghijklmnopqrstuvwxyz")
        for _ in range(40):
            text = " ".join(words.note().lower().rstrip(".").split()[:3])
            typed += [text[:end] for end in range(1, min(len(text), 14))]
        first = timed(search.find, book.connection, "ma")
        samples = [(timed(search.find, book.connection, text), text) for text in typed]
    slowest = max(samples)
    letters = spread([sample for sample, text in samples if len(text) == 1])
    return {"find": spread([sample for sample, _ in samples]), "one_letter": letters, "first": round(first, 2),
            "slowest": [round(slowest[0], 2), slowest[1]], "frame": FRAME_MS}  # fmt: skip


def lists(path: Path, ids: list[uuid.UUID]) -> dict[str, Any]:
    """The whole outline, filtered by ASCII and by other words, next open, counts."""
    with Workbook.open(path, PASSPHRASE, actor="Ada") as book:
        connection = book.connection
        pack = queries.packs(connection)[0].id
        return {
            name: spread([timed(work) for _ in range(7)])
            for name, work in {
                "outline": lambda: queries.outline(connection, pack),
                "outline_open": lambda: queries.outline(connection, pack, only="open"),
                "outline_words": lambda: queries.outline(connection, pack, words="rami ka"),
                "outline_words_folded": lambda: queries.outline(connection, pack, words="straße"),
                "next_open": lambda: queries.next_open(connection, ids[0]),
                "counts": lambda: queries.counts(connection),
            }.items()
        }  # fmt: skip


def intake(path: Path, folder: Path, megabytes: int) -> dict[str, Any]:
    """Evidence in, beside the hash of the same bytes and a bare SQLCipher write of the same rows; taking turns."""
    ours, yardstick = [], []
    for turn in range(3):
        source = folder / f"video-{turn}.bin"
        with source.open("wb") as file:
            for _ in range(megabytes):
                file.write(os.urandom(1 << 20))
        with Workbook.open(path, PASSPHRASE, actor="Ada") as book, book.writer() as writer:
            ours.append(timed(content.stage_file, writer, source))
        plain = bare(folder / f"intake-{turn}.db", 10)
        yardstick.append(timed(bare_intake, plain, source))
        plain.close()
        source.unlink()
    best, least = min(ours), min(yardstick)
    return {"megabytes": megabytes, "ms": round(best), "bare_ms": round(least), "ratio": round(best / least, 2),
            "MB_per_s": round(megabytes / best * 1000)}  # fmt: skip


def bare_intake(plain: database.Connection, source: Path) -> None:
    """Hash and write the same slices with nothing around them."""
    plain.execute("CREATE TABLE chunk(n INTEGER PRIMARY KEY, data BLOB)")
    plain.execute("PRAGMA wal_autocheckpoint = 4000")
    digest = hashlib.sha256()
    with source.open("rb", buffering=0) as file:
        while data := file.read(content.SLICE):
            digest.update(data)
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("INSERT INTO chunk(data) VALUES (?)", (data,))
            plain.execute("COMMIT")


def main() -> None:
    small = "--small" in sys.argv
    size, few = (2000, 200) if small else (20_000, 2000)
    with tempfile.TemporaryDirectory(prefix="auditdesk-bench-") as made:
        folder = Path(made)
        large_path, large_ids, words = make(folder, size)
        few_path, few_ids, few_words = make(folder, few)
        found: dict[str, Any] = {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "answers": size, "file_mb": round(large_path.stat().st_size / 1e6),
            "save": saves(large_path, large_ids, words, folder, 600 if small else 1500),
            "open": opening(large_path, large_ids), "search": searching(large_path, words),
            "lists": lists(large_path, large_ids),
            f"save_at_{few}": saves(few_path, few_ids, few_words, folder, 400),
            f"lists_at_{few}": lists(few_path, few_ids),
            "intake": intake(large_path, folder, 30 if small else 300),
        }  # fmt: skip
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
