"""The right of reply of a site that is to be named: notice, answer, consideration."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.publication.actions.steps import claim, record
from caseflow.public.publication.drafting.exposed import present_figures
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication, ReplyRight

OPEN = frozenset({PublicationState.DRAFT, PublicationState.PROPOSED})


def rights_of(publication_id: int) -> dict[int, ReplyRight]:
    """Return the rights of reply of a publication by the source's id."""
    rows = db.session.scalars(select(ReplyRight).where(ReplyRight.publication_id == publication_id))
    return {row.source_id: row for row in rows}


def note_notice(
    row: Publication, source_id: int, actor: User, *, version: int, noticed_on: date, way: str,
    answer_by: date,
) -> None:  # fmt: skip
    """Record that a site was told, how, and until when it may answer.

    Raises BadInput where the time to answer is shorter than the criteria allow.
    """
    _begin(row, source_id, actor, version)
    least = present_figures()["reply_days"]
    if noticed_on > clock.today():
        raise BadInput(_("The notice cannot be given in the future."))
    if (answer_by - noticed_on).days < least:
        raise BadInput(_("Leave at least %(count)s days to answer.", count=least))
    if source_id in rights_of(row.id):
        raise Refused([_("This site was told already.")])
    db.session.add(
        ReplyRight(
            publication_id=row.id,
            source_id=source_id,
            noticed_on=noticed_on,
            way=way,
            answer_by=answer_by,
            answer="",
            considered="",
        )
    )
    record(row, "notice", row.state, actor.id, f"{_name(row, source_id)}：{way}")


def note_answer(
    row: Publication, source_id: int, actor: User, *, version: int, answered_on: date, answer: str
) -> None:
    """Record what a site answered. What was considered before is to be considered anew."""
    _begin(row, source_id, actor, version)
    right = _right(row, source_id)
    if not right.noticed_on <= answered_on <= clock.today():
        raise BadInput(_("The day of the answer must lie between the notice and today."))
    right.answered_on, right.answer = answered_on, answer
    right.considered_at = right.considered_by_id = None
    right.considered = ""
    record(row, "answer", row.state, actor.id, _name(row, source_id))


def consider_answer(
    row: Publication, source_id: int, actor: User, *, version: int, considered: str
) -> None:
    """Record what was decided on an answer, and why."""
    _begin(row, source_id, actor, version)
    right = _right(row, source_id)
    if right.answered_on is None:
        raise Refused([_("There is no answer to be considered.")])
    right.considered_at, right.considered_by_id = clock.now(), actor.id
    right.considered = considered
    record(row, "consider", row.state, actor.id, f"{_name(row, source_id)}：{considered}")


def _begin(row: Publication, source_id: int, actor: User, version: int) -> None:
    ensure_right(Permission.PUBLICATION_DRAFT, actor)
    claim(row, version)
    if not KINDS[row.kind].has_right_of_reply or row.state not in OPEN:
        raise Refused([_("This step is not possible in the present state of the publication.")])
    if source_id not in {site["source_id"] for site in row.sites}:
        raise BadInput(_("Choose a site of this list."))


def _right(row: Publication, source_id: int) -> ReplyRight:
    right = rights_of(row.id).get(source_id)
    if right is None:
        raise Refused([_("This site was not told yet.")])
    return right


def _name(row: Publication, source_id: int) -> str:
    return next(str(s["name"]) for s in row.sites if s["source_id"] == source_id)
