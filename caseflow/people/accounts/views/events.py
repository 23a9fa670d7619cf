"""What was done to accounts and units, for auditors. Nothing can be changed here."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from caseflow.people.accounts.events import ACTS
from caseflow.people.accounts.queries import events_page
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("account_events", __name__, url_prefix="/account-events")


@bp.get("/")
@requires(Permission.AUDIT_VIEW)
def index() -> str:
    page = events_page(request.args.get("page"))
    return render_template("accounts/events.html", page=page, acts=ACTS)
