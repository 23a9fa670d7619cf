"""The OpenAPI document, and a page of it for people."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template

from caseflow.api.clients.rules import SCOPE_LABELS
from caseflow.api.v1.document import document
from caseflow.api.v1.rules import PREFIX, PROBLEMS
from caseflow.people.permissions.decorators import public

bp = Blueprint("api_document", __name__, url_prefix=PREFIX)


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    """Answer with the document."""
    text = json.dumps(document(), ensure_ascii=False, indent=1)
    return Response(text, content_type="application/json; charset=utf-8")


@bp.get("/")
@public
def read() -> str:
    """Show the document as a page."""
    return render_template(
        "api/document.html",
        document=document(),
        problems=PROBLEMS,
        scopes=SCOPE_LABELS,
    )
