"""The pages of sign-in, of one's own account, and of the people and units of the office."""

from __future__ import annotations

from caseflow.people.accounts.views import guarding, own, signing_in, users
from caseflow.people.accounts.views.blueprint import bp

__all__ = ["bp", "guarding", "own", "signing_in", "users"]
