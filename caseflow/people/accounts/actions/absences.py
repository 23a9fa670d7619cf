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
from caseflow.people.permissions.policy import STANDS_IN, Role


def add_absence(
    user_id: int, from_on: date, to_on: date, stand_in_id: int, actor: User | None
) -> Absence:
    """Enter an absence; both days are included. Flushes, does not commit. Raises BadInput."""
    if to_on < from_on:
        raise BadInput(_("The last day lies before the first."))
    if user_id == stand_in_id:
        raise BadInput(_("Nobody stands in for themselves."))
    person, stand_in = _both(user_id, stand_in_id)
    if _overlapping(user_id, from_on, to_on) is not None:
        raise BadInput(_("An absence of this person is already entered for some of these days."))
    _check_stand_in(person, stand_in, from_on, to_on)
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


def change_stand_in(absence: Absence, stand_in_id: int, actor: User | None) -> None:
    """Let another person stand in for the days that are left. Flushes. Raises BadInput."""
    if stand_in_id in {absence.user_id, absence.stand_in_id}:
        raise BadInput(_("Choose somebody else to stand in."))
    person, stand_in = _both(absence.user_id, stand_in_id)
    first = max(absence.from_on, clock.today())
    _check_stand_in(person, stand_in, first, absence.to_on)
    record("absence_removed", actor, user_id=absence.user_id, words=_words(absence))
    absence.stand_in_id = stand_in_id
    db.session.flush()
    record("absence_added", actor, user_id=absence.user_id, words=_words(absence))


def _both(user_id: int, stand_in_id: int) -> tuple[User, User]:
    """Return both people, their rows held in one order, so that no two wait for each other."""
    found = {one: _held(one) for one in sorted((user_id, stand_in_id))}
    return found[user_id], found[stand_in_id]


def _held(user_id: int) -> User:
    """Return the open account, its row held until the commit."""
    person = db.session.get(User, user_id)
    if person is None or not person.is_active:
        raise BadInput(_("Both people need open accounts."))
    lock_row(person)
    if not person.is_active:
        raise BadInput(_("Both people need open accounts."))
    return person


def _check_stand_in(person: User, stand_in: User, from_on: date, to_on: date) -> None:
    """Who stands in is there on all these days, so that no chain of stand-ins ends in nobody."""
    away = _overlapping(stand_in.id, from_on, to_on)
    if away is not None:
        facts = {"name": stand_in.display_name, "first": away.from_on, "last": away.to_on}
        raise BadInput(
            _("%(name)s is away from %(first)s to %(last)s: choose somebody who is there.", **facts)
        )
    if stand_in.role not in STANDS_IN.get(Role(person.role), frozenset(Role)):
        raise BadInput(_("Who stands in must be able to do the same work: choose another person."))


def _overlapping(user_id: int, from_on: date, to_on: date) -> Absence | None:
    clash = select(Absence).where(
        Absence.user_id == user_id, Absence.from_on <= to_on, Absence.to_on >= from_on
    )
    found: Absence | None = db.session.scalar(clash.order_by(Absence.from_on).limit(1))
    return found


def _words(absence: Absence) -> str:
    stand_in = db.session.get(User, absence.stand_in_id)
    name = stand_in.username if stand_in else absence.stand_in_id
    return f"{absence.from_on.isoformat()} – {absence.to_on.isoformat()}: {name}"
