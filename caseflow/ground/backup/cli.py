"""`caseflow backup` and `caseflow restore`. Neither starts the application: keys stay as found."""

from __future__ import annotations

import json
from pathlib import Path

import click

from caseflow.ground.backup.actions import Backup, make_backup, restore_backup
from caseflow.ground.config import read_settings

FOLDER = click.Path(file_okay=False, path_type=Path, resolve_path=True)
KEYS = click.option(
    "--keys", "keys", type=FOLDER, help="Folder of the keys, meant to be kept apart (DIR/keys)."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command("backup")
@click.argument("folder", metavar="DIR", type=FOLDER)
@KEYS
@click.option("--without-keys", is_flag=True, help="Leave the keys out: they are kept elsewhere.")
@JSON
def backup_command(folder: Path, keys: Path | None, without_keys: bool, as_json: bool) -> None:
    """Copy database, files and signed heads to DIR/data and the keys to DIR/keys.

    Works while caseflow runs. Carry the two folders to different places: data without keys names
    nobody. Exit code 2: it could not be made; then DIR is as it was.
    """
    where = None if without_keys else keys or folder / "keys"
    made = make_backup(read_settings(), folder, where)
    _report(made, as_json, f"backed up to {made.data}")
    if not as_json:
        click.echo(f"keys: {made.keys} (keep them apart)" if made.keys else "keys: left out")
        address = read_settings().files_address
        if address:
            click.echo(f"files: not copied, they lie in {address}; let the bucket keep versions")


@click.command("restore")
@click.argument("folder", metavar="DIR", type=FOLDER)
@KEYS
@JSON
def restore_command(folder: Path, keys: Path | None, as_json: bool) -> None:
    """Bring a backup into an empty installation (CASEFLOW_HOME, DATABASE_URL).

    Nothing is overwritten. Exit code 2: it could not be restored.
    """
    restored = restore_backup(read_settings(), folder, keys or folder / "keys")
    _report(restored, as_json, f"restored from {restored.data}")
    if not as_json:
        click.echo("Now prove it: caseflow audit verify")


def _report(found: Backup, as_json: bool, sentence: str) -> None:
    if as_json:
        body = {
            "data": str(found.data),
            "keys": str(found.keys) if found.keys else None,
            "database": found.dialect,
            "revision": found.revision,
            "files": found.file_count,
            "bytes": found.byte_count,
        }
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    megabytes = found.byte_count / 1_000_000
    click.echo(f"{sentence}: {found.dialect} at {found.revision}, {megabytes:.1f} MB")
