"""Parts of the field app by themselves: modules of the app run in Chromium, no server behind."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from caseflow.core.visits import rules
from caseflow.core.visits.shape import checked
from caseflow.field.app.sentences import SENTENCES
from caseflow.field.app.wording import TABLES
from tests.field_stand_in_keys import PRIVATE, PUBLIC_POINT, opened
from tests.field_tablet import ADDRESS, PETITION, PIN, SUBJECT, leaked
from tests.visits import visit_record

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SCRIPTS = Path(__file__).parents[2] / "caseflow/static/js"
ORIGIN = "https://tablet.invalid"
"""Never reached: every request is answered here. Secure, so that the browser encrypts."""

SEED, COUNT = 20261128, 3000
ITEMS = ["noise.hours", "noise.permit"]


def serve(route: Route) -> None:
    """Answer with a script of the app, or with an empty page that has its frame."""
    name = route.request.url.removeprefix(f"{ORIGIN}/")
    if name.endswith(".js"):
        route.fulfill(content_type="text/javascript", body=(SCRIPTS / name).read_bytes())
        return
    page = '<!doctype html><title>t</title><body data-server="/field/" data-session="/session">'
    route.fulfill(content_type="text/html", body=f"{page}<main id=main></main>")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    context.route(f"{ORIGIN}/**", serve)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    yield page
    context.close()


def run(page: Page, body: str, given: Any = None) -> Any:
    """Run `body` with `load(name)` for modules of the app; text goes in and out."""
    script = f"""async (text) => {{
      const given = JSON.parse(text);
      const load = (name) => import(`{ORIGIN}/field/app/${{name}}.js`);
      const found = await (async () => {{ {body} }})();
      return JSON.stringify(found ?? null);
    }}"""
    return json.loads(page.evaluate(script, json.dumps(given)))


# --- faults, the twin ---------------------------------------------------------------------------


def hurt(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return the record with some of its parts emptied, exchanged or taken away."""
    hurts = (
        lambda r: r["officers"].pop(),
        lambda r: r["officers"][0].update(certificate=chance.choice(["", " ", "\u3000", "1"])),
        lambda r: r["officers"][-1].update(is_confirmed=False),
        lambda r: r["officers"][-1].update(user_id=1),
        lambda r: r.update(arrived_at=""),
        lambda r: r.update(left_at=chance.choice(["", "2026-11-28T02:04:59.999Z"])),
        lambda r: r["party"].update(name=chance.choice(["", " \t", "x"])),
        lambda r: r["party"].update(address=chance.choice(["", "\u00a0"])),
        lambda r: r["party"].update(
            credit_code=chance.choice(["", "x", "9150023320000000X0", "9150023320000000X0\n"])
        ),
        lambda r: r["party"].update(present=[]),
        lambda r: r["party"]["present"].append({"name": ""}),
        lambda r: r["party"]["present"][:1] and r["party"]["present"][0].update(name=" "),
        lambda r: r.update(are_certificates_shown=False),
        lambda r: r["rights_told"].update({chance.choice(list(rules.RIGHTS)): False}),
        lambda r: r["items"].append({"code": "noise.permit", "answer": chance.choice(["", "yes"])}),
        lambda r: r.update(items=[]),
        lambda r: r["readings"][0]["entered"].update(
            measured_on=chance.choice(["2026-11-27", "2026-11-28", "28.11.", ""]),
            began_at=chance.choice(["10:04", "10:05", "11:10", "11:11", "9:00", None]),
        ),
        lambda r: r.update(findings=chance.choice(["", "\n", "\ufeff"])),
        lambda r: r.update(result=chance.choice(["", *rules.RESULTS])),
        lambda r: r.update(result_words=chance.choice(["", "x"])),
        lambda r: r.update(passed_to=chance.choice(["", "x"])),
        lambda r: r.update(order=None),
        lambda r: r["order"] and r["order"].update({chance.choice(list(rules.ORDER_PARTS)): " "}),
        lambda r: (
            r["order"]
            and r["order"].update(due_on=chance.choice(["2026-11-27", "2026-11-28", "2026-11-29"]))
        ),
        lambda r: r.update(signatures=r["signatures"][1:]),
        lambda r: r["signatures"][-1].update(evidence=None),
        lambda r: r["signatures"][-1].update(
            is_refused=True, reason=chance.choice(["", "不认可"]), evidence=None
        ),
        lambda r: r["signatures"][0].update(is_refused=True, evidence=None, reason="x"),
    )
    for act in chance.sample(hurts, chance.randint(0, 8)):
        if record["officers"]:
            act(record)
    return record


