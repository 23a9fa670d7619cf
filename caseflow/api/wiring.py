"""Putting the API into the application: routes, errors, freedom from CSRF for tokens."""

from __future__ import annotations

from flask import Flask

from caseflow.api.open311.problems import errors as open311_errors
from caseflow.api.open311.rules import PREFIX as OPEN311_PREFIX
from caseflow.api.open311.views import bp as open311_bp
from caseflow.api.v1 import views
from caseflow.api.v1.problems import problem
from caseflow.api.v1.rules import PREFIX
from caseflow.ground.extensions import csrf
from caseflow.ground.web.machines import answer_below


def init_app(app: Flask) -> None:
    """Register the API's operations. Sessions are checked for CSRF in caseflow/api/guarding.py."""
    app.register_blueprint(views.blp)
    csrf.exempt(views.blp)
    csrf.exempt(open311_bp)
    answer_below(f"{PREFIX}/", problem)
    answer_below(f"{OPEN311_PREFIX}/", open311_errors)
