"""What we rely on in SQLModel, and what values turn into on their way to log and row."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, select

from auditdesk.core import projection
from auditdesk.core.collecting import describe_evidence
from auditdesk.core.errors import Refused
from auditdesk.core.models.enums import Result, Role
from auditdesk.core.models.tables import Answer, EvidenceItem, Vendor
from auditdesk.core.planning import add_person, change_audit, change_person, change_vendor, start_audit, withdraw_person
from tests.builders import Desk


@pytest.fixture
def session() -> Any:
    engine = sa.create_engine("sqlite+pysqlite://", module=driver, poolclass=StaticPool)
    SQLModel.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


# ---- SQLModel -------------------------------------------------------------------------------------------------------
def test_a_table_model_does_not_check_what_it_is_given() -> None:
    """Why every value passes `Column.check`."""
    assert len(Vendor(id=uuid.uuid4(), name="x" * 600).name) == 600


def test_a_word_outside_the_vocabulary_is_refused_at_the_bind(session: Any) -> None:
    session.add(Answer(id=uuid.uuid4(), question_id=uuid.uuid4(), result="splendid"))

    with pytest.raises(sa.exc.StatementError):
        session.commit()


def test_vocabularies_are_stored_by_value(session: Any) -> None:
    identity = uuid.uuid4()
    session.add(Answer(id=identity, question_id=uuid.uuid4(), result=Result.OTHER_MEANS))
    session.commit()

    assert session.connection().exec_driver_sql("SELECT id, result FROM answer").fetchall() == [
        (identity.hex, "other_means")
    ]


def test_a_time_without_a_zone_is_refused_and_one_with_comes_back_in_utc(session: Any) -> None:
    facts = {"code": "EV-001", "title": "t", "sha256": "a" * 64}
    aware = dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    session.add(EvidenceItem(id=uuid.uuid4(), registered_at=aware, **facts))
    session.commit()
    (found,) = session.exec(select(EvidenceItem)).all()
    assert found.registered_at == aware and found.registered_at.utcoffset() == dt.timedelta(0)

    session.add(EvidenceItem(id=uuid.uuid4(), registered_at=dt.datetime(2026, 5, 1), **facts))
    with pytest.raises(sa.exc.StatementError):
        session.commit()


def test_rows_written_by_the_door_are_read_by_the_models(desk: Desk) -> None:
    moment = dt.datetime(2026, 5, 1, 12, 0, 0, 5, tzinfo=dt.UTC)
    item = desk.evidence(captured_at=moment)
    engine = sa.create_engine(
        "sqlite+pysqlite://", module=driver, creator=lambda: desk.connection, poolclass=StaticPool
    )

    with Session(engine) as session:
        found = session.get(EvidenceItem, item)

        assert found is not None
        assert (found.captured_at, found.kind, found.withdrawn) == (moment, "other", False)


# ---- times and dates ------------------------------------------------------------------------------------------------
def captured(desk: Desk, given: object) -> object:
    item = desk.evidence(b"x", filename="x")
    desk.do(describe_evidence, item, captured_at=given)
    return desk.connection.execute("SELECT captured_at FROM evidence_item").fetchone()[0]


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC), "2026-05-01 12:00:00.000000"),
        (dt.datetime(2026, 5, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=-3))), "2026-05-01 15:00:00.000000"),
        (dt.datetime(901, 5, 1, 12, tzinfo=dt.UTC), "0901-05-01 12:00:00.000000"),
        (dt.datetime(2026, 5, 1, 12, 0, 0, 7, tzinfo=dt.UTC), "2026-05-01 12:00:00.000007"),
        ("2026-05-01T12:00:00+02:00", "2026-05-01 10:00:00.000000"),
        (None, None),
    ],
)
def test_times_are_stored_in_utc(desk: Desk, given: object, stored: object) -> None:
    assert captured(desk, given) == stored
    assert projection.differences(desk.connection) == []
    row = projection.read_row(
        desk.connection, "evidence_item", desk.connection.execute("SELECT id FROM evidence_item").fetchone()[0]
    )
    assert row is not None


@pytest.mark.parametrize(
    "given",
    [
        dt.datetime(2026, 5, 1, 12), "2026-05-01T12:00:00", "yesterday",
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))), 10**30,
    ],
    ids=str,
)  # fmt: skip
def test_a_time_without_a_zone_or_out_of_range_is_refused(desk: Desk, given: object) -> None:
    with pytest.raises(Refused, match="invalid"):
        captured(desk, given)


def test_dates_are_dates(desk: Desk) -> None:
    desk.do(change_audit, desk.engagement.audit, fieldwork_from=dt.date(2026, 5, 1), mandate_on="2026-04-30")

    assert desk.connection.execute("SELECT fieldwork_from, mandate_on, fieldwork_to FROM audit").fetchone() == (
        "2026-05-01", "2026-04-30", None,
    )  # fmt: skip
    with pytest.raises(Refused, match="invalid"):
        desk.do(change_audit, desk.engagement.audit, fieldwork_from="1 May")
    assert projection.differences(desk.connection) == []


# ---- frame ----------------------------------------------------------------------------------------------------------
def test_a_workbook_holds_one_audit(desk: Desk) -> None:
    with pytest.raises(Refused, match="already_started"):
        desk.do(start_audit, client="a", vendor="b")


@pytest.mark.parametrize("name", ["", "   ", "x" * 501])
def test_names_are_neither_empty_nor_endless(desk: Desk, name: str) -> None:
    with pytest.raises(Refused, match="invalid"):
        desk.do(change_vendor, desk.engagement.vendor, name=name.strip())


def test_people_have_known_roles(desk: Desk) -> None:
    person = desk.do(add_person, "Bo", roles=(Role.AUDITOR, Role.INTERPRETER), email="bo@example.org")
    desk.do(change_person, person, roles=["reviewer"])

    assert desk.connection.execute("SELECT roles FROM person").fetchone() == ('["reviewer"]',)
    with pytest.raises(Refused, match="invalid"):
        desk.do(change_person, person, roles=["boss"])
    desk.do(withdraw_person, person)
    with pytest.raises(Refused, match="gone"):
        desk.do(change_person, person, name="Bob")
    assert projection.differences(desk.connection) == []
