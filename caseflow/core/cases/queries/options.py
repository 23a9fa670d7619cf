"""What the fields of a step offer: units, officers, petitions, sources; and their first values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.assignments.queries import UnitSuggestion, suggest_units
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.receiving import tasks_seen
from caseflow.core.cases.forms import OfficerOption, StepOptions
from caseflow.core.cases.lifecycle import Transition
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.needs import asked_by
from caseflow.core.cases.queries.clocks import asked_for, clock_choices, first_clock
from caseflow.core.cases.queries.facts import fact_choices
from caseflow.core.cases.queries.names import local_name
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.notices.rules import ANSWER_WORKING_DAYS
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import ReviewRequest, UnsolvedReport
from caseflow.core.replies.rules import REVIEW
from caseflow.core.sources.models import PollutionSource
from caseflow.core.sources.queries import find_sources
from caseflow.core.together.models import CaseTask
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.kinds import ACCEPT
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.policy import HANDLERS, Role

UNIT_KINDS = ("squad", "township", "partner", "section")


def step_options(row: Transition, case: Case, user: User, search: str = "") -> StepOptions:
    """Return the choices of a transition's form for this case and person."""
    kinds = {one.need.kind for one in asked_by(row.name)}
    shown = _tasks(row.name, case, user) if "task" in kinds else ()
    petitions = _petitions(row.name, case.id) if kinds & {"petition", "way"} else []
    units = _units() if kinds & {"unit", "units", "tasks", "points", "assignee", "officer"} else {}
    officers = _officers(units) if kinds & {"assignee", "officer"} else ()
    return StepOptions(
        case_id=case.id,
        units=_unit_choices(units) if kinds & {"unit", "tasks", "points"} else (),
        tasks=shown,
        partners=_partner_choices(units, case) if "units" in kinds else (),
        officers=officers,
        petitions=tuple((p.id, f"{p.number} {p.subject}") for p in petitions),
        sources=_sources(case, user, search) if "source" in kinds else (),
        clocks=clock_choices(row.name, case.id) if "clock" in kinds else (),
        facts=fact_choices(case.id) if "fact" in kinds else (),
        accept=ACCEPT,
        first=_first_values(row, case, user, petitions, officers, shown),
    )


def handing_options() -> StepOptions:
    """Return the units and officers of a form that is asked for many cases at once."""
    units = _units()
    return StepOptions(units=_unit_choices(units), officers=_officers(units))


NAMED_BY: dict[str, Any] = {
    "reply": lambda: Petition.answered_at.is_(None),
    "record_no_way_back": lambda: (
        Petition.answered_at.is_(None) & Petition.is_anonymous & (Petition.reply_way == "none")
    ),
    "call_back": lambda: Petition.answered_at.is_not(None),
    "ask_review": lambda: Petition.answered_at.is_not(None),
    "record_review": lambda: _asked_review(ReviewRequest.stage == REVIEW),
    "refuse_review": lambda: _asked_review(ReviewRequest.is_late),
    "propose_refusal": lambda: _called_unsolved(UnsolvedReport.proposed_by_id.is_(None)),
    "refuse_rehandling": lambda: _called_unsolved(UnsolvedReport.proposed_by_id.is_not(None)),
}
"""Transition → the clause of the petitions that it may name; others name any of the case."""


def _asked_review(*where: Any) -> Any:
    asked = select(ReviewRequest.petition_id).where(ReviewRequest.state == "open", *where)
    return Petition.id.in_(asked)


def _called_unsolved(*where: Any) -> Any:
    called = select(UnsolvedReport.petition_id).where(UnsolvedReport.state == "open", *where)
    return Petition.id.in_(called)


def _petitions(name: str, case_id: int) -> list[Any]:
    """Return the petitions that this transition may name, those of merged cases included."""
    found = select(Petition.id, Petition.number, Petition.subject, Petition.reply_way)
    found = found.where(petitions_of(case_id))
    if name in NAMED_BY:
        found = found.where(NAMED_BY[name]())
    return list(db.session.execute(found.order_by(Petition.id)))


def _units() -> dict[int, Any]:
    rows = db.session.execute(
        select(Unit.id, Unit.parent_id, Unit.name, Unit.name_en, Unit.kind, Unit.township_code)
        .where(Unit.is_active)
        .order_by(Unit.id)
    )
    return {row.id: row for row in rows}


def _unit_choices(units: dict[int, Any]) -> tuple[tuple[int, str], ...]:
    rank = {kind: place for place, kind in enumerate(UNIT_KINDS)}
    rows = [row for row in units.values() if row.kind in rank]
    rows.sort(key=lambda row: (rank[row.kind], row.id))
    return tuple((row.id, local_name(row.name, row.name_en) or "") for row in rows)


def _partner_choices(units: dict[int, Any], case: Case) -> tuple[tuple[int, str], ...]:
    """Return whom joint handling may join: other departments, squads, the township of the place."""
    rows = [
        row
        for row in units.values()
        if row.kind in {"partner", "squad"}
        or (row.kind == "township" and row.township_code == case.township_code)
    ]
    rows.sort(key=lambda row: (row.kind != "partner", row.kind != "township", row.id))
    return tuple((row.id, local_name(row.name, row.name_en) or "") for row in rows)


