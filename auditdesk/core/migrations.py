"""Numbered steps that bring a workbook to this version's shape: one transaction, a backup first, checks before commit.

Own steps instead of Alembic: no start cost, one writer, and the one trap (foreign keys must be off before BEGIN, or a
table rebuild deletes its children) is handled in this single place. The log's own format is never rewritten.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import auditdesk
from auditdesk.core.database import APPLICATION_ID, Connection, Error, problem
from auditdesk.core.errors import MigrationFailed, NotAWorkbook, TooNew

Step = Callable[[Connection], None]


def _step_1(connection: Connection) -> None:
    text = (Path(__file__).parent / "schema" / "0001.sql").read_text("utf-8")
    for statement in _statements(text):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('workbook', ?)", (uuid.uuid4().hex,))
    connection.execute("INSERT INTO meta VALUES ('made_by', ?)", (auditdesk.__version__,))


STEPS: tuple[Step, ...] = (_step_1,)


def _statements(text: str) -> list[str]:
    """Split on blank lines: every statement in our schema files is followed by one."""
    parts = [part.strip() for part in text.split("\n\n")]
    return [part for part in parts if part and not part.startswith("--")]


def migrate(
    connection: Connection,
    path: Path,
    *,
    backup: Callable[[int], None] | None = None,
    steps: Sequence[Step] = STEPS,
) -> int:
    """Bring the workbook to the newest version and return the version it had.

    `backup(version)` is called before the first change to an existing workbook. Raises TooNew, NotAWorkbook,
    MigrationFailed (the file is as it was), DiskFull.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    known = len(steps)
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if found and application != APPLICATION_ID:
        raise NotAWorkbook(str(path))
    if found > known:
        raise TooNew(str(path), found=found, known=known)
    if found == known:
        return found
    if found and backup is not None:
        backup(found)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")  # does nothing inside a transaction, so before BEGIN
        connection.execute("BEGIN EXCLUSIVE")
        operations = _operations(connection) if found else 0
        for number in range(found, known):
            steps[number](connection)
        _check(connection, path, operations if found else None)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {known}")
        connection.execute("COMMIT")
    except Error as error:
        _roll_back(connection)
        known_problem = problem(error, path)
        if known_problem is error:
            raise MigrationFailed(str(path)) from error
        raise known_problem from error
    except BaseException:
        _roll_back(connection)
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return found


def _operations(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM op").fetchone()[0])


def _check(connection: Connection, path: Path, operations: int | None) -> None:
    sound = (
        not connection.execute("PRAGMA foreign_key_check").fetchall()
        and (operations is None or _operations(connection) == operations)
        and connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    )
    if not sound:
        raise MigrationFailed(str(path))


def _roll_back(connection: Connection) -> None:
    if connection.in_transaction:  # a full disk has already rolled back
        connection.execute("ROLLBACK")
