"""The steps of this chapter with rows: what was published before is public and whole after them."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from caseflow.ground import schema
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication.models import Publication
from caseflow.public.published.queries import published_rows
from tests.cast import Cast, make_cast
from tests.factories import case_in
from tests.publications import begun, published

BEFORE = "0030"
"""The schema of the release that had summaries alone."""


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def test_publications_of_the_release_before_stay_public(cast: Cast) -> None:
    case_id = case_in("closed").id
    row = published(begun("summary", case_ids=(case_id,)))
    row_id, title = row.id, row.title
    (shown,) = published_rows(None, 10).items
    db.session.remove()
    command.downgrade(schema._config(), BEFORE)
    held = db.session.execute(text("SELECT id, case_id FROM publications")).all()
    assert [tuple(one) for one in held] == [(row_id, case_id)]
    db.session.remove()
    command.upgrade(schema._config(), "head")
    assert schema.drift() == []
    row = db.session.get_one(Publication, row_id)
    assert (row.title, row.kind, row.case_ids) == (title, "summary", [case_id])
    assert row.deadline_id is not None, "the clock of the publication is found again"
    (again,) = published_rows(None, 10).items
    assert (again.slug, again.title, again.lead) == (shown.slug, shown.title, shown.lead)
    db.session.commit()
