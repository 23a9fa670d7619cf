"""Static files: addresses that change with the content, cached for a year, compressed once."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request, url_for

YEAR = "public, max-age=31536000, immutable"
TEXT_TYPES = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def init_app(app: Flask) -> None:
    """Version the addresses of static files and let browsers keep them."""
    app.url_defaults(_add_version)
    app.after_request(_keep_and_compress)
    app.jinja_env.globals["icon_sheet"] = icon_sheet


def icon_sheet() -> str:
    """Return the address of the icons: asked hundreds of times by a list, found once a page."""
    if "icon_sheet" not in g:
        g.icon_sheet = url_for("static", filename="icons.svg")
    return str(g.icon_sheet)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values and current_app.static_folder:
        path = Path(current_app.static_folder) / str(values.get("filename", ""))
        if path.is_file():
            values["v"] = _fingerprint(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _fingerprint(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=128)
def _compressed(path: Path, _changed_ns: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def _keep_and_compress(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200:
        return response
    if "v" in request.args:
        response.headers["Cache-Control"] = YEAR
    if response.mimetype in TEXT_TYPES:
        response.vary.add("Accept-Encoding")
        accepts = request.accept_encodings["gzip"] > 0
        if accepts and request.method == "GET" and "Range" not in request.headers:
            _compress(response)
    return response


def _compress(response: Response) -> None:
    """Replace the body by its compressed form; the response goes on as a plain one."""
    assert current_app.static_folder is not None
    path = Path(current_app.static_folder) / (request.view_args or {})["filename"]
    body = _compressed(path, path.stat().st_mtime_ns)
    response.response.close()  # type: ignore[union-attr]
    response.direct_passthrough = False
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
