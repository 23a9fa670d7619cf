"""What the documents say of the program is compared with the program."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask_babel import force_locale
from flask_babel import gettext as _

from caseflow import create_app
from caseflow.cli import COMMANDS
from caseflow.core.cases.cli import mermaid
from caseflow.core.cases.states import STATE_LABELS
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.petitions.reference import TRACKS
from caseflow.desk.imports.columns import FIELDS
from caseflow.ground.config import KNOWN_NAMES, Settings, read_settings
from caseflow.people.permissions.policy import ROLE_LABELS
from caseflow.supervision.reports.describing import measures_markdown

ROOT = Path(__file__).parents[2]
DOCS = sorted(ROOT.glob("docs/**/*.md"))
PAGES = [*DOCS, ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md"]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def table(title: str, labels: dict[str, str]) -> str:
    """Return one table of the glossary."""
    with force_locale("zh_Hans_CN"):
        rows = [f"| `{code}` | {_(label)} |" for code, label in labels.items()]
    return "\n".join([f"## {title}", "", "| in code | on the screen |", "|---|---|", *rows])


def generated_glossary() -> dict[str, str]:
    """Return the tables that come from the program, by the place where they stand."""
    with TemporaryDirectory() as home:
        app = create_app(read_settings({"CASEFLOW_HOME": home}))
        with app.test_request_context():
            return {
                "STATES": table("States of a case", {str(k): v for k, v in STATE_LABELS.items()}),
                "CLOCKS": table("Clocks", CLOCK_LABELS),
                "ROLES": table("Roles", {str(k): v for k, v in ROLE_LABELS.items()}),
                "TRACKS": table("Tracks", TRACKS),
            }


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{short(path)} → {target}"


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_every_setting_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bCASEFLOW_[A-Z0-9_]*[A-Z0-9]\b", path.read_text(encoding="utf-8")))
    assert named <= KNOWN_NAMES


def test_every_setting_is_explained() -> None:
    first_cells = re.findall(r"^\| (`[^|]+) \|", OPERATIONS, re.M)
    explained = set(re.findall(r"`([A-Z_0-9]+)`", " ".join(first_cells)))
    assert explained == KNOWN_NAMES | {"DATABASE_URL", "REDIS_URL"}


def test_the_defaults_are_the_ones_in_force() -> None:
    told = dict(re.findall(r"^\| `CASEFLOW_([A-Z0-9_]+)` \| ([^|]+) \|", OPERATIONS, re.M))
    plain = {f.name: getattr(read_settings({}), f.name) for f in fields(Settings)}
    for name, value in told.items():
        default = plain.get(name.lower())
        if isinstance(default, bool):
            assert value == str(int(default)), name
        elif isinstance(default, int | str):
            assert value == str(default), name


def test_every_command_is_named() -> None:
    for name in COMMANDS:
        assert f"`{name}" in OPERATIONS or f"caseflow {name}" in OPERATIONS, name


def test_the_architecture_shows_the_lifecycle_as_it_is() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{mermaid()}```" in page


def test_the_glossary_has_the_words_on_the_screen() -> None:
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    for found in generated_glossary().values():
        assert found in page


def test_decisions_are_numbered_from_one_and_each_fits_a_page() -> None:
    found = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {int(path.name[:4])}. "), short(path)
        assert {"## Context", "## Decision", "## Consequences"} <= set(lines), short(path)
        assert len(lines) <= 60, short(path)


def test_the_folders_of_the_architecture_are_there() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for folder in re.findall(r"`((?:workers|caseflow/[a-z]+)/?)`", page):
        assert (ROOT / folder).is_dir(), folder


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_begins_with_the_two_commands(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    block = re.search(r"```sh\n(.*?)```", text, re.S)
    assert block
    assert re.findall(r"^make (\w+)", block[1], re.M) == ["run", "test"]


def test_the_page_on_imports_names_every_field_with_its_headers() -> None:
    page = (ROOT / "docs/imports.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", page, re.M)
    assert told == [(field.name, " ".join(field.headers)) for field in FIELDS.values()]


def test_the_page_of_measures_is_the_table_in_force() -> None:
    page = (ROOT / "docs/measures.md").read_text(encoding="utf-8")
    with TemporaryDirectory() as home:
        app = create_app(read_settings({"CASEFLOW_HOME": home}))
        with app.test_request_context():
            assert page == measures_markdown()
