"""A tablet asks for its part of the key, or is told to wipe itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.field.sync.actions import devices
from caseflow.field.sync.guarding import for_tablets
from caseflow.field.sync.models import FieldDevice
from caseflow.field.sync.problems import Unkept
from caseflow.field.sync.shape import is_uuid
from caseflow.field.sync.views.blueprint import answered, bp, json_body
from caseflow.ground.errors import NotVisible
from caseflow.ground.record_sealing import bureau_keys
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import Permission

BODY_MOST = 4096
NAME_MOST = 100
UNSENT_MOST = 1_000_000


@bp.post("/devices")
@for_tablets(Permission.FIELD_SEND)
def register() -> Response:
    """Register the tablet for the person: 201, or 200 if it is already."""
    body = json_body(BODY_MOST)
    name = body.get("name") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not is_uuid(body.get("device_id")):
        raise Unkept("device_id")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= NAME_MOST or "\0" in name:
        raise Unkept("name")
    with unit_of_work():
        user = current_user._get_current_object()
        row, is_new = devices.register(body["device_id"], name.strip(), user)
    return answered(_told(row), 201 if is_new else 200)


@bp.get("/devices/<device_id>")
@for_tablets(Permission.FIELD_SEND)
def device(device_id: str) -> Response:
    """Say whether the tablet is known or to be wiped."""
    return answered(_told(_own(device_id)))


@bp.post("/devices/<device_id>/wiped")
@for_tablets(Permission.FIELD_SEND)
def wiped(device_id: str) -> Response:
    """Note that the tablet has wiped itself, and how much was not sent yet."""
    body = json_body(BODY_MOST)
    count = body.get("unsent") if isinstance(body, dict) else None
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= UNSENT_MOST:
        raise Unkept("unsent")
    with unit_of_work():
        devices.note_wiped(_own(device_id), count)
    return Response(status=204)


def _own(device_id: str) -> FieldDevice:
    row = devices.of_user(device_id, current_user.id)
    if row is None:
        raise NotVisible(_("There is no such tablet."))
    return row


def _told(row: FieldDevice) -> dict[str, Any]:
    """Return what the tablet is told; that it is to be wiped is noted before it is said."""
    if row.lost_at is not None:
        if row.told_at is None:
            with unit_of_work():
                devices.note_told(row)
        if row.lost_at is not None:
            return {"device_id": row.device_id, "state": "wipe"}
    return {
        "device_id": row.device_id,
        "state": "known",
        "server_part": devices.server_part(row),
        "bureau_key": asdict(bureau_keys().public),
    }
