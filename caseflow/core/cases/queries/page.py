"""Everything on the page of one case, in a number of statements that does not grow with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.grouping import petitioner_count
from caseflow.core.cases.actions.receiving import tasks_seen
from caseflow.core.cases.actions.situation import situation_of
from caseflow.core.cases.codes import CONCLUSIONS, EMERGENCIES
from caseflow.core.cases.due import Due, StepLine, due_of_row, lines_of
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.clocks import AskedExtension, asked_extensions
from caseflow.core.cases.queries.course import CourseStep, course_of
from caseflow.core.cases.queries.facts import FactRow, facts_of
from caseflow.core.cases.queries.history import Entry, case_history
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.queries.petitions import PetitionView, petition_views, told_through
from caseflow.core.cases.queries.steps import NextSteps, next_steps
from caseflow.core.cases.queries.supervising import Supervising, supervising
from caseflow.core.cases.queries.work import WorkDone, work_done
from caseflow.core.cases.scope import get_case, rights_on
from caseflow.core.cases.states import ENDED, STATE_LABELS, State
from caseflow.core.deadlines.queries import DeadlineRow, case_deadlines
from caseflow.core.deadlines.rules import (
    CLOCK_LABELS,
    INTERNAL_ONLY,
    THEIRS,
    UNIT_LABELS,
    DayUnit,
)
from caseflow.core.documents.listing import DocumentRow, documents_of
from caseflow.core.petitions.models import Category, Channel
from caseflow.core.petitions.reference import TRACKS
from caseflow.core.petitions.veil import veil_of
from caseflow.core.redaction import contacts_hidden_in
from caseflow.core.sources.models import PollutionSource
from caseflow.core.together.queries import Together, together_of
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The facts of a case, named in the language of the page where they have a name in it."""

    id: int
    number: str
    title: str
    state: State
    state_words: str
    version: int
    track: str
    track_words: str
    is_urgent: bool
    emergency_words: str | None
    special_period: str | None
    is_group: bool
    is_joint: bool
    chase_count: int
    petitioner_count: int
    return_count: int
    is_ruled: bool
    conclusion: str | None
    opened_at: datetime
    closed_at: datetime | None
    address_text: str
    longitude: float | None
    latitude: float | None
    channel: str | None
    township: str | None
    unit: str | None
    assignee: str | None
    created_by: str | None
    source_id: int | None
    source: str | None
    source_case_count: int
    leading_id: int | None
    leading_number: str | None
    categories: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock: its words, its badge, and how its day came about."""

    label: str
    row: DeadlineRow
    due: Due
    rule_words: str
    petition_number: str | None
    lines: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """A case merged into this one."""

    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """The view model of the case page, the sheet and the tablet's page."""

    case: CaseHead
    petitions: tuple[PetitionView, ...]
    clocks: tuple[ClockView, ...]
    work: WorkDone
    merged: tuple[LinkedCase, ...]
    history: tuple[Entry, ...]
    course: tuple[CourseStep, ...]
    steps: NextSteps
    may_see_people: bool
    may_publish: bool
    together: Together
    supervising: Supervising
    asked: tuple[AskedExtension, ...] = ()
    """Requests for more time, the newest first."""
    facts: tuple[FactRow, ...] = ()
    """Recorded facts of penalties, transfers and seizures, oldest first."""
    documents: tuple[DocumentRow, ...] = ()
    """Official documents; empty for who may not look at them."""
    may_see_documents: bool = False
    may_write_documents: bool = False
    reply_state: str = ""
    """How far the reply is that the case owes; empty: it owes none, or none was begun."""
    task_ids: frozenset[int] = frozenset()
    """Tasks that are still owed."""
    own_task_ids: frozenset[int] = frozenset()
    """Of those, the ones that the person answers for."""

    @property
    def running(self) -> tuple[ClockView, ...]:
        return tuple(clock for clock in self.clocks if clock.row.stopped_at is None)

    @property
    def past(self) -> tuple[ClockView, ...]:
        return tuple(clock for clock in self.clocks if clock.row.stopped_at is not None)

    def clocks_of(self, fact: FactRow) -> tuple[ClockView, ...]:
        """Return the clocks that a recorded fact started."""
        return tuple(c for c in self.clocks if c.row.opened_by_event_seq == fact.event_seq)

    @property
    def nearest(self) -> ClockView | None:
        """The running clock of ours that is due first, suspended ones left out."""
        ours = (c for c in self.running if not c.row.is_suspended and c.row.clock not in THEIRS)
        return next(ours, None)


