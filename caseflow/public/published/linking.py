"""`url_for` for the pages of the public site, which ask for a dozen addresses each.

The same answers as Flask's own (tested), without its search: a bundle asks some hundred thousand
times a run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, url_for

from caseflow.ground.web.locale import current_locale
from caseflow.public.published.addresses import digest_of, page_of, picture_of

_KEY = "caseflow_static_addresses"


def _month(values: dict[str, Any]) -> str:
    root = f"/results/kind/{values['kind']}" if "kind" in values else "/results"
    number = values.get("number", 1)
    address = f"{root}/{values['year']:04d}/{values['month']:02d}/"
    return address if number == 1 else f"{address}{number}/"


KNOWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "published.index": lambda _values: "/results/",
    "published.kinds": lambda _values: "/results/kind/",
    "published.of_kind": lambda values: f"/results/kind/{values['kind']}/",
    "published.month": _month,
    "published.kind_month": _month,
    "published.page": lambda values: page_of(values["slug"]),
    "published.picture": lambda values: picture_of(values["slug"], values["position"]),
    "outlets.digests": lambda _values: "/results/digest/",
    "outlets.digest": lambda values: digest_of(values["week"])[0],
    "outlets.digest_file": lambda values: digest_of(values["week"])[1],
}
"""Kinds, slugs and weeks are plain: letters, digits, strokes and lines need no quoting."""


def address_of(endpoint: str, **values: Any) -> str:
    """Return the address of an endpoint of the public site, or of a static file."""
    if endpoint == "static":
        return _static(values["filename"])
    known = KNOWN.get(endpoint)
    if known is None or current_locale() == "en":
        return url_for(endpoint, **values)
    mark = values.get("v")
    return f"{known(values)}?v={mark}" if mark else known(values)


def _static(name: str) -> str:
    """Return the address of a static file: found once an application, as its bytes stay."""
    kept: dict[str, str] = current_app.extensions.setdefault(_KEY, {})
    if name not in kept:
        kept[name] = url_for("static", filename=name)
    return kept[name]
