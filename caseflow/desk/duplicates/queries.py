"""Finding likely duplicates: candidates from the index of likeness, then one look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.likeness import Cut, Words, cut, source_token
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.petitions.complainants import normal_phone, sealer
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.sources.models import PollutionSource
from caseflow.desk.duplicates import rules
from caseflow.desk.duplicates.rules import Ground, Judged, Place, Side
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.place_words import unpacked_spot
from caseflow.ground.search.likeness import grid_tokens, sharing
from caseflow.ground.search.models import LikenessProfile
from caseflow.ground.search.sketch import shared, unpacked
from caseflow.people.accounts.models import User

CANDIDATES = 40
"""Cases that are looked at: those that share most rare tokens."""

CLOSED_FOR = timedelta(days=90)
"""A case closed longer ago is no duplicate any more: what is told now is new."""

LEAST_PHONE = 7
"""Digits below which a number is not one caller's."""

LEAST_TYPED = 4
"""Characters below which nothing is suggested."""

TOKEN_WEIGHTS = {"place": 4.0, "words": 1.0, "source": 8.0, "grid": 2.0}
"""What a shared token says at the choice of candidates: the place decides."""

_found: Any = aliased(Case, name="found")


@dataclass(frozen=True, slots=True)
class Probe:
    """What is known of the petition at hand, as far as it was typed."""

    subject: str = ""
    body: str = ""
    address_text: str = ""
    respondent_words: str = ""
    township_code: str | None = None
    source_id: int | None = None
    category_codes: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    at: datetime | None = None
    """When it was told, aware; None: now."""
    phone: str = ""
    exclude_case_id: int | None = None
    is_only_earlier: bool = False
    """Only cases registered before `exclude_case_id` are looked for."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An earlier case that may be about the same; a merged case is shown as its leading case."""

    case_id: int
    number: str
    title: str
    state: State
    state_words: str
    opened_at: datetime
    address: str
    source: str | None
    petition_count: int
    score: float
    """From 0 to 1."""
    place: Place
    reasons: tuple[str, ...]


def likely_duplicates(probe: Probe, user: User, limit: int = 5) -> list[Suggestion]:
    """Return the cases that `probe` most likely repeats, the likeliest first; two statements."""
    heading = "，".join((probe.subject, probe.address_text, probe.respondent_words))
    if len(heading) + len(probe.body) < LEAST_TYPED + 2 and probe.source_id is None:
        return []
    words = cut(Words(heading, probe.body))
    found = sharing(
        _weights(probe, words),
        limit=CANDIDATES,
        without=probe.exclude_case_id or 0,
        before=probe.exclude_case_id if probe.is_only_earlier else None,
    )
    if not found:
        return []
    best: dict[int, tuple[Judged, Row[Any]]] = {}
    statement = _candidates().where(cases_where(user))
    for row in db.session.execute(statement, _given(found, probe)):
        result = _judged(probe, words, row)
        if result.score and (row.id not in best or best[row.id][0].score < result.score):
            best[row.id] = (result, row)
    ranked = sorted(best.values(), key=lambda one: (-one[0].score, -one[1].id))
    return [_suggestion(result, row) for result, row in ranked[:limit]]


def _weights(probe: Probe, words: Cut) -> dict[int, float]:
    weights = dict.fromkeys(words.word_tokens, TOKEN_WEIGHTS["words"])
    for name, number in words.place_tokens:
        weights[number] = TOKEN_WEIGHTS["place"] / (1 if name in words.spot.first else 2)
    if probe.longitude is not None and probe.latitude is not None:
        for number in grid_tokens(probe.longitude, probe.latitude, around=True):
            weights[number] = TOKEN_WEIGHTS["grid"]
    if probe.source_id is not None:
        weights[source_token(probe.source_id)] = TOKEN_WEIGHTS["source"]
    return weights


@cache
def _candidates() -> Select[Any]:
    """Return the statement that reads candidates: a row for each petition of the cases `ids`.

    It is built once: building it takes longer than running it.
    """
    return (
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.state,
            Case.opened_at,
            Case.address_text,
            PollutionSource.name.label("source"),
            _petition_count().label("petition_count"),
            _found.title.label("heading"),
            _found.opened_at.label("told_at"),
            _found.source_id,
            _found.township_code,
            _found.longitude,
            _found.latitude,
            _shares_category().label("shares_category"),
            _is_same_caller().label("is_same_caller"),
            LikenessProfile.places,
            LikenessProfile.sketch,
        )
        .select_from(LikenessProfile)
        .join(_found, _found.id == LikenessProfile.case_id)
        .join(Case, Case.id == func.coalesce(_found.leading_case_id, _found.id))
        .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
        .where(
            LikenessProfile.case_id.in_(bindparam("ids", expanding=True)),
            Case.id != bindparam("without"),
            or_(Case.closed_at.is_(None), Case.closed_at >= bindparam("closed_since")),
        )
    )


def _petition_count() -> Any:
    """Return how many petitions the leading case answers, with those merged into it."""
    merged: Any = aliased(Case, name="merged")
    own = select(func.count()).where(Petition.case_id == Case.id).scalar_subquery()
    theirs = (
        select(func.count())
        .select_from(merged)
        .join(Petition, Petition.case_id == merged.id)
        .where(merged.leading_case_id == Case.id)
        .scalar_subquery()
    )
    return own + theirs


def _shares_category() -> Any:
    return exists().where(
        CaseCategory.case_id == _found.id,
        CaseCategory.category_code.in_(bindparam("codes", expanding=True)),
    )


def _is_same_caller() -> Any:
    return exists().where(
        Petition.case_id == _found.id,
        Complainant.id == Petition.complainant_id,
        Complainant.phone_hash == bindparam("phone_hash"),
    )


def _given(ids: list[int], probe: Probe) -> dict[str, Any]:
    """Return the values of the statement."""
    phone = normal_phone(probe.phone)
    return {
        "ids": ids,
        "without": probe.exclude_case_id or 0,
        "closed_since": (probe.at or clock.now()) - CLOSED_FOR,
        "codes": list(probe.category_codes),
        "phone_hash": sealer().digest(phone, "phone") if len(phone) >= LEAST_PHONE else "",
    }


def _judged(probe: Probe, words: Cut, row: Row[Any]) -> Judged:
    mine = Side(words.spot, probe.source_id, probe.township_code, probe.longitude, probe.latitude)
    theirs = Side(
        unpacked_spot(row.places), row.source_id, row.township_code, row.longitude, row.latitude
    )
    alike = shared(words.sketch, unpacked(row.sketch))
    place = rules.place_of(mine, theirs, alike)
    if place is Place.DIFFERENT:
        return Judged(place, 0.0)
    names = rules.shared_names(mine.spot, theirs.spot)
    told_on, at = clock.local_date(row.told_at), probe.at or clock.now()
    ground = Ground(
        words=alike,
        headings=rules.heading_likeness(probe.subject, row.heading, names),
        shares_category=bool(row.shares_category),
        is_same_caller=bool(row.is_same_caller),
        days_apart=(clock.local_date(at) - told_on).days,
    )
    return rules.judged(mine, theirs, place, ground)


def _suggestion(result: Judged, row: Row[Any]) -> Suggestion:
    return Suggestion(
        case_id=row.id,
        number=row.number,
        title=row.title,
        state=State(row.state),
        state_words=_(STATE_LABELS[State(row.state)]),
        opened_at=row.opened_at,
        address=row.address_text,
        source=row.source,
        petition_count=row.petition_count,
        score=result.score,
        place=result.place,
        reasons=tuple(_(msgid, **given) for msgid, given in result.reasons),
    )
