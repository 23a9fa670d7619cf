"""Who may call the addresses of tablets: a person by their session; every refusal is an answer.

A tablet that is signed out is told so (401) and not led to a page. The order matters: first
whether somebody is signed in, then the right, then the CSRF token, so that a session that has
ended is never mistaken for a page that is too old.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from caseflow.ground.errors import CaseflowError, NotPermitted
from caseflow.ground.extensions import csrf
from caseflow.people.permissions.decorators import ensure
from caseflow.people.permissions.policy import Permission

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(CaseflowError):
    """No session, or one that has ended."""

    status = 401


class OldToken(CaseflowError):
    """The CSRF token is not the session's: the tablet fetches a new one and sends again."""

    status = 400


def for_tablets(permission: Permission) -> Callable[[View], View]:
    """Let a view answer to the signed-in user of a tablet who holds `permission`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                raise NotSignedIn(_("You are signed out. Sign in; nothing on the tablet is lost."))
            if current_user.must_change_password:
                raise NotPermitted(_("Choose a password of your own first."))
            ensure(permission)
            if request.method not in SAFE:
                _ensure_token()
            return view(*args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        guarded.is_for_machines = True  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _ensure_token() -> None:
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return
    try:
        csrf.protect()
    except CSRFError as error:
        raise OldToken(_("The page on the tablet is from an earlier sign-in.")) from error
