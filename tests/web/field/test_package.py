"""What a tablet takes along: whose cases, how much, by how many statements, and complainants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select, update

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import Inspection, RectificationOrder
from caseflow.core.petitions.models import ComplainantLook
from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.field.package.queries import CASES_MOST
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast, sign_in
from tests.factories import CALLER, a_source, case_in, open_case

As = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def give_cases(count: int) -> None:
    """Add cases of Farid, each against a source of its own, with an inspection and an order."""
    cast, at = present_cast(), clock.now()
    first = (db.session.scalar(select(Case.id).order_by(Case.id.desc()).limit(1)) or 0) + 1
    sources = [a_source(f"第{first + n}号厂").id for n in range(count)]
    with unit_of_work():
        for n, source_id in enumerate(sources, start=first):
            number = f"忠环检〔2026〕{n}号"
            case = {
                "id": n, "number": number, "track": "inspection", "state": "investigating",
                "version": 1, "title": f"第{n}号", "address_text": "果园路", "opened_at": at,
                "opened_month": "2026-11", "source_id": source_id, "unit_id": cast.farid.unit_id,
                "assignee_id": cast.farid.id,
            }  # fmt: skip
            db.session.execute(insert(Case).values(**case))
            both = {"officer_id": cast.farid.id, "second_officer_id": cast.fang.id}
            db.session.add(
                Inspection(case_id=n, visited_at=at, certificates="", findings="无异常",
                           is_violation=False, **both)
            )  # fmt: skip
            db.session.add(
                RectificationOrder(
                    case_id=n, number=f"令{n}", person="甲", duty="", goal="达标",
                    due_on=clock.today(), task="", standard="", issued_at=at,
                    issued_by_id=cast.farid.id,
                )
            )  # fmt: skip


def statements(app: Flask, client: FlaskClient) -> tuple[int, dict[str, Any]]:
    """Return how many SQL statements the package takes, and the package."""
    count = 0

    def counted(*_given: Any) -> None:
        nonlocal count
        count += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", counted)
    try:
        answer = client.get("/field/package")
    finally:
        event.remove(engine, "before_cursor_execute", counted)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return count, found


@SQLITE
def test_fifty_cases_take_no_more_statements_than_five(office: Flask, as_: As) -> None:
    farid = as_("farid")
    with office.app_context():
        give_cases(5)
    farid.get("/field/package")
    few, package = statements(office, farid)
    assert len(package["cases"]) == 5
    with office.app_context():
        give_cases(CASES_MOST - 2)
    many, package = statements(office, farid)
    assert len(package["cases"]) == CASES_MOST
    assert [one["subject"] for one in package["more"]] == ["第51号", "第52号", "第53号"]
    assert len(package["sources"]) == CASES_MOST
    assert many == few
    assert few < 30


def test_a_case_comes_with_all_that_its_visit_needs(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = case_in("rectifying").id
        case_in("assigned")
        with unit_of_work():
            db.session.execute(
                update(Case).where(Case.id != case_id).values(assignee_id=present_cast().zoe.id)
            )
    package = as_("farid").get("/field/package").json
    (case,) = package["cases"]
    assert case["id"] == case_id
    assert (case["state"], case["kinds"]) == ("rectifying", ["noise"])
    assert case["categories"] == ["noise-construction"]
    assert case["words"][0]["body"].startswith("果园路工地")
    assert case["words"][0]["submitted_at"].endswith("Z")
    assert case["contact"] is None
    assert len(case["orders"]) == len(case["inspections"]) == 1
    assert case["due_on"] > clock.today().isoformat()
    (source,) = [one for one in package["sources"] if one["id"] == case["source_id"]]
    assert [one["number"] for one in source["history"]] == [case["number"]]
    assert {one["name"] for one in package["officers"]} == {"方立德", "方晴", "左宜"}
    assert package["user"]["certificate"] == "渝-0001"
    kinds = {one["kind"]: one for one in package["checklists"]}
    assert set(kinds) == set(package["codes"]["kinds"]) == {
        "noise", "fumes", "dust", "hazardous_waste",
    }  # fmt: skip
    assert all(item["asks_photograph"] for item in kinds["dust"]["items"])
    assert package["limits"]["table"]["noise_limits"]
    assert package["limits"]["words"]
    assert CALLER.phone not in str(package)
    assert CALLER.name not in str(package)


@SQLITE
def test_an_unchanged_package_is_answered_short(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = case_in("investigating").id
    farid = as_("farid")
    mark = farid.get("/field/package").json["mark"]
    again = farid.get(f"/field/package?since={mark}")
    assert (again.status_code, again.data) == (304, b"")
    with office.app_context(), unit_of_work():
        db.session.execute(update(Case).where(Case.id == case_id).values(version=99))
    changed = farid.get(f"/field/package?since={mark}")
    assert changed.status_code == 200
    assert changed.json["mark"] != mark


@SQLITE
def test_a_complainant_goes_along_only_where_asked_for_and_leaves_a_look(
    office: Flask, as_: As
) -> None:
    with office.app_context():
        case_id = case_in("investigating").id
        other = open_case().case.id
    farid = as_("farid")
    package = farid.get(f"/field/package?contact={case_id}&reason=约诉求人到场").json
    (contact,) = package["cases"][0]["contact"]
    assert (contact["name"], contact["phone"]) == (CALLER.name, CALLER.phone)
    assert farid.get(f"/field/package?contact={other}").status_code == 404
    assert farid.get("/field/package?contact=x").status_code == 422
    with office.app_context():
        looks = db.session.scalars(select(ComplainantLook)).all()
        assert [(look.user_id, look.reason) for look in looks] == [
            (present_cast().farid.id, "约诉求人到场")
        ]


@SQLITE
def test_planned_visits_of_either_officer_go_along_with_their_source(
    office: Flask, as_: As
) -> None:
    with office.app_context():
        cast, source_id = present_cast(), a_source("第一厂").id
        with unit_of_work():
            plan = InspectionPlan(
                name="夏季专项", basis="campaign", year=2026, kind="dust", caps={},
                published_items="扬尘", created_at=clock.now(), created_by_id=cast.sunil.id,
            )  # fmt: skip
            db.session.add(plan)
            db.session.flush()
            db.session.add(
                PlannedInspection(
                    plan_id=plan.id, source_id=source_id, officer_id=cast.farid.id,
                    second_officer_id=cast.fang.id, due_on=clock.today() + timedelta(days=3),
                    state="planned", created_at=clock.now(), created_by_id=cast.sunil.id,
                )
            )  # fmt: skip
    for name, count in (("farid", 1), ("fang", 1), ("zoe", 0)):
        package = as_(name).get("/field/package").json
        assert len(package["planned"]) == len(package["sources"]) == count
    assert as_("fang").get("/field/package").json["planned"][0]["basis"] == "campaign"


@SQLITE
def test_who_does_not_go_out_gets_no_package(office: Flask, client: FlaskClient) -> None:
    assert client.get("/field/package").status_code == 401
    sign_in(client, "olga")
    assert client.get("/field/package").status_code == 403
