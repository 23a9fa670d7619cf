"""What a person decides on a record that needs attention: taken now, or settled with a reason.

Both stand in the history of the case as a note, and both give the tablet its receipt. None commits.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import ensure_may, reaches
from caseflow.field.sync.actions.files import attach
from caseflow.field.sync.actions.performing import apply_visit, doubts, lock_case, missing
from caseflow.field.sync.actions.planned import case_of_planned
from caseflow.field.sync.models import FieldSubmission
from caseflow.field.sync.receipts import files_of
from caseflow.field.sync.rules import KEPT, NEEDS_ATTENTION, SETTLED, TAKEN
from caseflow.field.sync.shape import planned_id_of
from caseflow.ground import clock
from caseflow.ground.errors import Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.web.filters import when_words
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission


def take_now(row_id: int, decider: User, *, version: int, words: str) -> None:
    """Apply a record to its case as it is now, doubts and all, with the files that came with it.

    It is the officer's own step where they still may take it, else the decider's. Raises Refused
    with what stands in the way, StaleCase if the case has moved since it was looked at.
    """
    row = _waiting(row_id)
    case = lock_case(row.case_id)
    if case is None:
        case = _planned_case(row)
    elif case.version != version:
        raise StaleCase(_("Somebody changed this case in the meantime."))
    ensure_may(Permission.FIELD_DECIDE, case, decider)
    if row.visit_id is None:
        _ensure_complete(row, decider)
    actor = _actor(row, case, decider)
    if row.visit_id is None:
        apply_visit(row, case, actor)
    for file in files_of(row.id):
        if file.state == KEPT:
            attach(file, case, actor)
    said = _("Record of the tablet of %(time)s taken: %(words)s")
    _note(row, case, decider, said, words)
    _decide(row, decider, TAKEN, words)


def _planned_case(row: FieldSubmission) -> Case:
    """Return the case of the planned visit that the record names, opened for its officer."""
    planned_id = planned_id_of(row.payload)
    if planned_id is None:
        raise Refused([_("There is no such case, or it is not within your reach.")])
    case = case_of_planned(planned_id, db.session.get_one(User, row.user_id))
    row.case_id = case.id
    db.session.flush()
    return case


def settle(row_id: int, decider: User, *, words: str) -> None:
    """Settle a record without applying it: it stays kept, with its files. Raises Refused."""
    row = _waiting(row_id)
    case = lock_case(row.case_id)
    if case is not None and reaches(decider, Permission.CASE_COMMENT, case):
        said = _("Record of the tablet of %(time)s settled without being applied: %(words)s")
        _note(row, case, decider, said, words)
    _decide(row, decider, SETTLED, words)


def _waiting(row_id: int) -> FieldSubmission:
    """Return the record, held; raises Refused if somebody has decided on it already."""
    wanted = (
        select(FieldSubmission).where(FieldSubmission.id == row_id).with_for_update(key_share=True)
    )
    row = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    if row.status != NEEDS_ATTENTION:
        raise Refused([_("This record has been decided on already.")])
    return row


def _ensure_complete(row: FieldSubmission, decider: User) -> None:
    """Raise Refused where something is missing that no decision replaces, or for want of a second
    person: nobody waves through the doubts about their own record, nor a copy they brought in."""
    reasons = missing(row)[0]
    if doubts(row) and decider.id == row.user_id:
        reasons.append(_("The record is your own: somebody else decides whether it is enough."))
    if row.brought_by_id == decider.id:
        reasons.append(_("You brought the copy in: somebody else decides on it."))
    if reasons:
        raise Refused(reasons)


def _actor(row: FieldSubmission, case: Case, decider: User) -> User:
    officer = db.session.get_one(User, row.user_id)
    return officer if reaches(officer, Permission.CASE_INSPECT, case) else decider


def _note(row: FieldSubmission, case: Case, decider: User, said: str, words: str) -> None:
    facts = {"time": when_words(row.captured_at), "words": words}
    perform(case, "note", decider, version=case.version, words=said % facts)


def _decide(row: FieldSubmission, decider: User, status: str, words: str) -> None:
    row.status, row.decision_words = status, words
    row.decided_by_id, row.decided_at = decider.id, clock.now()
    row.words = [_("Decided by %(name)s: %(words)s", name=decider.display_name, words=words)]
    db.session.flush()
