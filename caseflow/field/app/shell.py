"""Which files make up the offline app, and the version that names them all together."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import current_app, url_for

SHEETS = ("css/caseflow.css", "css/field_app.css")
PICTURES = ("brand.svg", "icons.svg", "field/icon-192.png")
SCRIPTS = "js/field"
WORKER = "js/field/service_worker.js"
TEMPLATE = "field/app.html"


def static_folder() -> Path:
    """Return the folder of static files of the running application."""
    assert current_app.static_folder is not None
    return Path(current_app.static_folder)


def files() -> list[str]:
    """Return the names of all files the app needs, below the static folder."""
    root = static_folder()
    found = (path.relative_to(root).as_posix() for path in (root / SCRIPTS).rglob("*.js"))
    scripts = [name for name in found if name != WORKER]
    return [*SHEETS, *PICTURES, *sorted(scripts)]


def version(words: dict[str, Any]) -> str:
    """Return a mark that changes with any file, the page's template and the language's words."""
    root = static_folder()
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode())
    for name in (*files(), WORKER):
        digest.update(name.encode() + (root / name).read_bytes())
    digest.update((Path(current_app.root_path) / "templates" / TEMPLATE).read_bytes())
    return digest.hexdigest()[:16]


def worker_text(words: dict[str, Any]) -> str:
    """Return the service worker, preceded by what it has to keep.

    Static files are kept by their plain path: modules import each other without a version.
    """
    pages = [url_for("field_app.show"), url_for("field_app.words"), url_for("field_app.manifest")]
    statics = [f"{current_app.static_url_path}/{name}" for name in files()]
    app = {"version": version(words), "page": pages[0], "files": [*pages, *statics]}
    text = (static_folder() / WORKER).read_text(encoding="utf-8")
    return f"const APP = {json.dumps(app)};\n{text}"
