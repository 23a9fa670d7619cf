"""Random walks through `perform` on the database: no case closes without an answer."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from sqlalchemy import select

from caseflow.core.cases.actions.answering import owes_reply
from caseflow.core.cases.lifecycle import allowed_from
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.replies.queries.answers import closed_without_answer
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from tests.cast import Cast
from tests.factories import ACTORS, case_in, do, open_case
from tests.reply_walks import FORWARD
from tests.soak import rounds, seed

STEPS = 18
PARTS = 2
"""The walks are shared out, to be walked side by side."""
AFRESH = 5
"""Walks that merge into one case and lead it on; then another one is begun."""
SKIPPED = frozenset({"void_import", "import_reply", "join", "hand_over_task", "close_answered"})
"""Rows of a file import, of registration itself, or done by the system."""


def walk(dice: random.Random, target: Case) -> Counter[str]:
    """Lead one case through random steps, and now and then the one that it may be merged into.

    Each is done as whoever may do it; returns what was done.
    """
    mine, done = open_case(track=dice.choice(("report", "petition", "suggestion"))).case, Counter()
    for _number in range(STEPS):
        case = target if dice.random() < 0.3 else mine
        names = [row.name for row in allowed_from(State(case.state)) if row.name not in SKIPPED]
        if dice.random() < 0.75:
            names = [name for name in names if name in FORWARD] or names
        name = dice.choice(names)
        more = {"target_number": target.number, "reason": "同一事项。"} if name == "merge" else {}
        try:
            do(case, name, **more)
            done[name] += 1
        except CaseflowError:
            db.session.refresh(case)
    return done


def owing_nobody() -> list[str]:
    """Return the cases that owe a reply to nobody: none of their steps would close them."""
    rows = db.session.scalars(select(Case).where(Case.state == State.REPLY_OWED))
    return [case.number for case in rows if not owes_reply(case.id)]


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_walk_closes_a_case_without_an_answer(cast: Cast, part: int) -> None:
    dice, done = random.Random(f"{seed()}:{part}"), Counter[str]()
    for number in range(rounds(sample=30, full=10_000) // PARTS):
        if number % AFRESH == 0:
            target = case_in("accepted")
        done += walk(dice, target)
        assert closed_without_answer() == []
        assert owing_nobody() == []
    print(f"{done.total()} steps done, {done['reply']} replies")
    closed = db.session.scalars(select(Case.id).where(Case.state == State.CLOSED)).all()
    assert len(closed) > 2
    assert done["reply"] > 2
    assert set(ACTORS)
