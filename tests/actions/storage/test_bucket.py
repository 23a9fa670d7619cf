"""Stored files in a bucket: a real HTTP server that speaks S3 keeps them."""

from __future__ import annotations

import io

import pytest
import s3fs
from flask import Flask

from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.core.evidence.verify import verify_files
from caseflow.ground.backup.actions import make_backup
from caseflow.ground.config import BadSetting, read_settings, settings
from caseflow.ground.errors import CaseflowError, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import open_file, store_stream
from caseflow.ground.storage.places import Bucket, place
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.factories import case_in
from tests.sent_files import picture
from workers.checks import Level, storage

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PHOTO = picture(size=(320, 240))
MOST = 10_000_000


@pytest.fixture
def app(app_in_bucket: Flask) -> Flask:
    return app_in_bucket


def objects(bucket: s3fs.S3FileSystem) -> list[str]:
    return sorted(bucket.find("evidence"))


@SQLITE
def test_a_file_lies_in_the_bucket_under_its_hash_once(
    app: Flask, bucket: s3fs.S3FileSystem
) -> None:
    with app.app_context():
        with unit_of_work():
            first = store_stream(io.BytesIO(PHOTO), MOST)
            again = store_stream(io.BytesIO(PHOTO), MOST)
        assert first.id == again.id
        key = f"evidence/zhong/{first.sha256[:2]}/{first.sha256[2:4]}/{first.sha256}"
        assert objects(bucket) == [key]
        with open_file(first.sha256) as file:
            assert file.read() == PHOTO
        with pytest.raises(NotVisible):
            open_file("0" * 64)
        assert not list((settings().home / "files").glob("??"))


@SQLITE
def test_evidence_is_added_shown_and_proved_from_the_bucket(
    app: Flask, bucket: s3fs.S3FileSystem
) -> None:
    with app.app_context():
        with unit_of_work():
            make_cast()
        case_id = case_in("investigating").id
    client = app.test_client()
    sign_in(client, "farid")
    with app.app_context():
        version = db.session.get_one(Case, case_id).version
        sent = {
            "files": (io.BytesIO(PHOTO), "现场.jpg"), "caption": "东侧场界", "stage": "inspection",
            "version": version,
        }  # fmt: skip
    answer = client.post(f"/cases/{case_id}/add_evidence", data=sent)
    assert answer.status_code == 303, answer.text
    with app.app_context():
        evidence_id = db.session.query(Evidence.id).scalar()
    path = f"/cases/{case_id}/evidence/{evidence_id}"
    with client.post(f"{path}/open") as whole, client.get(f"{path}/small") as small:
        assert whole.data == PHOTO
        assert small.mimetype == "image/jpeg"
    with app.app_context():
        assert verify_files().is_intact
    (key,) = objects(bucket)
    bucket.pipe(key, PHOTO[:-3] + b"\0" + PHOTO[-2:])
    with app.app_context():
        assert not verify_files().is_intact


@SQLITE
def test_a_bucket_that_is_away_is_said_and_nothing_is_lost(
    app: Flask, server_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        with unit_of_work():
            kept = store_stream(io.BytesIO(PHOTO), MOST).sha256
        assert storage()[0] is not Level.ERROR
        away = Bucket("s3://evidence/zhong", "http://127.0.0.1:9")
        with pytest.raises(CaseflowError) as refused:
            away.open(kept)
        assert refused.value.status == 503
        monkeypatch.setattr("workers.checks.place", lambda: Bucket("s3://other", server_address))
        assert storage() == (Level.ERROR, "s3://evidence/zhong: there is no such bucket")
        assert isinstance(place(), Bucket)


@SQLITE
def test_a_backup_leaves_the_bucket_to_itself_and_says_so(app: Flask, tmp_path: object) -> None:
    with app.app_context():
        with unit_of_work():
            store_stream(io.BytesIO(PHOTO), MOST)
        made = make_backup(settings(), settings().home / "backup", None)
    assert not (made.data / "files").exists()
    assert "s3://evidence/zhong" in (made.data / "manifest.json").read_text("utf-8")


@pytest.mark.parametrize("value", ["/srv/files", "s3://", "http://bucket"])
def test_an_address_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="CASEFLOW_FILES"):
        read_settings({"CASEFLOW_FILES": value})
