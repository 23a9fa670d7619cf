"""Fetch the vendored front-end files by npm, exact versions, with licences and checksums.

Run by a developer after changing a version here; the results are committed, so that running
caseflow needs neither npm nor a build step. The icons are those named in tools/icons.txt.
Usage: python tools/vendor.py
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "caseflow" / "static"
VENDOR = STATIC / "vendor"
FILES = {
    "bootstrap@5.3.8": {
        "package/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
        "package/LICENSE": "bootstrap/LICENSE",
    },
    "bootstrap-icons@1.13.1": {"package/LICENSE": "bootstrap-icons/LICENSE"},
    "leaflet@1.9.4": {
        "package/dist/leaflet.js": "leaflet/leaflet.js",
        "package/dist/leaflet.css": "leaflet/leaflet.css",
        "package/LICENSE": "leaflet/LICENSE",
    },
    "leaflet.markercluster@1.5.3": {
        "package/dist/leaflet.markercluster.js": "leaflet.markercluster/leaflet.markercluster.js",
        "package/dist/MarkerCluster.css": "leaflet.markercluster/MarkerCluster.css",
        "package/MIT-LICENCE.txt": "leaflet.markercluster/LICENSE",
    },
}
LICENCES = {"leaflet@1.9.4": "BSD-2-Clause"}
"""Of packages that are not MIT."""
ICONS = (Path(__file__).parent / "icons.txt").read_text(encoding="utf-8").split()


def pack(package: str, folder: Path) -> tarfile.TarFile:
    """Return the opened archive of an exact npm package version."""
    done = subprocess.run(
        ["npm", "pack", package, "--json", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return tarfile.open(folder / json.loads(done.stdout)[0]["filename"])


def sprite(archive: tarfile.TarFile) -> str:
    """Return one SVG of symbols, made of the chosen icons."""
    symbols = []
    for name in ICONS:
        file = archive.extractfile(f"package/icons/{name}.svg")
        assert file is not None, name
        inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", file.read().decode().strip())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 16 16">{" ".join(inner.split())}</symbol>'
        )
    notice = "<!-- Bootstrap Icons 1.13.1, MIT, see vendor/bootstrap-icons/LICENSE -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg">{notice}{"".join(symbols)}</svg>\n'


def main() -> None:
    """Write the files, the icon sprite and CHECKSUMS."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        for package, files in FILES.items():
            with pack(package, Path(name)) as archive:
                for inside, target in files.items():
                    file = archive.extractfile(inside)
                    assert file is not None, inside
                    body = re.sub(rb"\n?/[/*]# sourceMappingURL=.*?(?:\*/|$)", b"", file.read())
                    path = VENDOR / target
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(body)
                    licence = LICENCES.get(package, "MIT")
                    digest = hashlib.sha256(body).hexdigest()
                    lines.append(f"{digest}  {target}  {package}  {licence}")
                if package.startswith("bootstrap-icons"):
                    (STATIC / "icons.svg").write_text(sprite(archive), encoding="utf-8")
    (VENDOR / "CHECKSUMS").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
