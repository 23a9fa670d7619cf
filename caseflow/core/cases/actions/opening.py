"""Opening cases: registering a petition, or starting the bureau's own inspection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.clocks import conditions_of
from caseflow.core.cases.actions.perform import conclude, perform, raise_if_group
from caseflow.core.cases.actions.situation import situation_at_opening
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.queries import current_calendar, term_for
from caseflow.core.deadlines.special import special_period_of
from caseflow.core.messages.actions import tell
from caseflow.core.petitions.actions import PetitionCommand, record_petition
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import take_number
from caseflow.core.petitions.veil import veil_over
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case with its petition; `lookup_code` is shown once, to be read out."""

    case: Case
    petition: Petition
    lookup_code: str


def promised_day(
    track: str, channel_code: str | None, at: datetime, conditions: Collection[str] = ()
) -> date | None:
    """Return the day promised to the complainant: the handling term counted from registration."""
    rule = term_for("handling", track, channel_code, clock.local_date(at), conditions)
    return explain(rule, at, current_calendar()).due_on if rule else None


def _new_case(number: str, at: datetime, actor_id: int | None, **fields: Any) -> Case:
    case = Case(
        number=number,
        opened_at=at,
        opened_month=clock.local_date(at).strftime("%Y-%m"),
        created_by_id=actor_id,
        version=1,
        return_count=0,
        is_ruled=False,
        **fields,
    )
    db.session.add(case)
    db.session.flush()
    return case


def _categorise(case: Case, codes: tuple[str, ...]) -> None:
    db.session.add_all(CaseCategory(case_id=case.id, category_code=code) for code in set(codes))
    db.session.flush()


def _conclude(
    name: str,
    case: Case,
    actor: User | None,
    changes: dict[str, Any],
    clocks_from: datetime | None = None,
    *,
    is_joining: bool = False,
) -> CaseEvent:
    """Do an opening row: it has no earlier state, so nothing to refuse."""
    actor_id = actor.id if actor else None
    situation = situation_at_opening(case, actor_id)
    act = Act(TRANSITIONS[name], case, actor_id, situation.now, 1, {}, situation, changes)
    act.clocks_from = clocks_from
    act.is_told = not is_joining
    return conclude(act)


def register_petition(
    command: PetitionCommand,
    actor: User | None,
    *,
    received_at: datetime | None = None,
    joins: str = "",
) -> Opened:
    """Open a case for a new petition: numbers, clocks, history, messages. Never commits.

    `joins` is the number of an open case that answers it: it is merged there in the same breath,
    and keeps its own number, promised day and reply. Raises Refused if that case cannot be joined.

    `received_at` is when the bureau got it, if that was before now (an imported file): the case is
    opened and its clocks count from then; numbers and history are of now.
    """
    at = clock.now()
    received = received_at or at
    actor_id = actor.id if actor else None
    case = _new_case(
        take_number("case", clock.local_date(at)),
        received,
        actor_id,
        track=command.track,
        state=State.REGISTERED,
        title=veil_over([command.person]).hide(command.subject),
        channel_code=command.channel_code,
        township_code=command.township_code,
        address_text=command.address_text,
        longitude=command.longitude,
        latitude=command.latitude,
        source_id=command.source_id,
        is_urgent=command.is_urgent or bool(command.emergency_kind),
        emergency_kind=command.emergency_kind or None,
        special_period=_special_period(command, received),
    )
    _categorise(case, command.category_codes)
    promised_on = promised_day(command.track, command.channel_code, received, conditions_of(case))
    petition, code = record_petition(
        command, case.id, at=at, actor_id=actor_id, promised_on=promised_on
    )
    changes = {"petition": petition.id, "channel": command.channel_code}
    if command.emergency_kind:
        changes["emergency"] = command.emergency_kind
    event = _conclude("register", case, actor, changes, received, is_joining=bool(joins))
    if case.is_urgent:
        tell("case_urgent", case, event)
    if joins:
        perform(case, "join", actor, version=case.version, target_number=joins)
        _hurry_leading(case)
    else:
        raise_if_group(case, is_new=True)
    return Opened(case, petition, code)


def _special_period(command: PetitionCommand, received: datetime) -> str | None:
    """Return the examination period and the school near which there is noise, if that is so."""
    words = (command.address_text, command.subject, command.body)
    return special_period_of(
        clock.local_date(received),
        command.category_codes,
        "\n".join(words),
        command.longitude,
        command.latitude,
    )


def _hurry_leading(case: Case) -> None:
    """An emergency told by whoever joins is one of the case that answers it too."""
    leading = db.session.get_one(Case, case.leading_case_id)
    if case.is_urgent and not leading.is_urgent:
        perform(
            leading, "mark_urgent", None, version=leading.version, reason="并入的来电反映紧急情况"
        )


@dataclass(frozen=True, slots=True)
class InspectionCommand:
    """The bureau's own inspection: what, where, whom, why."""

    title: str
    channel_code: str
    source_id: int | None = None
    township_code: str | None = None
    address_text: str = ""
    longitude: float | None = None
    latitude: float | None = None
    category_codes: tuple[str, ...] = ()
    is_urgent: bool = False


def open_inspection(command: InspectionCommand, actor: User | None) -> Case:
    """Open a case without a petition, ready to be assigned. Never commits."""
    at = clock.now()
    fields = {
        name: getattr(command, name)
        for name in (
            "title",
            "channel_code",
            "source_id",
            "township_code",
            "address_text",
            "longitude",
            "latitude",
            "is_urgent",
        )
    }
    case = _new_case(
        take_number("inspection", clock.local_date(at)),
        at,
        actor.id if actor else None,
        track="inspection",
        state=State.ACCEPTED,
        **fields,
    )
    _categorise(case, command.category_codes)
    _conclude("open_inspection", case, actor, {"channel": command.channel_code})
    return case


def petition_by_origin(origin: str, reference: str) -> Petition | None:
    """Return the petition that a sending system knows under `reference`; void ones do not count."""
    return db.session.scalar(
        select(Petition).where(
            Petition.origin_system == origin,
            Petition.origin_reference == reference,
            Petition.voided_at.is_(None),
        )
    )
