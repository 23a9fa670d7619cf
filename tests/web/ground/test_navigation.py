"""Which entry of the navigation is marked as the present one: of every page at most one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground.web.navigation import NAVIGATION, navigation

PAGES = [
    ("/desk/imports/", "imports.index"),
    ("/desk/imports/7", "imports.index"),
    ("/desk/imports/7/undo", "imports.index"),
    ("/desk/imports/7/likely", "imports.index"),
    ("/desk/imports/mappings", "imports.index"),
    ("/desk/imports/void", "import_undo.void_numbers"),
    ("/desk/call/", "registration.new"),
    ("/desk/registration/done/7", "registration.new"),
    ("/cases/7", "cases.index"),
]


def marked(app: Flask, path: str) -> list[str]:
    with app.test_request_context(path):
        return [
            entry.endpoint
            for area in ("main", "more")
            for entry, is_here in navigation(area, lambda _permission: True)
            if is_here
        ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_below_an_entry_marks_that_entry_alone(app: Flask) -> None:
    assert {path: marked(app, path) for path, _ in PAGES} == {
        path: [endpoint] for path, endpoint in PAGES
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_added_to_an_entry_exists_and_stands_at_one_only(app: Flask) -> None:
    added = [name for entry in NAVIGATION for name in entry.also]
    assert len(added) == len(set(added))
    assert set(added) <= set(app.blueprints)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_of_saved_mappings_shows_where_it_is(
    as_: Callable[[str], FlaskClient],
) -> None:
    page = as_("dong").get("/desk/imports/mappings").text
    bar = page[page.index('class="cf-nav"') : page.index("</nav>")]
    assert bar.count("aria-current") == 1
    assert 'href="/desk/imports/" aria-current="page"' in bar
