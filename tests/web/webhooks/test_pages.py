"""The administrator's pages of web hooks: who may, what shows, what errors say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.messages.platform.catalogue import KINDS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.delivery import deliver_due
from caseflow.ground.webhooks.models import HookEvent, HookSecret, HookSubscription
from caseflow.ground.webhooks.secret_keeping import valid_secrets
from caseflow.people.accounts.models import AccountEvent
from tests.factories import case_in
from tests.hooks import pushed, subscribe
from tests.receivers import HookReceiver
from tests.servers import free_port

As = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORM = {
    "version": 1,
    "origin_system": "12345",
    "url": "https://hooks.example.test/in",
    "kinds": ["replied", "returned"],
}


def hook_with_events(office: Flask, url: str | None = None) -> tuple[int, int]:
    """Return a web hook whose receiver is down, and its first event, tried once."""
    with office.app_context():
        hook, _secret = subscribe(url or f"http://127.0.0.1:{free_port()}/")
        hook_id = hook.id
        case_in("receipted", **pushed("W-1"))
        deliver_due()
        return hook_id, db.session.scalars(select(HookEvent.id).order_by(HookEvent.id)).first() or 0


def value(office: Flask, column: Any, row_id: int) -> Any:
    with office.app_context():
        return db.session.scalar(select(column).where(column.class_.id == row_id))


def acts(office: Flask) -> list[str]:
    with office.app_context():
        rows = db.session.scalars(select(AccountEvent.act).order_by(AccountEvent.id))
        return [act for act in rows if act.startswith("hook_")]


def test_a_secret_is_shown_once_and_kept_sealed(office: Flask, as_: As) -> None:
    adam = as_("adam")
    answer = adam.post("/hooks/new", data=FORM)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r'data-copy="([\w-]{43})"', answer.text)
    with office.app_context():
        hook = db.session.scalars(select(HookSubscription)).one()
        assert valid_secrets(hook.id, clock.now()) == [secret]
        assert secret not in db.session.scalars(select(HookSecret.sealed)).one()
        assert (hook.origin_system, hook.kinds) == ("12345", ["replied", "returned"])
    for page in ("/hooks/", "/hooks/1", "/hooks/1/edit"):
        shown = adam.get(page)
        assert shown.status_code == 200
        assert secret not in shown.text
    assert "https://hooks.example.test/in" in adam.get("/hooks/").text
    assert acts(office) == ["hook_created"]


@SQLITE
@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"url": "http://hooks.example.test/in"}, "url", "https://"),
        ({"url": "https://169.254.169.254/"}, "url", "不能向该地址发送回调"),
        ({"url": "nowhere"}, "url", "请输入地址"),
        ({"url": ""}, "url", "地址"),
        ({"url": "https://example.test/" + "x" * 600}, "url", "500"),
        ({"origin_system": ""}, "origin_system", "来源系统"),
        ({"kinds": []}, "kinds-0", "事件"),
        ({"kinds": ["gossip"]}, "kinds-0", ""),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    office: Flask, as_: As, change: dict[str, Any], field: str, said: str
) -> None:
    answer = as_("adam").post("/hooks/new", data={**FORM, **change})
    assert answer.status_code == 422
    (summary,) = re.findall(r"cf-error-summary.*?</ul>", answer.text, re.S)
    assert f'href="#{field}"' in summary
    assert said in summary
    with office.app_context():
        assert db.session.scalar(select(func.count()).select_from(HookSubscription)) == 0
    if "origin_system" not in change:
        assert 'value="12345"' in answer.text


def test_a_change_made_meanwhile_is_shown(office: Flask, as_: As) -> None:
    hook_id, _event = hook_with_events(office)
    adam = as_("adam")
    first = adam.post(f"/hooks/{hook_id}/edit", data={**FORM, "kinds": list(KINDS)})
    assert first.status_code == 303
    stale = adam.post(f"/hooks/{hook_id}/edit", data={**FORM, "origin_system": "city"})
    assert stale.status_code == 409
    assert "此回调已被他人修改" in stale.text
    assert 'value="city"' in stale.text
    moved = adam.post(
        f"/hooks/{hook_id}/edit", data={**FORM, "origin_system": "city", "version": 2}
    )
    assert moved.status_code == 422, "what waits for one system never goes to another"
    assert "不能更换来源系统" in moved.text
    again = adam.post(f"/hooks/{hook_id}/edit", data={**FORM, "kinds": ["replied"], "version": 2})
    assert again.status_code == 303
    assert value(office, HookSubscription.kinds, hook_id) == ["replied"]
    assert acts(office) == ["hook_changed"] * 2


def test_the_log_shows_attempts_but_no_words_of_the_case(office: Flask, as_: As) -> None:
    hook_id, event_id = hook_with_events(office)
    adam = as_("adam")
    page = adam.get(f"/hooks/{hook_id}").text
    assert "ConnectError" in page
    number = value(office, HookEvent.stream, event_id)
    assert number in page
    assert len(re.findall(r"/hooks/events/\d+", page)) == 3
    narrowed = adam.get(f"/hooks/{hook_id}", query_string={"petition": "no such number"}).text
    assert "没有符合条件的事件" in narrowed
    by_number = adam.get(f"/hooks/{hook_id}", query_string={"petition": number}).text
    assert len(re.findall(r"/hooks/events/\d+", by_number)) == 3
    sent = adam.get(f"/hooks/{hook_id}?state=sent").text
    assert "没有符合条件的事件" in sent
    event = adam.get(f"/hooks/events/{event_id}").text
    assert "ConnectError" in event
    assert "已受理" not in event
    assert "W-1" not in event


def test_pausing_resuming_ending_and_a_trial(
    office: Flask, as_: As, hook_receiver: HookReceiver
) -> None:
    hook_id, _event = hook_with_events(office, hook_receiver.url)
    adam = as_("adam")
    assert len(hook_receiver.hooks) == 3
    assert adam.post(f"/hooks/{hook_id}/pause").status_code == 303
    assert value(office, HookSubscription.is_active, hook_id) is False
    assert adam.post(f"/hooks/{hook_id}/ping").status_code == 303
    with office.app_context():
        case_in("accepted", **pushed("W-2"))
        assert deliver_due() == 1
    assert hook_receiver.hooks[-1].headers["Caseflow-Event"] == "ping"
    assert "测试" in adam.get(f"/hooks/{hook_id}").text
    assert adam.post(f"/hooks/{hook_id}/resume").status_code == 303
    with office.app_context():
        assert deliver_due() == 1
    assert adam.post(f"/hooks/{hook_id}/end").status_code == 409
    assert "永久终止" not in adam.get(f"/hooks/{hook_id}").text
    adam.post(f"/hooks/{hook_id}/pause")
    assert "永久终止" in adam.get(f"/hooks/{hook_id}").text
    assert adam.post(f"/hooks/{hook_id}/end").status_code == 303
    for act in ("pause", "resume", "ping", "end"):
        assert adam.post(f"/hooks/{hook_id}/{act}").status_code == 409, act
    assert adam.post(f"/hooks/{hook_id}/secret", data={"overlap_hours": 1}).status_code == 409
    assert adam.post(f"/hooks/{hook_id}/edit", data={**FORM, "version": 5}).status_code == 409
    assert "已终止" in adam.get(f"/hooks/{hook_id}").text
    assert acts(office) == ["hook_paused", "hook_resumed", "hook_paused", "hook_ended"]


def test_a_secret_is_replaced_with_an_overlap(office: Flask, as_: As) -> None:
    hook_id, _event = hook_with_events(office)
    adam = as_("adam")
    wrong = adam.post(f"/hooks/{hook_id}/secret", data={"overlap_hours": 1000})
    assert wrong.status_code == 422
    assert "请输入 1 至 720 小时" in wrong.text
    answer = adam.post(f"/hooks/{hook_id}/secret", data={"overlap_hours": 24})
    assert answer.status_code == 200
    (secret,) = re.findall(r'data-copy="([\w-]{43})"', answer.text)
    with office.app_context():
        found = valid_secrets(hook_id, clock.now())
    assert found[0] == secret
    assert len(found) == 2
    assert "新密钥并用至" in adam.get(f"/hooks/{hook_id}").text


def test_an_event_is_sent_again_or_skipped_with_a_reason(office: Flask, as_: As) -> None:
    _hook, event_id = hook_with_events(office)
    adam = as_("adam")
    assert adam.post(f"/hooks/events/{event_id}/again").status_code == 303
    refused = adam.post(f"/hooks/events/{event_id}/skip", data={"reason": ""})
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    given = {"reason": "已电话告知平台。"}
    assert adam.post(f"/hooks/events/{event_id}/skip", data=given).status_code == 303
    page = adam.get(f"/hooks/events/{event_id}").text
    assert "已电话告知平台。" in page
    assert "安管理" in page
    for act in ("again", "skip"):
        assert adam.post(f"/hooks/events/{event_id}/{act}", data=given).status_code == 409
    assert acts(office) == ["hook_event_sent_again", "hook_event_skipped"]


@SQLITE
def test_only_an_administrator_may_and_what_is_not_there_is_404(office: Flask, as_: As) -> None:
    hook_id, event_id = hook_with_events(office)
    gets = ("/hooks/", "/hooks/new", f"/hooks/{hook_id}", f"/hooks/events/{event_id}")
    posts = ("/hooks/new", f"/hooks/{hook_id}/end", f"/hooks/events/{event_id}/skip")
    for name in ("sunil", "olga", "farid", "aude"):
        someone = as_(name)
        assert {someone.get(path).status_code for path in gets} == {403}, name
        assert {someone.post(path).status_code for path in posts} == {403}, name
        assert "/hooks/" not in someone.get("/account").text
    adam = as_("adam")
    assert 'href="/hooks/"' in adam.get("/account").text
    for path in ("/hooks/999", "/hooks/999/edit", "/hooks/events/999"):
        assert adam.get(path).status_code == 404, path
    for path in ("/hooks/999/pause", "/hooks/999/secret", "/hooks/events/999/again"):
        assert adam.post(path, data={"overlap_hours": 1}).status_code == 404, path


@SQLITE
def test_looking_writes_nothing(office: Flask, as_: As) -> None:
    hook_id, event_id = hook_with_events(office)
    adam = as_("adam")
    with office.app_context(), unit_of_work():
        before = db.session.execute(select(HookEvent.state, HookEvent.attempts)).all()
    for path in ("/hooks/", f"/hooks/{hook_id}", f"/hooks/events/{event_id}"):
        assert adam.get(path).status_code == 200
    with office.app_context():
        assert db.session.execute(select(HookEvent.state, HookEvent.attempts)).all() == before
