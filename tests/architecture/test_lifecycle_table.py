"""The lifecycle table as a whole: reachable, no dead ends, every name known elsewhere, printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from caseflow.core.cases.cli import lifecycle_command, markdown, mermaid
from caseflow.core.cases.lifecycle import TRANSITIONS, Transition
from caseflow.core.cases.needs import asked_by
from caseflow.core.cases.states import ENDED, PUBLIC_STATUS, STATE_LABELS, State
from caseflow.core.cases.wording import WORDINGS
from caseflow.core.deadlines.rules import CLOCK_LABELS, RULES
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.people.permissions.policy import POLICY
from tests.factories import ACTORS, WAYS

DOCS = Path(__file__).parents[2] / "docs"
ROWS = pytest.mark.parametrize("row", TRANSITIONS.values(), ids=list(TRANSITIONS))


def arrows() -> set[tuple[State | None, State]]:
    """Return every way from one state to another; what undo and split go back to is left out."""
    return {
        (source, target)
        for row in TRANSITIONS.values()
        for source in row.froms
        for target in (row.to, row.or_to)
        if target is not None and target is not source
    }


def reached(start: State | None) -> set[State]:
    found: set[State] = set()
    todo = [start]
    while todo:
        here = todo.pop()
        for source, target in arrows():
            if source is here and target not in found:
                found.add(target)
                todo.append(target)
    return found


def test_every_state_is_reached_from_registration() -> None:
    assert reached(None) == set(State)


@pytest.mark.parametrize("state", sorted(set(State) - ENDED))
def test_every_open_state_leads_to_a_reply_and_a_closed_case(state: State) -> None:
    assert State.CLOSED in reached(state)


def test_ended_states_are_left_only_by_taking_up_again_splitting_and_voiding() -> None:
    leaving = {
        row.name
        for row in TRANSITIONS.values()
        for state in row.froms
        if state in ENDED and row.to is not None
    }
    assert leaving == {"rehandle", "reopen", "void_import"}
    assert not [row.name for row in TRANSITIONS.values() if State.VOID in row.froms and row.to]
    assert TRANSITIONS["split"].froms == (State.MERGED,)


@ROWS
def test_every_name_in_a_row_is_known_where_it_belongs(row: Transition) -> None:
    assert set(row.starts) | set(row.stops) <= set(CLOCK_LABELS)
    assert set(row.starts) | set(row.stops) <= {rule.clock for rule in RULES.values()}
    assert set(row.tells) <= set(CATALOGUE)
    assert row.permission in POLICY
    assert row.name in WORDINGS
    assert len(list(asked_by(row.name))) == len(row.needs)


@ROWS
def test_what_was_served_on_someone_cannot_be_undone(row: Transition) -> None:
    served = {"notice_words", "reply_words", "order_goal", "findings"}
    if row.is_undoable:
        assert not served & {name.rstrip("?") for name in row.needs}
        # Back to where it stood, or a mark taken away where it stands.
        assert row.to is not None or row.name in {"split", "mark_urgent"}


def test_six_fixed_things_stand_in_every_order() -> None:
    six = {"order_person", "order_duty", "order_goal", "due_on", "order_task", "order_standard"}
    assert set(TRANSITIONS["order_rectification"].needs) == six


def test_every_state_has_its_words() -> None:
    assert set(STATE_LABELS) == set(PUBLIC_STATUS) == set(State) == {State(name) for name in WAYS}
    assert set(ACTORS) <= set(TRANSITIONS)


def test_the_document_is_what_the_command_prints() -> None:
    written = (DOCS / "lifecycle.md").read_text(encoding="utf-8")
    assert written == markdown(), "run: caseflow lifecycle --markdown > docs/lifecycle.md"


def test_the_command_prints_the_table_in_three_forms() -> None:
    runner = CliRunner()
    values = json.loads(runner.invoke(lifecycle_command, ["--json"]).stdout)
    assert [row["name"] for row in values["transitions"]] == list(TRANSITIONS)
    assert {state["name"] for state in values["states"]} == set(State)
    assert runner.invoke(lifecycle_command, ["--mermaid"]).stdout == mermaid()
    plain = runner.invoke(lifecycle_command, []).stdout.splitlines()
    assert len(plain) == len(TRANSITIONS) + 1
