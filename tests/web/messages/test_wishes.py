"""One's own messages: what may be switched off, and what never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.core.messages.actions import rows_for
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.messages.models import MessageWishes
from caseflow.core.messages.wishes import Wishes, keep_wishes, refusable, wishes_of
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast

Browser = Callable[[str], FlaskClient]
PATH = "/inbox/wishes"
FORM = {"digest_at": "08:00", "quiet_from": "", "quiet_to": ""}
NOON = datetime(2026, 9, 16, 4, 0, tzinfo=clock.UTC)
NIGHT = datetime(2026, 9, 16, 15, 30, tzinfo=clock.UTC)
"""Half past eleven in the evening in 忠县."""


def kept(office: Flask, name: str) -> Wishes:
    with office.app_context():
        user = getattr(present_cast(), name)
        return wishes_of(db.session.get(MessageWishes, user.id))


def test_what_is_duty_is_not_offered(as_: Browser) -> None:
    page = as_("farid").get(PATH).get_data(as_text=True)
    assert 'value="reply_given:email"' in page
    assert 'value="case_urgent:email"' not in page
    assert "in_app" not in page


def test_a_choice_is_kept(office: Flask, as_: Browser) -> None:
    wanted = [f"{kind}:email" for kind in refusable() if kind != "reply_given"]
    form = {**FORM, "wants": wanted, "quiet_from": "22", "quiet_to": "7"}
    assert as_("farid").post(PATH, data=form).status_code == 303
    found = kept(office, "farid")
    assert not found.takes("reply_given", "email")
    assert found.takes("case_merged", "email")
    assert (found.quiet, found.digest_at) == ((22, 7), "08:00")
    page = as_("farid").get(PATH).get_data(as_text=True)
    assert 'value="reply_given:email">' in page
    assert 'value="case_merged:email" checked>' in page


def test_half_of_the_quiet_hours_is_refused_and_the_rest_kept(as_: Browser) -> None:
    answer = as_("farid").post(PATH, data={**FORM, "quiet_from": "22"})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "请同时选择起止时间" in page
    assert 'value="reply_given:email">' in page, "the boxes are as they were sent"


def test_duty_cannot_be_refused_by_a_forged_form(office: Flask) -> None:
    with office.app_context():
        farid = present_cast().farid.id
        with unit_of_work():
            keep_wishes(farid, Wishes(refused=frozenset({("case_urgent", "email")})))
    assert kept(office, "farid").takes("case_urgent", "email")
    assert Wishes(refused=frozenset({("case_urgent", "sms")})).takes("case_urgent", "sms")


@pytest.mark.parametrize(
    ("at", "quiet", "expected"),
    [
        (NOON, (22, 7), NOON),
        (NIGHT, (22, 7), datetime(2026, 9, 16, 23, 0, tzinfo=clock.UTC)),  # 07:00 next day
        (NIGHT + timedelta(hours=3), (22, 7), datetime(2026, 9, 16, 23, 0, tzinfo=clock.UTC)),
        (NOON, (12, 14), NOON + timedelta(hours=2)),
        (NOON, (8, 12), NOON),
    ],
)
def test_quiet_hours_hold_back_until_they_end(
    at: datetime, quiet: tuple[int, int], expected: datetime
) -> None:
    wish = Wishes(quiet=quiet)
    assert wish.not_before(at, is_urgent=False) == expected
    assert wish.not_before(at, is_urgent=True) == at


def test_rows_follow_the_wishes(make_app: Callable[..., Flask]) -> None:
    app = make_app(CASEFLOW_SMTP_HOST="mail.example", CASEFLOW_SMS_URL="https://sms.example/")
    with app.app_context():
        with unit_of_work():
            farid = make_cast().farid
            farid.phone = "02354812369"
        wish = Wishes(frozenset({("reply_given", "email")}), quiet=(22, 7))

        def rows(kind: str) -> dict[str, datetime]:
            found = rows_for(
                "k", CATALOGUE[kind].channels, [farid], kind, None, {}, NIGHT,
                wishes={farid.id: wish},
            )  # fmt: skip
            return {row.channel: row.available_at for row in found}

        assert rows("reply_given") == {"in_app": NIGHT}
        assert rows("case_urgent") == {"in_app": NIGHT, "email": NIGHT, "sms": NIGHT}
        later = datetime(2026, 9, 16, 23, 0, tzinfo=clock.UTC)
        assert rows("case_assigned") == {"in_app": NIGHT, "email": later}


@pytest.mark.parametrize("kind", refusable())
def test_what_may_be_refused_is_still_told_in_the_inbox(kind: str) -> None:
    assert "in_app" in CATALOGUE[kind].channels
    assert not CATALOGUE[kind].is_urgent
