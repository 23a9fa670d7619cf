"""Seeing who complained, at the desk and on the tablet: once, for a reason, and recorded."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.petitions.models import ComplainantLook, Petition
from caseflow.ground.extensions import db
from tests.factories import CALLER, case_in

PAGES = [("/cases/{}", ""), ("/field/cases/{}", "?layout=field")]
REASON = "约定到场时间"


@pytest.fixture
def ids(office: Flask) -> tuple[int, int]:
    """An assigned case and its petition."""
    with office.app_context():
        case = case_in("assigned")
        petition = db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
        return case.id, petition


def looks(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(ComplainantLook.reason)))


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_a_look_is_asked_for_given_and_recorded(
    office: Flask,
    as_: Callable[[str], FlaskClient],
    ids: tuple[int, int],
    page: str,
    query: str,
) -> None:
    case_id, petition_id = ids
    farid = as_("farid")
    first = farid.get(page.format(case_id)).text
    assert CALLER.phone not in first
    address = re.search(r'action="(/cases/\d+/complainant[^"]*)"', first)
    assert address
    assert address[1] == f"/cases/{case_id}/complainant{query}"
    refused = farid.post(address[1], data={"petition_id": petition_id, "reason": ""})
    assert refused.status_code == 422
    assert CALLER.phone not in refused.text
    assert looks(office) == []
    shown = farid.post(address[1], data={"petition_id": petition_id, "reason": REASON})
    assert shown.status_code == 200
    assert CALLER.phone in shown.text
    assert ("cf-tablet" in shown.text) is bool(query)
    assert looks(office) == [REASON]
    assert CALLER.phone not in farid.get(page.format(case_id)).text


def test_an_officer_of_another_squad_sees_nothing(
    office: Flask, as_: Callable[[str], FlaskClient], ids: tuple[int, int]
) -> None:
    case_id, petition_id = ids
    data = {"petition_id": petition_id, "reason": REASON}
    assert as_("zoe").post(f"/cases/{case_id}/complainant", data=data).status_code == 404
    assert as_("pia").post(f"/cases/{case_id}/complainant", data=data).status_code == 403
    assert looks(office) == []
