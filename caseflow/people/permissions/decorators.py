"""Every view names its permission here; the test over the URL map reads what these leave behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for
from flask_login import current_user

from caseflow.ground.errors import NotPermitted
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import holds, missing_right

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a view answer only to signed-in people who hold `permission` in any scope.

    The object's own scope (404 for strangers) is judged where the object is loaded.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                target = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("accounts.sign_in", next=target), 303)
            ensure(permission)
            return view(*args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(view: View) -> View:
    """Mark a view as open to everyone; its endpoint must stand in `PUBLIC_ENDPOINTS`."""
    view.required_permission = Permission.PUBLIC  # type: ignore[attr-defined]
    return view


def by_itself(view: View) -> View:
    """Mark a route that an open page asks by itself: it keeps nobody's session alive."""
    view.is_asked_by_itself = True  # type: ignore[attr-defined]
    return view


def may(permission: Permission | str) -> bool:
    """Return whether the person signed in holds `permission` in any scope."""
    wanted = Permission(permission)
    if wanted is Permission.PUBLIC:
        return True
    return current_user.is_authenticated and holds(current_user, wanted)


def ensure(permission: Permission) -> None:
    """Raise NotPermitted, naming the right that is missing, unless the person holds it."""
    if not may(permission):
        raise NotPermitted(missing_right(permission))