def _tasks(name: str, case: Case, user: User) -> tuple[tuple[int, str], ...]:
    """Return the tasks that this transition may name."""
    seen = tasks_seen(case, user.id)
    wanted = {
        task_id
        for task_id, task in seen.items()
        if name == "withdraw_task"
        or (task.is_mine and not (name == "receive_task" and task.is_received))
    }
    rows = db.session.execute(
        select(CaseTask.id, CaseTask.words, Unit.name, Unit.name_en)
        .join(Unit, Unit.id == CaseTask.unit_id)
        .where(CaseTask.id.in_(wanted))
        .order_by(CaseTask.id)
    )
    return tuple((row.id, f"{local_name(row.name, row.name_en)}: {row.words[:60]}") for row in rows)


def _officers(units: dict[int, Any]) -> tuple[OfficerOption, ...]:
    today = clock.today()
    rows = db.session.scalars(
        select(User).where(User.role.in_(HANDLERS), User.is_active).order_by(User.unit_id, User.id)
    )
    away = _stand_ins(today)
    return tuple(
        OfficerOption(
            user.id,
            f"{user.display_name} · {_unit_name(units, user.unit_id)}{away.get(user.id, '')}",
            _with_those_above(units, user.unit_id),
            user.role == Role.OFFICER and user.has_certificate_on(today),
        )
        for user in rows
    )


def _stand_ins(day: date) -> dict[int, str]:
    """Return who is away on a day, with the words that name who stands in."""
    rows = db.session.execute(
        select(Absence.user_id, User.display_name)
        .outerjoin(User, User.id == Absence.stand_in_id)
        .where(Absence.from_on <= day, Absence.to_on >= day)
        .order_by(Absence.id)
    )
    return {
        row.user_id: _(" (away, %(name)s stands in)", name=row.display_name)
        if row.display_name
        else _(" (away)")
        for row in rows
    }


def _unit_name(units: dict[int, Any], unit_id: int) -> str:
    row = units.get(unit_id)
    return (local_name(row.name, row.name_en) or "") if row else ""


def _with_those_above(units: dict[int, Any], unit_id: int | None) -> frozenset[int]:
    found: list[int] = []
    while unit_id is not None and unit_id not in found:
        found.append(unit_id)
        unit_id = units[unit_id].parent_id if unit_id in units else None
    return frozenset(found)


def _sources(case: Case, user: User, search: str) -> tuple[tuple[int, str], ...]:
    """Return the sources that fit what was searched or what the complainant named."""
    typed = search.strip() or suggested_source(case.id)
    rows = find_sources(user, typed, limit=12)
    found = {
        row.id: " · ".join(p for p in (row.name, row.township, row.address_text) if p)
        for row in rows
    }
    if case.source_id is not None and case.source_id not in found:
        name = db.session.scalar(
            select(PollutionSource.name).where(PollutionSource.id == case.source_id)
        )
        found[case.source_id] = name or ""
    return tuple(found.items())


def likely_units(case: Case) -> UnitSuggestion | None:
    """Return who is likely to handle the case by the dispatch matrix of today; None: no row fits.

    A proposal to be shown: it never stands in the form by itself.
    """
    codes = db.session.scalars(
        select(CaseCategory.category_code)
        .where(CaseCategory.case_id == case.id)
        .order_by(CaseCategory.category_code)
    ).all()
    return suggest_units(codes, case.track, case.township_code, clock.today())


def suggested_source(case_id: int) -> str:
    """Return the respondent in the complainant's words, to begin the search with."""
    words = db.session.scalar(
        select(Petition.respondent_words)
        .where(Petition.case_id == case_id, Petition.respondent_words != "")
        .order_by(Petition.id)
        .limit(1)
    )
    return words or ""


def _first_values(
    row: Transition,
    case: Case,
    user: User,
    petitions: list[Any],
    officers: tuple[OfficerOption, ...],
    tasks: tuple[tuple[int, str], ...],
) -> dict[str, Any]:
    """Return what stands in the untouched form: the likely answer, never a decision."""
    first: dict[str, Any] = {}
    ids = {one.id for one in officers if one.is_certified}
    if user.id in ids:
        first["officer_id"] = user.id
    elif case.assignee_id in ids:
        first["officer_id"] = case.assignee_id
    if len(petitions) == 1:
        first["petition_id"] = petitions[0].id
    ways = [p.reply_way for p in petitions if p.reply_way != "none"]
    if ways:
        first["reply_way"] = ways[0]
    if len(tasks) == 1:
        first["task_id"] = tasks[0][0]
    return first | _first_of_step(row, case)


def _first_of_step(row: Transition, case: Case) -> dict[str, Any]:
    """Return what only this step begins with."""
    first: dict[str, Any] = {}
    if row.name == "assign":
        likely = likely_units(case)
        first["co_tasks"] = [one.id for one in likely.co_handling] if likely else []
    if row.name == "mark_joint" and case.unit_id is not None:
        first["lead_unit_id"] = case.unit_id
    if row.name in {"reassign", "hand_over"} and case.unit_id is not None:
        first["unit_id"] = case.unit_id
    if "deadline_id" in {one.name for one in asked_by(row.name)}:
        first["deadline_id"] = first_clock(row.name, case.id)
    if row.name == "grant_extension" and (asked := asked_for(case.id)) is not None:
        first["granted_until"] = asked.asked_until
    if row.name == "link_source" and case.source_id is not None:
        first["source_id"] = case.source_id
    if row.name in {"issue_notice", "return_answer"}:
        first["answer_by"] = answer_day(clock.today())
    if row.name == "issue_notice":
        first["notice_ground"] = "overdue"
        first["words"] = _("Bring the case to its end, and report in writing why it is late.")
    return first


def answer_day(today: date) -> date:
    """Return the day by which a notice of today is answered, unless another is chosen."""
    is_working, day = current_calendar().is_workday, today
    for _nth in range(ANSWER_WORKING_DAYS):
        day += timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
    return day
