"""Check the catalogs: every message of code and templates stands in both, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir

from caseflow.translations import FOLDER, LOCALES
from caseflow.translations.catalogs import load, placeholders

METHODS = [
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
    ("**.py", "python"),
]
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "N_": None}


def used_messages(root: Path) -> dict[str, str]:
    """Return every message under `root` with a place where it is used."""
    found: dict[str, str] = {}
    for folder in ("caseflow", "workers"):
        for name, line, message, _comments, _context in extract_from_dir(
            str(root / folder), METHODS, keywords=KEYWORDS
        ):
            if isinstance(message, str) and message:
                found.setdefault(message, f"{folder}/{name}:{line}")
    return found


def problems(root: Path) -> list[str]:
    """Return one sentence per missing, obsolete or ill-fitting translation."""
    used, found = used_messages(root), []
    for locale in LOCALES:
        catalog = load(locale)
        known = {str(m.id): str(m.string) for m in catalog if m.id}
        for message, place in sorted(used.items()):
            if not known.get(message):
                found.append(f"{locale}: no translation of {message!r} ({place})")
            elif placeholders(message) != placeholders(known[message]):
                found.append(f"{locale}: placeholders differ in {message!r} ({place})")
        found += [f"{locale}: not used any more: {m!r}" for m in sorted(set(known) - set(used))]
    return found


def main() -> int:
    found = problems(FOLDER.parent.parent)
    for sentence in found:
        sys.stderr.write(sentence + "\n")
    sys.stdout.write(f"catalogs: {len(found)} problems\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
