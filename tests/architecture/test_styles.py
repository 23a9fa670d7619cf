"""Every class of ours that a template names is styled, or is a handle that needs no style."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "caseflow"

HANDLES = frozenset(
    {"cf-call-side", "cf-caller-names", "cf-form", "cf-person", "cf-sheet",
     "cf-sign-in-demo"}
)  # fmt: skip
"""Named for scripts, tests or print only; plain text flow is what they should have."""


def named() -> dict[str, str]:
    """Return class → one template that uses it."""
    found: dict[str, str] = {}
    for path in PACKAGE.glob("templates/**/*.html"):
        for classes in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            for name in re.findall(r"\bcf-[a-z0-9-]*[a-z0-9]\b(?!-)", classes):
                found.setdefault(name, path.name)
    return found


def styled() -> set[str]:
    sheets = PACKAGE.glob("static/css/*.css")
    text = " ".join(path.read_text(encoding="utf-8") for path in sheets)
    return set(re.findall(r"\.(cf-[a-z0-9-]+)", text))


def test_every_class_in_a_template_is_styled() -> None:
    known = styled() | HANDLES
    missing = {name: where for name, where in named().items() if name not in known}
    assert not missing


def test_no_handle_is_left_over() -> None:
    assert set(named()) >= HANDLES
    assert not (HANDLES - {"cf-sheet"}) & styled()
