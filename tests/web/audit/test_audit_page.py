"""The auditor sees who looked at complainants and why, and never the complainant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.audit.heads import heads_folder, write_head
from caseflow.core.petitions.complainants import look_at
from caseflow.core.petitions.looks import looks_page
from caseflow.core.petitions.models import Complainant, ComplainantLook, Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.pagination import SIZE
from tests.cast import make_cast, sign_in
from tests.factories import CALLER, open_case
from tests.statements import counted


@pytest.fixture
def desk(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context():
        with unit_of_work():
            cast = make_cast()
        open_case()
        with unit_of_work():
            petition = db.session.scalars(select(Petition)).one()
            who = db.session.scalars(select(Complainant.id)).one()
            look_at(who, user_id=cast.dong.id, reason="核实地址", petition_id=petition.id)
            look_at(who, user_id=cast.olga.id, reason="来电中")
        write_head()
    sign_in(client, "aude")
    return client


def test_looks_and_heads_are_shown_without_the_complainant(desk: FlaskClient) -> None:
    page = desk.get("/audit/").get_data(as_text=True)
    assert "核实地址" in page
    assert "董调度" in page
    assert CALLER.name not in page
    assert CALLER.phone not in page
    assert ".json" in page


def test_the_looks_of_one_person_alone(desk: FlaskClient) -> None:
    page = desk.get("/audit/?person=olga").get_data(as_text=True)
    assert "来电中" in page
    assert "核实地址" not in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_head_file_that_was_altered_is_pointed_out(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        path = next(heads_folder().glob("*.json"))
    path.write_text(path.read_text().replace('"event_count": 1', '"event_count": 2'))
    assert "不可信" in desk.get("/audit/").get_data(as_text=True)


@pytest.mark.parametrize("who", ["olga", "farid", "pia", "adam"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_others_may_not_read_it(desk: FlaskClient, who: str) -> None:
    sign_in(desk, who)
    assert desk.get("/audit/").status_code == 403


def test_looks_stand_in_order_of_time_on_every_page(app: Flask, desk: FlaskClient) -> None:
    """Rows are not written in that order: two people at once, or a record of another day."""
    with app.app_context():
        with unit_of_work():
            first = db.session.scalars(select(ComplainantLook)).first()
            assert first is not None
            db.session.add_all(
                ComplainantLook(
                    complainant_id=first.complainant_id,
                    user_id=first.user_id,
                    reason=str(number),
                    looked_at=first.looked_at - timedelta(days=number * 37 % 60 // 2),
                )
                for number in range(SIZE + 20)
            )
        with counted(app) as statements:
            newest = looks_page(None)
            older = looks_page(newest.next_cursor)
            again = looks_page(older.prev_cursor)
        assert sum("SELECT" in one for one in statements) == 3
        assert again.items == newest.items
        times = [row.at for row in newest.items + older.items]
        assert (len(times), older.next_cursor) == (SIZE + 22, None)
        assert times == sorted(times, reverse=True)
        assert len({row.reason for row in newest.items + older.items}) == len(times)
    page = desk.get("/audit/").get_data(as_text=True)
    assert page.index(">0<") < page.index(">1<")
