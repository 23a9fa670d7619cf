"""On PostgreSQL the portal runs with a user that may insert and ask by code, and read no table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import ProgrammingError

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import PetitionRating
from caseflow.core.replies.rating_link import rating_token
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.grants import DESK, RIGHTS, statements
from tests.cast import make_cast
from tests.factories import WAYS, do
from tests.resident import BODY, NAME, PHONE, hand_in, look_up, type_all, unhurried
from tests.servers import Cluster
from tests.web.portal.test_rating import typed
from workers.jobs.portal import work_off_portal

__all__ = ["unhurried"]

ROLE = "portal_counter"
INSERTS = {right.table for right in RIGHTS if right.user == DESK}
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def counter_url(cluster: Cluster, app: Flask, database_url: str) -> Iterator[str]:
    """The address of the test's database for the user of the portal, who has its rights."""
    name = make_url(database_url).database or ""
    cluster.execute(f"CREATE ROLE {ROLE} LOGIN")
    with app.app_context(), unit_of_work():
        make_cast()
        for statement in statements(DESK, ROLE, name):
            db.session.execute(text(statement))
    yield database_url.replace("postgres@", f"{ROLE}@")
    with app.app_context(), unit_of_work():
        db.session.execute(text(f"DROP OWNED BY {ROLE}"))
    cluster.execute(f"DROP ROLE {ROLE}")


@pytest.mark.usefixtures("unhurried")
def test_the_way_of_a_resident_needs_no_right_to_read(
    app: Flask, make_app: Callable[..., Flask], counter_url: str
) -> None:
    """The portal's process knows no other user: every statement of the way is its own."""
    portal = make_app(DATABASE_URL=counter_url, CASEFLOW_DESK_DATABASE_URL=counter_url)
    client = portal.test_client()
    for path in ("/petition/", "/lookup", "/lookup/code"):
        assert client.get(path).status_code == 200
    type_all(client)
    number, code = hand_in(client)
    assert "已收到" in look_up(client, number, code).text
    with app.app_context():
        assert work_off_portal() == 1
        petition = db.session.scalars(db.select(Petition)).one()
        own_number = petition.number
    for known in (number, own_number):
        shown = look_up(client, known, code)
        assert shown.status_code == 200
        assert own_number in shown.text
    assert look_up(client, number, "AAAAAAAA").status_code == 422
    with app.app_context():
        case = db.session.scalars(db.select(Case)).one()
        for name in WAYS["closed"]:
            do(case, name)
        token = rating_token(db.session.scalars(db.select(Petition)).one())
    page = look_up(client, number, code).text
    assert client.post("/lookup/rating", data=typed(page)).status_code == 200
    page = client.get(f"/rate/{token}").text
    assert client.post(f"/rate/{token}", data=typed(page, solved="yes")).status_code == 200
    with app.app_context():
        assert work_off_portal() == 2
        rated = db.session.scalars(db.select(PetitionRating).order_by(PetitionRating.id))
        assert [row.is_solved for row in rated] == [False, True]


def test_the_user_reads_changes_and_deletes_nothing(counter_url: str, app: Flask) -> None:
    with app.app_context():
        tables = inspect(db.engine).get_table_names()
    assert len(tables) > 80
    engine = create_engine(counter_url)
    for table in tables:
        for statement in (
            f'SELECT 1 FROM "{table}" LIMIT 1',
            f'DELETE FROM "{table}"',
            f'TRUNCATE "{table}"',
            f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE',
        ):
            _is_denied(engine, statement)
        with app.app_context():
            column = inspect(db.engine).get_columns(table)[0]["name"]
        _is_denied(engine, f'UPDATE "{table}" SET "{column}" = "{column}"')
        if table not in INSERTS:
            _is_denied(engine, f'INSERT INTO "{table}" DEFAULT VALUES')
    _is_denied(engine, "CREATE TABLE public.own (id integer)")
    _is_denied(engine, "CREATE TEMPORARY TABLE own (id integer)")
    engine.dispose()


def _is_denied(engine, statement: str) -> None:  # type: ignore[no-untyped-def]
    with (
        engine.connect() as connection,
        pytest.raises(ProgrammingError, match=r"(?i)permission denied"),
    ):
        connection.execute(text(statement))


@pytest.mark.usefixtures("unhurried")
def test_what_lies_in_its_tables_is_sealed(
    app: Flask, make_app: Callable[..., Flask], counter_url: str
) -> None:
    client = make_app(CASEFLOW_DESK_DATABASE_URL=counter_url).test_client()
    type_all(client)
    hand_in(client)
    with app.app_context():
        for table in INSERTS:
            for row in db.session.execute(text(f'SELECT t::text FROM "{table}" t')):
                for secret in (NAME, PHONE, BODY[:6], "现场.jpg"):
                    assert secret not in row[0], table
        functions = db.session.execute(
            text("SELECT portal_status('网-00000-00000', 'x'), portal_rating(0, 'x')")
        ).one()
    assert tuple(functions) == (None, None)
