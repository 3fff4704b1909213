"""A program that works in a workbook and says what was acknowledged; its parent kills it or fills its disk.

    python -m tests.faults.worker WORKBOOK SEED

Every line it prints is one acknowledgement, written only after the call returned: `ack VERB QUESTION VALUE`.
"""

from __future__ import annotations

import random
import sys
import uuid
from pathlib import Path

from auditdesk.core import content
from auditdesk.core.answering import answer, flag, note
from auditdesk.core.collecting import add_evidence
from auditdesk.core.models.enums import Result
from auditdesk.core.workbook import Workbook
from tests.builders import open_workbook

RESULTS = (Result.CONFORMS, Result.PARTLY, Result.NONCONFORMING)


def acknowledge(*words: object) -> None:
    print("ack", *words, flush=True)


def work(book: Workbook, source: random.Random, folder: Path) -> None:
    """One piece of an auditor's work, acknowledged."""
    rows = book.connection.execute("SELECT id FROM question ORDER BY ord").fetchall()
    question = uuid.UUID(source.choice(rows)[0])
    dice = source.random()
    if dice < 0.4:
        result = source.choice(RESULTS)
        book.do(answer, question, result)
        acknowledge("answer", question.hex, result.value)
    elif dice < 0.8:
        text = " ".join(f"w{source.randrange(1000)}" for _ in range(source.randrange(1, 60)))
        book.do(note, question, text)
        acknowledge("note", question.hex, text)
    elif dice < 0.9:
        on = source.random() < 0.5
        book.do(flag, question, on)
        acknowledge("flag", question.hex, int(on))
    elif dice < 0.97:
        bring_evidence(book, source.randbytes(source.choice([900, 300_000, 900_000])), folder, question)
    else:
        book.checkpoint()


def bring_evidence(book: Workbook, data: bytes, folder: Path, question: uuid.UUID) -> None:
    """Stage a file and register it; two acknowledgements."""
    path = folder / "photo.bin"
    path.write_bytes(data)
    with book.writer() as writer:
        sealed = content.stage_file(writer, path)
    acknowledge("sealed", question.hex, sealed.sha256)
    book.do(add_evidence, sha256=sealed.sha256, filename="photo.jpg", media_type="image/jpeg", to_question=question)
    acknowledge("evidence", question.hex, sealed.sha256)


def main() -> None:
    path, seed = Path(sys.argv[1]), int(sys.argv[2])
    source = random.Random(seed)
    book = open_workbook(path)
    print("ready", flush=True)
    while True:
        work(book, source, path.parent.parent)
        if source.random() < 0.01:
            book.close()
            book = open_workbook(path)


if __name__ == "__main__":
    main()
