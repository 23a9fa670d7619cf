"""`caseflow up` as a whole: what it starts, what keeps it from starting, how it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import text

from caseflow.core.cases.actions import register_petition
from caseflow.ground.config import read_settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.factories import petition_command
from workers import runtime
from workers.address import with_address
from workers.preparing import prepare

UP = [sys.executable, "-P", "-c", "from caseflow.cli import main; main()", "up"]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def installation(home: Path, url: str, **more: str) -> dict[str, str]:
    """Return the environment of an installation with a free port and no demonstration."""
    chosen = {"CASEFLOW_PORT": str(servers.free_port()), "CASEFLOW_DEMO": "0", **more}
    return servers.environment(home, DATABASE_URL=url, **chosen)


@contextlib.contextmanager
def running(env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as file:
        process = subprocess.Popen(servers.dying_with_us(UP, "TERM"), env=env, stderr=file)
    try:
        yield process
    finally:
        servers.stop(process, signal.SIGTERM, 20)


def children_of(pid: int) -> dict[int, str]:
    """Return the command lines of a process's children."""
    found: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(pid):
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
    return found


def one(children: dict[int, str], word: str) -> int:
    return next(pid for pid, command in children.items() if word in command)


@ON_SQLITE
def test_everything_starts_survives_a_kill_and_stops_when_asked(
    database_url: str, tmp_path: Path
) -> None:
    home, log = tmp_path / "home", tmp_path / "log"
    env = installation(home, database_url)
    address = f"http://127.0.0.1:{env['CASEFLOW_PORT']}"
    with running(env, log) as process:
        servers.wait_until(lambda: servers.answers(f"{address}/readyz"), 180, "readiness")
        children = children_of(process.pid)
        assert len(children) == 5, children
        assert (home / "redis/url").stat().st_mode & 0o077 == 0
        for word in ("valkey-server", "workers worker front"):
            os.kill(one(children, word), signal.SIGKILL)
        servers.wait_until(lambda: log.read_text().count("started again") >= 2, 60, "a new start")
        servers.wait_until(lambda: servers.answers(f"{address}/readyz"), 120, "readiness again")
        children = children_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert not (home / "redis/url").exists()


@ON_SQLITE
def test_when_the_supervisor_is_killed_its_children_end_by_themselves(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    env = installation(tmp_path / "home", database_url, REDIS_URL=redis_url)
    with running(env, tmp_path / "log") as process:
        address = f"http://127.0.0.1:{env['CASEFLOW_PORT']}/readyz"
        servers.wait_until(lambda: servers.answers(address), 180, "readiness")
        children = children_of(process.pid)
        assert not any("redis" in command for command in children.values())
        process.kill()
        process.wait()
        servers.wait_until(
            lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), 15, "their end"
        )


def test_a_port_in_use_is_one_sentence_and_code_2(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        env = servers.environment(tmp_path / "home", CASEFLOW_PORT=port)
        done = subprocess.run(UP, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    said = f"Port {port} of 127.0.0.1 is in use. Choose another with CASEFLOW_PORT.\n"
    assert done.stderr.endswith(said)
    assert done.stderr.count("\n") == 1


@ON_SQLITE
def test_a_database_newer_than_the_program_is_one_sentence_and_code_2(
    app: Flask, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_tomorrow'"))
    env = installation(tmp_path / "home", database_url, REDIS_URL=redis_url)
    done = subprocess.run(UP, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "from_tomorrow" in done.stderr
    assert "newer than the program" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(CaseflowError, match=r"The folder .*file/home cannot be written"):
        runtime.up({"CASEFLOW_HOME": str(file / "home")})


def test_a_second_start_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with (
        runtime.locked(tmp_path),
        pytest.raises(CaseflowError, match=rf"runs already .*process {os.getpid()}"),
    ):
        runtime.up({"CASEFLOW_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ({}, "127.0.0.1"),
        ({"CASEFLOW_TLS_CERT": "/c.pem", "CASEFLOW_TLS_KEY": "/k.pem"}, "0.0.0.0"),
        ({"CASEFLOW_TRUSTED_PROXIES": "1", "CASEFLOW_HOST": "10.0.0.5"}, "10.0.0.5"),
        ({"CASEFLOW_HOST": "0.0.0.0"}, "Plain http listens on 127.0.0.1 only"),
        ({"CASEFLOW_TLS_CERT": "/c.pem"}, "must be given together"),
    ],
)
def test_plain_http_stays_on_this_machine(given: dict[str, str], host: str) -> None:
    settings = read_settings(given)
    if " " in host:
        with pytest.raises(CaseflowError, match=host):
            with_address(settings, given)
    else:
        assert with_address(settings, given).host == host


def test_a_redis_of_the_office_is_used_instead_of_the_embedded_one(
    redis_url: str, tmp_path: Path
) -> None:
    settings = read_settings({"CASEFLOW_HOME": str(tmp_path), "REDIS_URL": redis_url})
    with Redis.from_url(str(settings.redis_url)) as client:
        assert client.ping()


def test_a_database_that_is_away_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEFLOW_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"postgresql://x@/y?host={tmp_path}")
    with pytest.raises(CaseflowError, match="The database does not answer: "):
        prepare()


def test_preparing_twice_changes_nothing(
    app: Flask, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**environment, "CASEFLOW_DEMO": "0"}.items():
        monkeypatch.setenv(name, value)
    with app.app_context():
        before = db.session.scalar(text("SELECT count(*) FROM units"))
    prepare()
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM units")) == before


@ON_SQLITE
def test_petitions_imported_before_there_are_accounts_are_left_alone(
    app: Flask,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The demonstration is for an empty installation only; the start goes on without it."""
    with app.app_context(), unit_of_work():
        register_petition(petition_command(), None)
    for name, value in {**environment, "CASEFLOW_DEMO": "1"}.items():
        monkeypatch.setenv(name, value)
    prepare()
    assert "make the first with `caseflow user create`" in capsys.readouterr().err
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM cases")) == 1
        assert db.session.scalar(text("SELECT count(*) FROM users")) == 0
