"""Everything the program can check about a workbook; each thing found is one line, and damage stops no other check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditdesk.core import content, database, log, planning, projection
from auditdesk.core.database import Connection
from auditdesk.core.errors import Damaged, FileMissing
from auditdesk.core.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it was written: `kind` is file, history, table, question or evidence."""

    kind: str
    where: str


def examine(connection: Connection, progress: Progress = silent) -> list[Trouble]:
    """What is wrong with the file, the history, the tables made from it, the questions and the evidence bytes.

    Empty for a sound workbook. Raises Cancelled.
    """
    checks: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("file", lambda: database.damaged_pages(connection)),
        ("history", lambda: (f"{problem.kind} at {problem.where}" for problem in log.verify(connection))),
        ("table", lambda: projection.differences(connection)),
        ("question", lambda: planning.differences(connection)),
        ("evidence", lambda: content.altered(connection, progress)),
    )
    found: list[Trouble] = []
    for kind, check in checks:
        try:
            found += [Trouble(kind, where) for where in check()]
        except (database.Error, Damaged, FileMissing, ValueError) as error:  # a page or a value it cannot read
            found.append(Trouble(kind, f"cannot be read: {type(error).__name__}"))
    return found