def test_what_is_missing_is_the_same_on_the_tablet_and_the_server(page: Page) -> None:
    chance = random.Random(SEED)
    records = [hurt(deepcopy(visit_record()), chance) for _ in range(COUNT)]
    here = [
        [[one.path, one.words, dict(one.params)] for one in rules.faults(record, ITEMS)]
        for record in records
    ]
    given = {"records": records, "items": ITEMS, "tables": TABLES}
    there = run(
        page,
        """const { faults } = await load("visit/faults");
        return given.records.map((record) => faults(record, given.items, given.tables)
          .map(({ path, words, params }) => [path, words, params]));""",
        given,
    )
    different = [pair for pair in zip(records, here, there, strict=True) if pair[1] != pair[2]]
    assert not different, f"{len(different)} of {COUNT}, seed {SEED}: {different[0]}"
    paths = {path.partition(".")[0] for found in here for path, _words, _params in found}
    assert paths >= {
        "officers", "arrived_at", "left_at", "party", "items", "readings", "order", "signatures",
    }  # fmt: skip
    assert [] in here


def test_every_missing_thing_has_its_section(page: Page) -> None:
    blank = {"kind": "noise", "user": {"id": 1, "name": "方立德", "certificate": "渝-0001"}}
    found = run(
        page,
        """const { newRecord, sent } = await load("visit/record");
        const { faults } = await load("visit/faults");
        const { SECTIONS, sectionOf } = await load("visit/definition");
        const parcel = { ...given, checklists: [], sources: [] };
        const { payload } = newRecord("d", "noise", parcel, { id: 1, version: 2 }).submission;
        const empty = sent(payload);
        payload.result = "ordered";
        const named = faults(payload, ["a"], given.tables).map(({ path }) => sectionOf(path));
        return { empty, named, known: SECTIONS.map(({ id }) => id) };""",
        blank | {"tables": TABLES},
    )
    assert checked(found["empty"])["order"] is None
    assert set(found["named"]) == set(found["known"]) - {"readings", "scene", "statement"}


# --- words --------------------------------------------------------------------------------------


def test_every_sentence_of_the_scripts_is_translated_and_none_is_left_over() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (SCRIPTS / "field/app").rglob("*.js"))
    said = set(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)*)"', text))
    said |= set(re.findall(r'\b(?:title|label|own|add|hint): "([^"]*)"', text))
    assert said - set(SENTENCES) == set()
    assert {one for one in SENTENCES if f'"{one}"' not in text} == set()


# --- storage ------------------------------------------------------------------------------------

READY = """
  const device = await load("device");
  const store = await load("store");
  const deviceId = await device.deviceId();
  const answer = { server_part: btoa("x".repeat(32)), bureau_key: given.bureau };
"""
BUREAU = {"id": "bureau-1", "public_key": PUBLIC_POINT}
SUBMISSION = {"client_id": "r1", "case_id": 1, "payload": {"findings": PETITION}, "evidence": []}
FILLED = f"""{READY}
  await device.introduce(answer, {{ id: 1, name: "x" }});
  await device.choosePin(given.pin);
  await store.keep("package", {{ cases: [{{ subject: given.subject, address: given.address }}] }});
  await store.saveRecord({{ client_id: "r1", state: "ready", created_at: "1",
    submission: given.submission, notes: {{ case: {{ subject: given.subject }} }} }});
  const file = new Blob([given.petition.repeat(90000)], {{ type: "text/plain" }});
  const kept = await store.addEvidence({{ client_id: "e1", record_id: "r1",
    caption: given.subject, content_type: "text/plain" }}, file);
"""
GIVEN = {
    "bureau": BUREAU,
    "pin": PIN,
    "subject": SUBJECT,
    "address": ADDRESS,
    "petition": PETITION,
    "submission": SUBMISSION,
}


