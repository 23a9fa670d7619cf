"""caseflow behind a gate that refuses as it is told: for what a tablet does when a server fails.

`POST /gate` with `{"wrong": [{"path", "status", "times"}]}`: the next `times` requests whose
address holds `path` are answered with `status` and never reach caseflow.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from wsgi import app as caseflow

wrong: list[dict[str, Any]] = []


def _refused(path: str) -> int:
    """Return with which status a request is refused, 0 if it is let through."""
    for row in wrong:
        if row["path"] in path and row["times"] > 0:
            row["times"] -= 1
            return int(row["status"])
    return 0


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Refuse as told, or hand on to caseflow."""
    path = environ["PATH_INFO"]
    if path == "/gate":
        content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        wrong[:] = json.loads(content)["wrong"]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]
    if status := _refused(path):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response(f"{status} -", [("Content-Type", "text/html")])
        return [b"<h1>gate</h1>"]
    return caseflow(environ, start_response)
