"""Cases: how far one is."""

from __future__ import annotations

from typing import Any

from caseflow.api.clients.rules import ApiScope
from caseflow.api.guarding import caller
from caseflow.api.v1 import queries, schemas
from caseflow.api.v1.blueprint import operation
from caseflow.people.permissions.policy import Permission


@operation(
    "GET",
    "/cases/<number>",
    permission=Permission.CASE_VIEW,
    scope=ApiScope.CASES_READ,
    answers={200: schemas.CaseOut},
    problems=("not-found",),
)
def case(number: str) -> Any:
    """Read how far a case is, with its history in the words that the public reads."""
    return queries.one_case(number, caller())
