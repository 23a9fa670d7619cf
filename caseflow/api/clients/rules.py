"""What a token may be allowed, how long it may live, and how it is written. Pure."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from enum import StrEnum

from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import Role


class ApiScope(StrEnum):
    """A part of the API; the role of the client's account must hold the right as well."""

    CASES_READ = "cases:read"
    COMPLAINANTS_READ = "complainants:read"
    COUNTY_READ = "county:read"
    LEADS_WRITE = "leads:write"
    PETITIONS_READ = "petitions:read"
    PETITIONS_WRITE = "petitions:write"
    SERVICES_READ = "services:read"


SCOPE_LABELS: dict[ApiScope, str] = {
    ApiScope.PETITIONS_WRITE: N_("Hand in petitions (also by Open311)"),
    ApiScope.PETITIONS_READ: N_("Read the petitions it handed in"),
    ApiScope.CASES_READ: N_("Read how far their cases are"),
    ApiScope.COUNTY_READ: N_("Read petitions and cases of others, too"),
    ApiScope.COMPLAINANTS_READ: N_("Read who complained (each look is recorded)"),
    ApiScope.LEADS_WRITE: N_("Hand in monitoring alarms"),
    ApiScope.SERVICES_READ: N_("Read the codes of categories, channels and townships"),
}

CLIENT_ROLES = (Role.OPERATOR, Role.DISPATCHER)
"""Roles of a client's account: an operator registers, a dispatcher also opens inspections."""

PREFIX = "cf_"
SHOWN = 10
"""Characters of a token that stay readable in lists, so that people can tell tokens apart."""
TOKEN_BYTES = 32
LONGEST_DAYS = 730
PROPOSED_DAYS = 365
TOUCH_SECONDS = 60
"""The last use is written at most once in this many seconds."""


def new_token() -> str:
    """Return a token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a token: with 256 random bits a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def longest_expiry(today: date) -> date:
    """Return the last day that a token made today may be good for."""
    return today + timedelta(days=LONGEST_DAYS)
