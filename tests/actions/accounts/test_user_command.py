"""`caseflow user` and `caseflow permissions`: what they print and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from caseflow.cli import COMMANDS
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.cli import user_group
from caseflow.people.accounts.passwords import is_right
from caseflow.people.permissions.cli import permissions_command
from caseflow.people.permissions.policy import PUBLIC_ENDPOINTS, Permission, Role
from tests import servers
from tests.cast import PASSWORD, make_cast, present_cast, sign_in

CREATE = ("create", "wang.li", "--role", "officer", "--unit", "squad-1")


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(user_group, words, input=typed, catch_exceptions=False)


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


def user(app: Flask, name: str) -> dict[str, Any]:
    rows = json.loads(run(app, "list", "--json").output)
    found: dict[str, Any] = next(row for row in rows if row["username"] == name)
    return found


def test_the_commands_are_known() -> None:
    assert COMMANDS["user"] == "caseflow.people.accounts.cli:user_group"
    assert COMMANDS["permissions"] == "caseflow.people.permissions.cli:permissions_command"


def test_an_account_is_made_with_a_password_from_stdin(office: Flask) -> None:
    ended = run(office, *CREATE, "--name", "王力", "--password-stdin", typed=PASSWORD + "\n")
    assert ended.exit_code == 0
    assert PASSWORD not in ended.output
    made = user(office, "wang.li")
    assert (made["name"], made["role"], made["unit"]) == ("王力", "officer", "squad-1")
    assert made["is_active"] is True
    assert sign_in(office.test_client(), "wang.li").status_code == 303


def test_an_account_is_made_with_a_password_typed_twice(office: Flask) -> None:
    ended = run(office, *CREATE, "--must-change", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert ended.exit_code == 0
    assert PASSWORD not in ended.output, "what is typed is not shown"
    client = office.test_client()
    assert sign_in(client, "wang.li").status_code == 303
    assert client.get("/account").location == "/account/password"


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (CREATE, "short", "10 characters"),
        (("create", "olga", *CREATE[2:]), PASSWORD, "already an account"),
        ((*CREATE[:4], "--unit", "nowhere"), PASSWORD, "no unit with the code nowhere"),
        (("reset-password", "nobody"), PASSWORD, "no account named nobody"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_is_one_sentence(
    office: Flask, words: tuple[str, ...], typed: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        run(office, *words, "--password-stdin", typed=typed + "\n")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_unknown_role_is_a_usage_error(office: Flask) -> None:
    ended = run(office, "create", "x", "--role", "emperor", "--unit", "bureau")
    assert ended.exit_code == 2
    assert "administrator" in ended.output


def test_a_reset_password_is_printed_alone(office: Flask) -> None:
    ended = run(office, "reset-password", "olga")
    assert ended.exit_code == 0
    password = ended.stdout.strip()
    with office.app_context():
        assert is_right(password, present_cast().olga.password_hash)
        assert present_cast().olga.must_change_password


def test_closing_and_opening_again(office: Flask) -> None:
    assert run(office, "deactivate", "olga").exit_code == 0
    assert user(office, "olga")["is_active"] is False
    assert "(closed)" in run(office, "list").output
    assert run(office, "reactivate", "olga").exit_code == 0
    assert user(office, "olga")["is_active"] is True
    with pytest.raises(BadInput, match="last administrator"):
        run(office, "deactivate", "adam")


def test_sessions_are_listed_and_ended(office: Flask) -> None:
    client = office.test_client()
    sign_in(client, "olga")
    sign_in(office.test_client(), "dong")
    everybody = json.loads(run(office, "sessions", "--json").output)
    assert {row["username"] for row in everybody} == {"olga", "dong"}
    assert set(everybody[0]) >= {"created_at", "last_seen_at", "address", "browser"}
    ended = run(office, "sessions", "olga", "--end", "--json")
    assert json.loads(ended.stdout) == []
    assert client.get("/account").status_code == 303
    assert run(office, "sessions", "--end").exit_code == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_table_of_rights_as_json_names_every_route(app: Flask) -> None:
    ended = app.test_cli_runner().invoke(permissions_command, ["--json"])
    assert ended.exit_code == 0
    found = json.loads(ended.output)
    roles = {role.value for role in Role}
    assert set(found["permissions"]) == {p.value for p in Permission} - {"public"}
    for permission, held in found["permissions"].items():
        assert held, f"nobody may {permission}"
        assert set(held) <= roles
        assert set(held.values()) <= {"own", "unit", "county"}
    assert set(found["routes"]) == set(app.view_functions) | {"static"}
    open_routes = {name for name, held in found["routes"].items() if held == "public"}
    assert open_routes <= PUBLIC_ENDPOINTS
    assert found["routes"]["accounts.edit_user"] == "account:manage"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_program_ends_with_0_or_with_2_and_a_sentence(
    office: Flask, environment: dict[str, str], tmp_path: Path
) -> None:
    env = servers.environment(tmp_path / "home", **environment)

    def caseflow(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from caseflow.cli import main; main()", *words]
        return subprocess.run(
            command, env=env, cwd=servers.ROOT, capture_output=True, text=True, timeout=120
        )

    listed = caseflow("user", "list", "--json")
    assert listed.returncode == 0
    assert {row["username"] for row in json.loads(listed.stdout)} >= {"olga", "adam"}
    refused = caseflow("user", "deactivate", "adam")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.strip().endswith(
        "This is the last administrator: name another one first."
    )
