"""The first command of an installation: it finds a database, makes one, or says what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import servers
from tests.servers import Cluster

COMMAND = [sys.executable, "-P", "-c", "from caseflow.cli import main; main()"]
FILE = "编号,主题,内容,时间\nA1,夜间施工,凌晨两点还在打桩。,2026-09-01 02:10\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.execute("CREATE DATABASE first_commands")
    yield cluster.url("first_commands")
    cluster.execute("DROP DATABASE first_commands WITH (FORCE)")


def caseflow(
    url: str, home: Path, *words: str, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    env = servers.environment(home, DATABASE_URL=url, CASEFLOW_ARGON2_MEMORY_KIB="64")
    return subprocess.run(
        [*COMMAND, *words],
        env=env,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def ask(url: str, question: str) -> object:
    engine = create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text(question))
        answer = found.scalar() if found.returns_rows else None
    engine.dispose()
    return answer


def test_a_file_is_imported_into_an_empty_installation(url: str, tmp_path: Path) -> None:
    file = tmp_path / "petitions.csv"
    file.write_text(FILE, encoding="utf-8")
    for imported, already in ((1, 0), (0, 1)):
        done = caseflow(
            url, tmp_path / "home", "import", "petitions", str(file), "--origin", "X", "--json"
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["rows"], told["imported"], told["already_there"]) == (1, imported, already)


def test_the_first_account_is_made_in_an_empty_installation(url: str, tmp_path: Path) -> None:
    words = ("user", "create", "chief", "--name", "张主任", "--role", "administrator")
    words += ("--unit", "bureau", "--password-stdin")
    done = caseflow(url, tmp_path / "home", *words, typed="a-long-first-password\n")
    assert done.returncode == 0, done.stderr
    assert ask(url, "SELECT count(*) FROM users") == 1


def test_the_demonstration_is_made_in_an_empty_installation(url: str, tmp_path: Path) -> None:
    done = caseflow(url, tmp_path / "home", "demo", "--cases", "2")
    assert done.returncode == 0, done.stderr
    assert ask(url, "SELECT count(*) FROM cases") == 2


@pytest.mark.parametrize(
    "words", [("audit", "verify"), ("audit", "head"), ("calendar", "list"), ("keys", "rotate")]
)
def test_what_only_looks_makes_no_database_and_proves_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """A mistyped CASEFLOW_HOME must not be told that everything in it is intact."""
    done = caseflow(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path / "home", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("empty.sqlite3 is empty: `caseflow up` fills it.\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("0001", "is of an earlier version: `caseflow up` backs it up and brings it up to date.\n"),
        ("from_tomorrow", "it is newer than the program. Install the newer version.\n"),
    ],
)
def test_a_database_of_another_version_is_one_sentence_and_left_alone(
    database_url: str, tmp_path: Path, revision: str, sentence: str
) -> None:
    ask(database_url, f"UPDATE alembic_version SET version_num = '{revision}'")
    for words in (("user", "list"), ("audit", "verify")):
        done = caseflow(database_url, tmp_path / "home", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith(sentence)
        assert done.stderr.count("\n") == 1
    assert ask(database_url, "SELECT version_num FROM alembic_version") == revision


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    done = caseflow(f"postgresql://x@/y?host={tmp_path}", tmp_path / "home", "user", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("The database does not answer: ")
    assert done.stderr.count("\n") == 1


def test_help_asks_nothing_of_a_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert caseflow("sqlite:///x", home, "user", "create", "--help").returncode == 0
    assert not home.exists()
