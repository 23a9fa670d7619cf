"""The demonstration: real transitions, reproducible, every category, and only where nothing is."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.models import ExtensionDecision, ExtensionRequest
from caseflow.core.deadlines.periods import metres_between
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.petitions.reference import CHANNELS
from caseflow.core.replies.models import Reply
from caseflow.core.replies.queries.answers import closed_without_answer
from caseflow.core.sources.credit_code import credit_code_problem
from caseflow.core.sources.models import PollutionSource
from caseflow.demo import begin, build, is_unfinished
from caseflow.demo.words import MATTERS, centre_of
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication
from caseflow.public.rewards.models import Reward
from tests.soak import rounds

building = import_module("caseflow.demo.build")
NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def told() -> list[Any]:
    """Return what happened, without the seals (their key is the installation's own)."""
    return [
        tuple(row)
        for row in db.session.execute(
            select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.at, CaseEvent.act, CaseEvent.words)
            .order_by(CaseEvent.case_id, CaseEvent.seq)
        )
    ]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_seed_gives_the_same_cases(db_session: Any, make_app: Any, tmp_path: Any) -> None:
    with clock.pretend(NOON):
        build(cases=25, seed=11)
    first = told()
    other = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'other.sqlite3'}")
    with other.app_context():
        from caseflow.bootstrap import load_reference
        from caseflow.ground import schema
        from caseflow.ground.unit_of_work import unit_of_work

        schema.upgrade()
        with unit_of_work():
            load_reference()
        with clock.pretend(NOON + timedelta(hours=5)):
            build(cases=25, seed=11)
        assert told() == first, "the day decides, not the hour"


@pytest.mark.parametrize("killed_at", [0, 1, 9, "aftermath"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_build_that_was_killed_goes_on_where_it_stopped(
    db_session: Any, monkeypatch: pytest.MonkeyPatch, killed_at: Any
) -> None:
    name = "enter_absences" if killed_at == "aftermath" else "_live"
    real, count = getattr(building, name), [0]

    def dying(*arguments: Any) -> Any:
        count[0] += 1
        if killed_at == "aftermath" or count[0] > killed_at:
            raise SystemExit
        return real(*arguments)

    with clock.pretend(NOON):
        with monkeypatch.context() as patched:
            patched.setattr(building, name, dying)
            with pytest.raises(SystemExit):
                build(cases=12, seed=11)
        db.session.rollback()
        password = begin(1, 1).password
        assert begin(1, 1).password == password, "what was printed stays true"
        build(cases=999, seed=999)
    assert db.session.scalar(select(func.count(Case.id))) == 12
    assert not is_unfinished()
    assert verify().is_intact
    with pytest.raises(CaseflowError, match="already"):
        build(cases=3)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_whole_demonstration_shows_what_there_is(db_session: Any) -> None:
    """All that is asked of it whole is asked of one: building it takes longest."""
    with clock.pretend(NOON):
        acts = build()
        see_every_category(acts)
        see_every_state()
    see_supervision()
    see_answers()


@pytest.mark.soak
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_demonstration_lives_on_postgresql(db_session: Any) -> None:
    """Forty cases in `make test`; what all of it shows is seen on SQLite, of the same acts."""
    with clock.pretend(NOON):
        build(cases=rounds(sample=40, full=300))
    assert verify().is_intact
    assert closed_without_answer() == []
    assert set(db_session.scalars(select(Case.state))) >= {"closed", "rectifying", "reply_owed"}
    assert set(db_session.scalars(select(Publication.state))) == set(PublicationState)


def see_answers() -> None:
    """No case is closed without a reply or the record that none is possible."""
    assert closed_without_answer() == []
    replied = db.session.scalar(select(func.count(Reply.id)).where(Reply.kind == "reply")) or 0
    approved = select(func.count(CaseEvent.id)).where(CaseEvent.act == "approve_reply")
    assert replied >= (db.session.scalar(approved) or 0) > 50


def see_every_category(acts: int) -> None:
    """Cases of every category are lived and proven."""
    verdict = verify()
    assert verdict.is_intact, verdict.breaks
    assert verdict.case_count == db.session.scalar(select(func.count(Case.id))) > 100
    by_itself = select(func.count(CaseEvent.id)).where(CaseEvent.act == "report_unsolved")
    assert verdict.event_count == acts + (db.session.scalar(by_itself) or 0)
    categories = set(db.session.scalars(select(CaseCategory.category_code)))
    assert {matter.category for matter in MATTERS} <= categories
    states = set(db.session.scalars(select(Case.state)))
    assert {"closed", "accepted", "rectifying"} <= states
    assert db.session.scalar(select(func.max(CaseEvent.at))) <= NOON
    codes = db.session.scalars(select(PollutionSource.credit_code)).all()
    assert all(code and credit_code_problem(code) is None for code in codes)


def see_every_state() -> None:
    """Every state of a case and of a publication is there, and nobody works on days off."""
    states = set(db.session.scalars(select(Case.state)))
    assert states == set(State) - {State.VOID}, "that needs a file taken back"
    found = Counter(db.session.scalars(select(Publication.state)))
    assert set(found) == set(PublicationState)
    kinds = set(db.session.scalars(select(Publication.kind)))
    assert kinds == set(KINDS) - {"random_inspection", "night_exposure"}
    rewards = set(db.session.scalars(select(Reward.state)))
    assert rewards == {"proposed", "assessed", "approved", "refused", "notified", "paid"}
    channels = set(db.session.scalars(select(Case.channel_code)))
    assert channels == {code for code, *_names in CHANNELS}
    assert verify().is_intact
    acts = db.session.execute(select(CaseEvent.act, CaseEvent.at)).all()
    is_workday = shipped_calendar().is_workday
    begun = {"register", "open_inspection", "answer_at_once", "raise_group"}
    for act, at in acts:
        if act not in begun:
            assert is_workday(clock.local_date(at)), (act, at)


STORIES = {
    "issue_notice", "answer_notice", "accept_answer", "add_task", "answer_task", "mark_joint",
    "record_minutes", "ask_extension", "grant_extension", "refuse_extension",
    "record_enforcement_fact", "record_observation",
}  # fmt: skip
WEST, EAST, SOUTH, NORTH = 107.53, 108.24, 30.05, 30.59
"""The county's rough box."""


def see_supervision() -> None:
    """Each part of supervision has its story, and every place lies in its township."""
    assert set(db.session.scalars(select(CaseEvent.act))) >= STORIES
    states = Counter(db.session.scalars(select(SupervisionNotice.state)))
    assert {"issued", "answered", "accepted"} <= set(states)
    assert db.session.scalar(
        select(func.count(ExtensionRequest.id))
        .outerjoin(ExtensionDecision, ExtensionDecision.request_id == ExtensionRequest.id)
        .where(ExtensionDecision.id.is_(None))
    ), "one request waits"
    assert db.session.scalar(select(func.count(Case.id)).where(Case.special_period.is_not(None)))
    places = db.session.execute(
        select(Case.township_code, Case.longitude, Case.latitude).where(Case.longitude.is_not(None))
    ).all()
    assert all(WEST < east < EAST and SOUTH < north < NORTH for _town, east, north in places)
    for town, east, north in places:
        latitude, longitude = centre_of(town)
        assert metres_between(longitude, latitude, east, north) < 2000, town


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_installation_in_use_is_left_alone(db_session: Any) -> None:
    build(cases=3)
    with pytest.raises(CaseflowError, match="already"):
        build(cases=3)
    assert db.session.scalar(select(func.count(Case.id))) == 3
