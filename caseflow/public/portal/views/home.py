"""The start page of the public site, and the addresses of before."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.people.permissions.decorators import public
from caseflow.public.portal.views.blueprint import bp, old_bp
from caseflow.public.published.kinds import kind_of
from caseflow.public.published.queries import published_rows

NEWEST = 3


@bp.get("/")
@public
def home() -> Any:
    """Show what the public can do here, and what was published last; people at work go on."""
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    newest = published_rows(None, NEWEST).items
    return render_template("public/home.html", newest=newest, kind_of=kind_of)


@old_bp.get("/", defaults={"rest": ""})
@old_bp.get("/<path:rest>")
@public
def moved(rest: str) -> Response:
    """Lead the addresses of before to where the same pages are now, and nowhere else.

    A browser takes a backslash for a slash and drops tabs and line ends: what is no address of a
    page could lead to another host.
    """
    if "\\" in rest or not rest.isprintable():
        raise NotFound
    response = redirect(f"/{quote(rest.lstrip('/'))}", 301)
    assert isinstance(response, Response)
    return response
