"""Entering who is away and who stands in: reminders and assignments go to the stand-in."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.actions.record import lock_row, record
from caseflow.people.accounts.models import Absence, User


def add_absence(
    user_id: int, from_on: date, to_on: date, stand_in_id: int, actor: User | None
) -> Absence:
    """Enter an absence; both days are included. Flushes, does not commit. Raises BadInput."""
    if to_on < from_on:
        raise BadInput(_("The last day lies before the first."))
    if user_id == stand_in_id:
        raise BadInput(_("Nobody stands in for themselves."))
    for person_id in (user_id, stand_in_id):
        person = db.session.get(User, person_id)
        if person is None or not person.is_active:
            raise BadInput(_("Both people need open accounts."))
    lock_row(db.session.get_one(User, user_id))
    if _overlaps(user_id, from_on, to_on):
        raise BadInput(_("An absence of this person is already entered for some of these days."))
    absence = Absence(
        user_id=user_id,
        from_on=from_on,
        to_on=to_on,
        stand_in_id=stand_in_id,
        created_at=clock.now(),
    )
    db.session.add(absence)
    db.session.flush()
    record("absence_added", actor, user_id=user_id, words=_words(absence))
    return absence


def remove_absence(absence: Absence, actor: User | None) -> None:
    """Take an absence away: the person is there after all. Flushes, does not commit."""
    record("absence_removed", actor, user_id=absence.user_id, words=_words(absence))
    db.session.delete(absence)
    db.session.flush()


def _overlaps(user_id: int, from_on: date, to_on: date) -> bool:
    clash = select(Absence.id).where(
        Absence.user_id == user_id, Absence.from_on <= to_on, Absence.to_on >= from_on
    )
    return db.session.scalar(clash.limit(1)) is not None


def _words(absence: Absence) -> str:
    stand_in = db.session.get(User, absence.stand_in_id)
    name = stand_in.username if stand_in else absence.stand_in_id
    return f"{absence.from_on.isoformat()} – {absence.to_on.isoformat()}: {name}"
