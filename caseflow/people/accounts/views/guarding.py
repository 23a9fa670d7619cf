"""What happens before every page: is the session live, is a form to be carried, a password due."""

from __future__ import annotations

import structlog
from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from caseflow.ground.extensions import db, login_manager
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.cookieless import is_cookieless
from caseflow.people.accounts import sessions
from caseflow.people.accounts.carried import seal_form
from caseflow.people.accounts.sessions import Found
from caseflow.people.accounts.views.blueprint import bp
from caseflow.people.accounts.views.signing_in import expired_page
from caseflow.people.permissions.policy import Permission

login_manager.user_loader(sessions.load_user)
login_manager.session_protection = None  # the row decides; officers' addresses change on the way
log = structlog.get_logger()

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WITHOUT_SESSION = frozenset({None, "static", "health.healthz", "health.readyz"})
BEFORE_A_NEW_PASSWORD = frozenset(
    {"accounts.change_password", "accounts.sign_out", "accounts.sign_in", "locale.set_language"}
)


@bp.before_app_request
def guard() -> Response | None:
    """Keep a used session alive; stop a form whose session has run out, and keep its words."""
    sessions.forget_lookups()
    if request.endpoint in WITHOUT_SESSION or is_cookieless(request.path):
        return None
    found = sessions.find_session()
    if found is None:
        return None
    if current_user.is_authenticated:
        if not _is_asked_by_itself():
            _touch(found)
        if _is_for_machines():
            return None
        return _ask_for_new_password()
    if request.method in SAFE or _is_public() or _is_for_machines():
        return None
    return _carry(found)


def _is_public() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "required_permission", None) == Permission.PUBLIC


def _is_for_machines() -> bool:
    """Return whether the route answers every refusal itself, without pages (see caseflow/api)."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_for_machines", False)


def _is_asked_by_itself() -> bool:
    """Return whether an open page asks this without anybody at it."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_asked_by_itself", False)


def _touch(found: Found) -> None:
    """Write the time of use now and then; a database that cannot write now does not stop a page."""
    if not sessions.needs_touch(found):
        return
    try:
        with unit_of_work():
            sessions.touch(found)
    except OperationalError as error:
        db.session.rollback()
        log.warning("session not touched", error=type(error.orig).__name__)


def _ask_for_new_password() -> Response | None:
    if not current_user.must_change_password or request.endpoint in BEFORE_A_NEW_PASSWORD:
        return None
    flash(_("Choose a password of your own first."), "info")
    return redirect(url_for("accounts.change_password"), 303)


def _carry(found: Found) -> Response:
    """Answer a form of a session that has ended with the sign-in page that carries its words."""
    fields = list(request.form.items(multi=True))
    had_files = any(file.filename for file in request.files.values())
    path = request.full_path.rstrip("?")
    sealed = seal_form(found.user_id, path, fields, had_files=had_files) if fields else None
    return expired_page(sealed, path, is_too_long=bool(fields) and sealed is None)
