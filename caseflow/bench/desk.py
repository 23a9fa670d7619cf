"""`caseflow bench desk`: what an operator waits for, against its floor (see timing.py).

Requests go through the test client, signed in as the operator, CSRF and all. A search is timed as
the box of the bar gets it while one types; `search_page` is the whole page of results. The floor
runs the statements of the request itself, noted in this run; a panel that records a look writes it
there too. A registration is taken back before its floor and after it (see rewinding.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask, session
from sqlalchemy import Engine, select

from caseflow.bench.load import STAMP
from caseflow.bench.planting import CALLER, PHRASE, WORD
from caseflow.bench.rewinding import Rewinder
from caseflow.bench.statements import BareDriver, Step, empty_page, noting
from caseflow.bench.timing import Figure, Timed, measure
from caseflow.desk.registration.forms import new_page_key
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.accounts.sessions import open_session

OPERATOR = "operator"
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure: what is sent where. Without fields it is got, not posted."""

    name: str
    path: str
    fields: Callable[[], Fields] | None = None
    status: int = 200
    is_rewound: bool = False
    """It takes unique numbers: it is taken back before its statements are run again."""


def registration() -> Fields:
    """Return what the page of a registration posts."""
    return {
        "page_key": new_page_key(),
        "phone": "10012345678",
        "name": "陈小河",
        "identity": "named",
        "track": "report",
        "body": "果园路工地每天晚上十一点以后还在打桩，噪声很大，老人和孩子无法入睡，请尽快处理。",
        "categories": "noise-construction",
        "township": "忠州街道",
        "address_text": "忠州街道果园路3号",
        "respondent": "某建筑公司",
        "reply_way": "phone",
        "channel": "54812369",
        "action": "register",
    }


def _typed_so_far() -> Fields:
    wanted = ("body", "address_text", "township", "respondent", "categories", "phone")
    typed = registration()
    return {name: typed[name] for name in wanted}


FIGURES: tuple[Asked, ...] = (
    Asked("registration_post", "/desk/registration/", registration, 303, is_rewound=True),
    Asked("caller_panel", "/desk/registration/caller", lambda: {"phone": CALLER}),
    Asked("duplicate_panel", "/desk/duplicates/", _typed_so_far),
    Asked("search_word", "/search/hits", lambda: {"q": WORD, "few": "1"}),
    Asked("search_phrase", "/search/hits", lambda: {"q": f'"{PHRASE}"', "few": "1"}),
    Asked("search_page", f"/search/?q={WORD}"),
)
"""A panel that is added to the desk is added here: its row is all that its figure needs."""


def loaded_cases(wanted: int | None) -> int:
    """Return how many cases the bench's database was loaded with.

    Raises CaseflowError if there is no load, or one of another size than `wanted`.
    """
    stamp = settings().home / STAMP
    if not stamp.exists():
        raise CaseflowError("There is no load. Run `caseflow bench load --cases N` first.")
    found = int(json.loads(stamp.read_text(encoding="utf-8"))["cases"])
    if wanted is not None and wanted != found:
        raise CaseflowError(
            f"{stamp.parent} holds {found} cases, not {wanted}. Give another CASEFLOW_HOME, or "
            "remove that folder (and its PostgreSQL database) and load anew."
        )
    return found


@dataclass
class Desk:
    """A signed-in operator, and the bare driver beside."""

    client: Any
    token: str
    engine: Engine
    driver: BareDriver
    rewinder: Rewinder
    empty: Any = field(default_factory=empty_page)
    steps: dict[str, list[Step]] = field(default_factory=dict)

    def ask(self, asked: Asked) -> None:
        """Send the request; raises CaseflowError if the answer is not what it should be."""
        if asked.fields is None:
            answer = self.client.get(asked.path)
        else:
            headers = {"X-CSRFToken": self.token}
            answer = self.client.post(asked.path, data=asked.fields(), headers=headers)
        if answer.status_code != asked.status:
            raise CaseflowError(f"{asked.path} answered {answer.status_code}, not {asked.status}.")

    def ask_noting(self, asked: Asked) -> None:
        """Send the request and note its statements for the floor."""
        with noting(self.engine) as steps:
            self.ask(asked)
        self.steps[asked.name] = steps

    def floor(self, asked: Asked) -> None:
        """Run the noted statements through the bare driver, and get the empty page."""
        self.empty.get("/")
        self.driver.run(self.steps[asked.name])

    def figure(self, asked: Asked) -> Figure:
        """Return the figure of a request."""
        if not asked.is_rewound:
            self.ask(asked)
            self.ask_noting(asked)
            return Figure(asked.name, partial(self.ask, asked), partial(self.floor, asked))

        def back() -> None:
            self.rewinder.rewind(self.steps[asked.name])

        return Figure(
            asked.name,
            real=partial(self.ask_noting, asked),
            floor=partial(self.floor, asked),
            prepare=self.rewinder.set_mark,
            between=back,
            after=back,
        )


@contextmanager
def desk_of(app: Flask, username: str, page_path: str) -> Iterator[Desk]:
    """Sign somebody in and give their desk; `page_path`: a page of theirs, for its CSRF token."""
    client = app.test_client()
    with app.test_request_context():
        engine, url = db.engine, settings().database_url
        person = db.session.scalars(select(User).where(User.username == username)).one()
        with unit_of_work():
            open_session(person)
        cookie = dict(session)
        db.session.remove()
    with client.session_transaction() as kept:
        kept.update(cookie)
    page = client.get(page_path).get_data(as_text=True)
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    if found is None:
        raise CaseflowError(f"{username} could not be signed in.")
    driver = BareDriver(url)
    with Rewinder(BareDriver(url)) as rewinder:
        try:
            yield Desk(client, found[1], engine, driver, rewinder)
        finally:
            driver.close()


def time_desk(app: Flask, rounds: int, only: tuple[str, ...] = ()) -> dict[str, Timed]:
    """Return the times of the desk's figures.

    Call it outside the application's context, or every request would share one session.
    """
    chosen = [asked for asked in FIGURES if not only or asked.name in only]
    with desk_of(app, OPERATOR, "/desk/registration/") as desk:
        return measure([desk.figure(asked) for asked in chosen], rounds)
