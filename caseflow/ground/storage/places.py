"""Where the bytes of stored files lie: in a folder, or in a bucket that speaks S3 (ADR 0015).

Both keep a file under its SHA-256, whole or not at all. `CASEFLOW_FILES=s3://BUCKET/PREFIX` names
the bucket, `CASEFLOW_S3_ENDPOINT` the server if it is not Amazon's; the access key is found where
every S3 program looks for it (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from flask_babel import gettext as _

from caseflow.ground.config import Settings, settings
from caseflow.ground.errors import CaseflowError

BLOCK = 4 * 1024 * 1024
"""Bytes that are read ahead from a bucket."""


class Place(Protocol):
    """Keeps files by their SHA-256."""

    def keep(self, coming: Path, sha256: str) -> None:
        """Put the whole file `coming` in its place; nothing happens if it lies there."""

    def open(self, sha256: str) -> BinaryIO:
        """Return the file, open for reading; raises FileNotFoundError."""


class Folder:
    """A folder: the file is synced and renamed into its place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where a file is kept."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def keep(self, coming: Path, sha256: str) -> None:
        place = self.path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        coming.chmod(0o640)
        coming.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")


class Bucket:
    """A bucket: an object appears when all of it has been taken."""

    def __init__(self, address: str, endpoint: str | None) -> None:
        self.root = address.removeprefix("s3://").strip("/")
        self.endpoint = endpoint

    def system(self) -> Any:
        """Return the client of this process."""
        return _s3(self.endpoint, os.getpid())

    def key(self, sha256: str) -> str:
        """Return bucket and key of a file."""
        return f"{self.root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def keep(self, coming: Path, sha256: str) -> None:
        key, size = self.key(sha256), coming.stat().st_size
        with reached():
            system = self.system()
            with suppress(FileNotFoundError):
                if system.info(key, refresh=True)["size"] == size:
                    return
            system.put_file(str(coming), key)

    def is_there(self) -> bool:
        """Return whether the bucket answers and exists."""
        with reached():
            return bool(self.system().exists(self.root.split("/")[0]))

    def open(self, sha256: str) -> BinaryIO:
        with reached():
            found = self.system().open(self.key(sha256), "rb", block_size=BLOCK)
            return cast(BinaryIO, found)


@cache
def _s3(endpoint: str | None, _process: int) -> Any:
    """Return the client of this process: one from before a fork must not be used."""
    try:
        import s3fs
    except ImportError as error:
        raise CaseflowError(
            "Files in a bucket need s3fs: install caseflow with the extra `s3`."
        ) from error
    return s3fs.S3FileSystem(
        endpoint_url=endpoint, skip_instance_cache=True, use_listings_cache=False
    )


@contextmanager
def reached() -> Iterator[None]:
    """Turn whatever keeps a bucket from answering into a sentence; a missing file stays one."""
    try:
        yield
    except (FileNotFoundError, CaseflowError):
        raise
    except Exception as error:  # botocore, aiohttp and s3fs each have their own.
        sentence = _("The store of files does not answer now. Nothing is lost; try again later.")
        raise CaseflowError(sentence, 503) from error


def folder_of(found: Settings) -> Path:
    """Return the folder of stored files; of a bucket, the folder of what is made of them here."""
    return found.home / "files"


def place() -> Place:
    """Return where the running installation keeps its files."""
    found = settings()
    if found.files_address:
        return Bucket(found.files_address, found.s3_endpoint)
    return Folder(folder_of(found))
