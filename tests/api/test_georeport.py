"""A public Open311 client, written by others, against our running server.

georeport 0.3 reads; it takes an api_key but has no call to file with. The request is filed as the
standard has it, with the client's own address, key and jurisdiction, and read back by the client.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests
from flask import Flask
from georeport import GeoReport
from sqlalchemy import select

from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db


@pytest.mark.parametrize("output", ["json", "xml"])
def test_georeport_lists_services_files_a_request_and_reads_it_back(
    office: Flask, machine: Any, live_server: str, output: str
) -> None:
    client = GeoReport(
        f"{live_server}/open311/v2",
        jurisdiction="zhongxian.cq.cn",
        api_key=machine().token,
        output_format=output,
    )
    codes = [row["service_code"] for row in client.get_service_list()]
    assert "noise-construction" in codes
    definition = client.get_service_definition("noise-construction")
    assert "WHEN" in str(definition)
    wanted = filed(client)
    read = _one(client.get_service_request(wanted))
    assert (read["service_code"], read["status"]) == ("noise-construction", "open")
    assert wanted in {row["service_request_id"] for row in _many(client.get_service_requests())}
    with office.app_context():
        row = db.session.scalars(select(Petition)).one()
        assert (str(row.id), row.body) == (wanted, "半夜打桩")


def filed(client: GeoReport) -> str:
    """File a request with the client's settings; return its id."""
    form = {
        "jurisdiction_id": client.jurisdiction,
        "api_key": client.api_key,
        "service_code": "noise-construction",
        "address_string": "忠州街道果园路",
        "description": "半夜打桩",
        "first_name": "独特",
        "last_name": "邱",
    }
    answer = requests.post(f"{client.root_address}/requests.json", data=form, timeout=20)
    answer.raise_for_status()
    return str(answer.json()[0]["service_request_id"])


def _many(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [told]


def _one(told: Any) -> Any:
    return _many(told)[0]
