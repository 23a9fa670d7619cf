"""The auditor's page: who looked at complainants, and the signed heads of the history."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from caseflow.core.audit.heads import Head, read_heads
from caseflow.core.petitions.looks import looks_page
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("audit", __name__, url_prefix="/audit")
SHOWN_HEADS = 10


@bp.get("/")
@requires(Permission.AUDIT_VIEW)
def index() -> str:
    """Show the looks, newest first, and the newest signed heads."""
    heads = list(read_heads())
    return render_template(
        "audit/index.html",
        page=looks_page(request.args.get("page"), request.args.get("person", "").strip()),
        person=request.args.get("person", "").strip(),
        heads=[head for head in heads if isinstance(head, Head)][: -SHOWN_HEADS - 1 : -1],
        broken=[head.partition(":")[0] for head in heads if not isinstance(head, Head)],
    )
