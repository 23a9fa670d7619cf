"""Compile the catalogs: `python -m caseflow.translations.compile`."""

from __future__ import annotations

from caseflow.translations.catalogs import compile_all

if __name__ == "__main__":
    compile_all()
