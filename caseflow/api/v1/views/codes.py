"""Codes: categories, channels and townships, as the other operations take and give them."""

from __future__ import annotations

from typing import Any

from caseflow.api.clients.rules import ApiScope
from caseflow.api.v1 import queries, schemas
from caseflow.api.v1.blueprint import operation
from caseflow.ground.regions.queries import townships
from caseflow.people.permissions.policy import Permission


@operation(
    "GET",
    "/categories",
    permission=Permission.CASE_VIEW,
    scope=ApiScope.SERVICES_READ,
    answers={200: schemas.CategoriesOut},
)
def categories() -> Any:
    """Read the pollution categories."""
    return {"items": queries.categories()}


@operation(
    "GET",
    "/channels",
    permission=Permission.CASE_VIEW,
    scope=ApiScope.SERVICES_READ,
    answers={200: schemas.CodesOut},
)
def channels() -> Any:
    """Read the channels by which petitions arrive."""
    return {"items": queries.channels()}


@operation(
    "GET",
    "/townships",
    permission=Permission.CASE_VIEW,
    scope=ApiScope.SERVICES_READ,
    answers={200: schemas.CodesOut},
)
def township_list() -> Any:
    """Read the townships of the county."""
    return {"items": townships()}
