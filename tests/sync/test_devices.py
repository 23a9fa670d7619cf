"""A tablet gets its part of the key, its owner only; one that is lost is told to wipe itself."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.core.petitions.resealing import SEALED_COLUMNS, reseal_batch
from caseflow.field.sync.models import FieldDevice
from caseflow.ground.config import Settings
from caseflow.ground.extensions import db
from caseflow.ground.sealing import add_key
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import AccountEvent
from tests.tablet import DEVICE, Tablet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Tablets = Callable[..., Tablet]
BODY = {"device_id": DEVICE, "name": "执法平板1号"}


def register(tablet: Tablet) -> Any:
    return tablet.client.post("/field/devices", json=BODY)


def state(tablet: Tablet) -> Any:
    return tablet.client.get(f"/field/devices/{DEVICE}").json


def rows() -> list[FieldDevice]:
    db.session.rollback()
    return list(db.session.scalars(select(FieldDevice).order_by(FieldDevice.id)))


def test_a_tablet_gets_the_same_part_each_time_and_each_person_their_own(
    tablet: Tablets, inside: Any, settings: Settings
) -> None:
    sender, other = tablet(), tablet("fang")
    first, again = register(sender), register(sender)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json == state(sender)
    part = first.json["server_part"]
    assert len(base64.b64decode(part)) == 32
    point = base64.b64decode(first.json["bureau_key"]["public_key"])
    assert (len(point), point[0]) == (65, 4)
    assert other.client.get(f"/field/devices/{DEVICE}").status_code == 404
    theirs = register(other)
    assert theirs.status_code == 201
    assert theirs.json["server_part"] != part
    assert theirs.json["bureau_key"] == first.json["bureau_key"]
    assert part not in "".join(row.server_part_sealed for row in rows())
    assert settings.bureau_keys_file.stat().st_mode & 0o077 == 0
    add_key(settings.seal_keys_file)
    sealed = next(one for one in SEALED_COLUMNS if one.model is FieldDevice)
    with unit_of_work():
        done = reseal_batch(sealed, 0)
    assert done is not None
    assert done.count == 2
    assert state(sender)["server_part"] == part


def test_a_lost_tablet_is_wiped_and_gets_its_part_no_more(tablet: Tablets, inside: Any) -> None:
    sender = tablet()
    part = register(sender).json["server_part"]
    row = rows()[0]
    page = f"/desk/tablets/{row.id}"
    assert tablet("fang").client.post(f"{page}/lost").status_code == 404
    assert sender.client.post(f"{page}/lost").status_code == 303
    assert sender.client.post(f"{page}/found").status_code == 303
    assert state(sender)["server_part"] == part, "taken back before the tablet heard of it"
    sender.client.post(f"{page}/lost")
    assert state(sender) == {"device_id": DEVICE, "state": "wipe"}
    assert register(sender).json == {"device_id": DEVICE, "state": "wipe"}
    assert sender.client.post(f"{page}/found").status_code == 409
    wiped = sender.client.post(f"/field/devices/{DEVICE}/wiped", json={"unsent": 3})
    assert wiped.status_code == 204
    sender.client.post(f"/field/devices/{DEVICE}/wiped", json={"unsent": 0})
    assert rows()[0].unsent_count == 3
    shown = sender.client.get("/desk/tablets/").text
    assert "3 records were not sent" in shown
    acts = list(db.session.scalars(select(AccountEvent.act).order_by(AccountEvent.id)))
    assert [act for act in acts if act.startswith("device")] == [
        "device_registered", "device_lost", "device_found", "device_lost", "device_wiped",
    ]  # fmt: skip


def test_the_administrator_reports_a_tablet_for_all_who_use_it(
    office: Flask, tablet: Tablets, inside: Any
) -> None:
    sender, other, adam = tablet(), tablet("fang"), tablet("adam")
    register(sender)
    register(other)
    assert "执法平板1号" in adam.client.get("/desk/tablets/all").text
    row = rows()[0]
    assert adam.client.post(f"/desk/tablets/all/{row.id}/lost").status_code == 303
    assert (state(sender)["state"], state(other)["state"]) == ("wipe", "wipe")
    assert sender.client.post(f"/desk/tablets/all/{row.id}/found").status_code == 403


def test_what_cannot_be_read_of_a_tablet_is_said(tablet: Tablets, inside: Any) -> None:
    client = tablet().client
    for body, place in (
        ({"device_id": "x", "name": "a"}, "device_id"),
        ({"device_id": DEVICE, "name": " "}, "name"),
        ([], "device_id"),
    ):
        answer = client.post("/field/devices", json=body)
        assert (answer.status_code, list(answer.json["errors"])) == (422, [place])
    register(tablet())
    answer = client.post(f"/field/devices/{DEVICE}/wiped", json={"unsent": -1})
    assert answer.status_code == 422
