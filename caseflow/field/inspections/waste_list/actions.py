"""Bringing in an edition. Never commits."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseflow.field.inspections.waste_list.models import WasteCode, WasteEdition
from caseflow.field.inspections.waste_list.rules import read_edition
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def import_edition(content: bytes, name: str, in_force_from: date, actor: User) -> WasteEdition:
    """Keep an edition with its codes. Raises BadInput for a table that cannot be read, or where an
    edition begins on that day already."""
    entries = read_edition(content)
    if not name.strip():
        raise BadInput(_("Name the instrument."))
    row = WasteEdition(
        name=name.strip()[:200],
        in_force_from=in_force_from,
        code_count=len(entries),
        imported_at=clock.now(),
        imported_by_id=actor.id,
    )
    taken = select(WasteEdition.id).where(WasteEdition.in_force_from == in_force_from)
    try:
        if db.session.scalar(taken) is not None:
            raise _taken()
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise _taken() from error
    db.session.add_all(
        WasteCode(edition_id=row.id, code=one.code, name=one.name, hazards=one.hazards)
        for one in entries
    )
    db.session.flush()
    return row


def _taken() -> BadInput:
    return BadInput(_("An edition is in force from that day already."))
