"""Filling an empty installation with invented cases, by real transitions at past times.

The same seed on the same day gives the same cases: everything ends with the evening before. Each
case with its whole life is one transaction, so that a build that was cut off goes on where it
stopped; what it was to build stands in a file beside the database until it is whole.
"""

from __future__ import annotations

import json
import random
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from caseflow.core.cases.models import Case
from caseflow.demo.aftermath import enter_absences, merge_some, plan_visits
from caseflow.demo.exams import enter_exams
from caseflow.demo.lives import Act, act_on
from caseflow.demo.opening import Opening
from caseflow.demo.people import find_people, make_people
from caseflow.demo.publishing import BEFORE, publish_kinds, publish_some
from caseflow.demo.rewarding import reward_some
from caseflow.demo.supervising import supervise_some
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.regions.models import Township
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User

SPAN = timedelta(days=75)
TOLD = timedelta(days=2)
"""Messages older than this count as read: nobody is told of what was over before it began."""
UNFINISHED = Path("demo.unfinished")
"""Under CASEFLOW_HOME while a demonstration is being built."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built. `end`: the instant at which everything stops, ISO 8601 in UTC."""

    cases: int
    seed: int
    end: str
    password: str
    """Of all accounts; a build that goes on must not promise another one."""

    @property
    def end_at(self) -> datetime:
        return datetime.fromisoformat(self.end)


def is_unfinished() -> bool:
    """Return whether a build was begun here and cut off."""
    return _file().exists()


def build(cases: int = 300, seed: int = 7) -> int:
    """Invent `cases` cases ending yesterday evening; returns how many acts were done."""
    return carry_out(begin(cases, seed))


def begin(cases: int, seed: int) -> Plan:
    """Return the plan of the build that was cut off here, or a new one, put on disk.

    The password is the setting's, else random. Raises CaseflowError where there are accounts or
    cases already.
    """
    file = _file()
    if file.exists():
        return Plan(**json.loads(file.read_text(encoding="utf-8")))
    if db.session.scalar(select(User.id).limit(1)) or db.session.scalar(select(Case.id).limit(1)):
        raise CaseflowError(
            "There are accounts or cases already: the demonstration fills only an empty "
            "installation."
        )
    end = clock.start_of_day(clock.today()).astimezone(UTC).isoformat()
    plan = Plan(cases, seed, end, settings().demo_password or secrets.token_urlsafe(9))
    temporary = file.with_suffix(".new")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(asdict(plan)), encoding="utf-8")
    temporary.replace(file)
    return plan


def carry_out(plan: Plan) -> int:
    """Build what the plan says and is not there yet; returns how many acts were done now."""
    towns = list(db.session.scalars(select(Township.code).order_by(Township.code)))
    starts = _starts(plan)
    people = _people(plan, starts, towns)
    done = db.session.scalar(select(func.count(Case.id))) or 0
    acts = 0
    for index in range(done, len(starts)):
        dice = random.Random(f"{plan.seed}:{index}")
        with unit_of_work():
            with clock.pretend(starts[index]):
                opened = Opening(people, towns, dice).open(index, starts[index])
            acts += opened.acts + _live(opened.planned(starts[index]), plan.end_at, dice)
    dice = random.Random(f"{plan.seed}:aftermath")
    with unit_of_work():
        acts += merge_some(people, plan.end_at, dice)
        acts += supervise_some(people, plan.end_at, random.Random(f"{plan.seed}:supervising"))
        publish_some(people, plan.end_at, dice)
        publish_kinds(people, plan.end_at, random.Random(f"{plan.seed}:publishing"))
        reward_some(people, plan.end_at, random.Random(f"{plan.seed}:rewarding"))
        enter_absences(people, clock.local_date(plan.end_at))
        plan_visits(people, clock.local_date(plan.end_at))
        _count_as_told(plan.end_at - TOLD)
    _file().unlink(missing_ok=True)
    return acts


def _file() -> Path:
    return settings().home / UNFINISHED


def _people(plan: Plan, starts: list[datetime], towns: list[str]) -> dict[str, User]:
    if db.session.scalar(select(User.id).limit(1)) is None:
        with clock.pretend(plan.end_at - SPAN - BEFORE), unit_of_work():
            make_people(plan.password)
            enter_exams(find_people(), starts, plan.end_at, towns)
    return find_people()


def _starts(plan: Plan) -> list[datetime]:
    dice = random.Random(plan.seed)
    return sorted(_start(plan.end_at, dice) for _number in range(plan.cases))


def _start(end: datetime, dice: random.Random) -> datetime:
    """Return when a case began, at any hour; newer ones are likelier, so that many are open."""
    back = SPAN * (dice.random() ** 1.6)
    local = clock.local(end - back).replace(
        hour=dice.choice((0, 8, 9, 10, 11, 14, 15, 16, 20, 22)), minute=dice.randrange(60)
    )
    return min(local.astimezone(UTC), end - timedelta(minutes=30))


def _live(acts: list[Act], end: datetime, dice: random.Random) -> int:
    """Do the acts that lie before `end`; now and then a case is left lying."""
    done = 0
    for act in acts:
        if act.at > end or dice.random() < 0.008:
            break
        act_on(act)
        done += 1
    return done


def _count_as_told(before: datetime) -> None:
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.created_at < before, OutboxMessage.state == "waiting")
        .values(state="sent", sent_at=OutboxMessage.created_at)
        .execution_options(synchronize_session=False)
    )
