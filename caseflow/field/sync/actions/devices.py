"""Tablets: registering, the server's part of the key, reporting one as lost. None commits.

A tablet that several people use is a row for each: what one keeps on it opens with their key only.
"""

from __future__ import annotations

import base64
import secrets

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseflow.core.petitions.resealing import also_reseal
from caseflow.field.sync.models import FieldDevice
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.sealing import current_sealer
from caseflow.people.accounts.actions.record import record
from caseflow.people.accounts.models import User

PART_BYTES = 32
CONTEXT = "field_devices.server_part_sealed"
also_reseal(FieldDevice, "server_part_sealed", CONTEXT)


def register(device_id: str, name: str, user: User) -> tuple[FieldDevice, bool]:
    """Return the person's tablet, and whether it is new to them."""
    found = of_user(device_id, user.id)
    if found is not None:
        return found, False
    part = base64.b64encode(secrets.token_bytes(PART_BYTES)).decode()
    row = FieldDevice(
        device_id=device_id,
        user_id=user.id,
        name=name,
        server_part_sealed=current_sealer().seal(part, CONTEXT),
        registered_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # The same request twice at once: the first one's part holds.
        found = of_user(device_id, user.id)
        assert found is not None
        return found, False
    record("device_registered", user, user_id=user.id, words=name)
    return row, True


def of_user(device_id: str, user_id: int) -> FieldDevice | None:
    """Return the tablet as this person uses it, read anew, or None."""
    wanted = select(FieldDevice).where(
        FieldDevice.device_id == device_id, FieldDevice.user_id == user_id
    )
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def server_part(row: FieldDevice) -> str:
    """Return the server's part of the key, in base64; never of a tablet that is to be wiped."""
    assert row.lost_at is None
    return current_sealer().unseal(row.server_part_sealed, CONTEXT)


def note_told(row: FieldDevice) -> None:
    """Note that the tablet is told to wipe itself, unless the report was just taken back."""
    held = _locked(row.id)
    if held.lost_at is not None and held.told_at is None:
        held.told_at = clock.now()


def note_wiped(row: FieldDevice, unsent_count: int) -> None:
    """Note that the tablet has wiped itself; what is noted stays at the first time."""
    if row.wiped_at is None:
        row.wiped_at, row.unsent_count = clock.now(), unsent_count
        record("device_wiped", None, user_id=row.user_id, words=f"{row.name}; {unsent_count}")


def report_lost(row: FieldDevice, actor: User, *, is_everybodys: bool) -> int:
    """Have the tablet wiped; `is_everybodys`: for all who use it. Returns for how many."""
    now, rows = clock.now(), _same_tablet(row) if is_everybodys else [_locked(row.id)]
    for one in rows:
        if one.lost_at is None:
            one.lost_at, one.lost_by_id = now, actor.id
            record("device_lost", actor, user_id=one.user_id, words=one.name)
    return len(rows)


def take_back(row: FieldDevice, actor: User, *, is_everybodys: bool) -> None:
    """Take the report of a lost tablet back; raises Refused once a tablet was told of it."""
    rows = _same_tablet(row) if is_everybodys else [_locked(row.id)]
    lost = [one for one in rows if one.lost_at is not None and one.told_at is None]
    if not lost:
        raise Refused([_("The tablet was told already: what lay on it is being wiped.")])
    for one in lost:
        one.lost_at = one.lost_by_id = None
        record("device_found", actor, user_id=one.user_id, words=one.name)


def get_device(row_id: int, user_id: int | None) -> FieldDevice:
    """Return the tablet; `user_id` None: whoever's. Raises NotVisible."""
    row = db.session.get(FieldDevice, row_id)
    if row is None or (user_id is not None and row.user_id != user_id):
        raise NotVisible(_("There is no such tablet."))
    return row


def _locked(row_id: int) -> FieldDevice:
    wanted = select(FieldDevice).where(FieldDevice.id == row_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def _same_tablet(row: FieldDevice) -> list[FieldDevice]:
    wanted = select(FieldDevice).where(FieldDevice.device_id == row.device_id)
    wanted = wanted.order_by(FieldDevice.id).with_for_update()
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))
