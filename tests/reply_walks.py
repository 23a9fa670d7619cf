"""Random walks through the table of the life of a case, on a small model in memory.

Two cases with a few petitions each are led through the rows by `refusals` and `destination`
alone, as `perform` does; what the acts do to petitions is told here anew, in ANSWERS and around
it. After every step no closed case may have a petition without its reply or the record that none
is possible.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from caseflow.core.cases.facts import (
    CaseFacts,
    LatestAct,
    OfficerFacts,
    ReceiverFacts,
    ReplyFacts,
    Situation,
)
from caseflow.core.cases.lifecycle import (
    TRANSITIONS,
    UNDOABLE,
    Transition,
    allowed_from,
    destination,
    refusals,
)
from caseflow.core.cases.states import State

NOW = datetime(2026, 9, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 24)
OFFICERS = {n: OfficerFacts(n, True, str(n)) for n in (1, 2)}
UNIT = ReceiverFacts(is_unit_open=True, has_head=True)
WORDS = "已查实整改。"
ALL = "all"
ANSWERS: Mapping[str, tuple[str, str]] = {
    "answer_at_once": (ALL, "reply"),
    "import_reply": (ALL, "reply"),
    "reply": ("one", "reply"),
    "record_no_way_back": ("one", "impossible"),
}
"""Act → whose petition it answers, and how."""
FORWARD = frozenset(
    {
        "accept", "assign", "receipt", "start_investigation", "record_inspection",
        "submit_for_sign_off", "sign_off", "draft_reply", "propose_reply", "approve_reply",
        "reply", "record_no_way_back", "answer_at_once", "report_unsolved",
    }
)  # fmt: skip
"""The ordinary course, which comes more often: so that walks reach the end at all."""
DRAFTS = {
    "draft_reply": "drafting",
    "propose_reply": "proposed",
    "approve_reply": "approved",
    "send_back_reply": "drafting",
}


@dataclass
class Asked:
    """A petition of the model."""

    id: int
    leaves_no_way: bool
    answer: str = ""
    """reply, impossible, or empty."""
    unsolved_by: int | None = None
    unsolved_in: int | None = None
    """The case in which it stands on record that it is not solved: that one decides."""


@dataclass
class Matter:
    """A case of the model."""

    id: int
    track: str
    petitions: list[Asked]
    state: State = State.REGISTERED
    leading: Matter | None = None
    draft: str = ""
    covered: set[int] = field(default_factory=set)
    inspections: int = 0
    orders: int = 0
    returns: int = 0
    history: list[tuple[str, State]] = field(default_factory=list)
    """Acts that changed the state, with the state before."""
    merged_from: State | None = None


class Hole(AssertionError):
    """A closed case has a petition that nobody answered."""


@dataclass
class ModelWalk:
    """One walk, by its dice; `rows`: the table that is walked."""

    seed: int
    rows: Mapping[str, Transition] = field(default_factory=lambda: TRANSITIONS)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        ids = iter(range(1, 100))
        self.cases = [self._matter(n, ids) for n in (1, 2)]

    def _matter(self, number: int, ids: object) -> Matter:
        track = self.dice.choice(("report", "petition", "consultation", "suggestion"))
        count = self.dice.choice((1, 1, 2, 3))
        asked = [Asked(next(ids), self.dice.random() < 0.25) for _ in range(count)]  # type: ignore[call-overload]
        return Matter(number, track, asked)

    def run(self, steps: int) -> None:
        """Take so many steps; Hole names the step after which a petition has no answer."""
        for _number in range(steps):
            case = self.cases[self.dice.random() < 0.2]
            name = self._step(case)
            if name:
                self.done[name] += 1
                self._check(f"seed {self.seed}: {name} on case {case.id}")

    def _step(self, case: Matter) -> str:
        """Try rows that leave the state, in random order, until one is not refused."""
        names = MOVING[case.state]
        if self.dice.random() < 0.1 and PASSIVE[case.state]:
            names = PASSIVE[case.state]
        elif self.dice.random() < 0.7:
            names = [name for name in names if name in FORWARD] or names
        for name in self.dice.sample(names, min(len(names), 4)):
            row = self.rows[name]
            situation = self._situation(case, row)
            if not refusals(row, situation):
                self._do(case, row, situation)
                return name
        return ""

    def group(self, case: Matter) -> list[Asked]:
        """Return the petitions that a case answers: its own and those merged into it."""
        return [
            p for one in self.cases if one is case or one.leading is case for p in one.petitions
        ]

    def _situation(self, case: Matter, row: Transition) -> Situation:
        other = self.cases[1] if case is self.cases[0] else self.cases[0]
        asked = self.dice.choice(self.group(case))
        given: dict[str, object] = {
            "petition_id": asked.id if self.dice.random() < 0.95 else 99,
            "reply_way": self.dice.choice(("phone", "letter")),
            "proof_words": self.dice.choice(("", "EMS 1")),
            "was_reached": True,
            "officer_id": 1,
            "second_officer_id": 2,
            "visited_at": NOW,
            "due_on": TODAY + timedelta(days=9),
            "answer_by": TODAY + timedelta(days=9),
            "reason": "如此。",
        }
        return Situation(
            case=self._facts(case),
            actor_id=self.dice.choice((7, 8)),
            now=NOW,
            today=TODAY,
            given=given,
            officers=OFFICERS,
            target=self._facts(other),
            target_id=other.id,
            case_id=case.id,
            receiver=UNIT,
        )

    def _facts(self, case: Matter) -> CaseFacts:
        group = self.group(case)
        open_ones = [p for p in group if not p.answer]
        replied = frozenset(p.id for p in group if p.answer == "reply")
        return CaseFacts(
            state=case.state,
            track=case.track,
            has_source=True,
            open_order_count=case.orders,
            inspection_count=case.inspections,
            violation_count=case.inspections,
            petition_count=len(group),
            unanswered_petition_ids=frozenset(p.id for p in open_ones),
            unreachable_petition_ids=frozenset(p.id for p in open_ones if p.leaves_no_way),
            is_ruled=False,
            return_count=case.returns,
            workers=frozenset({7}),
            latest=self._latest(case),
            merged_case_count=sum(one.leading is case for one in self.cases),
            reply=ReplyFacts(case.draft, frozenset({7}), dict.fromkeys(case.covered, WORDS)),
            replied_petition_ids=replied,
            told_petition_ids=replied,
            unsolved={p.id: p.unsolved_by for p in self._unsolved(case)},
        )

    def _unsolved(self, case: Matter) -> list[Asked]:
        """Return what is called not solved in a case, or of one that is merged."""
        if case.state is State.MERGED:
            return [p for p in case.petitions if p.unsolved_in]
        return [p for one in self.cases for p in one.petitions if p.unsolved_in == case.id]

    def _latest(self, case: Matter) -> LatestAct | None:
        if not case.history:
            return None
        act, before = case.history[-1]
        told = act in {"merge", "join"} and any(p.answer for p in case.petitions)
        leading = self.cases[2 - case.id].state if act in {"merge", "join", "split"} else None
        return LatestAct(
            1,
            act,
            self.dice.choice((7, 8)),
            NOW,
            before,
            is_undoable=act in UNDOABLE,
            leading_state=leading,
            is_told_since=told,
        )

    def _do(self, case: Matter, row: Transition, s: Situation) -> None:
        before, back_to = case.state, None
        named = next((p for p in self.group(case) if p.id == s.given["petition_id"]), None)
        self._answer(case, row.name, named)
        self._change(case, row.name, named, s)
        if row.name == "undo":
            back_to = self._undone(case)
        elif row.name == "split":
            back_to, case.leading = case.merged_from, None
        elif row.name in {"merge", "join"}:
            case.leading, case.merged_from = self.cases[2 - case.id], before
        if row.name in {"split", "undo"}:
            self._close_answered(self.cases[2 - case.id])
        owes = any(not p.answer for p in self.group(case))
        case.state = back_to or destination(row, before, owes)
        if row.name != "undo" and (row.to is not None or row.name in UNDOABLE):
            case.history.append((row.name, before))

    def _answer(self, case: Matter, name: str, named: Asked | None) -> None:
        whose, how = ANSWERS.get(name, ("", ""))
        for petition in self.group(case) if whose == ALL else [named] if whose else []:
            if petition is not None and not petition.answer:
                if how == "reply" and whose != ALL and case.draft != "approved":
                    raise Hole(f"petition {petition.id} was replied to in words nobody approved")
                if whose == ALL and petition not in case.petitions:
                    raise Hole(f"petition {petition.id} was answered with words to somebody else")
                if how == "impossible" and not petition.leaves_no_way:
                    raise Hole(f"petition {petition.id} left a way, and has no reply")
                petition.answer = how

    def _change(self, case: Matter, name: str, named: Asked | None, s: Situation) -> None:
        group = self.group(case)
        if name in DRAFTS:
            case.draft = DRAFTS[name]
        if name in {"draft_reply", "propose_reply"}:  # keeping a draft covers who joined since
            case.covered = {p.id for p in group if not p.answer}
        case.inspections += name == "record_inspection"
        case.orders += name == "order_rectification"
        case.orders -= name == "pass_reinspection"
        case.returns += name == "return_to_dispatcher"
        if name == "report_unsolved" and named is not None:
            named.unsolved_in = case.id
        if name == "propose_refusal" and named is not None:
            named.unsolved_by = s.actor_id
        if name == "refuse_rehandling" and named is not None:
            named.unsolved_in, named.unsolved_by = None, None
        if name in {"rehandle", "reopen"}:
            case.draft, case.covered = "", set()
            for petition in [*self._unsolved(case), *(group if name == "reopen" else [])]:
                petition.answer = ""
                petition.unsolved_in, petition.unsolved_by = None, None

    def _undone(self, case: Matter) -> State:
        act, before = case.history.pop()
        if act in {"merge", "join"}:
            case.leading = None
        elif act == "split":
            case.leading = self.cases[2 - case.id]
        return before

    def _close_answered(self, leading: Matter) -> None:
        """As `perform` does for the case that was left."""
        row = self.rows["close_answered"]
        if leading.state in row.froms and not refusals(row, self._situation(leading, row)):
            leading.history.append((row.name, leading.state))
            leading.state = destination(row, leading.state, False)

    def _check(self, where: str) -> None:
        for case in self.cases:
            if case.state is State.REPLY_OWED and all(p.answer for p in self.group(case)):
                raise Hole(f"{where}: case {case.id} owes nobody a reply and cannot be closed")
            leading = case.leading or case
            if any(p.unsolved_in not in {None, leading.id} for p in case.petitions):
                raise Hole(f"{where}: what is not solved is decided in a case that was left")
            is_closed = leading.state is State.CLOSED and case.state in {State.CLOSED, State.MERGED}
            bare = [p.id for p in case.petitions if not p.answer]
            if is_closed and bare:
                raise Hole(f"{where}: petitions {bare} of case {case.id} have no answer")


def _is_moving(row: Transition) -> bool:
    """Return whether a row can change state, petitions or draft; the others change neither."""
    known = {"undo", "split", "report_unsolved", "propose_refusal", "refuse_rehandling"}
    return row.to is not None or row.name in {*ANSWERS, *DRAFTS, *known, "record_inspection"}


MOVING = {state: [row.name for row in allowed_from(state) if _is_moving(row)] for state in State}
PASSIVE = {
    state: [row.name for row in allowed_from(state) if not _is_moving(row)] for state in State
}


def with_row(name: str, **changes: object) -> dict[str, Transition]:
    """Return the table with one row changed, to see that the walks find what it tears open."""
    return {**TRANSITIONS, name: replace(TRANSITIONS[name], **changes)}  # type: ignore[arg-type]
