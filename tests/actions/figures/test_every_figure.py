"""Every figure on the dashboard is the number of the lines it opens into, for every role.

On the demonstration: every measure, every dimension and key that is shown, each part, and what is
open now. The lines are listed through the pages' own query, page by page, and counted one by one.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.petitions.models import Petition
from caseflow.demo import build
from caseflow.demo.people import find_people
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of
from caseflow.supervision.reports.actions.refreshing import OPEN, refresh_figures
from caseflow.supervision.reports.counting import ALL, DIMENSIONS
from caseflow.supervision.reports.figures import Figure
from caseflow.supervision.reports.measures import MEASURES
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.queries.dashboard import board
from caseflow.supervision.reports.queries.lines import (
    DENOMINATOR,
    EXCLUDED,
    NUMERATOR,
    UNMET,
    Opened,
    lines_page,
    part_counts,
)
from caseflow.supervision.reports.reach import Reach, reach_of
from tests.factories import word_reply

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)
YEAR = Period("2026-01", "2026-12")


def listed(opened: Opened, reach: Reach, user: User) -> int:
    """Count the lines on the pages of the list, one by one; none twice."""
    ids: list[tuple[str, int]] = []
    cursor = None
    while True:
        page = lines_page(opened, reach, user, cursor)
        ids += [(row.line.kind, row.line.line_id) for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(ids) == len(set(ids))
    return len(ids)


def people() -> list[User]:
    """Return one person of each role that sees figures, and an officer of every unit."""
    found = list(db.session.scalars(select(User).order_by(User.id)))
    seeing = [u for u in found if scope_of(Role(u.role), Permission.FIGURES_VIEW)]
    by_reach = {}
    for user in seeing:
        is_of_unit = scope_of(Role(user.role), Permission.FIGURES_VIEW) is Scope.UNIT
        by_reach[user.role, user.unit_id if is_of_unit else 0] = user
    return list(by_reach.values())


def do_one_again() -> None:
    """Send a case handed in for sign-off back for rework; sign it off and answer after that."""
    found = find_people()
    looked_into = select(Case).where(Case.state == "investigating")
    case = db.session.scalars(looked_into.order_by(Case.id).limit(1)).one()
    handler = db.session.get_one(User, case.assignee_id)
    petition_id = db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
    finding = {"conclusion": "founded", "words": "查实并已整改。"}
    others = select(User.id).where(User.role == "officer", User.id != handler.id)
    visit = {
        "visited_at": clock.now(),
        "officer_id": handler.id,
        "second_officer_id": db.session.scalars(others.limit(1)).one(),
        "findings": "现场已停止施工。",
        "is_violation": False,
    }
    acts: tuple[tuple[str, User, dict[str, Any]], ...] = (
        ("record_inspection", handler, visit),
        ("submit_for_sign_off", handler, finding),
        ("return_for_rework", found["supervisor"], {"reason": "请补充照片。"}),
        ("submit_for_sign_off", handler, finding),
        ("sign_off", found["supervisor"], {}),
        ("draft_reply", handler, {}),
        ("propose_reply", handler, {}),
        ("approve_reply", found["supervisor"], {}),
        ("reply", found["operator"], {"petition_id": petition_id, "reply_way": "phone"}),
    )
    for name, actor, given in acts:
        with unit_of_work():
            perform(case, name, actor, version=case.version, **given)
            if name == "draft_reply":
                word_reply(case)


def test_every_figure_is_the_number_of_its_lines(app: Any) -> None:
    checked: Counter[str] = Counter()
    with app.test_request_context(), clock.pretend(NOON):
        build(cases=40)
        do_one_again()
        refresh_figures()
        for user in people():
            reach = reach_of(user)
            checked += check(YEAR, reach, user)
            checked += check_months(reach)
            checked += check_open(reach, user)
    assert checked["figures"] > 1000
    met = {name for name, row in MEASURES.items() if not row.parts and checked[name]}
    assert set(MEASURES) - met <= {"composite", "extended", "repeated"}, "else it proves little"


def parts_of(figure: Figure) -> dict[str, int]:
    """Return what the dashboard says of each part that can be opened."""
    found = {
        NUMERATOR: figure.met,
        UNMET: figure.denominator - figure.met,
        DENOMINATOR: figure.denominator,
        EXCLUDED: figure.excluded,
    }
    if MEASURES[figure.measure].parts:
        return {part: found[part] for part in (DENOMINATOR, EXCLUDED)}
    return found


def check(period: Period, reach: Reach, user: User) -> Counter[str]:
    """Open every figure of a period: the whole ones page by page, those by key by their number."""
    found, shown = board(period, reach), Counter[str]()
    for name, figure in found.whole.items():
        for part, number in parts_of(figure).items():
            opened = Opened(name, part, period)
            assert part_counts(opened, reach)[opened.part] == number, (user.username, opened)
            assert listed(opened, reach, user) == number, (user.username, opened)
            shown["figures"] += 1
            shown[name] += number if part == NUMERATOR else 0
    for dimension in DIMENSIONS:
        for key, figures in found.by_key.get(dimension, {}).items():
            for name, figure in figures.items():
                for part, number in parts_of(figure).items():
                    if not number:
                        continue
                    opened = Opened(name, part, period, dimension, key)
                    assert part_counts(opened, reach)[opened.part] == number, (
                        user.username,
                        opened,
                    )
                    shown["figures"] += 1
                    if shown["figures"] % 9 == 0:
                        assert listed(opened, reach, user) == number, (user.username, opened)
    return shown


def check_months(reach: Reach) -> Counter[str]:
    shown = Counter[str]()
    for month, figures in board(YEAR, reach).by_month.items():
        for name, figure in figures.items():
            for part, number in parts_of(figure).items():
                if number:
                    opened = Opened(name, part, Period(month, month))
                    assert part_counts(opened, reach)[opened.part] == number, opened
                    shown["figures"] += 1
    return shown


def check_open(reach: Reach, user: User) -> Counter[str]:
    found, shown = board(YEAR, reach).open_now, Counter[str]()
    for dimension, keys in found.items():
        for key, number in keys.items():
            opened = Opened(OPEN, NUMERATOR, YEAR, dimension, key)
            assert listed(opened, reach, user) == number, (user.username, opened)
            shown["figures"] += 1
    if reach.units is None:
        live = select(Case.id).where(cases_where(user), Case.closed_at.is_(None))
        assert found[ALL][""] == len(db.session.scalars(live).all())
    return shown
