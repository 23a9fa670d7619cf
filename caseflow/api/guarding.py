"""Who is calling: a token, or the session of a person. Every refusal is an answer, never a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import structlog
from flask import current_app, g, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import UnsupportedMediaType

from caseflow.api.clients.actions import KnownToken, known_token, needs_touch, touch
from caseflow.api.clients.rules import ApiScope
from caseflow.ground.errors import CaseflowError, NotPermitted
from caseflow.ground.extensions import csrf, db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.decorators import ensure
from caseflow.people.permissions.policy import Permission

View = TypeVar("View", bound=Callable[..., Any])
log = structlog.get_logger()


class NotSignedIn(CaseflowError):
    """No token and no session, or a token that is good no more."""

    status = 401


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling. `token` None: a person by their session, with all that their role may."""

    user: User
    token: KnownToken | None = None

    def has(self, scope: ApiScope) -> bool:
        """Return whether the call may use this part of the API."""
        return self.token is None or scope in self.token.scopes

    @property
    def origin_system(self) -> str | None:
        return self.token.origin_system if self.token else None

    @property
    def own_origin(self) -> str | None:
        """Return the only system whose petitions may be read; None: those of everybody."""
        return None if self.has(ApiScope.COUNTY_READ) else self.origin_system


def for_machines(permission: Permission, scope: ApiScope) -> Callable[[View], View]:
    """Let a view answer to tokens with `scope` and to sessions, if the role holds `permission`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            found = g.api_caller = caller_of_request()
            if not found.has(scope):
                raise NotPermitted(_("The token does not include “%(scope)s”.", scope=scope.value))
            ensure(permission)
            if request.method == "POST" and request.mimetype != "application/json":
                raise UnsupportedMediaType
            return view(*args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        guarded.required_scope = scope  # type: ignore[attr-defined]
        guarded.is_for_machines = True  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def caller() -> Caller:
    """Return who is calling; only inside a view of `for_machines`."""
    found: Caller = g.api_caller
    return found


def caller_of_request() -> Caller:
    """Return who is calling by the header, else by the session. Raises NotSignedIn."""
    header = request.headers.get("Authorization")
    if header is not None:
        kind, _blank, clear = header.partition(" ")
        if kind.lower() != "bearer":
            raise NotSignedIn(_("Send the token as “Authorization: Bearer …”."))
        return by_token(clear.strip())
    if not current_user.is_authenticated:
        raise NotSignedIn(_("Send a token that is good, or sign in."))
    if current_user.must_change_password:
        raise NotPermitted(_("Choose a password of your own first."))
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return Caller(current_user._get_current_object())


def by_token(clear: str) -> Caller:
    """Return whose token this is, and act as that account from here on. Raises NotSignedIn."""
    token = known_token(clear)
    if token is None:
        raise NotSignedIn(_("This token is unknown, revoked or out of date."))
    _touch(token)
    g._login_user = token.user
    return Caller(token.user, token)


def _touch(token: KnownToken) -> None:
    """Write the use now and then; a database that cannot write now does not stop a reading call."""
    if not needs_touch(token):
        return
    try:
        with unit_of_work():
            touch(token)
    except OperationalError as error:
        db.session.rollback()
        log.warning("token not touched", error=type(error.orig).__name__)
