"""Every error a person can meet becomes one page with one sentence; machines get problem+json."""

from __future__ import annotations

import traceback

import structlog
from flask import Blueprint, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from caseflow.ground.errors import CaseflowError, Refused
from caseflow.ground.extensions import db, login_manager
from caseflow.ground.i18n import N_
from caseflow.ground.web.machines import Fault, answer_for

bp = Blueprint("errors", __name__)
log = structlog.get_logger()

HEADINGS: dict[int, str] = {
    400: N_("This request could not be understood"),
    401: N_("Nobody is signed in"),
    403: N_("You may not do this"),
    404: N_("This page does not exist"),
    405: N_("This address does not answer to that"),
    409: N_("This cannot be done now"),
    413: N_("The file is too large"),
    415: N_("This kind of content is not taken"),
    422: N_("Something needs to be put right"),
    429: N_("Too many requests"),
    500: N_("Something went wrong on our side"),
    503: N_("The service is not available at the moment"),
    507: N_("There is no room left"),
}

SENTENCES: dict[int, str] = {
    400: N_("Go back, reload the page and try again; what you typed is still there."),
    401: N_("Send a token that is good, or sign in."),
    403: N_("Ask your administrator if you think you should have this right."),
    404: N_("The address may be mistyped, or the page is not within your reach."),
    405: N_("Go back and use the buttons of the page."),
    413: N_("Choose a smaller file, or split it, and send it again."),
    415: N_("Send it in the format that this address takes."),
    422: N_("Go back and check what you entered."),
    429: N_("Wait a minute, then try again."),
    500: N_(
        "Nothing was saved by this step. Try again; if it fails again, tell your administrator."
    ),
    503: N_("The database does not answer. Keep this page open and try again in a moment."),
    507: N_("The server's disk is full. Nothing is lost; tell your administrator."),
}


def error_page(
    status: int,
    sentence: str | None = None,
    reasons: list[str] | None = None,
    error: Exception | None = None,
) -> Response:
    """Return the page (or, for a machine, the problem+json body) for `status`."""
    heading = _(HEADINGS.get(status, HEADINGS[400]))
    sentence = sentence or _(SENTENCES.get(status, SENTENCES[400]))
    machine = answer_for(request.path)
    if machine is not None:
        return machine(Fault(status, heading, sentence, tuple(reasons or ()), error))
    if request.accept_mimetypes.best == "application/json":
        response = jsonify(title=heading, status=status, detail=sentence, reasons=reasons or [])
        response.content_type = "application/problem+json"
    else:
        response = make_response(
            render_template(
                "errors/page.html",
                status=status,
                heading=heading,
                sentence=sentence,
                reasons=reasons or [],
            )
        )
    response.status_code = status
    return response


@bp.app_errorhandler(CaseflowError)
def show_caseflow_error(error: CaseflowError) -> Response:
    db.session.rollback()
    if isinstance(error, Refused):
        return error_page(error.status, None, error.reasons, error)
    return error_page(error.status, str(error), None, error)


@bp.app_errorhandler(CSRFError)
def show_csrf_error(error: CSRFError) -> Response:
    return error_page(400, _("The page was open for too long, or you signed in anew elsewhere."))


@bp.app_errorhandler(HTTPException)
def show_http_error(error: HTTPException) -> Response:
    response = error_page(error.code or 500, error=error)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if error.code == 429:
        response.headers["Retry-After"] = "60"
    return response


@bp.app_errorhandler(OperationalError)
def show_database_error(error: OperationalError) -> Response:
    db.session.rollback()
    log.error("database does not answer", error=type(error.orig).__name__)
    # Nobody can be looked up now; asking again would fail the error page itself.
    g._login_user = login_manager.anonymous_user()
    return error_page(503)


@bp.app_errorhandler(Exception)
def show_unexpected_error(error: Exception) -> Response:
    db.session.rollback()
    log.error(
        "unexpected error",
        error=type(error).__name__,
        endpoint=request.endpoint,
        **(_where(error) if isinstance(error, SQLAlchemyError) else {"exc_info": error}),
    )
    return error_page(500)


def _where(error: SQLAlchemyError) -> dict[str, str]:
    """Return what failed in the database and where: its message would name values of the row."""
    cause = getattr(error, "orig", None) or error.__cause__
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "cause": type(cause).__name__,
        "sqlstate": getattr(cause, "sqlstate", None) or "",
        "trace": " > ".join(f"{one.filename}:{one.lineno}:{one.name}" for one in frames),
    }
