"""Recording facts of penalties, transfers and seizures: their clocks start and stop by table."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect, flushed
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.calendar import working_days_before
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import Rule, rule_on
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.enforcement.rules import KINDS, NOTICE_DAYS_APART, FactKind
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db

VOID = "void"


@effect("record_enforcement_fact")
def _record(act: Act) -> None:
    kind, happened_at = KINDS[act.given["fact_kind"]], act.given["happened_at"]
    fact = flushed(
        act,
        "enforcement_fact",
        EnforcementFact(
            case_id=act.case.id,
            kind=kind.code,
            happened_at=happened_at,
            number=act.given.get("fact_number") or "",
            party=act.given.get("fact_party") or "",
            basis=act.given.get("fact_basis") or "",
            amount_yuan=act.given.get("amount_yuan"),
            until_on=act.given.get("until_on"),
            words=act.given.get("words") or "",
            recorded_at=act.at,
            recorded_by_id=act.actor_id,
            event_seq=act.seq,
        ),
    )
    act.changes["fact_kind"] = kind.code
    if fact.number:
        act.changes["fact_number"] = fact.number
    for name in kind.stops:
        _stop(act, name, fact)
    for rule_id in kind.starts:
        _start(act, kind, rule_on(rule_id, clock.local_date(happened_at)), fact)


def _start(act: Act, kind: FactKind, rule: Rule, fact: EnforcementFact) -> None:
    fixed = _fixed_day(kind, rule, fact.until_on)
    deadlines.open_deadline(
        act.case, rule.clock, rule, fact.happened_at, event_seq=act.seq, due_on_override=fixed
    )


def _fixed_day(kind: FactKind, rule: Rule, until: date | None) -> date | None:
    """Return the day that the fact sets: of a payment, or the last one to serve a notice on."""
    if until is None or kind.fixes != rule.family:
        return None
    if rule.clock != "hearing_notice":
        return until
    return working_days_before(until, rule.amount + NOTICE_DAYS_APART, current_calendar())


def _stop(act: Act, name: str, fact: EnforcementFact) -> None:
    """Stop a clock; of several, those of facts with the same number, if there are any."""
    rows = db.session.execute(
        select(Deadline.id, EnforcementFact.number)
        .outerjoin(
            EnforcementFact,
            (EnforcementFact.case_id == Deadline.case_id)
            & (EnforcementFact.event_seq == Deadline.opened_by_event_seq),
        )
        .where(
            Deadline.case_id == act.case.id, Deadline.clock == name, Deadline.stopped_at.is_(None)
        )
    ).all()
    same = [row.id for row in rows if fact.number and row.number == fact.number]
    deadlines.stop_some(same or [row.id for row in rows], fact.happened_at, "met", act.seq)


@effect("void_enforcement_fact")
def _void(act: Act) -> None:
    """The wrong fact stays, marked; what its act started is cancelled, what it stopped runs on."""
    wrong = _standing(act.case.id, act.given["fact_id"])
    flushed(
        act,
        "enforcement_fact",
        EnforcementFact(
            case_id=act.case.id,
            kind=VOID,
            voids_id=wrong.id,
            happened_at=act.at,
            words=act.given["reason"],
            recorded_at=act.at,
            recorded_by_id=act.actor_id,
            event_seq=act.seq,
        ),
    )
    act.changes["fact_kind"] = wrong.kind
    _take_back(act, wrong.event_seq, act.at)


def _take_back(act: Act, event_seq: int, at: datetime) -> None:
    deadlines.cancel_opened(act.case, event_seq, at, act.seq)
    deadlines.reopen_stopped(act.case, event_seq)


def _standing(case_id: int, fact_id: int) -> EnforcementFact:
    voided = select(EnforcementFact.voids_id).where(EnforcementFact.voids_id.is_not(None))
    fact = db.session.scalar(
        select(EnforcementFact).where(
            EnforcementFact.id == fact_id,
            EnforcementFact.case_id == case_id,
            EnforcementFact.kind != VOID,
            EnforcementFact.id.not_in(voided),
        )
    )
    if fact is None:
        raise BadInput(_("Choose a recorded fact of this case that still stands."))
    return fact
