"""The custody of evidence: each look and each copy is recorded for good; EXIF stays in the file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from caseflow.core.evidence.custody import FILE, LOOK, RECORD, custody_page, note_custody
from caseflow.core.evidence.models import CustodyEntry
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from tests import sent_files as sent
from tests.cast import present_cast
from tests.factories import case_in, do
from tests.statements import counted
from tests.stored import path_of

As = Callable[[str], FlaskClient]


@pytest.fixture
def path(office: Flask) -> str:
    """The address of a case with a photograph (evidence 1) and a PDF (evidence 2)."""
    with office.app_context():
        kept = []
        for content in (sent.camera_jpeg(), sent.pdf()):
            with unit_of_work():
                kept.append(store_stream(io.BytesIO(content), 10_000_000).id)
        case = case_in("investigating")
        do(case, "add_evidence", files=[(kept[0], "现场.jpg"), (kept[1], "单.pdf")])
        return f"/cases/{case.id}"


def post(client: FlaskClient, address: str, **data: str) -> Any:
    """Return the whole answer, with the file it was read from closed, as a server does."""
    with client.post(address, data=data) as answer:
        answer.get_data()
        return answer


def get(client: FlaskClient, address: str) -> Any:
    with client.get(address) as answer:
        answer.get_data()
        return answer


def entries(app: Flask) -> list[tuple[Any, ...]]:
    with app.app_context():
        columns = (
            CustodyEntry.evidence_id,
            CustodyEntry.user_id,
            CustodyEntry.act,
            CustodyEntry.place,
            CustodyEntry.reason,
        )
        return [tuple(row) for row in db.session.execute(select(*columns).order_by("id"))]


def user_id(app: Flask, name: str) -> int:
    with app.app_context():
        found: int = getattr(present_cast(), name).id
        return found


@pytest.mark.parametrize(
    ("page", "place"), [("{}", "desk"), ("/field{}", "tablet")], ids=["desk", "tablet"]
)
def test_a_look_from_the_page_of_the_case_is_recorded(
    office: Flask, as_: As, path: str, page: str, place: str
) -> None:
    farid = as_("farid")
    shown = unescape(farid.get(page.format(path)).text)
    ways = re.findall(r'action="(/cases/\d+/evidence/\d+/open[^"]*)"', shown)
    assert len(ways) == 2
    assert entries(office) == []
    picture, document = post(farid, ways[0]), post(farid, ways[1])
    assert picture.data == sent.camera_jpeg()
    assert picture.headers["Content-Disposition"].startswith("inline")
    assert document.data == sent.pdf()
    assert document.headers["Content-Disposition"].startswith("attachment")
    for answer in (picture, document):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
    who = user_id(office, "farid")
    assert entries(office) == [(1, who, "look", place, ""), (2, who, "copy", place, "")]


def test_a_copy_needs_a_reason_that_is_recorded(office: Flask, as_: As, path: str) -> None:
    sunil = as_("sunil")
    refused = post(sunil, f"{path}/evidence/1/copy", reason=" ")
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert entries(office) == []
    copied = post(sunil, f"{path}/evidence/1/copy", reason="移送检察院")
    assert copied.data == sent.camera_jpeg()
    assert copied.headers["Content-Disposition"].startswith("attachment")
    assert entries(office) == [(1, user_id(office, "sunil"), "copy", "file", "移送检察院")]
    page = sunil.get(f"{path}/evidence/1").text
    assert "移送检察院" in page
    assert "已取走副本" in page


def test_the_log_stands_in_order_of_time(office: Flask, as_: As, path: str) -> None:
    """A look at a record of a tablet is entered when the file becomes evidence."""
    post(as_("sunil"), f"{path}/evidence/1/copy", reason="移送检察院")
    with office.app_context():
        with unit_of_work():
            who, before = present_cast().farid.id, clock.now() - timedelta(days=2)
            note_custody(1, user_id=who, act=LOOK, place=RECORD, at=before)
        with counted(office) as statements:
            log = custody_page(1, None).items
        assert sum("SELECT" in one for one in statements) == 1
    assert [row.place for row in log] == [FILE, RECORD]


def test_looking_at_pages_and_small_pictures_writes_nothing(
    office: Flask, as_: As, path: str
) -> None:
    farid = as_("farid")
    for address in (path, f"{path}/evidence/1", f"{path}/evidence/1/small"):
        assert get(farid, address).status_code == 200
    for form_only in ("open", "copy"):  # a page refused there is asked for again by its address
        again = farid.get(f"{path}/evidence/1/{form_only}")
        assert again.status_code == 302
        assert again.location == f"{path}/evidence/1"
    assert entries(office) == []


def test_who_may_see_the_case_may_open_its_files_but_not_always_who_did(
    office: Flask, as_: As, path: str
) -> None:
    post(as_("sunil"), f"{path}/evidence/1/copy", reason="移送检察院")
    for name in ("dong", "farid", "aude"):
        assert "移送检察院" in as_(name).get(f"{path}/evidence/1").text, name
    for name in ("olga", "pia"):
        answer = as_(name).get(f"{path}/evidence/1")
        assert answer.status_code == 200
        assert "移送检察院" not in answer.text, name


def test_strangers_to_the_case_are_handed_nothing(office: Flask, as_: As, path: str) -> None:
    zoe, adam = as_("zoe"), as_("adam")
    for rest in ("open", "copy"):
        assert post(zoe, f"{path}/evidence/1/{rest}", reason="x").status_code == 404
        assert post(adam, f"{path}/evidence/1/{rest}", reason="x").status_code == 403
    with office.app_context():
        other = f"/cases/{case_in('investigating').id}"
    assert as_("farid").post(f"{other}/evidence/1/open").status_code == 404
    assert entries(office) == []


def test_a_file_that_is_gone_is_not_recorded_as_handed_out(
    office: Flask, as_: As, path: str
) -> None:
    with office.app_context():
        path_of(db.session.scalars(select(StoredFile.sha256).order_by("id")).first() or "").unlink()
    assert as_("farid").post(f"{path}/evidence/1/open").status_code == 404
    assert entries(office) == []


def test_the_original_keeps_its_exif_and_what_is_made_of_it_has_none(
    office: Flask, as_: As, path: str
) -> None:
    farid = as_("farid")
    original = Image.open(io.BytesIO(post(farid, f"{path}/evidence/1/open").data))
    assert original.getexif().get_ifd(0x8825)[2] == (30.0, 17.0, 58.0)
    small = get(farid, f"{path}/evidence/1/small").data
    with Image.open(io.BytesIO(small)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_density", "jfif_unit"}
    assert b"Exif" not in small
    assert b"SomeMaker" not in small
    assert b"ftyp" not in small


def test_nothing_that_is_published_can_name_a_file(office: Flask) -> None:
    """The public tables have no reference to a file: pictures are not published at all."""
    files = {"stored_files", "evidence"}
    for name in ("published_pages", "publications"):
        keys = db.metadata.tables[name].foreign_keys
        assert not {key.column.table.name for key in keys} & files
