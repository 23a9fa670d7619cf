"""The field app in bad weather: nothing is lost, nothing is there twice, every refusal is seen.

Two tablets of two officers visit the same cases, and their own app sends over field_weather.py:
requests lost, doubled, delayed, reordered and cut in the middle, sessions ended, a full disk, the
server killed. Fifty rounds in `make test`, a thousand in `make soak`.
"""

from __future__ import annotations

import base64
import io
import json
import random
import struct
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select

from caseflow.core.audit.verify import verify
from caseflow.core.evidence.models import Evidence
from caseflow.core.visits.models import Visit
from caseflow.field.sync.actions.deciding import settle
from caseflow.field.sync.models import FieldFile, FieldSubmission
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.cast import make_cast, present_cast
from tests.factories import case_in
from tests.field_tablet import enter, set_up, tablet_page
from tests.sent_files import picture
from tests.soak import is_full, rounds, seed
from tests.stored import path_of
from tests.tablet import DEVICE, instant, new_id, record_of, sha256

pytestmark = [
    pytest.mark.browser,
    pytest.mark.soak,
    pytest.mark.timeout(7200),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

SAMPLE, FULL = 50, 1000
ROUNDS_OF_A_CASE = 25
SLOW_START = 120
SYNCS_MOST = 400
SAME_TIME, REFUSED, LARGE = 0.1, 0.08, 0.03
"""Chances: of two visits to a case at one time, of a file that is no picture, of one in pieces."""

PUT_IN = """async ({ record, files }) => {
  const load = (name) => import(`/static/js/field/app/${name}.js`);
  const [store, bytes] = [await load("store"), await load("bytes")];
  const { evidenceFacts } = await load("visit/record");
  record.submission.evidence = [];
  for (const { content, ...told } of files) {
    const blob = new Blob([bytes.fromBase64(content)], { type: told.content_type });
    const kept = await store.addEvidence({ ...told, record_id: record.client_id }, blob);
    record.submission.evidence.push(evidenceFacts(kept));
  }
  await store.saveRecord(record);
}"""
BEGIN = """() => {
  const load = (name) => import(`/static/js/field/app/${name}.js`);
  window.sending = load("sync").then(({ sync }) => sync(true));
}"""
TOLD = """async () => {
  await window.sending;
  const load = (name) => import(`/static/js/field/app/${name}.js`);
  const [store, sync] = [await load("store"), await load("sync")];
  const records = [];
  for (const one of await store.records()) {
    const files = await store.evidenceOf(one.client_id);
    records.push({
      id: one.client_id, state: one.state, words: one.notes.words,
      isRefused: Boolean(one.notes.is_refused),
      files: files.map(({ client_id, state, words }) => ({ id: client_id, state, words })),
    });
  }
  return { records, needsSignIn: sync.state().needsSignIn };
}"""
LEAVE_OUT = """async (id) => {
  const { removeEvidence } = await import("/static/js/field/app/store.js");
  await removeEvidence(id);
}"""
LEFT = """async () => {
  const database = await import("/static/js/field/app/database.js");
  const left = [];
  for (const name of ["records", "evidence", "pieces"]) left.push(await database.all(name));
  return left.map(({ length }) => length);
}"""


@dataclass
class Sent:
    """What the tablets were given to send, and what a person decided."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """client_id → content, of files that are to be kept."""
    left_out: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    weather: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def server(app: Flask, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    with app.app_context(), unit_of_work():
        make_cast()
    own = servers.environment(tmp_path / "home", **environment)
    yield from servers.web_server(own, "tests.field_weather:app", SLOW_START)


def weather(address: str, number: int | None) -> dict[str, int]:
    """Begin the weather of a round (None: fine weather); returns what happened before."""
    content = json.dumps({"seed": number}).encode()
    with urllib.request.urlopen(f"{address}/weather", data=content, timeout=120) as answer:
        found: dict[str, int] = json.load(answer)
        return found


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in, unless the session that one answer called ended is still good."""
    page.goto(f"{address}/sign-in?next=/field/app")
    if "/sign-in" in page.url:
        enter(page, name)


def content_of(chance: random.Random, large: bytes) -> bytes:
    """Return a photograph that no other one is equal to."""
    whole = large if chance.random() < LARGE else SMALL
    comment = chance.randbytes(16)
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + whole[2:]


SMALL = picture(size=(80, 60), quality=70)


def large_picture() -> bytes:
    """Return a photograph that takes two pieces."""
    noise = Image.frombytes("RGB", (1400, 1000), random.Random(1).randbytes(1400 * 1000 * 3))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=90)
    assert len(out.getvalue()) > 1024 * 1024
    return out.getvalue()


