"""Which cases a decision is on, and of each beforehand whether it can be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from caseflow.core.cases.actions.situation import situation_of
from caseflow.core.cases.lifecycle import refusals
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.filters import parse_query, read_filter
from caseflow.core.cases.queries.lists import case_count, case_ids
from caseflow.core.cases.scope import reaches, visible_cases
from caseflow.core.cases.states import State
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.rights import missing_right
from caseflow.supervision.bulk.models import BulkItem, BulkRun
from caseflow.supervision.bulk.rules import CANNOT, KEEP_DRAFTS_HOURS, MOST, WAITING, BulkAct

Picked = dict[int, int | None]
"""Case → its version as it was seen; None: as it is now."""


def read_picked(typed: Iterable[str]) -> Picked:
    """Return the cases that were ticked: each box says “id-version”."""
    found: Picked = {}
    for text in typed:
        case_id, _dash, version = text.partition("-")
        if case_id.isdecimal() and version.isdecimal() and len(text) < 30:
            found[int(case_id)] = int(version)
    return found


def choose(act: BulkAct, user: User, picked: Picked | None, query: str) -> BulkRun:
    """Begin a decision on the ticked cases, or (None) on all that the list lets through.

    Returns its draft with the verdict on every case. Raises BadInput if no case is meant.
    """
    meant, matched = _meant(picked, query, user)
    cases = _cases(list(meant), user)
    if not cases:
        raise BadInput(_("Select at least one case."))
    run = BulkRun(
        act=act.key,
        user_id=user.id,
        state="draft",
        query=query[:1000],
        given={},
        matched_count=max(matched, len(cases)),
        is_job=False,
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    for case in cases:
        why = why_not(act, case, user)
        db.session.add(
            BulkItem(
                run_id=run.id,
                case_id=case.id,
                version=meant.get(case.id) or case.version,
                state=CANNOT if why else WAITING,
                words=why[:500],
            )
        )
    db.session.flush()
    return run


def _meant(picked: Picked | None, query: str, user: User) -> tuple[Picked, int]:
    """Return the cases that are meant, at most MOST, and how many there would be."""
    if picked is not None:
        few = dict(list(picked.items())[:MOST])
        return few, len(picked)
    wanted = read_filter(parse_query(query), user)
    ids = db.session.scalars(case_ids(wanted, user).order_by(Case.id).limit(MOST))
    return dict.fromkeys(ids), case_count(wanted, user)


def _cases(ids: list[int], user: User) -> list[Case]:
    wanted = visible_cases(select(Case).where(Case.id.in_(ids)).order_by(Case.id), user)
    return list(db.session.scalars(wanted))


def why_not(act: BulkAct, case: Case, user: User) -> str:
    """Return why the decision cannot be done with this case now; "" if it can."""
    row = act.transition(State(case.state))
    if row is None:
        return str(_("This step is not possible in the present state of the case."))
    if not reaches(user, row.permission, case):
        return missing_right(row.permission)
    if row.name == "mark_urgent" and case.is_urgent:
        return str(_("The case is urgent already."))
    return " ".join(_(reason) for reason in refusals(row, situation_of(case, user.id, {})))


def forget_drafts() -> int:
    """Delete drafts that nobody went on with; returns how many."""
    old = clock.now() - timedelta(hours=KEEP_DRAFTS_HOURS)
    ids = list(
        db.session.scalars(
            select(BulkRun.id).where(BulkRun.state == "draft", BulkRun.created_at < old).limit(100)
        )
    )
    if ids:
        db.session.execute(delete(BulkItem).where(BulkItem.run_id.in_(ids)))
        db.session.execute(delete(BulkRun).where(BulkRun.id.in_(ids), BulkRun.state == "draft"))
    return len(ids)
