"""Secrets in every private field of many cases, looked for in everything that leaves the office.

A sample in `make test`, 500 cases in `make soak`.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.documents.items import INQUIRY, ORDER, PHOTOGRAPHS, SCENE, SERVICE
from caseflow.core.messages.delivery import deliver_outbox
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.models import HookEvent
from caseflow.public.outlets.site.writing import write_site
from caseflow.public.publication.actions import drafts, pictures, steps
from caseflow.public.publication.actions.marks import HIDE
from caseflow.public.publication.actions.publishing import publish_approved
from caseflow.supervision.exports.actions.asking import ExportCommand, ask_for
from caseflow.supervision.exports.actions.working import work_off_exports
from tests import soak
from tests.cast import make_cast, present_cast, sign_in
from tests.documents import issued, visited_case
from tests.hooks import subscribe
from tests.leaks.kinds import PETITIONS, publish_kinds
from tests.leaks.planting import IN_FILES, Planted, inside_in, personal_in, plant
from tests.receivers import MailReceiver

SAMPLE, FULL = 12, 500
DOCUMENTED = 2
"""Cases of their own from which every document is issued."""

WITHOUT_RIGHT = ("lena", "pia", "aude", "adam")
"""People at work who may not see who complained."""

LINKED = re.compile(r'(?:href|src)="(?:http://localhost)?(/[^"#]*)"')
LINK = re.compile(r'href="(/[^"#]*)"')
NOT_FOLLOWED = ("/static/", "/sign-out")
DRAFTS = "/desk/publications/"
"""Whoever drafts or approves a publication sees the words of colleagues before they are hidden."""
DRAFTER = "pia"

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def office() -> dict[str, Any]:
    """Plant the cases, issue the documents, write the exports."""
    with unit_of_work():
        make_cast()
    subscribe()
    count = soak.rounds(SAMPLE, FULL)
    closed = [plant(number, is_told_by_officers=number % 2 == 0).id for number in range(count)]
    for case_id in closed:
        publish(db.session.get_one(Case, case_id))
    assert publish_approved() == count
    documents = [one for place in range(DOCUMENTED) for one in _documents(count + place)]
    kinds = publish_kinds(count + DOCUMENTED, closed)
    still = select(Case.id).where(Case.state != State.CLOSED).order_by(Case.id)
    return {
        "closed": closed,
        "open": list(db.session.scalars(still)),
        "kinds": kinds,
        "documents": documents,
        "count": count + DOCUMENTED + PETITIONS,
    }


def publish(case: Case) -> None:
    """Approve a summary of a case with its photograph; what is proposed is hidden."""
    cast = present_cast()
    with unit_of_work():
        row = drafts.start_draft(case, cast.pia)
    decisions: dict[int, tuple[str | None, str]] = {
        place: (HIDE, mark["replacement"]) for place, mark in enumerate(row.marks)
    }
    with unit_of_work():
        drafts.decide_marks(row, cast.pia, version=row.version, decisions=decisions)
    shown = {"caption": "工地现场"}
    with unit_of_work():
        evidence_id = pictures.picture_choices(row)[0][0]
        picture = pictures.choose_picture(
            row, cast.pia, version=row.version, evidence_id=evidence_id, **shown
        )
    with unit_of_work():
        covered = {"regions": [[0.1, 0.1, 0.3, 0.3]], "is_covered": True}
        pictures.cover_picture(row, picture, cast.pia, version=row.version, **shown, **covered)
    for name, actor in (("propose", cast.pia), ("approve", cast.sunil)):
        with unit_of_work():
            steps.take_step(row, name, actor, version=row.version)


def _documents(number: int) -> list[tuple[int, int]]:
    case = visited_case("rectifying", petition=Planted(number).petition)
    return [
        (case.id, issued(case, form).id) for form in (SCENE, INQUIRY, PHOTOGRAPHS, ORDER, SERVICE)
    ]


pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600), pytest.mark.built(by=office)]


def signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, who).status_code == 303
    return client


def unpacked(content: bytes) -> str:
    """Return the parts of a Word or Excel file as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@SQLITE