def file_of(chance: random.Random, sent: Sent, large: bytes) -> dict[str, Any]:
    """Return a file for a tablet; some are no pictures and will be refused."""
    client_id = new_id(chance)
    is_bad = chance.random() < REFUSED
    content = (
        b"no picture " + chance.randbytes(20).hex().encode()
        if is_bad
        else content_of(chance, large)
    )
    if is_bad:
        sent.left_out.add(client_id)
    else:
        sent.files[client_id] = content
    return {
        "client_id": client_id, "original_sha256": sha256(content), "content_type": "image/jpeg",
        "file_name": "现场.jpg", "caption": "东侧场界", "stage": "inspection", "place": None,
        "taken_at": instant(clock.now()), "clock_offset_ms": 0,
        "content": base64.b64encode(content).decode(),
    }  # fmt: skip


def visit_of(chance: random.Random, case_id: int, arrived: datetime, plain: Any) -> dict[str, Any]:
    """Return the record of a visit, ready to be sent."""
    times = {"arrived_at": instant(arrived), "left_at": instant(arrived + timedelta(minutes=20))}
    client_id, now = new_id(chance), instant(clock.now())
    submission = {
        "client_id": client_id, "device_id": DEVICE, "kind": "visit", "case_id": case_id,
        "based_on_version": 1, "captured_at": now, "sent_at": now, "payload": {**plain, **times},
    }  # fmt: skip
    return {
        "client_id": client_id, "state": "ready", "created_at": now, "tries": 0, "wait_until": "",
        "submission": submission, "notes": {"case": {"number": "", "subject": "甲"}, "words": ""},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What the visits of a round have in common. `slots`: hours before `begun`, each once."""

    case_id: int
    plain: dict[str, Any]
    begun: datetime
    slots: Iterator[int]
    large: bytes


def fill(pages: dict[str, Page], chance: random.Random, sent: Sent, plan: Plan) -> None:
    """Put one or two visits on each tablet; now and then two officers record the same one."""
    times: list[datetime] = []
    for name, page in pages.items():
        for _visit in range(chance.randint(1, 2)):
            arrived = plan.begun - timedelta(hours=next(plan.slots))
            if name == "fang" and times and chance.random() < SAME_TIME:
                arrived = times.pop()
            elif name == "farid":
                times.append(arrived)
            files = [file_of(chance, sent, plan.large) for _ in range(chance.randint(0, 2))]
            put_in(page, visit_of(chance, plan.case_id, arrived, plan.plain), files, sent)


def send_all(app: Flask, pages: dict[str, Page], address: str, sent: Sent) -> None:
    """Let both tablets send until nothing is left; a person does what a person must."""
    open_tablets = dict(pages)
    for number in range(SYNCS_MOST):
        if number == SYNCS_MOST // 2:
            sent.weather.update(weather(address, None))
        for page in open_tablets.values():
            page.evaluate(BEGIN)
        for name, page in list(open_tablets.items()):
            told = page.evaluate(TOLD)
            if told["needsSignIn"]:
                sent.seen["asked to sign in"] += 1
                with page.context.new_page() as other:
                    sign_in(other, address, name)
            if not told["records"]:
                del open_tablets[name]
            for record in told["records"]:
                _help(app, page, record, sent)
        if not open_tablets:
            return
    raise AssertionError(f"never done: {[page.evaluate(TOLD) for page in open_tablets.values()]}")


def _help(app: Flask, page: Page, record: dict[str, Any], sent: Sent) -> None:
    """Do what the tablet asks its officer, or the desk, to do; each refusal says why."""
    assert not record["isRefused"], record
    for file in record["files"]:
        if file["state"] == "refused":
            assert file["id"] in sent.left_out, file
            assert file["words"], file
            sent.seen["file refused"] += 1
            page.evaluate(LEAVE_OUT, file["id"])
    if record["state"] == "attention" and record["id"] not in sent.settled:
        assert "同一时间" in record["words"], record
        sent.seen["needs attention"] += 1
        sent.settled.add(record["id"])
        with app.app_context(), unit_of_work():
            wanted = select(FieldSubmission.id).where(FieldSubmission.client_id == record["id"])
            settle(db.session.scalars(wanted).one(), present_cast().sunil, words="同一次检查。")


def put_in(page: Page, record: dict[str, Any], files: list[dict[str, Any]], sent: Sent) -> None:
    sent.records[record["client_id"]] = record
    page.evaluate(PUT_IN, {"record": record, "files": files})


def check(sent: Sent, about: str) -> None:
    """Each record is there once, and each file."""
    count = {
        model: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (FieldSubmission, Visit, Evidence)
    }
    kept = select(func.count()).select_from(FieldFile)
    in_settled = db.session.scalar(kept.where(FieldFile.state == "kept")) or 0
    assert count[FieldSubmission] == len(sent.records), about
    assert count[Visit] == len(sent.records) - len(sent.settled), about
    assert count[Evidence] + in_settled == len(sent.files), about


def test_whatever_the_weather_each_record_and_file_arrives_once(
    app: Flask, browser: Browser, server: str, tmp_path: Path
) -> None:
    number, count = seed(), rounds(SAMPLE, FULL)
    chance, sent, large = random.Random(number), Sent(), large_picture()
    with ExitStack() as stack:
        pages: dict[str, Page] = {}
        for name in ("farid", "fang"):
            pages[name] = stack.enter_context(tablet_page(browser))
            sign_in(pages[name], server, name)
            set_up(pages[name])
        case_id, plain, begun, slots = 0, {}, clock.now(), iter(range(0))
        for one in range(count):
            with app.app_context():
                if one % ROUNDS_OF_A_CASE == 0:
                    case_id, plain = case_in("receipted").id, record_of()
                    begun, slots = clock.now(), iter(range(1, 10**6))
            for page in pages.values():  # Left alone, a tablet locks itself.
                page.keyboard.press("Shift")
            fill(pages, chance, sent, Plan(case_id, plain, begun, slots, large))
            sent.weather.update(weather(server, chance.randrange(2**32)))
            send_all(app, pages, server, sent)
            assert [page.evaluate(LEFT) for page in pages.values()] == [[0, 0, 0]] * 2, one
            with app.app_context():
                check(sent, f"round {one} of seed {number}")
        sent.weather.update(weather(server, None))
    kills = tmp_path / "home" / "kills"
    sent.weather["killed"] = kills.stat().st_size if kills.exists() else 0
    print(f"{count} rounds of seed {number}: {dict(sent.weather)}, {dict(sent.seen)}")
    with app.app_context():
        for row in db.session.scalars(select(FieldSubmission)):
            record = sent.records[row.client_id]["submission"]
            assert row.payload == record["payload"]
            assert row.status == ("settled" if row.client_id in sent.settled else "taken")
        for file in db.session.scalars(select(FieldFile)):
            if file.client_id in sent.left_out:
                assert file.state == "refused"
            else:
                assert path_of(file.sha256).read_bytes() == sent.files[file.client_id]
        assert verify().breaks == []
    assert min(sent.seen[name] for name in ("needs attention", "file refused")) > 0, sent.seen
    wanted = set(sent.weather) if is_full() else set(sent.weather) - {"killed"}
    assert min(sent.weather[name] for name in wanted) > 0, f"too fine: {sent.weather}"
