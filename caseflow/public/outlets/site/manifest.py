"""What a bundle holds, as the bundle itself says: from which rows, and each file's hash. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Source:
    """What a bundle was made from; equal sources make equal bundles."""

    build: str
    """The program and the settings (published/answering.py)."""
    state: str
    """All that is published (published/shelf.py)."""
    week: str
    """The last week that is over: its digest is there."""


@dataclass(slots=True)
class Manifest:
    """The files of one bundle."""

    source: Source
    rows: dict[str, int] = field(default_factory=dict)
    """Version of each page, by its address."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file, by the path that is asked for."""


def dumped(manifest: Manifest) -> bytes:
    """Return a manifest as it is kept; the same manifest is the same bytes."""
    found = {
        "format": FORMAT,
        "source": asdict(manifest.source),
        "rows": manifest.rows,
        "files": manifest.files,
    }
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def loaded(content: bytes) -> Manifest | None:
    """Return what was kept; None for a file of another version: all is then written anew."""
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            return None
        return Manifest(Source(**found["source"]), found["rows"], found["files"])
    except (ValueError, KeyError, TypeError):
        return None
