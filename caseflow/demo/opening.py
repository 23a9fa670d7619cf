"""How each invented case begins: a petition by some channel, a question, or an own inspection."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.opening import (
    InspectionCommand,
    open_inspection,
    register_petition,
)
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.reference import CHANNELS, INSPECTION_CHANNELS
from caseflow.core.sources.actions import SourceCommand, create_source, source_of_name
from caseflow.core.sources.credit_code import ALPHABET, check_digit
from caseflow.core.sources.models import PollutionSource
from caseflow.demo.lives import INSPECTION, SUGGESTION, Act, Life, course_of, times_of
from caseflow.demo.people import SQUADS
from caseflow.demo.words import (
    GIVEN,
    MATTERS,
    PLACES,
    QUESTIONS,
    SUGGESTIONS,
    SURNAMES,
    Matter,
    centre_of,
)
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

BLOCK = 0.004
"""Degrees between one invented street and the next: some 400 m."""


def _latitude(place: str, town: str) -> float:
    """Return an invented point for a street: six to a row, around the middle of its township."""
    return round(centre_of(town)[0] + (PLACES.index(place) // 6 - 1) * BLOCK, 5)


def _longitude(place: str, town: str) -> float:
    return round(centre_of(town)[1] + (PLACES.index(place) % 6 - 3) * BLOCK, 5)


def town_of(index: int, towns: list[str]) -> str:
    """Return where case number `index` lies: two of five in the sub-districts, where most live."""
    if index % 5 in {1, 3}:
        return towns[(index // 5) % SUB_DISTRICTS]
    return towns[index % len(towns)]


SUB_DISTRICTS = 4
"""They stand first in the list of townships."""
CALLS = ("12345", "12369-phone", "54812369")
"""Channels of the hotline operator; everything else comes in at the dispatcher's desk."""
OTHERS = tuple(c for c, *_names in CHANNELS if c not in CALLS and c not in INSPECTION_CHANNELS)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that has begun, and the acts that are to follow."""

    acts: int
    life: Life | None = None
    course: tuple[str, ...] = ()

    def planned(self, start: datetime) -> list[Act]:
        """Return the acts of the course with their times."""
        if self.life is None:
            return []
        times = times_of(self.course, start, self.life.dice)
        return [Act(self.life, name, at) for name, at in zip(self.course, times, strict=True)]


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens one case; everything that is chosen comes from `dice`."""

    people: dict[str, User]
    towns: list[str]
    dice: random.Random

    def open(self, index: int, at: datetime) -> Opened:
        """Open the case number `index` at the time that the clock pretends."""
        if index % 12 == 5:
            return self._talk(index, at)
        matter = MATTERS[index % len(MATTERS)]
        place, town = self.dice.choice(PLACES), town_of(index, self.towns)
        source_id = self._source(matter, place, town)
        town = db.session.get_one(PollutionSource, source_id).township_code or town
        if index % 15 == 7:
            return self._own_inspection(index, matter, place, town, source_id)
        channel = self._channel(index)
        command = self._petition(matter, place, town, channel, at)
        opened = register_petition(command, self._registrar(channel))
        petition_id = opened.petition.id
        life = self._life(index, opened.case.id, matter, source_id, petition_id)
        return Opened(1, life, course_of(self.dice))

    def _life(
        self, index: int, case_id: int, matter: Matter, source_id: int, petition_id: int | None
    ) -> Life:
        squad = SQUADS[index % len(SQUADS)]
        return Life(case_id, petition_id, matter, source_id, squad, self.people, self.dice)

    def _channel(self, index: int) -> str:
        """Return a channel; every one comes up within a few hundred cases."""
        if index % 4 == 1:
            return OTHERS[(index // 4) % len(OTHERS)]
        return self.dice.choice(CALLS)

    def _registrar(self, channel: str) -> User:
        return self.people["operator" if channel in CALLS else "dispatcher"]

    def _petition(
        self, matter: Matter, place: str, town: str, channel: str, at: datetime
    ) -> PetitionCommand:
        dice = self.dice
        is_anonymous = dice.random() < 0.12
        return PetitionCommand(
            channel_code=channel,
            track="report" if dice.random() < 0.9 else "petition",
            subject=matter.subject.format(place=place),
            body=matter.body.format(place=place),
            submitted_at=at - timedelta(minutes=dice.randrange(5, 90)),
            person=Person() if is_anonymous else self._person(place),
            is_anonymous=is_anonymous,
            wants_confidentiality=dice.random() < 0.15,
            reply_way="none" if is_anonymous else "phone",
            category_codes=(matter.category,),
            respondent_words=matter.source.format(place=place),
            township_code=town,
            address_text=f"{place}{dice.randrange(1, 180)}号",
            longitude=_longitude(place, town),
            latitude=_latitude(place, town),
            is_urgent=dice.random() < 0.04,
        )

    def _person(self, place: str) -> Person:
        """Return an invented person; the telephone number's range (100…) is given to nobody."""
        dice = self.dice
        name = dice.choice(SURNAMES) + dice.choice(GIVEN)
        return Person(name, f"100{dice.randrange(10**8):08d}", f"{place}{dice.randrange(1, 99)}号")

    def _source(self, matter: Matter, place: str, town: str) -> int:
        name = matter.source.format(place=place)
        known = source_of_name(name)
        if known is not None:
            return known
        first = "92500233MA" + "".join(self.dice.choice(ALPHABET) for _digit in range(7))
        command = SourceCommand(
            name=name,
            credit_code=first + check_digit(first),
            sector=matter.sector,
            township_code=town,
            address_text=place,
            longitude=_longitude(place, town),
            latitude=_latitude(place, town),
            risk_grade=self.dice.choice(("general", "general", "elevated", "major")),
        )
        return create_source(command, self.people["operator"]).id

    def _talk(self, index: int, at: datetime) -> Opened:
        """A consultation answered on the call, or a suggestion that is looked into."""
        is_question = self.dice.random() < 0.75
        words, answer = self.dice.choice(QUESTIONS if is_question else SUGGESTIONS)
        place = self.dice.choice(PLACES)
        command = PetitionCommand(
            channel_code="12345",
            track="consultation" if is_question else "suggestion",
            subject=words,
            body=words,
            submitted_at=at - timedelta(minutes=3),
            person=self._person(place),
            is_anonymous=False,
            reply_way="phone",
            category_codes=("other",),
        )
        operator = self.people["operator"]
        opened = register_petition(command, operator)
        if is_question:
            perform(opened.case, "answer_at_once", operator, version=opened.case.version,
                    reply_words=answer, reply_way="phone")  # fmt: skip
            return Opened(2)
        life = self._life(index, opened.case.id, MATTERS[0], 0, opened.petition.id)
        life.answer = answer
        return Opened(1, life, SUGGESTION)

    def _own_inspection(
        self, index: int, matter: Matter, place: str, town: str, source_id: int
    ) -> Opened:
        """The bureau's own inspection, carried on like any other case."""
        command = InspectionCommand(
            title=f"{place}{matter.sector}现场检查",
            channel_code=INSPECTION_CHANNELS[(index // 15) % len(INSPECTION_CHANNELS)],
            source_id=source_id,
            township_code=town,
            address_text=place,
            longitude=_longitude(place, town),
            latitude=_latitude(place, town),
            category_codes=(matter.category,),
        )
        case = open_inspection(command, self.people["dispatcher"])
        life = self._life(index, case.id, matter, source_id, None)
        return Opened(1, life, self.dice.choice(INSPECTION))
