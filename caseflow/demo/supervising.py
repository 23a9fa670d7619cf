"""What supervisors do between the cases: notices, tasks, joint handling, more time, penalties.

Each story takes one case that fits, tells it on some of the last working days, and leaves it to no
other. A demonstration too small to hold a fitting case goes without that story.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists.due import AFTER_CARE
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines.calendar import working_days_after
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.rules import RULES, THEIRS, Approver
from caseflow.core.sources.models import PollutionSource
from caseflow.core.together.models import CaseTask
from caseflow.demo.lives import OPENS_AT, at_work
from caseflow.demo.people import SQUADS, UNITS, squad_of, unit_id_of
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User

Fits = Callable[["Case", "Story", datetime], bool]
IN_HAND = (State.RECEIPTED, State.INVESTIGATING, State.RECTIFYING, State.REINSPECTING)
MAY_BE_LATE = (*IN_HAND, State.ASSIGNED, State.RECTIFIED, State.AWAITING_SIGN_OFF, State.REPLY_OWED)
FOUND = (State.RECTIFYING, State.REINSPECTING, State.RECTIFIED, State.REPLY_OWED, State.CLOSED)
"""States in which an inspection has found what a penalty may rest on."""
UNSEEN = (State.ASSIGNED, State.RECEIPTED)
"""States in which no officer has been at the place yet."""
MORE_DAYS = 5
"""Working days asked for beyond the due day."""


@dataclass
class Story:
    """What all stories share: who acts, when it ends, and which cases were taken."""

    people: dict[str, User]
    end: datetime
    dice: random.Random
    latest: dict[int, datetime]
    """Case id → time of its latest act."""
    taken: set[int] = field(default_factory=set)
    acts: int = 0

    def day(self, back: int, hour: float = 1) -> datetime:
        """Return an instant `hour` hours after opening, `back` working days before the end."""
        day, is_workday = clock.local_date(self.end), shipped_calendar().is_workday
        for _nth in range(back):
            day -= timedelta(days=1)
            while not is_workday(day):
                day -= timedelta(days=1)
        at = clock.start_of_day(day) + timedelta(hours=OPENS_AT + hour)
        return at_work(at + timedelta(minutes=self.dice.randrange(45)), self.dice)

    def pick(self, states: Iterable[State], at: datetime, fits: Fits) -> Case | None:
        """Take the oldest case in one of the states that rested at `at` and fits, or None."""
        wanted = (
            select(Case)
            .where(Case.state.in_(list(states)), Case.unit_id.is_not(None))
            .order_by(Case.state.in_(ENDED), Case.id)
        )
        for case in db.session.scalars(wanted):
            is_free = case.id not in self.taken and case.assignee_id is not None
            if is_free and self.latest[case.id] < at and fits(case, self, at):
                self.taken.add(case.id)
                return case
        return None

    def pick_on(
        self, states: Iterable[State], days: Iterable[int], fits: Fits
    ) -> tuple[Case | None, int, datetime]:
        """Pick on the first of the days on which a case fits; returns case, day and instant."""
        for back in days:
            at = self.day(back)
            case = self.pick(states, at, fits)
            if case is not None:
                return case, back, at
        return None, 0, self.end

    def act(self, case: Case, name: str, actor: User, at: datetime, **given: Any) -> None:
        """Perform one act of a story at its time."""
        with clock.pretend(at):
            perform(case, name, actor, version=case.version, **given)
        self.latest[case.id] = at
        self.acts += 1

    def handler(self, case: Case) -> User:
        return db.session.get_one(User, case.assignee_id)

    def other_squad(self, case: Case) -> User:
        """Return the head of a squad that does not handle the case."""
        heads = [squad_of(self.people, squad)[0] for squad in SQUADS]
        return next(head for head in heads if head.unit_id != case.unit_id)


def supervise_some(people: dict[str, User], end: datetime, dice: random.Random) -> int:
    """Tell every story for which there is a case; returns how many acts were done."""
    latest = select(CaseEvent.case_id, func.max(CaseEvent.at)).group_by(CaseEvent.case_id)
    story = Story(people, end, dice, dict(db.session.execute(latest).all()))
    for tell in (hand_down, penalise, demand, meet, ask_others, ask_for_time):
        tell(story)
    return story.acts


def demand(story: Story) -> None:
    """Issue three notices: one is settled, one answer waits to be judged, one is to be answered."""
    leader, supervisor = story.people["leader"], story.people["supervisor"]
    for days, is_answered, is_accepted, by in (
        ((9, 7, 5, 4), True, True, supervisor),
        ((6, 5, 4, 3), True, False, supervisor),
        ((2, 1), False, False, leader),
    ):
        case, back, at = story.pick_on(MAY_BE_LATE, days, _is_late)
        if case is None:
            continue
        answer_by = working_days_after(clock.local_date(at), 3, shipped_calendar()).day
        story.act(case, "issue_notice", by, at, notice_ground="overdue", answer_by=answer_by,
                  words="该件已超期，请说明原因，并在期限内报送办结计划。")  # fmt: skip
        if is_answered:
            story.act(case, "answer_notice", story.handler(case), story.day(back - 2),
                      words="现场核实和取证用时较长；已排定计划，下周内办结。")  # fmt: skip
        if is_accepted:
            story.act(case, "accept_answer", by, story.day(back - 3),
                      words="说明属实，按计划办结。")  # fmt: skip


def meet(story: Story) -> None:
    """Mark a case for joint handling and record what the departments agreed on."""
    at, met = story.day(7), story.day(4, 6)
    case = story.pick(IN_HAND, at, _is_open_to_all)
    if case is None:
        return
    supervisor, partners = story.people["supervisor"], _units("police", "housing")
    other = story.other_squad(case)
    due = working_days_after(clock.local_date(met), 10, shipped_calendar()).day
    story.act(case, "mark_joint", supervisor, at, lead_unit_id=case.unit_id,
              partner_ids=list(partners.values()),
              reason="涉及多部门职责，群众反映集中，列为联动办理。")  # fmt: skip
    points = [
        {"unit_id": partners["police"], "words": "配合夜间联合巡查。", "due_on": due},
        {"unit_id": unit_id_of(other), "words": "排查周边同类点位，报送清单。", "due_on": due,
         "is_task": True},
    ]  # fmt: skip
    story.act(case, "record_minutes", supervisor, met, held_on=clock.local_date(met),
              place="县政府二会议室", attendees="县公安局、县住房城乡建委、县生态环境局",
              words="议定由生态环境局牵头，各部门每周通报一次进展。", points=points)  # fmt: skip


def ask_others(story: Story) -> None:
    """Give tasks to co-handling units: one is answered, one has been received, no more."""
    for asked, answered, words in (
        (6, 3, "协助核查周边同类污染源，反馈名单。"),
        (2, None, "协助开展夜间监测，反馈监测数据。"),
    ):
        at = story.day(asked)
        case = story.pick(IN_HAND, at, _is_open_to_all)
        if case is None:
            continue
        head = story.other_squad(case)
        due = working_days_after(clock.local_date(at), 4, shipped_calendar()).day
        story.act(case, "add_task", story.people["dispatcher"], at,
                  unit_id=unit_id_of(head), words=words, due_on=due)  # fmt: skip
        task_id = db.session.scalar(
            select(func.max(CaseTask.id)).where(CaseTask.case_id == case.id)
        )
        story.act(case, "receive_task", head, at + timedelta(hours=2), task_id=task_id)
        if answered:
            story.act(case, "answer_task", head, story.day(answered), task_id=task_id,
                      words="已核查周边六家，未发现同类问题。")  # fmt: skip


def ask_for_time(story: Story) -> None:
    """Let handlers ask for more time: it is granted, refused, or still to be decided."""
    supervisor = story.people["supervisor"]
    for days, decision, ground, words in (
        ((5, 4, 3, 2), "grant_extension", "monitoring", "监测报告尚未出具。"),
        ((4, 3, 2), "refuse_extension", "cooperation", "等待其他部门反馈意见。"),
        ((1,), None, "complex", "需进一步核实污染来源。"),
    ):
        case, asked, at = story.pick_on(IN_HAND, days, _can_ask)
        if case is None:
            continue
        story.act(case, "ask_extension", story.handler(case), at, extension_reason=ground,
                  reason=words, legal_basis="信访工作条例第三十四条",
                  asked_until=_later(_handling(case)))  # fmt: skip
        if decision == "grant_extension":
            story.act(case, decision, supervisor, story.day(asked - 1), reply_way="phone",
                      notice_words="因监测需要时间，办理期限延长，特此告知。")  # fmt: skip
        elif decision:
            story.act(case, decision, supervisor, story.day(asked - 1),
                      reason="部门意见可以先行电话核实，请按期办结。")  # fmt: skip


def penalise(story: Story) -> None:
    """Record the facts of a penalty: filed, notice served, decided, served; payment is awaited."""
    at = story.day(26)
    case = story.pick(FOUND, at, lambda c, _story, _at: c.source_id is not None)
    if case is None:
        return
    officer, year = story.handler(case), clock.local_date(at).year
    party = {"fact_party": db.session.get_one(PollutionSource, case.source_id).name}
    basis = {"fact_basis": "生态环境法典有关规定（演示数据，条款从略）", "amount_yuan": 23000}
    for back, kind, number, more in (
        (26, "case_filed", f"渝忠环立〔{year}〕1号", party),
        (20, "penalty_notice_served", f"渝忠环罚告〔{year}〕1号", party),
        (10, "penalty_decided", f"渝忠环罚〔{year}〕1号", {**party, **basis}),
        (8, "penalty_served", f"渝忠环罚〔{year}〕1号", party),
    ):
        done = story.day(back, 2)
        story.act(case, "record_enforcement_fact", officer, done, fact_kind=kind,
                  happened_at=done - timedelta(minutes=30), fact_number=number, **more)  # fmt: skip


def hand_down(story: Story) -> None:
    """Hand a case down to its township, which looks at the place."""
    at, person = story.day(3), story.people["township"]
    case = story.pick(UNSEEN, at, _is_of_township) or story.pick(
        (State.INVESTIGATING,), at, _is_of_township
    )
    if case is None:
        return
    story.act(case, "reassign", story.people["dispatcher"], at, unit_id=person.unit_id,
              assignee_id=person.id, reason="就近劝导、调解。",
              township_reason="现场在街道辖区，先由街道劝阻调解。")  # fmt: skip
    story.act(case, "receipt", person, at + timedelta(hours=1))
    looked = story.day(1, 2)
    story.act(case, "record_contact", person, looked - timedelta(minutes=30),
              words="已电话联系诉求人，约定到现场查看。")  # fmt: skip
    story.act(case, "start_investigation", person, looked)
    story.act(case, "record_observation", person, looked + timedelta(hours=2),
              visited_at=looked + timedelta(hours=1), observer="街道工作人员、社区网格员",
              findings="现场劝阻，经营者承诺夜间停止作业，双方同意先行调解。")  # fmt: skip


def _units(*codes: str) -> dict[str, int]:
    rows = db.session.execute(select(Unit.code, Unit.id).where(Unit.code.in_(codes)))
    return dict(rows.all())


def _handling(case: Case) -> Deadline | None:
    """Return the running deadline of handling."""
    wanted = select(Deadline).where(
        Deadline.case_id == case.id, Deadline.clock == "handling", Deadline.stopped_at.is_(None)
    )
    return db.session.scalars(wanted).first()


def _later(deadline: Deadline | None) -> date:
    assert deadline is not None, "the case was picked for it"
    return working_days_after(deadline.due_on, MORE_DAYS, shipped_calendar()).day


def _is_late(case: Case, _story: Story, at: datetime) -> bool:
    wanted = select(Deadline.id).where(
        Deadline.case_id == case.id,
        Deadline.clock.not_in({*THEIRS, *AFTER_CARE}),
        Deadline.stopped_at.is_(None),
        Deadline.due_at < at,
    )
    return db.session.scalars(wanted).first() is not None


def _is_open_to_all(case: Case, _story: Story, _at: datetime) -> bool:
    return case.track in {"report", "petition"} and case.leading_case_id is None


def _can_ask(case: Case, _story: Story, at: datetime) -> bool:
    """Return whether the supervisor can give the case more time and it is not late yet."""
    deadline = _handling(case)
    if deadline is None or deadline.fixed_due_on is not None or deadline.due_at <= at:
        return False
    steps = RULES[deadline.rule_id].extensions
    return bool(steps) and steps[0].approver is Approver.SUPERVISOR and not case.is_urgent


def _is_of_township(case: Case, story: Story, _at: datetime) -> bool:
    township = UNITS["township"].removeprefix("town-")
    return case.township_code == township and _is_open_to_all(case, story, _at)