def test_nothing_of_a_case_can_be_read_and_the_pin_brings_it_all_back(page: Page) -> None:
    run(page, FILLED, GIVEN)
    assert leaked(page) == []
    page.reload()
    found = run(
        page,
        f"""{READY}
        const before = device.isOpen();
        const wrong = await device.unlock("000000");
        const {{ isOpen }} = await device.unlock(given.pin);
        const parcel = await store.kept("package");
        const [record] = await store.records();
        const [file] = await store.evidenceOf("r1");
        const blob = await store.blobOf(file);
        return {{ before, wrong, isOpen, parcel, record, caption: file.caption,
          text: (await blob.text()).slice(0, given.petition.length), size: blob.size,
          byte_count: file.byte_count }};""",
        GIVEN,
    )
    assert (found["before"], found["wrong"]) == (False, {"isOpen": False, "left": 9})
    assert found["isOpen"]
    assert found["parcel"]["cases"][0] == {"subject": SUBJECT, "address": ADDRESS}
    assert found["record"]["submission"] == SUBMISSION
    assert (found["caption"], found["text"]) == (SUBJECT, PETITION)
    assert found["size"] == found["byte_count"] > 2 * 1024 * 1024


def test_ten_wrong_pins_lock_and_each_is_counted_before_it_is_tried(page: Page) -> None:
    found = run(
        page,
        f"""{FILLED}
        device.lock();
        const deciding = device.unlock("999999");
        let counted = 0;
        while (!counted) counted = (await device.row()).tries;
        const isDecided = await Promise.race([deciding.then(() => true), false]);
        await deciding;
        let last;
        for (let count = 1; count < device.TRIES; count += 1) last = await device.unlock("999999");
        const right = await device.unlock(given.pin);
        const row = await device.row();
        await device.introduce(answer, {{ id: 1, name: "x" }});
        const again = await device.unlock(given.pin);
        return {{ counted, isDecided, last, right, part: row.part, again }};""",
        GIVEN,
    )
    assert (found["counted"], found["isDecided"]) == (1, False)
    assert found["last"] == {"isOpen": False, "left": 0}
    assert found["right"] == {"isOpen": False, "left": 0}
    assert found["part"] is None
    assert found["again"]["isOpen"]


def test_a_forgotten_pin_loses_nothing(page: Page) -> None:
    """Under a new PIN the tablet cannot read the visit; the bureau can, from the copy."""
    lines = run(
        page,
        f"""{FILLED}
        device.lock();
        await device.introduce(answer, {{ id: 1, name: "x" }});
        await device.choosePin("135790");
        const readable = await store.records();
        const {{ copyOfUnsent }} = await load("copy");
        const {{ blob, count }} = await copyOfUnsent();
        return [readable, count, (await blob.text()).trim().split("\\n")];""",
        GIVEN,
    )
    readable, count, (first, record, *pieces) = lines
    assert (readable, count) == ([], 1)
    assert json.loads(first)["format"] == "caseflow field copy 1"
    assert set(json.loads(first)) == {"format", "device_id", "user_id", "made_at"}
    assert opened(PRIVATE, json.loads(record)) == {"submission": SUBMISSION}
    found = [opened(PRIVATE, json.loads(piece)) for piece in pieces]
    assert [one["offset"] for one in found] == [0, 1024 * 1024, 2 * 1024 * 1024]


def test_a_wiped_tablet_keeps_only_what_is_sealed_to_the_bureau(page: Page) -> None:
    found = run(
        page,
        f"""{FILLED}
        await device.wipe();
        const database = await load("database");
        const row = await device.row();
        return {{ kept: (await database.all("kept")).length, held: await store.heldCount(),
          row: [row.part, row.wrapped, row.state], isOpen: device.isOpen() }};""",
        GIVEN,
    )
    assert found == {"kept": 0, "held": 1, "row": [None, None, "wiped"], "isOpen": False}


# --- each answer of the server ------------------------------------------------------------------

