"""The first start without demonstration mode: no account, no default password, a sentence how."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.bootstrap import load_reference
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.cli import user_group
from caseflow.people.accounts.models import User
from tests.cast import PASSWORD, sign_in


def test_a_new_installation_has_nobody_and_says_how_to_begin(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        with unit_of_work():
            load_reference()
        assert db.session.scalar(select(func.count()).select_from(User)) == 0
    page = client.get("/sign-in").text
    assert "caseflow user create" in page
    for name in ("admin", "administrator", "operator"):
        assert sign_in(client, name, "admin").status_code == 422
    made = app.test_cli_runner().invoke(
        user_group,
        ["create", "anna", "--role", "administrator", "--unit", "bureau", "--password-stdin"],
        input=PASSWORD + "\n",
    )
    assert made.exit_code == 0, made.output
    assert "caseflow user create" not in client.get("/sign-in").text
    assert sign_in(client, "anna").status_code == 303
    assert client.get("/people").status_code == 200


def test_demonstration_names_are_offered_in_demonstration_mode_only(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app()
    app.test_cli_runner().invoke(
        user_group,
        ["create", "operator", "--role", "operator", "--unit", "hotline", "--password-stdin"],
        input=PASSWORD + "\n",
    )
    for demo, is_offered in (("1", True), ("0", False)):
        page = make_app(CASEFLOW_DEMO=demo).test_client().get("/sign-in").text
        assert ("username=operator" in page) is is_offered
