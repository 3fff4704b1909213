"""Upgrading a workbook: a backup first, everything or nothing, and models that agree with the frozen text."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from auditdesk.core import migrations
from auditdesk.core.answering import note
from auditdesk.core.errors import AuditdeskError, MigrationFailed, TooNew
from auditdesk.core.models import enums
from tests.builders import Desk, check, make_workbook, open_workbook

ROOT = Path(__file__).resolve().parents[2]
SHADOWS = {"search", "search_data", "search_idx", "search_content", "search_docsize", "search_config"}
"""The full-text index and its shadow tables: made by FTS5, described by no model."""


def adds_a_column(connection: Any) -> None:
    connection.execute("ALTER TABLE answer ADD COLUMN extra VARCHAR NOT NULL DEFAULT ''")


def loses_an_operation(connection: Any) -> None:
    connection.execute("DROP TRIGGER op_no_delete")
    connection.execute("DELETE FROM op WHERE n = (SELECT max(n) FROM op)")


def leaves_an_orphan(connection: Any) -> None:
    connection.execute("DELETE FROM question")


def speaks_no_sql(connection: Any) -> None:
    adds_a_column(connection)
    connection.execute("ALTER TABEL answer")


def rebuilds_a_parent(connection: Any) -> None:
    connection.execute("CREATE TABLE client_new AS SELECT * FROM client")
    connection.execute("DROP TABLE client")
    connection.execute("ALTER TABLE client_new RENAME TO client")
    connection.execute("CREATE UNIQUE INDEX pk_client_id ON client(id)")


@pytest.fixture
def with_step(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A program one version further on."""

    def _with(*steps: Callable[[Any], None]) -> None:
        longer = (*migrations.STEPS, *steps)
        real = migrations.migrate
        monkeypatch.setattr(
            "auditdesk.core.workbook.migrate", lambda *given, **named: real(*given, **{"steps": longer, **named})
        )

    return _with


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    desk = make_workbook(tmp_path)
    desk.do(note, desk.questions[0], "from version 1")
    desk.workbook.close()
    return desk.path


def columns(path: Path) -> tuple[int, bool]:
    with open_workbook(path) as book:
        version = book.connection.execute("PRAGMA user_version").fetchone()[0]
        names = [row[1] for row in book.connection.execute("PRAGMA table_info(answer)")]
        assert book.connection.execute("SELECT note FROM answer").fetchone() == ("from version 1",)
        assert check(book) == []
    return version, "extra" in names


def test_an_older_workbook_is_upgraded_after_a_backup(closed: Path, with_step: Callable[..., None]) -> None:
    with_step(adds_a_column)

    assert columns(closed) == (2, True)

    kept = closed.with_name("audit.before-v2.auditdesk")
    assert {file.name for file in closed.parent.iterdir()} == {closed.name, kept.name}
    kept.replace(closed)
    assert columns(closed) == (2, True), "the backup can be upgraded again"


