"""Filling an empty installation with invented cases, by real transitions at past times.

The same seed and the same day give the same cases. Their messages of more than two days ago count
as read: nobody is mailed or told about what was over before the demonstration began.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.opening import (
    InspectionCommand,
    Opened,
    open_inspection,
    register_petition,
)
from caseflow.core.cases.models import Case
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.petitions.complainants import Person
from caseflow.core.sources.actions import SourceCommand, create_source, source_of_name
from caseflow.core.sources.credit_code import ALPHABET, check_digit
from caseflow.demo.lives import Life, act_on, course_of, times_of
from caseflow.demo.people import SQUADS, People, make_people
from caseflow.demo.words import (
    GIVEN,
    MATTERS,
    PLACES,
    QUESTIONS,
    SUGGESTIONS,
    SURNAMES,
    Matter,
)
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.regions.models import Township
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User

SPAN = timedelta(days=75)
CHANNELS = ("12345", "12369-phone", "12369-wechat", "54812369", "letter", "visit", "wechat",
            "website", "superior", "department", "xinfang")  # fmt: skip
TOLD = timedelta(days=2)


def build(cases: int = 300, seed: int = 7) -> int:
    """Invent `cases` cases ending today; returns how many acts were done.

    Raises CaseflowError where there are accounts or cases already.
    """
    if db.session.scalar(select(User.id).limit(1)) or db.session.scalar(select(Case.id).limit(1)):
        raise CaseflowError("There are accounts or cases already: the demonstration fills only an "
                            "empty installation.")  # fmt: skip
    dice = random.Random(seed)
    now = clock.now()
    with clock.pretend(now - SPAN), unit_of_work():
        people = make_people()
    towns = list(db.session.scalars(select(Township.code).order_by(Township.code)))
    starts = sorted(_start(now, dice) for _number in range(cases))
    acts = 0
    for index, start in enumerate(starts):
        acts += _case(index, start, now, people, towns, dice)
    with unit_of_work():
        db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.created_at < now - TOLD)
            .values(state="sent", sent_at=OutboxMessage.created_at)
            .execution_options(synchronize_session=False)
        )
    return acts


def _start(now: datetime, dice: random.Random) -> datetime:
    """Return when a case began; newer ones are likelier, so that many are open."""
    back = SPAN * (dice.random() ** 1.6)
    local = clock.local(now - back).replace(
        hour=dice.choice((0, 8, 9, 10, 11, 14, 15, 16, 20, 22)), minute=dice.randrange(60)
    )
    return min(local.astimezone(UTC), now - timedelta(minutes=30))


def _case(
    index: int,
    start: datetime,
    now: datetime,
    people: People,
    towns: list[str],
    dice: random.Random,
) -> int:
    if index % 12 == 5:
        return _talk(start, people, dice)
    matter = MATTERS[index % len(MATTERS)]
    place, town = dice.choice(PLACES), towns[index % len(towns)]
    if index % 15 == 7:
        return _own_inspection(matter, place, town, start, people, dice)
    with clock.pretend(start), unit_of_work():
        source_id = _source(matter, place, town, people, dice)
        opened = register_petition(_petition(matter, place, town, start, dice), people["operator"])
        life = Life(opened.case.id, opened.petition.id, matter, source_id, SQUADS[index % 3], dice)
    return 1 + _go_on(life, course_of(dice), start, now, people)


def _go_on(
    life: Life, acts: tuple[str, ...], start: datetime, now: datetime, people: People
) -> int:
    done = 0
    for name, at in zip(acts, times_of(acts, start, life.dice), strict=True):
        if at > now or life.dice.random() < 0.012:
            break
        act_on(life, name, people, at)
        done += 1
    return done


def _petition(
    matter: Matter, place: str, town: str, at: datetime, dice: random.Random
) -> PetitionCommand:
    is_anonymous = dice.random() < 0.12
    person = Person() if is_anonymous else _person(place, dice)
    return PetitionCommand(
        channel_code=dice.choice(CHANNELS),
        track="report" if dice.random() < 0.9 else "petition",
        subject=matter.subject.format(place=place),
        body=matter.body.format(place=place),
        submitted_at=at - timedelta(minutes=dice.randrange(5, 90)),
        person=person,
        is_anonymous=is_anonymous,
        wants_confidentiality=dice.random() < 0.15,
        reply_way="none" if is_anonymous else "phone",
        category_codes=(matter.category,),
        respondent_words=matter.source.format(place=place),
        township_code=town,
        address_text=f"{place}{dice.randrange(1, 180)}号",
        is_urgent=dice.random() < 0.04,
    )


def _person(place: str, dice: random.Random) -> Person:
    """Return an invented person; the telephone number's range (100…) is given to nobody."""
    name = dice.choice(SURNAMES) + dice.choice(GIVEN)
    return Person(name, f"100{dice.randrange(10**8):08d}", f"{place}{dice.randrange(1, 99)}号")


def _source(matter: Matter, place: str, town: str, people: People, dice: random.Random) -> int:
    name = matter.source.format(place=place)
    known = source_of_name(name)
    if known is not None:
        return known
    first = "92500233MA" + "".join(dice.choice(ALPHABET) for _digit in range(7))
    command = SourceCommand(
        name=name,
        credit_code=first + check_digit(first),
        sector=matter.sector,
        township_code=town,
        address_text=place,
        risk_grade=dice.choice(("general", "general", "elevated", "major")),
    )
    return create_source(command, people["operator"]).id


def _talk(start: datetime, people: People, dice: random.Random) -> int:
    """A consultation answered on the call, or a suggestion that waits for its reply."""
    is_question = dice.random() < 0.75
    words, answer = dice.choice(QUESTIONS) if is_question else (dice.choice(SUGGESTIONS), "")
    command = PetitionCommand(
        channel_code="12345",
        track="consultation" if is_question else "suggestion",
        subject=words,
        body=words,
        submitted_at=start - timedelta(minutes=3),
        person=_person(dice.choice(PLACES), dice),
        is_anonymous=False,
        reply_way="phone",
        category_codes=("other",),
    )
    with clock.pretend(start), unit_of_work():
        opened: Opened = register_petition(command, people["operator"])
        if answer:
            perform(opened.case, "answer_at_once", people["operator"],
                    version=opened.case.version, reply_words=answer, reply_way="phone")  # fmt: skip
    return 2 if answer else 1


def _own_inspection(
    matter: Matter, place: str, town: str, start: datetime, people: People, dice: random.Random
) -> int:
    """The bureau's own inspection, opened and still to be assigned."""
    with clock.pretend(start), unit_of_work():
        command = InspectionCommand(
            title=f"{place}{matter.sector}双随机检查",
            channel_code=dice.choice(("random", "campaign")),
            source_id=_source(matter, place, town, people, dice),
            township_code=town,
            address_text=place,
            category_codes=(matter.category,),
        )
        open_inspection(command, people["dispatcher"])
    return 1
