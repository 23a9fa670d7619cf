"""The lock files: pinned, hashed, and naming no registry."""

from __future__ import annotations

import re

import pytest

from tests.servers import ROOT


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_hash_and_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry


def test_the_tests_run_against_the_packages_that_are_installed_in_service() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return {line.split()[0] for line in text.splitlines() if "==" in line.split(" ")[0]}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
