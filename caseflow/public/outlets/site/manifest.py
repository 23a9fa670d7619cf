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
    """Return a manifest as it is kept: its source in a line of its own, then rows and files.

    The same manifest is the same bytes.
    """
    return _line({"format": FORMAT, **asdict(manifest.source)}) + _line(
        {"rows": manifest.rows, "files": manifest.files}
    )


def loaded(content: bytes) -> Manifest | None:
    """Return what was kept; None for a file of another version: all is then written anew."""
    head, _end, rest = content.partition(b"\n")
    source = source_in(head)
    try:
        found = json.loads(rest)
        return Manifest(source, found["rows"], found["files"]) if source else None
    except (ValueError, KeyError, TypeError):
        return None


def source_in(line: bytes) -> Source | None:
    """Return what the first line of a kept manifest says; enough to see that nothing changed."""
    try:
        found = json.loads(line)
        return Source(**found) if found.pop("format") == FORMAT else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _line(found: dict[str, object]) -> bytes:
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
