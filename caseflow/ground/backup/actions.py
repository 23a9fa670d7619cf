"""Making and restoring backups. A backup is whole or not there: it is renamed into its place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from caseflow.ground import clock
from caseflow.ground.backup import databases
from caseflow.ground.config import Settings
from caseflow.ground.errors import CaseflowError

FORMAT = 1
MANIFEST = "manifest.json"
FOLDERS = ("audit", "files")
"""Under CASEFLOW_HOME, taken along whole; `audit` before the database, `files` after it.

A signed head must not know more than the dump, and a row must not name a file that is missing.
Files in a bucket stay there: its own versioning keeps them.
"""
LEFT_OUT = ("thumbnails", ".coming-*")
KEY_NAMES = ("secret.key", "seal.keys", "audit.key", "bureau.keys")
MADE_LATER = frozenset({"bureau.keys"})
"""Keys that an installation has only from their first use on: a backup may lack them."""
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `keys` is None if they were left out."""

    data: Path
    keys: Path | None
    dialect: str
    revision: str | None
    file_count: int
    byte_count: int


def make_backup(settings: Settings, folder: Path, keys: Path | None) -> Backup:
    """Write a backup of a running installation to `folder`, its keys to `keys` (None: left out).

    Raises CaseflowError if the folder is there and not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseflowError(f"{folder} is not an empty folder: give a new one for each backup.")
    coming = folder.with_name(f".{folder.name}.coming")
    try:
        shutil.rmtree(coming, ignore_errors=True)
        (coming / "data").mkdir(parents=True, mode=0o700)
        found = _write(settings, coming / "data")
        if keys is not None:
            inside = keys == folder / "keys"
            _copy_keys(settings, coming / "keys" if inside else keys)
        if folder.exists():
            folder.rmdir()
        coming.replace(folder)
    except OSError as error:
        raise CaseflowError(f"The backup cannot be written: {error}.") from error
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return Backup(folder / "data", keys, **found)


def _write(settings: Settings, data: Path) -> dict[str, Any]:
    dialect = databases.dialect_of(settings.database_url)
    _copy_folder(settings.home / "audit", data / "audit")
    dump = data / databases.NAMES[dialect]
    revision = databases.dump(settings.database_url, dump)
    if settings.files_address is None:
        _copy_folder(settings.home / "files", data / "files")
    files = [path for path in data.rglob("*") if path.is_file()]
    found = {
        "dialect": dialect,
        "revision": revision,
        "file_count": len(files),
        "byte_count": sum(path.stat().st_size for path in files),
    }
    body = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "database_sha256": _sha256(dump),
        "files_address": settings.files_address,
        **found,
    }
    (data / MANIFEST).write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    return found


def _copy_folder(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*LEFT_OUT))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _key_files(settings: Settings) -> dict[str, Path]:
    places = (
        settings.secret_file,
        settings.seal_keys_file,
        settings.audit_key_file,
        settings.bureau_keys_file,
    )
    return dict(zip(KEY_NAMES, places, strict=True))


def _copy_keys(settings: Settings, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, path in _key_files(settings).items():
        if path.exists():
            shutil.copyfile(path, folder / name)
            os.chmod(folder / name, 0o600)


def backup_before_upgrade(settings: Settings) -> Path:
    """Keep the database as it is in CASEFLOW_HOME/backups before its schema changes."""
    folder = settings.home / "backups" / f"before-upgrade-{clock.now():%Y%m%dT%H%M%SZ}"
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return make_backup(settings, folder, keys=None).data.parent


def restore_backup(settings: Settings, folder: Path, keys: Path) -> Backup:
    """Bring a backup into an empty installation: database, files, signed heads and keys.

    Raises CaseflowError, with nothing changed, if the backup is not whole, is of the other kind of
    database, or would overwrite anything.
    """
    data = folder / "data"
    body = _manifest(data)
    dialect = databases.dialect_of(settings.database_url)
    if body["dialect"] != dialect:
        raise CaseflowError(f"The backup is of {body['dialect']}, DATABASE_URL of {dialect}.")
    dump = data / databases.NAMES[dialect]
    if not dump.exists() or _sha256(dump) != body["database_sha256"]:
        raise CaseflowError(f"{dump} is missing or was altered since the backup was made.")
    _check_files(data / "files")
    databases.ensure_empty(settings.database_url)
    for name in FOLDERS:
        if (settings.home / name).is_dir() and any((settings.home / name).iterdir()):
            raise CaseflowError(f"{settings.home / name} is not empty: restore into a new folder.")
    for name in KEY_NAMES:
        if name not in MADE_LATER and not (keys / name).exists():
            raise CaseflowError(f"{keys / name} is missing: say where the keys are with --keys.")
    settings.home.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        if (data / name).is_dir():
            shutil.copytree(data / name, settings.home / name, dirs_exist_ok=True)
    _restore_keys(settings, keys, clock.now())
    databases.load(settings.database_url, dump)
    return Backup(data, keys, dialect, body["revision"], body["file_count"], body["byte_count"])


def _manifest(data: Path) -> dict[str, Any]:
    try:
        body = json.loads((data / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseflowError(f"{data.parent} is not a backup of caseflow.") from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise CaseflowError(f"{data.parent} was made by another version of caseflow.")
    return body


def _check_files(files: Path) -> None:
    """Raise if a stored file does not hash to its own name."""
    for path in sorted(files.glob("??/??/*")):
        if _sha256(path) != path.name:
            raise CaseflowError(f"{path} was altered since it was stored.")


def _restore_keys(settings: Settings, keys: Path, at: datetime) -> None:
    """Put the backup's keys in place; others that were there are kept beside them."""
    for name, path in _key_files(settings).items():
        if not (keys / name).exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.read_bytes() != (keys / name).read_bytes():
            path.replace(path.with_name(f"{path.name}.before-restore-{at:%Y%m%dT%H%M%SZ}"))
        shutil.copyfile(keys / name, path)
        os.chmod(path, 0o600)
