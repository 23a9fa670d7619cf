"""Files kept under names of their own until they are dropped: copies with an end, never evidence.

They lie in a folder of CASEFLOW_HOME, or, where CASEFLOW_FILES names a bucket, in that bucket under
a prefix of their own, so that every machine finds them (places.py).
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from caseflow.ground.config import settings
from caseflow.ground.storage.places import BLOCK, Bucket, reached


class Shelf(Protocol):
    """Keeps files by name. In a bucket each call raises CaseflowError (503) while it is away."""

    def keep(self, coming: Path, name: str) -> None:
        """Put the whole file `coming` on the shelf; it is whole there or not at all."""

    def open(self, name: str) -> BinaryIO:
        """Return the file, open for reading; raises FileNotFoundError."""

    def drop(self, name: str) -> None:
        """Throw the file away; one that is gone already is no fault."""

    def names(self) -> set[str]:
        """Return the names of the files that are there."""


class FolderShelf:
    """A folder that only the account of the installation reads."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, coming: Path, name: str) -> None:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        coming.chmod(0o600)
        coming.replace(self.root / name)

    def open(self, name: str) -> BinaryIO:
        return (self.root / name).open("rb")

    def drop(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        if not self.root.exists():
            return set()
        return {path.name for path in self.root.iterdir() if path.is_file()}


class BucketShelf:
    """A prefix of the bucket of stored files; theirs begin with two hexadecimal digits."""

    def __init__(self, bucket: Bucket, prefix: str) -> None:
        self.bucket = bucket
        self.root = f"{bucket.root}/{prefix}"

    def keep(self, coming: Path, name: str) -> None:
        with reached():
            self.bucket.system().put_file(str(coming), f"{self.root}/{name}")

    def open(self, name: str) -> BinaryIO:
        with reached():
            found = self.bucket.system().open(f"{self.root}/{name}", "rb", block_size=BLOCK)
            return cast(BinaryIO, found)

    def drop(self, name: str) -> None:
        with reached(), suppress(FileNotFoundError):
            self.bucket.system().rm_file(f"{self.root}/{name}")

    def names(self) -> set[str]:
        with reached(), suppress(FileNotFoundError):
            found = self.bucket.system().ls(self.root, detail=False, refresh=True)
            return {key.rpartition("/")[2] for key in found}
        return set()


def shelf(name: str) -> Shelf:
    """Return the shelf of this name of the running installation."""
    found = settings()
    if found.files_address:
        return BucketShelf(Bucket(found.files_address, found.s3_endpoint), name)
    return FolderShelf(found.home / name)