def test_the_secrets_are_there_for_who_has_the_right(app: Flask, built: dict[str, Any]) -> None:
    """What the searches below look for is found where it belongs."""
    client = signed_in(app, "sunil")
    case_id = built["closed"][0]
    page = client.get(f"/cases/{case_id}").text
    assert len(inside_in(page)) >= 1
    shown = client.post(f"/cases/{case_id}/complainant/1", data={"reason": "核对答复。"})
    told = page + shown.text
    assert Planted(0).said("备注") in told


@SQLITE
def test_no_page_feed_or_picture_of_the_public_site_tells_anything(
    app: Flask, built: dict[str, Any]
) -> None:
    client = app.test_client()
    wanted = ["/", "/results/", "/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt"]
    seen, kinds, slugs = set(wanted), set[str](), set[str]()
    while wanted:
        path = wanted.pop()
        answer = client.get(path, buffered=True)
        assert answer.status_code in {200, 301, 302, 303, 308}, path
        kinds.add(answer.mimetype)
        slugs.update(re.findall(r"^/results/(\d{4}-\d+)/$", path))
        assert nothing_in(answer.data), path
        assert inside_in(str(answer.headers)) == set(), path
        for link in LINKED.findall(answer.text if "image" not in answer.mimetype else ""):
            if link not in seen and not link.startswith(("/static/", "/sign-in")):
                seen.add(link)
                wanted.append(link)
    assert len(slugs) == len(built["closed"]) + len(built["kinds"])
    assert {"text/html", "image/jpeg", "application/atom+xml", "application/xml"} <= kinds


@SQLITE
def test_no_file_of_the_bundle_tells_anything(
    app: Flask, built: dict[str, Any], tmp_path: Path
) -> None:
    with app.app_context():
        write_site(str(tmp_path / "site"))
    files = [one for one in (tmp_path / "site").rglob("*") if one.is_file()]
    assert len([one for one in files if one.suffix == ".jpg"]) >= len(built["closed"])
    for one in files:
        assert nothing_in(one.read_bytes()), one
        assert inside_in(str(one.relative_to(tmp_path))) == set()


def nothing_in(content: bytes) -> bool:
    """Return whether neither the bytes nor what is packed in them tells anything."""
    return not inside_in(html.unescape(told_by(content))) and not IN_FILES.search(content)


def told_by(content: bytes) -> str:
    """Return the text of a page or a file, with that of the parts packed in it."""
    told = content.decode("utf-8", "replace")
    return told + unpacked(content) if content.startswith(b"PK") else told


@SQLITE
def test_documents_served_on_a_respondent_name_no_complainant(
    app: Flask, built: dict[str, Any]
) -> None:
    client = signed_in(app, "farid")
    for case_id, document_id in built["documents"]:
        address = f"/cases/{case_id}/documents/{document_id}"
        printed = client.post(f"{address}/print", buffered=True)
        file = client.post(f"{address}/file", buffered=True)
        assert (printed.status_code, file.status_code) == (200, 200)
        assert inside_in(printed.text + unpacked(file.data)) == set(), address
        assert not IN_FILES.search(file.data)


