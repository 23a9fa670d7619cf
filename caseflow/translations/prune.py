"""Take out of both catalogs what nothing uses any more: `python -m caseflow.translations.prune`."""

from __future__ import annotations

import sys

from caseflow.translations import FOLDER, LOCALES
from caseflow.translations.catalogs import compile_all, load, locked, save
from caseflow.translations.check import used_messages


def prune() -> int:
    """Remove obsolete messages; returns how many."""
    used = set(used_messages(FOLDER.parent.parent))
    count = 0
    with locked():
        for locale in LOCALES:
            catalog = load(locale)
            gone = [str(m.id) for m in catalog if m.id and str(m.id) not in used]
            for message in gone:
                catalog.delete(message)
            count += len(gone)
            save(catalog, locale)
        compile_all()
    return count


def main() -> int:
    sys.stdout.write(f"catalogs: {prune()} obsolete messages removed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
