"""The archive for machines without a network: made, unpacked, installed and started offline."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from caseflow import __version__
from tests.servers import ROOT, environment


def offline() -> list[str]:
    """Return what to put before a command so that it has no network, as far as we may."""
    alone = ["unshare", "--net", "--"]
    allowed = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    return alone if allowed else []


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    command = [sys.executable, "tools/bundle.py", "--output", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    with tarfile.open(folder / f"caseflow-{__version__}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / f"caseflow-{__version__}"


def run(unpacked: Path, *command: str) -> subprocess.CompletedProcess[str]:
    nowhere = "http://127.0.0.1:9"
    env = {**environment(unpacked / "var"), "https_proxy": nowhere, "http_proxy": nowhere}
    env = {n: v for n, v in env.items() if n != "PYTHONPATH" and not n.startswith("PIP_")}
    return subprocess.run(
        [*offline(), *command],
        cwd=unpacked,
        env={**env, "CASEFLOW_DEMO": "0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_bundle_installs_and_prepares_an_installation_without_a_network(
    unpacked: Path,
) -> None:
    installed = run(unpacked, "sh", "install.sh")
    assert installed.returncode == 0, installed.stderr
    version = run(unpacked, ".venv/bin/caseflow", "--version")
    assert version.stdout.split()[-1] == __version__, version.stderr
    prepared = run(unpacked, ".venv/bin/python", "-m", "workers", "prepare")
    assert prepared.returncode == 0, prepared.stderr
    assert (unpacked / "var/caseflow.sqlite3").exists()


def test_the_bundle_carries_the_compiled_catalogs_and_no_rubbish(unpacked: Path) -> None:
    assert (unpacked / "caseflow/translations/zh_Hans_CN/LC_MESSAGES/messages.mo").exists()
    names = {path.name for path in unpacked.glob("*")}
    assert {"install.sh", "wheels", "wsgi.py", "requirements.lock", "migrations"} <= names
    assert not names & {"tests", ".git"}
