"""How pages of the public site answer: kept a minute by anybody, asked again by their mark."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from flask import Response, current_app, has_request_context, make_response, request

from caseflow.ground.config import settings
from caseflow.ground.web.locale import current_locale
from caseflow.public.published.shelf import Shelf

KEEP = "public, max-age=60"
"""A withdrawal is seen within a minute, whatever keeps pages on the way."""

PARTS = ("templates/public", "templates/layouts", "templates/components", "static/css",
         "translations", "public/published", "public/outlets")  # fmt: skip
"""Folders of the package that decide what a published page looks like."""

_KEY = "caseflow_build_mark"
KINDS_OF_PARTS = frozenset({".html", ".css", ".po", ".py"})


def may_be_kept(response: Response) -> Response:
    """Let caches keep refusals no longer than pages."""
    response.headers.setdefault("Cache-Control", KEEP)
    return response


def build_mark() -> str:
    """Return a mark of the program and the settings that the pages are made by."""
    kept = current_app.extensions
    if _KEY not in kept:
        found = hashlib.sha256()
        root = Path(current_app.root_path)
        for part in PARTS:
            for path in sorted((root / part).rglob("*")):
                if path.suffix in KINDS_OF_PARTS:
                    found.update(path.read_bytes())
        of = settings()
        found.update(repr((of.authority, of.public_url, of.site_url, of.port)).encode())
        kept[_KEY] = found.hexdigest()[:16]
    return str(kept[_KEY])


def of_state(shelf: Shelf) -> str:
    """Return the mark of whatever shows more than one page."""
    return "-".join(str(part) for part in astuple(shelf.state()))


def answer(
    mark: str,
    make: Callable[[], str | bytes],
    content_type: str = "text/html; charset=utf-8",
    status: int = 200,
) -> Response:
    """Return what `make()` makes under the mark, or 304 to whoever has it already."""
    plain = f"{mark} {build_mark()} {current_locale()}"
    tag = hashlib.sha256(plain.encode()).hexdigest()[:32]
    if has_request_context() and request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = make_response(make(), status)
        response.headers["Content-Type"] = content_type
    response.set_etag(tag)
    response.headers["Cache-Control"] = KEEP
    return response