@SQLITE
def test_open311_tells_nothing_private(app: Flask, built: dict[str, Any]) -> None:
    client = app.test_client()
    seen = 0
    for fmt in ("json", "xml"):
        for page in range(1, 2 + built["count"] // 50):
            asked = {"page": page, "page_size": 50}
            answer = client.get(f"/open311/v2/requests.{fmt}", query_string=asked)
            assert answer.status_code == 200
            seen += len(json.loads(answer.text)) if fmt == "json" else 0
            assert inside_in(f"{answer.headers}{answer.text}") == set()
    assert seen == built["count"]


@SQLITE
def test_web_hooks_name_nobody(app: Flask, built: dict[str, Any]) -> None:
    """The platform of a petition learns its answer, never who it was or what was noted inside."""
    with app.app_context():
        bodies = list(db.session.scalars(select(HookEvent.body)))
    assert len(bodies) > built["count"]
    for body in bodies:
        event = json.loads(body)
        event.pop("origin_reference", None)
        event.get("data", {}).pop("origin_reference", None)
        assert personal_in(json.dumps(event, ensure_ascii=False)) == set()


@SQLITE
def test_messages_to_colleagues_name_nobody(
    make_app: Callable[..., Flask], built: dict[str, Any], mail: MailReceiver
) -> None:
    app = make_app(CASEFLOW_SMTP_HOST=mail.host, CASEFLOW_SMTP_PORT=str(mail.port))
    with app.app_context():
        for number in (built["count"] + 1, built["count"] + 2):
            plant(number, is_told_by_officers=True)
        while deliver_outbox():
            pass
        states = set(db.session.scalars(select(OutboxMessage.state)))
        params = [str(row) for row in db.session.scalars(select(OutboxMessage.params))]
    assert states == {"sent"}
    assert len(mail.messages) >= 2
    for received in mail.messages:
        body = received.message.get_body()
        assert body is not None
        assert personal_in(f"{received.message['Subject']}{body.get_content()}") == set()
    assert personal_in(" ".join(params)) == set()


@SQLITE
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_exports_without_the_right_name_nobody(
    app: Flask, built: dict[str, Any], form: str
) -> None:
    for who in ("sunil", "aude"):
        with app.app_context():
            with unit_of_work():
                export = ask_for(
                    ExportCommand("state=all", form, "月度汇总", ()), getattr(present_cast(), who)
                )
            work_off_exports()
            export_id = export.id
        answer = signed_in(app, who).post(f"/supervision/exports/{export_id}/file", buffered=True)
        assert answer.status_code == 200
        content = answer.data
        told = unpacked(content) if form == "xlsx" else content.decode("utf-8-sig")
        assert "忠环" in told
        assert personal_in(told) == set()


def opened(client: FlaskClient, path: str) -> TestResponse:
    """Return the page that an address leads to; whatever host it names is this application."""
    answer = client.get(path)
    while answer.status_code in {301, 302, 303, 307, 308}:
        assert personal_in(answer.location) == set(), path
        leads = urlsplit(answer.location)
        answer = client.get(f"{leads.path}?{leads.query}")
    return answer


@SQLITE
@pytest.mark.parametrize("who", WITHOUT_RIGHT)
def test_pages_for_those_without_the_right_name_nobody(
    app: Flask, built: dict[str, Any], who: str
) -> None:
    client = signed_in(app, who)
    wanted = ["/start"]
    for case_id in [*built["open"], *built["closed"]]:
        wanted += [f"/cases/{case_id}", f"/cases/{case_id}/sheet"]
    first = built["open"][0]
    wanted += [f"/cases/{first}/{name}" for name, row in TRANSITIONS.items() if row.has_button]
    wanted += ["/replies/not-solved", "/supervision/notices/?show=settled"]
    wanted += [f"/supervision/notices/{number}/print" for number in (1, 2)]
    count = len(built["closed"])  # Behind the summaries stands one of each other kind.
    drafts_of = [*range(1, 7), *range(count + 1, count + len(built["kinds"]) + 1)]
    wanted += [f"{DRAFTS}{number}" for number in drafts_of if who != DRAFTER]
    seen = set(wanted)
    most = soak.rounds(120, 2000) + len(wanted)
    while wanted and len(seen) < most:
        path = wanted.pop(0)
        answer = opened(client, path)
        assert personal_in(f"{answer.headers}{told_by(answer.data)}") == set(), path
        assert not IN_FILES.search(answer.data), path
        for link in LINK.findall(told_by(answer.data)) if answer.mimetype == "text/html" else ():
            is_draft = who == DRAFTER and link.startswith(DRAFTS)
            if link not in seen and not is_draft and not link.startswith(NOT_FOLLOWED):
                seen.add(link)
                wanted.append(link)
    found = Planted(0)
    for asked in (found.phone, found.name, found.home, found.word):
        for path in ("/search", "/cases/"):
            answer = client.get(path, query_string={"q": asked})
            told = answer.text.replace(asked, "")  # What was typed stands in its field.
            assert personal_in(told) == set(), path


@SQLITE
def test_logs_name_nobody(
    app: Flask, built: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    client = signed_in(app, "olga")
    found = Planted(1)
    client.get("/search", query_string={"q": found.phone})
    with app.app_context():
        plant(built["count"] + 1, is_told_by_officers=True)
        deliver_outbox()
    out, err = capfd.readouterr()
    assert "outbox delivered" in err
    assert inside_in(out + err) == set()
