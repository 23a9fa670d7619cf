"""Pages of what was published: the list, a page, the tombstone of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from caseflow.people.permissions.decorators import public
from caseflow.public.published.queries import published_page, published_rows

bp = Blueprint("published", __name__, url_prefix="/results")


@bp.after_request
def ask_again(response: Response) -> Response:
    """Let nobody keep a page without asking: a withdrawal holds at once for everybody."""
    response.headers.setdefault("Cache-Control", "no-cache, private")
    return response


@bp.get("/")
@public
def index() -> str:
    """Show what was published, page by page."""
    return render_template(
        "public/publications.html", page=published_rows(request.args.get("page"))
    )


@bp.get("/<slug>")
@public
def page(slug: str) -> Any:
    """Show a published page; of a withdrawn one (410) when and why it went."""
    found = published_page(slug)
    if found is None:
        raise NotFound
    page = render_template("public/publication.html", page=found)
    return (page, 410) if found.withdrawn_on else page