KEPT_AS = {
    401: "ready", 403: "attention", 404: "attention", 400: "attention", 409: "attention",
    413: "attention", 422: "attention", 429: "ready", 500: "ready", 502: "ready", 503: "ready",
    0: "ready", 302: "ready",
}  # fmt: skip
"""Answer to the facts → the state in which the record is kept; 0: the network is cut."""


def answer(status: Any) -> Callable[[Route], None]:
    """Return what answers the facts of a visit: a status, or something that is no receipt."""
    receipt = {"client_id": "r1", "status": "taken", "words": [], "received_at": "2026"}
    waits = receipt | {"status": "needs_attention", "words": ["等待", "处理"]}
    bodies = {
        "html": {"status": 200, "content_type": "text/html", "body": "<h1>Wi-Fi</h1>"},
        "stranger": {"status": 201, "json": {"receipt": receipt | {"client_id": "other"}}},
        202: {"status": 202, "json": {"receipt": waits}},
        201: {"status": 201, "json": {"receipt": receipt}},
        200: {"status": 200, "json": {"receipt": receipt}},
    }
    if status == 0:
        return lambda route: route.abort()
    body: dict[str, Any] = bodies.get(status, {"status": status, "json": {"detail": "因为如此"}})
    return lambda route: route.fulfill(**body)


RECORD = """{ client_id: "r1", state: "ready", created_at: "1", tries: 0, wait_until: "",
  submission: given.submission, notes: { case: {} } }"""


@pytest.fixture
def tablet(page: Page) -> Page:
    """A tablet with a PIN, known to the server."""
    page.context.route(f"{ORIGIN}/session", lambda r: r.fulfill(json={"csrf_token": "x"}))
    page.context.route(f"{ORIGIN}/field/devices/*", lambda r: r.fulfill(json={"state": "known"}))
    run(
        page,
        f"""{READY}
        await device.introduce(answer, {{ id: 1, name: "x" }});
        await device.choosePin(given.pin);""",
        GIVEN,
    )
    return page


def sent(tablet: Page, status: Any) -> dict[str, Any]:
    """Send one record to a server that answers so; returns what is on the tablet then."""
    tablet.context.unroute(f"{ORIGIN}/field/submissions")
    tablet.context.route(f"{ORIGIN}/field/submissions", answer(status))
    found: dict[str, Any] = run(
        tablet,
        f"""const store = await load("store");
        await store.keep("sent", []);
        await store.saveRecord({RECORD});
        const sync = await load("sync");
        await sync.sync(true);
        const record = await store.record("r1");
        return {{ record, sent: await store.kept("sent", []), state: sync.state() }};""",
        GIVEN,
    )
    return found


def test_a_record_leaves_by_its_receipt_and_stays_at_any_other_answer(tablet: Page) -> None:
    for status in (201, 200):
        found = sent(tablet, status)
        assert found["record"] is None, status
        assert [line["client_id"] for line in found["sent"]] == ["r1"], status
    for status in (*KEPT_AS, "html", "stranger", 202):
        stays(status, sent(tablet, status))


def stays(status: Any, found: dict[str, Any]) -> None:
    """The record is whole after an answer that is no receipt, in the state it should have."""
    record = found["record"]
    assert record["submission"] == SUBMISSION, status
    assert found["sent"] == [], status
    state = "attention" if status == 202 else KEPT_AS.get(status, "ready")
    assert record["state"] == state, status
    if state == "attention":
        assert record["notes"]["words"] == ("等待 处理" if status == 202 else "因为如此"), status
    elif status in (401, 302):
        assert found["state"]["needsSignIn"], status
    else:
        assert record["tries"] == 1, status
        assert record["wait_until"] > "2026", status


def test_waiting_doubles_and_never_passes_a_quarter_of_an_hour(page: Page) -> None:
    found = run(
        page,
        """const { waitMs } = await load("server");
        return [1, 2, 3, 20].map((tries) => [waitMs(tries, 0), waitMs(tries, 1)]);""",
    )
    assert found == [[2500, 5000], [5000, 10000], [10000, 20000], [450000, 900000]]
