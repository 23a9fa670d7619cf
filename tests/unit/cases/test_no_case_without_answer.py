"""事事有答复: ten thousand random walks through the table find no closed case without an answer."""

from __future__ import annotations

from collections import Counter

import pytest

from caseflow.core.cases.lifecycle import TRANSITIONS, Transition
from caseflow.core.cases.states import State
from tests.reply_walks import Hole, ModelWalk, with_row
from tests.soak import seed

WALKS, STEPS = 10_000, 26


def walk(count: int, rows: dict[str, Transition] | None = None) -> Counter[str]:
    """Walk `count` times; returns how often each act was done."""
    first, done = seed(), Counter[str]()
    for number in range(count):
        one = ModelWalk(first + number, rows or TRANSITIONS)
        one.run(STEPS)
        done += one.done
    return done


def test_ten_thousand_walks_end_with_every_petition_answered() -> None:
    done = walk(WALKS)
    for act in ("reply", "record_no_way_back", "answer_at_once", "rehandle", "reopen", "merge"):
        assert done[act] > 20, f"{act} was done {done[act]} times: the walks prove too little"
    assert done["undo"] > 100


HOLES = {
    "a split of what is called not solved": with_row("split", guards=()),
    "a case left with nobody to reply to": with_row("close_answered", froms=()),
    "a sign-off that closes": with_row("sign_off", to=State.CLOSED),
    "a reply that closes at the first": with_row("reply", to=State.CLOSED),
    "a reply that nobody approved": with_row("reply", guards=TRANSITIONS["reply"].guards[:1]),
    "an answer at once to whoever joined": with_row("answer_at_once", guards=()),
    "no reply to who left a way": with_row("record_no_way_back", guards=()),
}


@pytest.mark.parametrize("name", HOLES)
def test_the_walks_find_a_hole_that_is_torn_into_the_table(name: str) -> None:
    with pytest.raises(Hole):
        walk(1_500, HOLES[name])
