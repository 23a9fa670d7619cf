"""Reading accounts, sessions, units, absences and what was done to them."""

from __future__ import annotations

from caseflow.people.accounts.queries.events import EventRow, events_page
from caseflow.people.accounts.queries.sessions import (
    SessionRow,
    all_sessions,
    demo_accounts,
    has_accounts,
    live_sessions,
)
from caseflow.people.accounts.queries.units import (
    AbsenceRow,
    UnitRow,
    absences,
    unit_choices,
    unit_name,
    unit_tree,
)
from caseflow.people.accounts.queries.users import (
    UserFilter,
    UserRow,
    all_users,
    get_absence,
    get_unit,
    get_user,
    person_choices,
    users_page,
)

__all__ = [
    "AbsenceRow",
    "EventRow",
    "SessionRow",
    "UnitRow",
    "UserFilter",
    "UserRow",
    "absences",
    "all_sessions",
    "all_users",
    "demo_accounts",
    "events_page",
    "get_absence",
    "get_unit",
    "get_user",
    "has_accounts",
    "live_sessions",
    "person_choices",
    "unit_choices",
    "unit_name",
    "unit_tree",
    "users_page",
]