def test_the_backup_opens_with_the_older_program(
    closed: Path, with_step: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_step(adds_a_column)
    open_workbook(closed).close()
    monkeypatch.undo()

    assert columns(closed.with_name("audit.before-v2.auditdesk")) == (1, False)
    with pytest.raises(TooNew):
        open_workbook(closed)


@pytest.mark.parametrize("step", [loses_an_operation, leaves_an_orphan, speaks_no_sql])
def test_a_step_that_fails_leaves_the_workbook_as_it_was(
    closed: Path, with_step: Callable[..., None], monkeypatch: pytest.MonkeyPatch, step: Callable[[Any], None]
) -> None:
    with_step(step)

    with pytest.raises(MigrationFailed):
        open_workbook(closed)

    monkeypatch.undo()
    assert columns(closed) == (1, False)


def test_all_steps_happen_or_none(
    closed: Path, with_step: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_step(adds_a_column, speaks_no_sql)

    with pytest.raises(MigrationFailed):
        open_workbook(closed)

    monkeypatch.undo()
    assert columns(closed) == (1, False)


def test_rebuilding_a_parent_table_keeps_its_children(closed: Path, with_step: Callable[..., None]) -> None:
    with_step(rebuilds_a_parent)

    with open_workbook(closed) as book:
        joined = "SELECT count(*) FROM audit JOIN client ON client.id = client_id"
        assert book.connection.execute(joined).fetchone() == (1,)
        assert book.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_no_upgrade_without_room_for_the_backup(
    closed: Path, with_step: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_step(adds_a_column)

    def _full(*_: Any) -> None:
        from auditdesk.core.errors import DiskFull

        raise DiskFull("x")

    with monkeypatch.context() as patched:
        patched.setattr("auditdesk.core.database.backup", _full)
        with pytest.raises(AuditdeskError):
            open_workbook(closed)
    monkeypatch.undo()
    assert columns(closed) == (1, False)


CHILD = """
import sys
from pathlib import Path
from auditdesk.core import migrations, workbook
from tests.builders import open_workbook
from tests.core.test_migrations import adds_a_column

def slow(connection):
    adds_a_column(connection)
    for number in range(2000):
        connection.execute("UPDATE op SET n = n WHERE 0")
        connection.execute("INSERT INTO meta VALUES (hex(randomblob(16)), hex(randomblob(2000)))")

real = migrations.migrate
steps = (*migrations.STEPS, slow)
workbook.migrate = lambda *given, **named: real(*given, **{**named, "steps": steps})
print("begun", flush=True)
open_workbook(Path(sys.argv[1])).close()
print("done", flush=True)
"""


@pytest.mark.fault
def test_a_kill_inside_an_upgrade_leaves_the_old_or_the_new_version(closed: Path) -> None:
    rounds = 60 if os.environ.get("AUDITDESK_LONG") else 3
    whole, seen, source = closed.read_bytes(), {1: 0, 2: 0}, random.Random(4)
    for _ in range(rounds):
        for file in closed.parent.iterdir():
            file.unlink()
        closed.write_bytes(whole)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(closed)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert child.stdout is not None and child.stdout.readline() == "begun\n"
        time.sleep(source.random() * 0.12)
        child.kill()
        child.communicate()
        longer = (*migrations.STEPS, adds_a_column)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(migrations, "STEPS", longer)   # the version alone must not be refused here
            patched.setattr("auditdesk.core.workbook.migrate", lambda *_, **__: 0)
            version, upgraded = columns(closed)
        assert (version == 2) == upgraded
        seen[version] += 1
    print(f"killed inside an upgrade {rounds} times: {seen[1]} old, {seen[2]} new, 0 between")


# ---- models and text agree ------------------------------------------------------------------------------------------
def engine_on(desk: Desk) -> sa.Engine:
    return sa.create_engine(
        "sqlite+pysqlite://", module=driver, creator=lambda: desk.connection, poolclass=StaticPool
    )


def test_the_models_and_the_frozen_text_describe_the_same_tables(desk: Desk) -> None:
    def _ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name in SHADOWS)

    with engine_on(desk).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})

        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_fresh_database_made_from_the_models_has_the_same_text() -> None:
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    text = (Path(migrations.__file__).parent / "schema" / "0001.sql").read_text("utf-8")
    frozen = {" ".join(statement.rstrip(";").split()) for statement in migrations._statements(text)}
    made = set()
    for table in SQLModel.metadata.sorted_tables:
        made.add(" ".join(str(CreateTable(table).compile(dialect=sqlite.dialect())).split()))
        made |= {" ".join(str(CreateIndex(index).compile(dialect=sqlite.dialect())).split()) for index in table.indexes}

    assert made <= frozen
    assert {line.split()[1] for line in frozen - made} == {"TRIGGER", "VIRTUAL", "INTO"}


def test_every_closed_vocabulary_has_its_check(desk: Desk) -> None:
    sql = " ".join(row[0] for row in desk.connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    stored = {
        column.type.enum_class
        for table in SQLModel.metadata.tables.values() for column in table.columns if isinstance(column.type, sa.Enum)
    }  # fmt: skip
    assert {
        enums.AuditKind, enums.QuestionKind, enums.Result, enums.AnswerState, enums.Confidence, enums.EvidenceKind,
        enums.CollectionMethod, enums.LinkRole, enums.Distribution, enums.FindingKind, enums.Nature, enums.Grade,
        enums.FindingState, enums.Edition,
    } <= stored  # fmt: skip
    for vocabulary in stored:
        listed = ", ".join(f"'{member.value}'" for member in vocabulary)
        assert f"IN ({listed})" in sql, vocabulary


def test_a_word_outside_the_vocabulary_is_refused_by_the_database_itself(desk: Desk) -> None:
    from auditdesk.core.answering import answer

    desk.do(answer, desk.questions[0], enums.Result.CONFORMS)
    with pytest.raises(driver.IntegrityError, match="CHECK"):
        desk.connection.execute("UPDATE answer SET result = 'splendid'")


def test_the_connection_has_every_guard_on(desk: Desk) -> None:
    def _pragma(name: str) -> object:
        return desk.connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert (_pragma("journal_mode"), _pragma("synchronous"), _pragma("foreign_keys")) == ("wal", 2, 1)
    assert (_pragma("trusted_schema"), _pragma("cell_size_check"), _pragma("auto_vacuum")) == (0, 1, 2)
    assert (_pragma("fullfsync"), _pragma("checkpoint_fullfsync"), _pragma("temp_store")) == (1, 1, 2)
