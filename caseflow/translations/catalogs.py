"""Reading and writing the catalogs in one stable form, so that differences show in a review."""

from __future__ import annotations

import fcntl
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from caseflow.translations import FOLDER, LOCALES, catalog_path

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a message."""
    return {a or b for a, b in _PLACEHOLDER.findall(text)}


def load(locale: str) -> Catalog:
    """Return the catalog of `locale`, empty if there is none yet."""
    path = catalog_path(locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def save(catalog: Catalog, locale: str) -> None:
    """Write the catalog sorted, without dates and line numbers."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, omit_header=True, no_location=True, width=0)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {locale}\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    path = catalog_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(head.encode() + buffer.getvalue())
    temporary.replace(path)


@contextmanager
def locked() -> Iterator[None]:
    """Keep others from writing the catalogs meanwhile."""
    with (FOLDER / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def compile_all() -> int:
    """Compile each catalog that is newer than its compiled form; return how many were."""
    done = 0
    for locale in LOCALES:
        source = catalog_path(locale)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        temporary = target.with_suffix(".mo.tmp")
        with temporary.open("wb") as file:
            write_mo(file, load(locale))
        temporary.replace(target)
        done += 1
    return done
