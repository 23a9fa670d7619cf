"""A petitioner rates the handling by link or by number and code. For the public pages to call.

    petition = petition_by_rating_token(token)  # rating_link.py; or found by number and code
    with unit_of_work():
        rate_petition(petition, solved=False, satisfaction="no", words="还在响", source="link")

The rating is an act in the history of the case (`rate`); “not solved” also opens a report with a
clock of its own, which a supervisor has handled again or refuses with a reviewed reason.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import PetitionRating
from caseflow.core.replies.rules import RATING_DAYS, RATING_SOURCES, SATISFACTION
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db

LONGEST_WORDS = 1000


def rate_petition(
    petition: Petition, solved: bool, satisfaction: str, words: str = "", source: str = "link"
) -> PetitionRating:
    """Record what the petitioner says of the reply and return the new row, flushed.

    `satisfaction`: yes, mostly or no (rules.SATISFACTION); `source`: link, code or operator
    (rules.RATING_SOURCES). Every rating is a row of its own; the newest counts, and it can be
    changed for RATING_DAYS days after the first. Call inside a unit of work; never commits.
    Raises BadInput for a value that is none of these or words of more than LONGEST_WORDS
    characters; Refused while there is no reply, or when the time to change it is over; StaleCase
    if somebody acts on the case at this very moment (try again).
    """
    if satisfaction not in SATISFACTION or source not in RATING_SOURCES:
        raise BadInput(_("Select one of the choices shown."))
    if len(words) > LONGEST_WORDS:
        raise BadInput(_("Enter at most %(max)d characters.", max=LONGEST_WORDS))
    case = answering_case(petition)
    event = perform(
        case,
        "rate",
        None,
        version=case.version,
        petition_id=petition.id,
        is_solved=solved,
        satisfaction=satisfaction,
        words=words.strip(),
        rated_by=source,
    )
    return db.session.get_one(PetitionRating, event.changes["rating"])


def answering_case(petition: Petition) -> Case:
    """Return the case through which a petition is answered: its own, or the one that leads it."""
    case = db.session.get_one(Case, petition.case_id)
    return db.session.get_one(Case, case.leading_case_id) if case.leading_case_id else case


def latest_rating(petition: Petition) -> PetitionRating | None:
    """Return the rating that counts now, to be shown again; None if there is none."""
    return db.session.scalar(
        select(PetitionRating)
        .where(PetitionRating.petition_id == petition.id)
        .order_by(PetitionRating.id.desc())
        .limit(1)
    )


def can_be_rated(petition: Petition, now: datetime) -> bool:
    """Return whether `rate_petition` would take a rating now."""
    if petition.answered_at is None or petition.reply_way == "none":
        return False
    if answering_case(petition).state not in TRANSITIONS["rate"].froms:
        return False
    first = db.session.scalar(
        select(PetitionRating.rated_at)
        .where(
            PetitionRating.petition_id == petition.id,
            PetitionRating.rated_at >= petition.answered_at,
        )
        .order_by(PetitionRating.id)
        .limit(1)
    )
    return first is None or now - first <= timedelta(days=RATING_DAYS)
