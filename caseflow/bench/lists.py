"""`caseflow bench lists`: what a supervisor waits for, against its floor (see timing.py).

Each ready-made view is the whole page with every count and the rows of one list; beside them a
saved view, lists grouped and filtered, and what an open page asks by itself. The floor runs the
statements of the page through the bare driver and gets an empty page of the application for
somebody signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Flask
from sqlalchemy import select

from caseflow.bench.desk import Asked, Desk, desk_of
from caseflow.bench.statements import Step, noting
from caseflow.bench.timing import Figure, Timed, measure
from caseflow.core.worklists.actions import save_view
from caseflow.core.worklists.models import SavedView
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.lists.boards import WATCH_LISTS
from caseflow.supervision.reports.actions.refreshing import refresh_figures

SUPERVISOR = "supervisor"
STEP = 50_000
"""Cases of one transaction while the figures are made: nobody else waits for the lock here."""
EMPTY = "/bench/empty"
VIEW_NAME, VIEW_QUERY = "bench", "state=open&township=500233001"

FIGURES: tuple[Asked, ...] = (
    *(Asked(f"list_{one.key}", f"/supervision/?list={one.key}") for one in WATCH_LISTS),
    Asked("saved_view", "/supervision/?list=view-{view}"),
    Asked("drill_down", "/cases/?due=late&township=500233001"),
    Asked("grouped", "/cases/?group=unit"),
    Asked("all_cases", "/cases/?state=all"),
    Asked("dashboard", "/supervision/figures/"),
    Asked("figure_open", "/supervision/figures/lines?measure=open"),
    Asked("figure_lines", "/supervision/figures/lines?measure=in_time"),
)
"""A page that is added to supervision is added here: its row is all that its figure needs."""


@dataclass
class Watch:
    """A supervisor's desk, and what the empty page takes by itself."""

    desk: Desk
    own: list[Step]

    def empty(self) -> None:
        answer = self.desk.client.get(EMPTY)
        if answer.status_code != 200:
            raise CaseflowError(f"The empty page answered {answer.status_code}.")

    def floor(self, asked: Asked) -> None:
        """Get the empty page, and run the statements that the asked page takes beyond it."""
        self.empty()
        self.desk.driver.run(self.desk.steps[asked.name])

    def figure(self, asked: Asked) -> Figure:
        self.desk.ask(asked)
        self.desk.ask_noting(asked)
        self.desk.steps[asked.name] = beyond(self.desk.steps[asked.name], self.own)
        return Figure(asked.name, partial(self.desk.ask, asked), partial(self.floor, asked))


def beyond(steps: list[Step], own: list[Step]) -> list[Step]:
    """Return `steps` without those that the empty page sends too, each taken away once."""
    left = [step.statement for step in own if step.statement not in {"commit", "rollback"}]
    found = []
    for step in steps:
        if step.statement in left:
            left.remove(step.statement)
        else:
            found.append(step)
    return found


def _saved_view() -> int:
    """Return the id of the bench's own saved view, made if there is none."""
    with unit_of_work():
        person = db.session.scalars(select(User).where(User.username == SUPERVISOR)).one()
        found = db.session.scalar(
            select(SavedView.id).where(SavedView.owner_id == person.id, SavedView.name == VIEW_NAME)
        )
        if found is None:
            found = save_view(person, VIEW_NAME, VIEW_QUERY, is_pinned=True).id
        return found


def _empty() -> str:
    return ""


def time_lists(app: Flask, rounds: int, only: tuple[str, ...] = ()) -> dict[str, Timed]:
    """Return the times of the supervisor's figures.

    Call it outside the application's context, or every request would share one session.
    """
    app.add_url_rule(EMPTY, "bench_empty", requires(Permission.SUPERVISION_VIEW)(_empty))
    with app.app_context():
        view_id = _saved_view()
        refresh_figures(
            STEP
        )  # The dashboard reads rows that a worker keeps; here nobody else does.
    chosen = [
        Asked(one.name, one.path.format(view=view_id))
        for one in FIGURES
        if not only or one.name in only
    ]
    with desk_of(app, SUPERVISOR, "/supervision/") as desk:
        desk.client.get(EMPTY)
        with noting(desk.engine) as own:
            desk.client.get(EMPTY)
        watch = Watch(desk, list(own))
        return measure([watch.figure(asked) for asked in chosen], rounds)
