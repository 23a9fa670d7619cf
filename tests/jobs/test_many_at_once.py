"""Two hundred people register at once: every number is given once, none is left out."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import select

from caseflow.core.audit.verify import verify
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.factories import petition_command

MANY = 200
AT_ONCE = 32


def _counts(numbers: list[str]) -> list[int]:
    """Return the counting part of numbers such as 忠环访〔2026〕128号, in order."""
    return sorted(int(re.search(r"〕(\d+)号$", number)[1]) for number in numbers)  # type: ignore[index]


def test_two_hundred_registrations_at_once_are_numbered_without_a_gap(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        make_cast()
    start = threading.Barrier(AT_ONCE)
    waited: set[int] = set()

    def register(nth: int) -> str:
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            start.wait(30)
        with app.app_context():
            person = Person(name="陈小河", phone=f"138{nth:08d}", address="")
            with unit_of_work():
                opened = register_petition(petition_command(person=person), present_cast().olga)
                number = opened.case.number
            db.session.remove()
            return number

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answered: list[Any] = list(pool.map(register, range(MANY)))
    with app.app_context():
        cases = list(db.session.scalars(select(Case.number)))
        petitions = list(db.session.scalars(select(Petition.number)))
        assert sorted(answered) == sorted(cases)
        assert _counts(cases) == _counts(petitions) == list(range(1, MANY + 1))
        assert not any("〕0" in number for number in cases), "no zero padding"
        assert verify().is_intact
