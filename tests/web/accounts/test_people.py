"""The administrator's pages of people: list, new, change, stale, password once, close, unlock."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground import clock
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.users import UserCommand, create_user
from tests.cast import PASSWORD, present_cast, sign_in, unit

As = Callable[[str], FlaskClient]
Account = Callable[..., Any]


def typed(app: Flask, **changes: Any) -> dict[str, Any]:
    with app.app_context():
        where = unit("squad-2").id
    return {
        "version": 1,
        "display_name": "王力",
        "role": "officer",
        "unit_id": where,
        "email": "wang.li@example.test",
        "certificate_number": "渝-0009",
        "certificate_valid_until": "2028-12-31",
        **changes,
    }


def shown_password(page: str) -> str:
    found = re.search(r"(?<![#\w])[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", page)
    assert found, "no password is shown"
    return found[0]


def test_a_new_account_gets_a_password_shown_once(
    office: Flask, as_: As, account: Account, client: FlaskClient
) -> None:
    adam = as_("adam")
    answer = adam.post("/people/new", data=typed(office, username="Wang.Li"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    password = shown_password(answer.text)
    assert password not in adam.get(f"/people/{account('wang.li')}").text
    assert sign_in(client, "wang.li", password).status_code == 303
    assert client.get("/account").location == "/account/password"
    assert str(account("wang.li", "certificate_valid_until")) == "2028-12-31"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "olga"}, "olga"),
        ({"username": "王力"}, "小写字母"),
        ({"display_name": ""}, "请"),
        ({"role": "emperor"}, "角色"),
        ({"unit_id": "999"}, "请从所列选项中选择"),
        ({"email": "not an address"}, "邮"),
        ({"certificate_valid_until": "soon"}, "日期"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_is_said_and_the_typing_stays(
    office: Flask, as_: As, changes: dict[str, Any], sentence: str
) -> None:
    fields = typed(office, **{"username": "wang.li", **changes})
    answer = as_("adam").post("/people/new", data=fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "渝-0009" in answer.text


def test_a_change_is_saved_and_written_down(office: Flask, as_: As, account: Account) -> None:
    adam, fang = as_("adam"), account("fang")
    answer = adam.post(f"/people/{fang}", data=typed(office, display_name="方小晴"))
    assert answer.status_code == 303
    assert account("fang", "display_name") == "方小晴"
    assert account("fang", "version") == 2
    history = as_("aude").get("/account-events/").text
    assert "方晴 → 方小晴" in history
    assert "安管理" in history


def test_a_stale_page_shows_both_and_keeps_what_was_typed(
    office: Flask, as_: As, account: Account
) -> None:
    adam, fang = as_("adam"), account("fang")
    adam.post(f"/people/{fang}", data=typed(office, display_name="先到者"))
    late = adam.post(f"/people/{fang}", data=typed(office, display_name="后到者"))
    assert late.status_code == 409
    assert "先到者" in late.text
    assert 'value="后到者"' in late.text
    assert account("fang", "display_name") == "先到者"
    assert re.search(r'name="version"[^>]*value="2"', late.text), "the next click puts it on top"
    again = adam.post(f"/people/{fang}", data=typed(office, version=2, display_name="后到者"))
    assert again.status_code == 303
    assert account("fang", "display_name") == "后到者"


def test_closing_signs_out_and_reopening_lets_in_again(
    office: Flask, as_: As, account: Account, client: FlaskClient
) -> None:
    adam, fang = as_("adam"), as_("fang")
    path = f"/people/{account('fang')}"
    assert "fang" in adam.get("/people").text
    assert adam.post(f"{path}/close").status_code == 303
    assert fang.get("/account").status_code == 303
    assert "/people/" not in adam.get("/people?q=fang").text.partition("<main")[2].replace(
        "/people/new", ""
    )
    assert "方晴" in adam.get("/people?q=fang&closed=y").text
    assert adam.post(f"{path}/reopen").status_code == 303
    assert sign_in(client, "fang").status_code == 303


def test_an_administrator_closes_neither_oneself_nor_changes_ones_own_role(
    office: Flask, as_: As, account: Account
) -> None:
    adam, path = as_("adam"), f"/people/{account('adam')}"
    assert f"{path}/close" not in adam.get(path).text, "the button is not drawn"
    assert adam.post(f"{path}/close").status_code == 422
    assert adam.post(path, data=typed(office, role="officer")).status_code == 422
    assert account("adam", "role") == "administrator"
    assert account("adam", "is_active")


def test_a_reset_password_works_once_and_ends_the_sessions(
    as_: As, account: Account, client: FlaskClient
) -> None:
    adam, fang = as_("adam"), as_("fang")
    answer = adam.post(f"/people/{account('fang')}/reset-password")
    assert fang.get("/account").status_code == 303
    assert sign_in(client, "fang", PASSWORD).status_code == 422
    assert sign_in(client, "fang", shown_password(answer.text)).status_code == 303
    assert client.get("/account").location == "/account/password"


def test_a_locked_account_is_shown_and_unlocked(
    office: Flask, as_: As, account: Account, client: FlaskClient
) -> None:
    for _i in range(5):
        sign_in(client, "fang", "a wrong password")
    adam, path = as_("adam"), f"/people/{account('fang')}"
    assert account("fang", "locked_until_at") > clock.now()
    assert f"{path}/unlock" in adam.get(path).text
    assert adam.post(f"{path}/unlock").status_code == 303
    assert f"{path}/unlock" not in adam.get(path).text
    assert sign_in(client, "fang").status_code == 303


def test_a_person_is_signed_out_everywhere(as_: As, account: Account) -> None:
    adam, browsers = as_("adam"), [as_("fang"), as_("fang")]
    assert adam.post(f"/people/{account('fang')}/end-sessions").status_code == 303
    assert [b.get("/account").status_code for b in browsers] == [303, 303]


def names_in(page: str) -> list[str]:
    return re.findall(r'data-label="用户名"><[^>]*>([^<]+)<', page)


def test_the_list_is_narrowed_by_name_role_and_unit(office: Flask, as_: As) -> None:
    adam = as_("adam")
    with office.app_context():
        brigade = unit("enforcement").id
    assert len(names_in(adam.get("/people").text)) == 12
    assert names_in(adam.get("/people?q=方").text) == ["fang", "farid"]
    assert names_in(adam.get("/people?role=auditor").text) == ["aude"]
    assert names_in(adam.get(f"/people?unit={brigade}").text) == ["fang", "farid", "zoe"]
    assert "/people/new" in adam.get("/people?q=%25").text
    assert names_in(adam.get("/people?q=%25").text) == [], "% is a sign like any other"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_long_list_goes_on_by_pages(office: Flask, as_: As) -> None:
    with office.app_context():
        where = unit("bureau").id
        with unit_of_work():
            for number in range(120):
                command = UserCommand(f"某人{number}", "operator", where)
                create_user(f"more-{number:03}", command, PASSWORD, present_cast().adam)
    adam, seen, path = as_("adam"), [], "/people"
    for _page in range(20):
        page = adam.get(path).text
        seen += names_in(page)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        if link is None:
            break
        path = link[1].replace("&amp;", "&")
    assert len(seen) == 132
    assert seen == sorted(set(seen))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_account_that_does_not_exist(as_: As) -> None:
    assert as_("adam").get("/people/9999").status_code == 404
