"""Whether a person holds a right in any scope, and the sentence that names one they lack."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.ground.errors import NotPermitted
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import PERMISSION_LABELS, Permission, Role, scope_of


def holds(user: User, permission: Permission) -> bool:
    """Return whether `user` holds `permission` in any scope."""
    return scope_of(Role(user.role), permission) is not None


def missing_right(permission: Permission) -> str:
    """Return the sentence that names a right to whoever does not hold it."""
    right = _(PERMISSION_LABELS[permission])
    return str(_("Your role does not include the right to %(right)s.", right=right))


def ensure_right(permission: Permission, actor: User) -> None:
    """Raise NotPermitted, naming the right, unless the person holds it."""
    if not holds(actor, permission):
        raise NotPermitted(missing_right(permission))
