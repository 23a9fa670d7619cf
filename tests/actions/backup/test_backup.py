"""Backup and restore: whole, apart from the keys, provable, and never over anything."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, select

from caseflow.cli import main_group
from caseflow.core.audit.heads import write_head
from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import look_at
from caseflow.core.petitions.models import Complainant
from caseflow.ground.config import read_settings
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.factories import CALLER, case_in
from tests.stored import path_of

NEWEST = ScriptDirectory(str(Path(__file__).parents[3] / "migrations")).get_current_head()


@pytest.fixture
def installation(app: Flask, environment: dict[str, str]) -> dict[str, str]:
    """An installation with cases, a stored file and a signed head; returns its environment."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        for state in ("registered", "closed"):
            case_in(state)
        with unit_of_work(), Path(__file__).open("rb") as file:
            store_stream(file, 1_000_000, lambda path: "text/plain")
        write_head()
    return environment


@pytest.fixture
def elsewhere(
    installation: dict[str, str],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[dict[str, str]]:
    """The environment of another installation with nothing in it, on the same engine."""
    url = f"sqlite:///{tmp_path / 'other' / 'caseflow.sqlite3'}"
    if not installation["DATABASE_URL"].startswith("sqlite"):
        cluster = request.getfixturevalue("cluster")
        cluster.execute("CREATE DATABASE restored TEMPLATE template0")
        url = cluster.url("restored")
    yield {**installation, "CASEFLOW_HOME": str(tmp_path / "other"), "DATABASE_URL": url}
    if not url.startswith("sqlite"):
        cluster.execute("DROP DATABASE restored WITH (FORCE)")


def run(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], *words: str) -> Any:
    """Run a command as the shell would, in the installation of `env`."""
    from click.testing import CliRunner

    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main_group, list(words))


def cases_in(make_app: Any, env: dict[str, str]) -> int:
    app = make_app(**env)
    with app.app_context():
        return db.session.scalar(select(func.count(Case.id))) or 0


def test_a_backup_restored_elsewhere_is_whole_and_proven(
    installation: dict[str, str],
    elsewhere: dict[str, str],
    make_app: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    made = run(monkeypatch, installation, "backup", str(tmp_path / "copy"), "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert told["files"] == 3
    assert told["revision"] == NEWEST
    restored = run(monkeypatch, elsewhere, "restore", str(tmp_path / "copy"))
    assert restored.exit_code == 0, restored.output
    app = make_app(**elsewhere)
    with app.app_context():
        assert db.session.scalar(select(func.count(Case.id))) == 2
        person = look_at(
            db.session.scalar(select(Complainant.id)) or 0,
            user_id=1,
            reason="proof of a restored key",
        )
        assert person == CALLER
        stored = next((tmp_path / "other/files").glob("??/??/*"))
        assert path_of(stored.name).read_bytes() == Path(__file__).read_bytes()
    proof = app.test_cli_runner().invoke(main_group, ["audit", "verify", "--json"])
    assert proof.exit_code == 0, proof.output
    assert json.loads(proof.stdout)["head_files"] == 1


def test_keys_lie_apart_from_the_data_and_only_their_owner_reads_them(
    installation: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys, copy = tmp_path / "safe", tmp_path / "copy"
    made = run(monkeypatch, installation, "backup", str(copy), "--keys", str(keys))
    assert made.exit_code == 0, made.output
    assert {path.name for path in keys.iterdir()} == {"secret.key", "seal.keys", "audit.key"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in keys.iterdir())
    assert [path.name for path in copy.iterdir()] == ["data"]
    secrets = [path.read_bytes().strip() for path in keys.iterdir()]
    data = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    assert not any(secret in data for secret in secrets)


def test_a_backup_never_goes_over_anything(
    installation: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/letter.txt").write_text("mine")
    made = run(monkeypatch, installation, "backup", str(tmp_path / "copy"))
    assert "not an empty folder" in str(made.exception)
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["letter.txt"]


def test_restoring_over_an_installation_is_refused(
    installation: dict[str, str],
    make_app: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert not run(monkeypatch, installation, "backup", str(tmp_path / "copy")).exception
    restored = run(monkeypatch, installation, "restore", str(tmp_path / "copy"))
    assert "not empty" in str(restored.exception)
    assert cases_in(make_app, installation) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_that_was_altered_or_is_not_whole_is_refused(
    installation: dict[str, str],
    elsewhere: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    copy = tmp_path / "copy"
    assert not run(monkeypatch, installation, "backup", str(copy)).exception

    def refusal() -> str:
        return str(run(monkeypatch, elsewhere, "restore", str(copy)).exception)

    stored = next((copy / "data/files").glob("??/??/*"))
    stored.write_bytes(b"x" + stored.read_bytes()[1:])
    assert "altered since it was stored" in refusal()
    shutil.rmtree(copy / "data/files")
    dump = copy / "data/database.sqlite3"
    dump.write_bytes(dump.read_bytes()[:-1] + b"x")
    assert "altered since the backup" in refusal()
    dump.unlink()
    assert "missing" in refusal()
    (copy / "data/manifest.json").unlink()
    assert "not a backup of caseflow" in refusal()
    assert not (tmp_path / "other/files").exists()
    assert not (tmp_path / "other/keys").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_of_one_database_is_not_restored_into_the_other(
    installation: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not run(monkeypatch, installation, "backup", str(tmp_path / "copy")).exception
    other = {**installation, "DATABASE_URL": "postgresql://nobody@/nothing"}
    restored = run(monkeypatch, other, "restore", str(tmp_path / "copy"))
    assert "The backup is of sqlite" in str(restored.exception)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_keys_that_were_there_are_kept_beside_the_restored_ones(
    installation: dict[str, str],
    elsewhere: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert not run(monkeypatch, installation, "backup", str(tmp_path / "copy")).exception
    keys = tmp_path / "other/keys"
    keys.mkdir(parents=True)
    (keys / "seal.keys").write_text("another ring")
    assert not run(monkeypatch, elsewhere, "restore", str(tmp_path / "copy")).exception
    assert (keys / "seal.keys").read_bytes() == (tmp_path / "copy/keys/seal.keys").read_bytes()
    kept = [path for path in keys.iterdir() if "before-restore" in path.name]
    assert [path.read_text() for path in kept] == ["another ring"]


def test_an_upgrade_keeps_the_state_before(
    installation: dict[str, str],
    make_app: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from sqlalchemy import text

    from caseflow.ground import schema
    from workers.preparing import prepare

    # The upgrade itself is of no interest here: only what is done before it.
    monkeypatch.setattr(schema, "is_current", lambda: False)
    monkeypatch.setattr(schema, "upgrade", lambda: db.session.execute(text("SELECT 1")))
    for name, value in {**installation, "CASEFLOW_DEMO": "0"}.items():
        monkeypatch.setenv(name, value)
    prepare()
    home = read_settings(installation).home
    kept = next((home / "backups").iterdir())
    assert json.loads((kept / "data/manifest.json").read_text())["revision"] == NEWEST
    assert not (kept / "keys").exists()
    assert str(kept) in capsys.readouterr().err
