"""What others wrote is unchanged, licensed, and every icon that is asked for is there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from caseflow.ground.web.navigation import NAVIGATION

PACKAGE = Path(__file__).resolve().parents[3] / "caseflow"
VENDOR = PACKAGE / "static" / "vendor"


def test_vendored_files_have_their_checksum_version_and_licence() -> None:
    listed = {}
    for line in (VENDOR / "CHECKSUMS").read_text(encoding="utf-8").splitlines():
        digest, name, package, licence = line.split()
        assert re.fullmatch(r"[a-z.-]+@\d+\.\d+\.\d+", package)
        assert licence in {"MIT", "BSD-2-Clause"}
        listed[name] = digest
    present = {p.relative_to(VENDOR).as_posix(): p for p in VENDOR.rglob("*") if p.is_file()}
    del present["CHECKSUMS"]
    assert set(present) == set(listed)
    for name, path in present.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name]
        assert (path.parent / "LICENSE").exists()


def test_every_icon_named_in_templates_and_tables_is_in_the_sprite() -> None:
    sprite = (PACKAGE / "static" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = set()
    for template in (PACKAGE / "templates").rglob("*.html"):
        named |= set(re.findall(r'\bicon\("([a-z0-9-]+)"', template.read_text(encoding="utf-8")))
    assert named - known == set()
    assert {entry.icon for entry in NAVIGATION} - known == set()


def test_no_stylesheet_or_script_reaches_for_another_server() -> None:
    for path in (PACKAGE / "static").rglob("*"):
        if path.suffix in {".css", ".js"}:
            found = re.findall(r"(?:url\(|import |from )[\"']?https?://", path.read_text("utf-8"))
            assert found == [], path
