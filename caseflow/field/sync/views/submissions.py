"""Submissions: taken, and looked up by the tablet that sent them."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from caseflow.core.visits.shape import Unreadable
from caseflow.field.sync.actions.submitting import take
from caseflow.field.sync.guarding import for_tablets
from caseflow.field.sync.problems import Unkept
from caseflow.field.sync.queries import own_submission
from caseflow.field.sync.receipts import receipt_of
from caseflow.field.sync.rules import SUBMISSION_MOST, TAKEN
from caseflow.field.sync.shape import read
from caseflow.field.sync.views.blueprint import answered, bp, json_body
from caseflow.ground.errors import NotVisible
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import Permission


@bp.get("/session")
@for_tablets(Permission.FIELD_SEND)
def session() -> Response:
    """Say who is signed in, and the token that every other request sends as X-CSRFToken."""
    user = {"id": current_user.id, "name": current_user.display_name}
    return answered({"user": user, "csrf_token": generate_csrf()})


@bp.post("/submissions")
@for_tablets(Permission.FIELD_SEND)
def submit() -> Response:
    """Take a record: 201 taken, 202 needs attention, 200 it came before."""
    try:
        sent = read(json_body(SUBMISSION_MOST))
    except Unreadable as error:
        raise Unkept(error.path) from error
    with unit_of_work():
        answer = take(sent, current_user._get_current_object())
    status = 201 if answer.receipt["status"] == TAKEN else 202
    return answered({"receipt": answer.receipt}, status if answer.is_first else 200)


@bp.get("/submissions/<client_id>")
@for_tablets(Permission.FIELD_SEND)
def submission(client_id: str) -> Response:
    """Return the receipt as it is now."""
    row = own_submission(client_id, current_user.id)
    if row is None:
        raise NotVisible(_("There is no such record of yours."))
    return answered({"receipt": receipt_of(row, current_user)})
