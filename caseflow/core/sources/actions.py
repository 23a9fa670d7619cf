"""Opening and editing the file of a pollution source. Every change leaves a row."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.cases.indexing import index_case
from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import Penalty
from caseflow.core.sources.credit_code import credit_code_problem, normal_credit_code
from caseflow.core.sources.models import PollutionSource, SourceEvent
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.people.accounts.models import User


class StaleSource(CaseflowError):
    """The file was changed since the page was loaded."""

    status = 409


class TakenCreditCode(BadInput):
    """Another source has this credit code; `source_id` says which."""

    def __init__(self, sentence: str, source_id: int) -> None:
        super().__init__(sentence)
        self.source_id = source_id


@dataclass(frozen=True, slots=True)
class SourceCommand:
    """What is known of a source; only the name is needed."""

    name: str
    credit_code: str | None = None
    sector: str = ""
    permit_number: str | None = None
    township_code: str | None = None
    address_text: str = ""
    longitude: float | None = None
    latitude: float | None = None
    risk_grade: str = "general"
    note: str = ""


def create_source(command: SourceCommand, actor: User | None) -> PollutionSource:
    """Open a file for a source. Raises BadInput for a wrong or taken credit code."""
    values = _values(command)
    _refuse_taken(values["credit_code"], None)
    at = clock.now()
    source = PollutionSource(**values, created_at=at, version=1)
    db.session.add(source)
    db.session.flush()
    changes = {name: [None, new] for name, new in asdict(command).items() if new not in (None, "")}
    _note(source.id, 1, at, actor, changes)
    return source


def edit_source(
    source_id: int, command: SourceCommand, actor: User | None, *, version: int
) -> PollutionSource:
    """Change a file that was seen at `version`. Raises StaleSource if it has moved on."""
    values = _values(command)
    _refuse_taken(values["credit_code"], source_id)
    source = db.session.get(PollutionSource, source_id)
    if source is None:
        raise NotVisible(_("There is no such pollution source."))
    old = {name: getattr(source, name) for name in asdict(command)}
    changes = {name: [old[name], values[name]] for name in old if old[name] != values[name]}
    if source.version == version and not changes:
        return source
    _claim(source_id, version, values)
    _note(source_id, version + 1, clock.now(), actor, changes)
    db.session.refresh(source)
    if "name" in changes:
        _index_cases_of(source_id)
    return source


def source_of_name(name: str) -> int | None:
    """Return the source that bears exactly this name, if there is just one."""
    found = list(
        db.session.scalars(select(PollutionSource.id).where(PollutionSource.name == name).limit(2))
    )
    return found[0] if len(found) == 1 else None


def _values(command: SourceCommand) -> dict[str, Any]:
    """Return the columns of `command`, with the code checked and the name's pinyin added."""
    code = normal_credit_code(command.credit_code or "") or None
    problem = credit_code_problem(code) if code else None
    if problem:
        raise BadInput(_(problem))
    return {
        **asdict(command),
        "credit_code": code,
        "name_pinyin": full_pinyin(command.name)[:400],
        "name_initials": pinyin_initials(command.name)[:100],
    }


def _refuse_taken(code: str | None, source_id: int | None) -> None:
    if code is None:
        return
    other = db.session.execute(
        select(PollutionSource.id, PollutionSource.name).where(
            PollutionSource.credit_code == code, PollutionSource.id != (source_id or 0)
        )
    ).first()
    if other is not None:
        sentence = _("This code stands in the file of another source: %(name)s.", name=other.name)
        raise TakenCreditCode(sentence, other.id)


def _claim(source_id: int, version: int, values: dict[str, Any]) -> None:
    claimed = db.session.execute(
        update(PollutionSource)
        .where(PollutionSource.id == source_id, PollutionSource.version == version)
        .values(**values, version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleSource(_("Somebody changed this file in the meantime."))


def _note(
    source_id: int, version: int, at: datetime, actor: User | None, changes: dict[str, Any]
) -> None:
    db.session.add(
        SourceEvent(
            source_id=source_id,
            version=version,
            at=at,
            actor_id=actor.id if actor else None,
            changes=changes,
        )
    )
    db.session.flush()


def _index_cases_of(source_id: int) -> None:
    """Find the cases of a renamed source under its new name."""
    for case in db.session.scalars(select(Case).where(Case.source_id == source_id)):
        index_case(case)


@dataclass(frozen=True, slots=True)
class PenaltyCommand:
    """A penalty decision as it is recorded; `amount_yuan` None: no fine."""

    number: str
    decided_on: date
    authority: str
    basis: str
    words: str
    amount_yuan: int | None = None


def record_penalty(source_id: int, command: PenaltyCommand, actor: User | None) -> Penalty:
    """Add a penalty to the file of a source. Raises BadInput if the decision is recorded already.

    It is a recorded fact, whoever decided it: nothing here drives a penalty procedure.
    """
    taken = db.session.scalar(select(Penalty.id).where(Penalty.number == command.number))
    if taken is not None:
        raise BadInput(_("The decision %(number)s is recorded already.", number=command.number))
    row = Penalty(
        source_id=source_id,
        **asdict(command),
        recorded_at=clock.now(),
        recorded_by_id=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    return row
