"""A resident at the portal: fills in the steps, hands in, looks up. `client` is a test client."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from caseflow.public.portal.views import petition as petition_views
from tests.sent_files import picture

NAME, PHONE, ADDRESS = "欧阳小荷", "13987654321", "白公街道香山路7号2单元"
BODY = "香山路工地每晚十一点后还在打桩，孩子无法入睡。"
STEPS: dict[str, dict[str, Any]] = {
    "kind": {"kinds": ["noise-construction", "air-dust"]},
    "place": {"township": "500233002", "address": "香山路菜市场旁的工地"},
    "words": {"body": BODY, "when": "每晚十一点后", "respondent": "某建筑公司"},
    "pictures": {},
    "person": {
        "identity": "named",
        "name": NAME,
        "phone": PHONE,
        "address": ADDRESS,
        "reply_way": "sms",
        "wants_confidentiality": "y",
    },
}


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a petition be handed in as fast as a test types."""
    monkeypatch.setattr(petition_views, "LEAST_SECONDS", 0)


def photograph(colour: int = 60) -> bytes:
    """Return a JPEG; another `colour` makes another one."""
    return picture(size=(80 + colour, 60))


def upload(client: FlaskClient, content: bytes, name: str, **more: str) -> Any:
    files = {"files": (io.BytesIO(content), name), "add": "1", **more}
    return client.post("/petition/pictures", data=files)


def type_step(client: FlaskClient, name: str, /, **changes: Any) -> Any:
    """Fill in one step and go on; what is None is not sent."""
    typed = {**STEPS[name], "go_on": "1", **changes}
    typed = {field: value for field, value in typed.items() if value is not None}
    return client.post(f"/petition/{name}", data=typed)


def type_all(client: FlaskClient, *, with_picture: bool = True, **person: Any) -> None:
    """Fill in every step, up to the check page."""
    for name in STEPS:
        if name == "pictures" and with_picture:
            assert upload(client, photograph(), "现场.jpg").status_code == 303
        answer = type_step(client, name, **(person if name == "person" else {}))
        assert answer.status_code == 303, answer.text


def hand_in(client: FlaskClient) -> tuple[str, str]:
    """Hand in what was typed; return number and code."""
    answer = client.post("/petition/check")
    assert answer.status_code == 303, answer.text
    return receipt(client)


def receipt(client: FlaskClient) -> tuple[str, str]:
    """Return number and code as the receipt shows them."""
    number, code, *_rest = re.findall(
        r'<dd class="cf-number">([^<]+)', client.get("/petition/done").text
    )
    return number, code


def look_up(client: FlaskClient, number: str, code: str) -> Any:
    return client.post("/lookup", data={"number": number, "code": code})
