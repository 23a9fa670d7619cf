"""The blueprint of all pages of cases."""

from __future__ import annotations

from flask import Blueprint, request, url_for

bp = Blueprint("cases", __name__, url_prefix="/cases")

FIELD = "field"


def is_field() -> bool:
    """Return whether the tablet's layout was asked for (?layout=field)."""
    return request.args.get("layout") == FIELD


def layout() -> str:
    """Return the layout of the present page."""
    return "layouts/field.html" if is_field() else "layouts/desk.html"


def case_url(case_id: int) -> str:
    """Return the address of the case's page in the layout that is being used."""
    return url_for("field.case" if is_field() else "cases.page", case_id=case_id)


def step_url(case_id: int, transition: str) -> str:
    """Return the address of a step in the layout that is being used."""
    shown = FIELD if is_field() else None
    return url_for("cases.step", case_id=case_id, transition=transition, layout=shown)
