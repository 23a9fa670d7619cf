"""Every message in both languages, compared with files that a person reads in review.

`python -m tests.messages.test_snapshots` writes them anew; then read the difference.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.messages.preview import previews
from caseflow.ground import clock

SNAPSHOTS = Path(__file__).parent / "snapshots"
LOCALES = ("zh_Hans_CN", "en")
DAY = datetime(2026, 9, 24, 2, 0, tzinfo=UTC)


def rendered(app: Flask, locale: str) -> str:
    """Return every message of the catalogue as text."""
    parts = []
    with app.test_request_context(), force_locale(locale), clock.pretend(DAY):
        for one in previews():
            in_app = f"{one.words.body}\n→ {one.path}"
            parts.append(
                f"== {one.kind} → {', '.join(one.audiences)} ({', '.join(one.channels)})"
                f"{' [' + one.legal + ']' if one.legal else ''}\n"
                f"{one.words.subject}\n\n{one.mail or in_app}\n"
            )
    return "\n".join(parts)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_words_of_every_message_are_the_ones_that_were_read(app: Flask, locale: str) -> None:
    found = rendered(app, locale)
    assert all(f"== {kind} " in found for kind in CATALOGUE)
    assert found == (SNAPSHOTS / f"{locale}.txt").read_text(encoding="utf-8")


def write() -> None:
    """Write the snapshots anew."""
    from caseflow import create_app

    SNAPSHOTS.mkdir(exist_ok=True)
    for locale in LOCALES:
        text = rendered(create_app(), locale)
        (SNAPSHOTS / f"{locale}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(write())
