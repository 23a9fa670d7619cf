"""Every cell of state × step × role of a publication, and what it must never let out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text

from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import Person
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import POLICY, Role
from caseflow.public.publication.actions import drafts, steps
from caseflow.public.publication.actions.effects import EFFECTS
from caseflow.public.publication.actions.marks import HIDE
from caseflow.public.publication.actions.pages import public_at
from caseflow.public.publication.actions.publishing import publish_approved
from caseflow.public.publication.lifecycle import STEPS, PublicationState
from caseflow.public.publication.models import Publication, PublicationEvent
from caseflow.public.published.models import PublishedPage
from tests.cast import Cast, make_cast, present_cast
from tests.factories import WAYS, case_in, do, open_case

REASON = "内容需要更正。"


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def draft(case: Case) -> Publication:
    """Begin a draft as Pia and decide every mark."""
    pia = present_cast().pia
    with unit_of_work():
        row = drafts.start_draft(case, pia)
    decisions: dict[int, tuple[str | None, str]] = {
        place: (HIDE, mark["replacement"]) for place, mark in enumerate(row.marks)
    }
    with unit_of_work():
        drafts.decide_marks(row, pia, version=row.version, decisions=decisions)
    return row


_OUT = (("propose", "pia"), ("approve", "sunil"), ("publish", None))
_CORRECTED = (*_OUT, ("correct", "pia"))
WAY_TO = {
    PublicationState.DRAFT: (),
    PublicationState.PROPOSED: (("propose", "pia"),),
    PublicationState.APPROVED: (("propose", "pia"), ("approve", "sunil")),
    PublicationState.PUBLISHED: _OUT,
    PublicationState.WITHDRAWN: (("drop", "pia"),),
    PublicationState.EXPIRED: (*_OUT, ("expire", None)),
}
WHILE_PUBLIC = {
    PublicationState.DRAFT: _CORRECTED,
    PublicationState.PROPOSED: (*_CORRECTED, ("propose", "pia")),
    PublicationState.APPROVED: (*_CORRECTED, ("propose", "pia"), ("approve", "sunil")),
}
"""States of a correction, while the page stands in public."""


def publication_in(state: PublicationState, is_public: bool = False) -> Publication:
    row = draft(case_in("closed"))
    for name, who in (WHILE_PUBLIC if is_public else WAY_TO)[state]:
        actor = getattr(present_cast(), who) if who else None
        if name == "expire":
            row.expires_on = clock.today() - timedelta(days=1)
        with unit_of_work():
            steps.take_step(row, name, actor, version=row.version, reason=REASON)
    assert row.state == state
    return row


def test_the_states_are_all_there() -> None:
    assert set(WAY_TO) == set(PublicationState)


CELLS = [*((state, False) for state in WAY_TO), *((state, True) for state in WHILE_PUBLIC)]


@pytest.mark.parametrize(("state", "is_public"), CELLS)
def test_every_step_by_every_role(cast: Cast, state: PublicationState, is_public: bool) -> None:
    row = publication_in(state, is_public)
    is_public = is_public or state == PublicationState.PUBLISHED
    failures = []
    for name, step in STEPS.items():
        froms = (*step.froms, *(step.while_public if is_public else ()))
        for person in (*cast.everybody, None):
            allowed = step.permission and person and POLICY[step.permission].get(Role(person.role))
            is_own_draft = name == "approve" and person and person.id == row.drafted_by_id
            wanted = "forbidden"
            if allowed or person is None:
                is_open = state in froms and not is_own_draft and name != "expire"
                is_open = is_open and not (step.only_before and is_public)
                wanted = step.to if is_open else "refused"
            if attempt(row, name, person) != wanted:
                failures.append((name, person and person.username, wanted))
    assert not failures


def attempt(row: Publication, name: str, person: Any) -> str:
    """Return the state that a step leads to, or how it was turned down; nothing stays."""
    publication_id = row.id
    try:
        steps.take_step(row, name, person, version=row.version, reason=REASON)
        db.session.flush()
        return str(row.state)
    except NotPermitted:
        return "forbidden"
    except Refused:
        return "refused"
    finally:
        db.session.rollback()
        db.session.refresh(db.session.get_one(Publication, publication_id))


def test_an_undecided_mark_keeps_the_text_from_the_public(cast: Cast) -> None:
    case = open_case().case
    for name in WAYS["closed"]:
        do(case, name, **({"findings": SECRETS} if name == "record_inspection" else {}))
    with unit_of_work():
        row = drafts.start_draft(case, cast.pia)
    assert row.marks
    with pytest.raises(Refused), unit_of_work():
        steps.take_step(row, "propose", cast.pia, version=row.version)


def test_a_reopened_case_is_not_published_even_when_it_was_approved(cast: Cast) -> None:
    row = publication_in(PublicationState.APPROVED)
    do(db.session.get_one(Case, row.case_id), "reopen")
    assert publish_approved() == 0
    db.session.refresh(row)
    assert row.state == PublicationState.DRAFT
    assert not db.session.scalars(select(PublishedPage)).all()


def test_a_worker_killed_between_claim_and_copy_has_done_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = publication_in(PublicationState.APPROVED)
    events = select(func.count(PublicationEvent.id))
    before = db.session.scalar(events)

    def dying(*_arguments: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setitem(EFFECTS, "publish", dying)
        with pytest.raises(SystemExit):
            publish_approved()
    db.session.rollback()
    db.session.refresh(row)
    assert (row.state, db.session.scalar(events)) == (PublicationState.APPROVED, before)
    assert publish_approved() == 1
    assert publish_approved() == 0
    assert len(db.session.scalars(select(PublishedPage)).all()) == 1


PERSON = Person(
    name="陈小河", phone="13812345678", address="忠州街道果园路3号滨江花园2栋1单元501室"
)
SECRETS = (
    "陈小河（电话138-1234-5678，微信cxh_river88，身份证500233199003072316）住滨江花园2栋1单元501室，"
    "渝F·A1234货车夜间进出，联系人：李山，邮箱li.shan@example.com，工单编号ZX20260924001。"
    "楼上的住户家里有6岁孩子。"
)
PLANTED = (
    "陈小河", "小河", "138-1234-5678", "13812345678", "cxh_river88", "500233199003072316",
    "滨江花园", "501", "渝F·A1234", "李山", "li.shan", "ZX20260924001", "6岁",
)  # fmt: skip


def test_no_planted_secret_reaches_the_public(app: Flask, cast: Cast) -> None:
    case = open_case(person=PERSON, subject="滨江花园旁工地噪声", body=SECRETS).case
    for name in WAYS["closed"]:
        more = {
            "record_inspection": {"findings": SECRETS},
            "reply": {"reply_words": SECRETS},
            "submit_for_sign_off": {"words": SECRETS},
        }.get(name, {})
        do(case, name, **more)
    row = draft(case)
    for name, who in WAY_TO[PublicationState.PUBLISHED]:
        actor = getattr(present_cast(), who) if who else None
        with unit_of_work():
            steps.take_step(row, name, actor, version=row.version, reason=REASON)
    columns = PublishedPage.__table__.columns.keys()
    assert not {name for name in columns if name.endswith("_id")}
    everything = str(db.session.execute(text("SELECT * FROM published_pages")).all())
    slug = db.session.scalars(select(PublishedPage.slug)).one()
    db.session.rollback()
    client = app.test_client()
    for path in ("/", "/results/", f"/results/{slug}"):
        everything += client.get(path).text
    assert [secret for secret in PLANTED if secret in everything] == []


def test_public_pages_weigh_less_than_100_kilobytes(app: Flask, cast: Cast) -> None:
    publication_in(PublicationState.PUBLISHED)
    slug = db.session.scalars(select(PublishedPage.slug)).one()
    db.session.rollback()
    client = app.test_client()
    for path in ("/", "/results/", f"/results/{slug}", "/lookup"):
        assert weight(client, path) < 100_000, path


def weight(client: Any, path: str) -> int:
    """Return the bytes of a first visit: the page and everything that it asks for, compressed."""
    packed = {"Accept-Encoding": "gzip"}
    page = client.get(path)
    assert page.status_code == 200, path
    assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text))
    return len(page.data) + sum(len(client.get(a, headers=packed).data) for a in assets)


def test_what_was_public_when_is_answerable_for_any_instant(cast: Cast) -> None:
    row = publication_in(PublicationState.PUBLISHED)
    out_at = db.session.get_one(Publication, row.id).published_at
    assert out_at is not None
    db.session.rollback()
    with time_machine.travel(out_at + timedelta(days=2), tick=False), unit_of_work():
        steps.take_step(row, "withdraw", cast.sunil, version=row.version, reason=REASON)
    shown = [public_at(out_at + timedelta(days=days)) for days in (-1, 0, 1, 2)]
    assert [[(v.version, v.state) for v in one] for one in shown] == [
        [],
        [(1, "shown")],
        [(1, "shown")],
        [(2, "withdrawn")],
    ]
    assert shown[1][0].page["title"]
    assert (shown[3][0].page["title"], shown[3][0].page["withdraw_reason"]) == ("", REASON)
