"""Small pictures: made by a worker before somebody asks, and once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.storage.files import files_folder, make_small_pictures, store_stream
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from tests.sent_files import picture
from tests.stored import path_of

PLACE = 0x8825
"""The part of EXIF that tells where a picture was taken."""


def with_place() -> bytes:
    exif = Image.Exif()
    exif[PLACE] = {1: "N", 2: (30.0, 18.0, 0.0)}
    return picture(size=(900, 700), exif=exif)


def keep(content: bytes) -> str:
    with unit_of_work():
        return store_stream(io.BytesIO(content), 10_000_000).sha256


def test_a_worker_makes_what_is_lacking_once_without_place(db_session: Any) -> None:
    whole = with_place()
    assert Image.open(io.BytesIO(whole)).getexif().get_ifd(PLACE)
    sha256 = keep(whole)
    assert (make_small_pictures(10), make_small_pictures(10)) == (1, 0)
    small = files_folder() / "thumbnails" / sha256[:2] / f"{sha256}.jpg"
    with Image.open(small) as made:
        assert max(made.size) == 463  # 900 × 700 within 480 × 360
        assert not made.getexif()


def test_a_picture_that_is_gone_is_not_tried_for_ever(db_session: Any) -> None:
    gone, there = keep(picture(size=(20, 20))), keep(picture(size=(30, 20)))
    path_of(gone).unlink()
    assert (make_small_pictures(10), make_small_pictures(10)) == (1, 0)
    rows = {row.sha256: row.small_at for row in db.session.scalars(select(StoredFile))}
    assert rows[gone] is not None
    assert rows[there] is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_other_files_are_left_alone(db_session: Any) -> None:
    from tests.sent_files import docx

    keep(docx())
    assert make_small_pictures(10) == 0
