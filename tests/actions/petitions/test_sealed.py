"""A dump of the whole database holds no complainant's name, phone or address in any column.

The petition's own words are the exception: they are kept and searched in clear (docs/privacy.md).
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import MetaData, select, text

from caseflow.core.petitions.complainants import look_at
from caseflow.core.petitions.models import Complainant, ComplainantLook
from caseflow.desk.registration.actions.drafts import save_draft
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast
from tests.factories import CALLER, a_source, a_stored_file, case_in

STATES = ("registered", "declined", "transferred_out", "withdrawn", "closed", "rectified")
SECRETS = (CALLER.name, CALLER.phone, CALLER.phone[-8:], CALLER.address, "chenxiaohe")


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def dumped() -> dict[str, list[str]]:
    """Return every value of every table as text, by table, those without a model included."""
    everything = MetaData()
    everything.reflect(bind=db.engine)
    found: dict[str, list[str]] = {}
    for table in everything.tables.values():
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = db.session.execute(text(f'SELECT {columns} FROM "{table.name}"'))
        found[table.name] = [str(value) for row in rows for value in row]
    return found


def test_no_column_holds_who_complained(cast: Cast) -> None:
    a_source()
    a_stored_file()
    for state in STATES:
        case_in(state)
    with unit_of_work():
        typed = {"name": [CALLER.name], "phone": [CALLER.phone]}
        save_draft("a-page-key-of-the-test", typed, cast.olga)
        complainant_id = db.session.scalar(select(Complainant.id))
        assert complainant_id is not None
        look_at(complainant_id, user_id=cast.olga.id, reason="call in progress")
    tables = dumped()
    assert len(tables["petitions"]) > 0
    assert len(tables["registration_drafts"]) > 0
    leaks = [
        (name, secret)
        for name, values in tables.items()
        for value in values
        for secret in SECRETS
        if secret in value.lower()
    ]
    assert leaks == []


def test_every_look_is_recorded_with_its_reason(cast: Cast) -> None:
    case_in("registered")
    complainant_id = db.session.scalar(select(Complainant.id))
    assert complainant_id is not None
    with unit_of_work():
        assert look_at(complainant_id, user_id=cast.dong.id, reason="核实地址") == CALLER
    look = db.session.scalars(select(ComplainantLook)).one()
    assert (look.user_id, look.reason) == (cast.dong.id, "核实地址")
