"""A bundle in a folder: two whole copies, and a name for the one that is served (ADR 0027).

    public-site/current → a      what a file server serves
                a/  b/           the copies: files that both hold are one file with two names
                a.json  b.json   what each holds
                b.pending        this copy is being changed: do not believe what b.json says

A change is written into the copy that is not served; one rename(2) of `current` then shows all of
it; after that the other copy is given the same. Killed anywhere, what is served is whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from caseflow.public.outlets.site.manifest import Manifest, dumped, loaded

CURRENT = "current"
COPIES = ("a", "b")
FEW = 200
"""So many files are made durable one by one; more of them by one sync of everything."""


class Folder:
    """The two copies. Only one process at a time may write (`writing.py` sees to it)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._written: list[Path] = []

    @property
    def live(self) -> str | None:
        """Return which copy is served; None: there is nothing yet."""
        with suppress(OSError):
            found = os.readlink(self.root / CURRENT)
            return found if found in COPIES else None
        return None

    @property
    def spare(self) -> str:
        """Return the copy that is not served."""
        return "b" if self.live == "a" else "a"

    def manifest(self) -> Manifest | None:
        """Return what is served; None if nothing is, or nobody knows what."""
        live = self.live
        return self._manifest_of(live) if live else None

    def is_settled(self) -> bool:
        """Return whether both copies hold the same and no change was left half done."""
        if any(self._pending(copy).exists() for copy in COPIES):
            return False
        with suppress(OSError):
            return os.path.samefile(self._facts("a"), self._facts("b"))
        return False

    def settle(self) -> None:
        """Give the copy that is not served what the other holds; a killed run leaves this over."""
        live, spare = self.live, self.spare
        held = self.manifest()
        if live is None or held is None or self.is_settled():
            return
        self._level(live, spare, held)

    def begin(self) -> None:
        """Note that the copy that is not served is about to change."""
        (self.root / self.spare).mkdir(parents=True, exist_ok=True)
        self._write_whole(self._pending(self.spare), b"")
        self._written = []

    def put(self, path: str, content: bytes) -> None:
        """Write a file of the coming bundle. The old one stays whole under its other name."""
        place = self.root / self.spare / path
        _make_room(place, self.root / self.spare)
        coming = place.with_name(place.name + ".coming")
        with coming.open("wb") as file:
            file.write(content)
        coming.replace(place)
        self._written.append(place)

    def remove(self, path: str) -> None:
        """Take a file out of the coming bundle."""
        _take_away(self.root / self.spare / path, self.root / self.spare)

    def commit(self, manifest: Manifest, *, is_whole: bool) -> None:
        """Serve the coming bundle; then give the other copy what has changed.

        A whole one holds nothing else, whoever put it there.
        """
        coming, before = self.spare, self.manifest()
        if is_whole:
            _only(self.root / coming, manifest.files)
        self._sync()
        self._write_whole(self._facts(coming), dumped(manifest))
        self._done(coming)
        self._switch(coming)
        self._level(coming, self.spare, manifest, None if is_whole else before)

    def read(self, path: str) -> bytes | None:
        """Return a file as it is served."""
        with suppress(OSError):
            return (self.root / CURRENT / path).read_bytes()
        return None

    def paths(self) -> set[str]:
        """Return every file that is served."""
        top = self.root / CURRENT
        return {str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()}

    def _switch(self, copy: str) -> None:
        coming = self.root / f"{CURRENT}.coming"
        coming.unlink(missing_ok=True)
        coming.symlink_to(copy)
        coming.replace(self.root / CURRENT)
        _sync_folder(self.root)

    def _level(
        self, source: str, target: str, held: Manifest, before: Manifest | None = None
    ) -> None:
        """Make `target` hold what `source` does, file for file the same inode.

        `before` is what `target` is known to hold, if a run has just left it so; without it each
        file is looked at.
        """
        self._write_whole(self._pending(target), b"")
        old = before.files if before else {}
        changed = [path for path, sha256 in held.files.items() if old.get(path) != sha256]
        for path in changed:
            _link(self.root / source / path, self.root / target / path, self.root / target)
        if before is None:
            _only(self.root / target, held.files)
        for path in old.keys() - held.files.keys():
            _take_away(self.root / target / path, self.root / target)
        _link(self._facts(source), self._facts(target), self.root)
        self._done(target)

    def _sync(self) -> None:
        """Have what was written survive a power cut before anybody is led to it."""
        if len(self._written) > FEW:
            os.sync()
            return
        for path in self._written:
            _sync_file(path)
        for folder in {path.parent for path in self._written}:
            _sync_folder(folder)

    def _manifest_of(self, copy: str) -> Manifest | None:
        with suppress(OSError):
            return loaded(self._facts(copy).read_bytes())
        return None

    def _facts(self, copy: str) -> Path:
        return self.root / f"{copy}.json"

    def _pending(self, copy: str) -> Path:
        return self.root / f"{copy}.pending"

    def _done(self, copy: str) -> None:
        self._pending(copy).unlink(missing_ok=True)

    def _write_whole(self, path: Path, content: bytes) -> None:
        coming = path.with_name(path.name + ".coming")
        coming.write_bytes(content)
        _sync_file(coming)
        coming.replace(path)


def _make_room(place: Path, top: Path) -> None:
    """Make the folders of a file; a file that stands where a folder must be goes."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        for folder in reversed(place.parents):
            if folder != top and folder.is_relative_to(top) and folder.is_file():
                folder.unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)


def _link(source: Path, target: Path, top: Path) -> None:
    """Make `target` another name of the file `source`."""
    with suppress(OSError):
        if os.path.samefile(source, target):
            return
    _make_room(target, top)
    coming = target.with_name(target.name + ".coming")
    coming.unlink(missing_ok=True)
    os.link(source, coming)
    coming.replace(target)


def _take_away(path: Path, top: Path) -> None:
    """Remove a file and the folders that it leaves empty."""
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == top:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _only(top: Path, files: Iterable[str]) -> None:
    """Remove what is not among `files`: a killed run, or a hand, left it there."""
    known = {os.path.join(top, path) for path in files}
    for folder, _folders, names in os.walk(top, topdown=False):
        for name in names:
            path = os.path.join(folder, name)
            if path not in known:
                os.unlink(path)
        if folder != str(top):
            with suppress(OSError):
                os.rmdir(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    found = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(found)
    finally:
        os.close(found)