def case_page(case_id: int, user: User) -> CasePage:
    """Return the page of a case as `user` may see it, or raise NotVisible."""
    case = get_case(user, case_id)
    rights = rights_on(user, case)
    petitions = petition_views(case_id)
    merged = _merged(case_id)
    clocks = case_deadlines(case_id, *(one.id for one in merged))
    numbers = {petition.id: petition.number for petition in petitions}
    history = case_history(case_id)
    head = case_head(case)
    seen = situation_of(case, user.id, {})
    together = together_of(case, clock.today())
    owed = tasks_seen(case, user.id) if any(t.is_owed for t in together.tasks) else {}
    page = CasePage(
        case=head,
        petitions=petitions,
        clocks=tuple(
            _clock(row, numbers)
            for row in clocks
            if row.clock not in INTERNAL_ONLY or Permission.ENFORCEMENT_RECORD in rights
        ),
        work=work_done(case_id),
        merged=merged,
        history=history,
        course=course_of(head.state, history, head.track, bool(petitions)),
        steps=next_steps(case, user, seen),
        reply_state=seen.case.reply.state,
        may_see_people=Permission.COMPLAINANT_VIEW in rights,
        may_publish=Permission.PUBLICATION_DRAFT in rights,
        asked=asked_extensions(case_id),
        facts=facts_of(case_id),
        together=together,
        task_ids=frozenset(owed),
        own_task_ids=frozenset(task_id for task_id, task in owed.items() if task.is_mine),
        supervising=supervising(case_id, clocks, user, rights),
        documents=documents_of(case_id) if Permission.DOCUMENT_VIEW in rights else (),
        may_see_documents=Permission.DOCUMENT_VIEW in rights,
        may_write_documents=Permission.DOCUMENT_WRITE in rights and may_have_documents(head.state),
    )
    if page.may_see_people:
        return page
    veil = veil_of(petitions_of(case_id))
    head = replace(page.case, address_text=contacts_hidden_in(page.case.address_text))
    told = tuple(told_through(veil, one) for one in petitions)
    return veil.over(replace(page, case=head, petitions=told))


def may_have_documents(state: State) -> bool:
    """Return whether documents can be issued in this state of a case."""
    return state in TRANSITIONS["issue_document"].froms


def case_head(case: Case) -> CaseHead:
    """Return the facts of `case` with their names; three statements."""
    row = _named(case.id)
    state = State(case.state)
    return CaseHead(
        id=case.id,
        number=case.number,
        title=case.title,
        state=state,
        state_words=_(STATE_LABELS[state]),
        version=case.version,
        track=case.track,
        track_words=_(TRACKS[case.track]),
        is_urgent=case.is_urgent,
        emergency_words=_(EMERGENCIES[case.emergency_kind]) if case.emergency_kind else None,
        special_period=case.special_period,
        is_group=case.is_group,
        is_joint=case.is_joint,
        chase_count=case.chase_count,
        petitioner_count=petitioner_count(case.id),
        return_count=case.return_count,
        is_ruled=case.is_ruled,
        conclusion=_(CONCLUSIONS[case.conclusion]) if case.conclusion in CONCLUSIONS else None,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        address_text=case.address_text,
        longitude=case.longitude,
        latitude=case.latitude,
        channel=local_name(row.channel, row.channel_en),
        township=local_name(row.township, row.township_en),
        unit=local_name(row.unit, row.unit_en),
        assignee=row.assignee,
        created_by=row.created_by,
        source_id=case.source_id,
        source=row.source,
        source_case_count=row.source_cases,
        leading_id=case.leading_case_id,
        leading_number=row.leading_number,
        categories=_categories(case.id),
    )


def _named(case_id: int) -> Any:
    leading, handler, creator = aliased(Case), aliased(User), aliased(User)
    other = aliased(Case)
    same_source = (
        select(func.count(other.id))
        .where(other.source_id == Case.source_id)
        .correlate(Case)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Channel.name.label("channel"),
            Channel.name_en.label("channel_en"),
            Township.name.label("township"),
            Township.name_en.label("township_en"),
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            handler.display_name.label("assignee"),
            creator.display_name.label("created_by"),
            PollutionSource.name.label("source"),
            same_source.label("source_cases"),
            leading.number.label("leading_number"),
        )
        .select_from(Case)
        .outerjoin(Channel, Channel.code == Case.channel_code)
        .outerjoin(Township, Township.code == Case.township_code)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(handler, handler.id == Case.assignee_id)
        .outerjoin(creator, creator.id == Case.created_by_id)
        .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
        .outerjoin(leading, leading.id == Case.leading_case_id)
        .where(Case.id == case_id)
    ).one()


def _categories(case_id: int) -> tuple[str, ...]:
    rows = db.session.execute(
        select(Category.name, Category.name_en)
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == case_id)
        .order_by(Category.position)
    )
    return tuple(local_name(row.name, row.name_en) or "" for row in rows)


def _merged(case_id: int) -> tuple[LinkedCase, ...]:
    rows = db.session.execute(
        select(Case.id, Case.number, Case.title)
        .where(Case.leading_case_id == case_id)
        .order_by(Case.id)
    )
    return tuple(LinkedCase(*row) for row in rows)


def _clock(row: DeadlineRow, numbers: dict[int, str]) -> ClockView:
    rule = row.rule
    unit = _(UNIT_LABELS[DayUnit(rule.unit)])
    return ClockView(
        label=_(CLOCK_LABELS[row.clock]),
        row=row,
        due=due_of_row(row),
        rule_words=_(
            "%(rule)s: %(amount)s %(unit)s", rule=_(rule.label), amount=rule.amount, unit=unit
        ),
        petition_number=numbers.get(row.petition_id) if row.petition_id else None,
        lines=tuple(lines_of(row.steps)),
    )
