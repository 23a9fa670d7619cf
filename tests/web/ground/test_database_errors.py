"""What fails in the database is logged by kind and place: the values of the row are no log's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert, text

from caseflow.ground import clock
from caseflow.ground.desk_database import asking
from caseflow.ground.extensions import db
from caseflow.ground.public_database import reading
from caseflow.ground.web import errors
from caseflow.people.permissions.decorators import public
from caseflow.public.portal.models import PortalDraft

SECRET = "13987654321"


@public
def fail() -> str:
    row = {"key": SECRET, "version": 1, "sealed": SECRET, "saved_at": clock.now()}
    for _time in range(2):
        db.session.execute(insert(PortalDraft).values(**row))
    return "not reached"


def test_the_values_of_a_row_that_is_refused_stay_out_of_the_log(
    app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    app.add_url_rule("/fail", "fail", fail)
    assert app.test_client().get("/fail").status_code == 500
    said = capfd.readouterr().err
    assert "IntegrityError" in said
    assert "test_database_errors.py" in said, "where it happened"
    assert SECRET not in said


def test_they_stay_out_of_it_when_the_page_of_the_error_fails_too(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flask then writes the whole traceback, with what the first error said."""

    def fail_again(_status: int) -> None:
        monkeypatch.undo()
        raise RuntimeError("no page either")

    app.add_url_rule("/fail", "fail", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in service
    monkeypatch.setattr(errors, "error_page", fail_again)
    assert app.test_client().get("/fail").status_code == 500
    said = caplog.text
    assert "no page either" in said
    assert "IntegrityError" in said
    assert "portal_drafts" in said, "what was refused"
    assert SECRET not in said


def test_no_engine_shows_the_parameters_of_a_statement(app: Flask) -> None:
    with app.app_context():
        for opened in (asking, reading):
            with opened() as connection, pytest.raises(Exception, match="nowhere") as found:
                connection.execute(text("SELECT :secret FROM nowhere"), {"secret": SECRET})
            assert SECRET not in str(found.value)
