"""What the worker cannot publish goes back to people with the reason, and is not tried for ever."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication.actions import pictures
from caseflow.public.publication.actions.publishing import publish_approved
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication, PublicationEvent
from caseflow.public.published.models import PublishedPage
from tests.cast import make_cast, present_cast
from tests.factories import case_in
from tests.publications import a_photograph, all_decided, begun, stepped
from tests.stored import path_of


@pytest.fixture
def approved(db_session: Any) -> Publication:
    """A summary with a covered picture, approved."""
    with unit_of_work():
        make_cast()
    pia, case = present_cast().pia, case_in("closed")
    photograph = a_photograph(case)
    row = all_decided(begun("summary", case_ids=(case.id,)))
    with unit_of_work():
        picture = pictures.choose_picture(
            row, pia, version=row.version, evidence_id=photograph.id, caption="整改后的现场"
        )
    with unit_of_work():
        pictures.cover_picture(
            row, picture, pia, version=row.version, caption="整改后的现场",
            regions=[[0.0, 0.0, 0.5, 1.0]], is_covered=True,
        )  # fmt: skip
    return stepped(row, "propose", "approve")


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "该文件已不在存储中"), (b"no picture any more", "图片已损坏")],
)
def test_a_page_whose_picture_cannot_be_made_goes_back_with_the_reason(
    approved: Publication, content: bytes | None, why: str
) -> None:
    stored = path_of(db.session.scalars(select(StoredFile)).one().sha256)
    stored.chmod(0o600)
    stored.unlink() if content is None else stored.write_bytes(content)
    assert publish_approved() == 0
    db.session.refresh(approved)
    assert (approved.state, approved.approved_by_id) == (PublicationState.DRAFT, None)
    last = db.session.scalars(select(PublicationEvent).order_by(PublicationEvent.id.desc())).first()
    assert last is not None
    assert (last.act, why in last.words) == ("take_back", True), last.words
    assert db.session.scalars(select(PublishedPage)).all() == []
    assert publish_approved() == 0
