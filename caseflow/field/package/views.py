"""`GET /field/package`: the round to be taken along; docs/field-protocol.md tells its shape."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.field.package.package import contacts_of, make_package
from caseflow.field.sync.guarding import for_tablets
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import Permission

bp = Blueprint("package", __name__, url_prefix="/field")

CONTACTS_MOST = 50


@bp.get("/package")
@for_tablets(Permission.CASE_RECEIPT)
def package() -> Response:
    """Answer with the package, or with 304 where the tablet has it already (`since`).

    `contact`, once for each case, adds its complainants; each is a recorded look, and `reason`
    its words. Looks are written before the answer is sent.
    """
    wanted = _contact_ids()
    contacts = {}
    if wanted:
        reason = request.args.get("reason", "").strip() or _("To be met on the visit (tablet)")
        with unit_of_work():
            contacts = {one: contacts_of(current_user, one, reason) for one in wanted}
    found = make_package(current_user)
    if not contacts and request.args.get("since") == found["mark"]:
        return _answer(b"", 304)
    for case in found["cases"]:
        case["contact"] = contacts.get(case["id"])
    return _answer(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), 200)


def _contact_ids() -> list[int]:
    """Return the cases whose complainant is asked for. Raises BadInput."""
    typed = list(dict.fromkeys(request.args.getlist("contact")))
    if len(typed) > CONTACTS_MOST or not all(
        one.isascii() and one.isdecimal() and len(one) < 19 for one in typed
    ):
        raise BadInput(_("Name the cases by their ids, at most 50."))
    return [int(one) for one in typed]


def _answer(body: bytes, status: int) -> Response:
    answer = Response(body, status, content_type="application/json; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
