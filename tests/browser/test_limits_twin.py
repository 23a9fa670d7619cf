"""The tablet's judgement of readings equals the server's: each cell, and 10,000 generated ones.

The tablet's code runs in Chromium, from the files as they are served, in one call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from playwright.sync_api import Browser, Page, Route

from caseflow import create_app
from caseflow.field.inspections.limits import as_table, judge_fumes, judge_noise, judge_waste
from caseflow.field.inspections.limits.verdicts import OUTCOMES
from caseflow.field.inspections.wording import sentences, words_table
from caseflow.ground.config import read_settings
from tests.limits import CASES, GROUPS, faults, generated

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "caseflow/static/js/field"
JUDGES = {"noise": judge_noise, "fumes": judge_fumes, "waste": judge_waste}
SEED, COUNT = 20261128, 10_000
KNOWN_CODES = ["900-214-08", "900-249-08"]
ADDRESS = "http://tablet.invalid"

SPOKEN = 500
"""So many readings are compared in their sentences too, beside every cell."""

JUDGE = """async ([address, given]) => {
  const { table, words, readings, knownCodes, spoken } = JSON.parse(given);
  const limits = await import(`${address}/limits.js`);
  const known = new Set(knownCodes);
  const judges = {
    noise: (reading) => limits.judgeNoise(table, reading),
    fumes: (reading) => limits.judgeFumes(table, reading),
    waste: (reading) => limits.judgeWaste(table, reading, known),
  };
  const found = readings.map(([kind, reading], index) => {
    const verdict = judges[kind](reading);
    return [verdict, index < spoken ? limits.sentences(words, verdict) : []];
  });
  return JSON.stringify(found);
}"""
"""Text goes in and out: thousands of readings as values would take the bridge many seconds."""


def serve(route: Route) -> None:
    """Answer with a script of the tablet, or with an empty page."""
    name = route.request.url.removeprefix(f"{ADDRESS}/")
    if not name:
        route.fulfill(content_type="text/html", body="<!doctype html><title>tablet</title>")
        return
    route.fulfill(content_type="text/javascript", body=(SCRIPTS / name).read_bytes())


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Words need an application, but no database."""
    home = tmp_path_factory.mktemp("home")
    return create_app(read_settings({"CASEFLOW_HOME": str(home)}))


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.route(f"{ADDRESS}/**", serve)
    page = context.new_page()
    page.goto(f"{ADDRESS}/")
    yield page
    context.close()


def on_the_tablet(page: Page, app: Flask, readings: list[tuple[str, Any]]) -> list[Any]:
    """Return verdict and sentences of each reading, as the tablet has them, in Chinese."""
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        words = words_table()
    given = {"table": as_table(), "words": words, "readings": readings}
    text = json.dumps(given | {"knownCodes": KNOWN_CODES, "spoken": SPOKEN})
    found: list[Any] = json.loads(page.evaluate(JUDGE, [ADDRESS, text]))
    return found


def on_the_server(app: Flask, readings: list[tuple[str, Any]]) -> list[Any]:
    found = []
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        for index, (kind, reading) in enumerate(readings):
            more = {"known_codes": set(KNOWN_CODES)} if kind == "waste" else {}
            verdict = JUDGES[kind](reading, **more)
            found.append([verdict.as_plain(), sentences(verdict) if index < SPOKEN else []])
    return found


def test_each_cell_on_the_tablet(tablet: Page, app: Flask) -> None:
    found = on_the_tablet(tablet, app, [(case.kind, case.reading) for case in CASES])
    wrong = [
        fault
        for case, (verdict, _sentences) in zip(CASES, found, strict=True)
        for fault in faults(case, verdict)
    ]
    assert wrong == []
    assert len(found) == sum(map(len, GROUPS.values()))


def test_ten_thousand_readings_have_equal_verdicts(tablet: Page, app: Flask) -> None:
    readings = generated(SEED, COUNT)
    here, there = on_the_server(app, readings), on_the_tablet(tablet, app, readings)
    different = [
        f"{json.dumps(reading)}\nserver {json.dumps(one)}\ntablet {json.dumps(other)}"
        for reading, one, other in zip(readings, here, there, strict=True)
        if one != other
    ]
    assert not different, f"{len(different)} of {COUNT}, seed {SEED}:\n" + different[0]
    outcomes = [verdict["outcome"] for verdict, _sentences in here]
    counts = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    print(f"{COUNT} readings, seed {SEED}: {counts}")
    assert min(counts.values()) >= 100, counts
    assert set(counts) == set(OUTCOMES)
