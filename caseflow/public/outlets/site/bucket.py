"""A bundle in a bucket that speaks S3: no rename, so each object is whole, their sum is not.

The order keeps readers from links into nothing: pages, then what went away, then lists, feeds and
the start, the manifest last. A killed run is begun again from the manifest before it: what it did
is done once more, with the same bytes (ADR 0027).
"""

from __future__ import annotations

import mimetypes
from contextlib import suppress
from typing import Any

from caseflow.ground.storage.places import Bucket as Store
from caseflow.ground.storage.places import reached
from caseflow.public.outlets.site.manifest import Manifest, dumped, loaded

MANIFEST = "site.manifest.json"
"""Not linked from any page; it holds addresses and hashes of what is public."""

KEEP = "public, max-age=60"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Bucket:
    """The objects of a bundle below one prefix."""

    def __init__(self, address: str, endpoint: str | None) -> None:
        self._store = Store(address, endpoint)

    def manifest(self) -> Manifest | None:
        """Return what the last finished run wrote."""
        content = self.read(MANIFEST)
        return loaded(content) if content is not None else None

    def is_settled(self) -> bool:
        """Return True: there is one copy."""
        return True

    def settle(self) -> None:
        """Do nothing: what was left half done is done again by the next change."""

    def begin(self) -> None:
        """Do nothing: the manifest of before stays until all is written."""

    def put(self, path: str, content: bytes) -> None:
        """Write an object, with its type and how long it may be kept."""
        with reached():
            self._system().pipe_file(
                self._key(path), content, ContentType=type_of(path), CacheControl=KEEP
            )

    def remove(self, path: str) -> None:
        """Delete an object; one that is gone is gone."""
        with reached(), suppress(FileNotFoundError):
            self._system().rm_file(self._key(path))

    def commit(self, manifest: Manifest, *, is_whole: bool) -> None:
        """Note what is there now."""
        self.put(MANIFEST, dumped(manifest))

    def read(self, path: str) -> bytes | None:
        """Return an object, or None."""
        with reached(), suppress(FileNotFoundError):
            return bytes(self._system().cat_file(self._key(path)))
        return None

    def paths(self) -> set[str]:
        """Return every object below the prefix but the manifest."""
        with reached():
            root = self._store.root
            found = self._system().find(root)
        return {str(key).removeprefix(f"{root}/") for key in found} - {MANIFEST}

    def _key(self, path: str) -> str:
        return f"{self._store.root}/{path}"

    def _system(self) -> Any:
        return self._store.system()


def type_of(path: str) -> str:
    """Return the media type of a file of the bundle."""
    name = path.rpartition("/")[2]
    if name.endswith(".docx"):
        return DOCX
    if name == "feed.atom":
        return "application/atom+xml"
    found = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = found.startswith("text/") or found.endswith(("json", "xml"))
    return f"{found}; charset=utf-8" if is_text and found != "image/svg+xml" else found
