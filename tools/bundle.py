"""Make one archive that installs with the network off: the program and every wheel it needs.

The wheels are for the Python and the kind of machine that this runs on.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from caseflow import __version__
from caseflow.translations.catalogs import compile_all

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("caseflow", "workers", "migrations", "deploy", "docs")
FILES = (
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "pyproject.toml",
    "requirements.lock",
    "tools/setup.sh",
    "wsgi.py",
)
INSTALL = """\
#!/bin/sh
# Install caseflow into .venv beside this file. Needs Python with venv, and no network.
set -eu
cd "$(dirname "$0")"
sh tools/setup.sh requirements.lock
echo "Installed. Start it with: $(pwd)/.venv/bin/caseflow up"
"""


def sources() -> Iterator[Path]:
    """Yield every file of the program, in a fixed order."""
    for name in FILES:
        if (ROOT / name).exists():
            yield ROOT / name
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.name != ".lock":
                yield path


def download(folder: Path) -> None:
    """Fetch the locked wheels; pip checks each against its hash."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "--dest", str(folder)]
    subprocess.run([*command, "-r", str(ROOT / "requirements.lock")], check=True)


def add(archive: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    """Add one file without the builder's name and times."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))


def bundle(folder: Path) -> Path:
    """Write `caseflow-VERSION.tar.gz` into `folder` and return its path."""
    compile_all()
    name = f"caseflow-{__version__}"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.tar.gz"
    with (
        tempfile.TemporaryDirectory() as wheels,
        # Wheels are compressed already.
        tarfile.open(target, "w:gz", compresslevel=1) as archive,
    ):
        download(Path(wheels))
        add(archive, f"{name}/install.sh", INSTALL.encode(), 0o755)
        for path in sources():
            mode = 0o755 if path.suffix == ".sh" else 0o644
            add(archive, f"{name}/{path.relative_to(ROOT)}", path.read_bytes(), mode)
        for path in sorted(Path(wheels).iterdir()):
            add(archive, f"{name}/wheels/{path.name}", path.read_bytes(), 0o644)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Make one archive that installs offline.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    target = bundle(parser.parse_args().output)
    sys.stdout.write(f"{target} ({target.stat().st_size // 1_000_000} MB)\n")


if __name__ == "__main__":
    main()
