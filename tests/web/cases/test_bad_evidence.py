"""Evidence that is refused: a clear sentence at the field, and the rest of the form kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.evidence.models import Evidence
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import files_folder
from caseflow.ground.storage.models import StoredFile
from tests import sent_files as sent
from tests.factories import case_in

MB = 1024 * 1024
CAPTION = "东厂界夜间打桩"
BAD = {
    "现场.jpg": (sent.picture() + sent.archive({"a": b"b"}), "内藏有另一个文件"),
    "笔录.docx": (sent.docx(**{"big.xml": bytes(40 * MB)}), "解压后过大"),
    "材料.zip": (sent.archive({"big": bytes(40 * MB)}), "不接收压缩包"),
    "全景.png": (sent.png_header(20_000, 10_000), "图片像素过多，最多 40 百万像素"),
    "图形.svg": (sent.SVG, "不接收 SVG 图形和网页文件"),
    "照片.png": (sent.picture(), "文件名应以 .jpg 结尾"),
}


@pytest.fixture
def send(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> Callable[..., tuple[int, str, FlaskClient]]:
    """Returns a function that sends files with a form: (status, page in clear, browser)."""
    with office.app_context():
        case = case_in("investigating")
        path, version = f"/cases/{case.id}/add_evidence", case.version
    farid = as_("farid")

    def post(files: dict[str, bytes], **more: str) -> tuple[int, str, FlaskClient]:
        fields = {"version": version, "caption": CAPTION, "stage": "before", **more}
        sending = [(io.BytesIO(content), name) for name, content in files.items()]
        answer = farid.post(path, data={**fields, "files": sending})
        return answer.status_code, unescape(answer.text), farid

    return post


def test_each_is_refused_with_its_sentence_and_the_rest_is_kept(
    office: Flask, send: Callable[..., tuple[int, str, FlaskClient]]
) -> None:
    for name, (content, sentence) in BAD.items():
        status, page, _farid = send({name: content})
        assert status == 422, name
        error = re.search(r'id="files-error".*?</svg>(.*?)</', page, re.S)
        assert error, name
        assert f"{name}: " in error[1]
        assert sentence in error[1]
        assert CAPTION in page
        assert re.search(r'<(?=[^>]*value="before")[^>]* (checked|selected)', page)
    with office.app_context():
        assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0
        assert [path for path in files_folder().rglob("*") if path.is_file()] == []


def test_in_english_the_sentence_is_english(
    send: Callable[..., tuple[int, str, FlaskClient]],
) -> None:
    _status, _page, farid = send({})
    farid.post("/language", data={"language": "en"})
    _status, page, _farid = send({"图形.svg": sent.SVG})
    assert "An SVG drawing or web page is not kept" in page


def test_the_good_one_of_two_need_not_be_sent_again(
    office: Flask, send: Callable[..., tuple[int, str, FlaskClient]]
) -> None:
    status, page, _farid = send({"好.jpg": sent.camera_jpeg(), "坏.svg": sent.SVG})
    assert status == 422
    kept = re.search(r'name="kept_files"[^>]*value="([^"]+)"', page)
    assert kept
    status, _page, _farid = send({}, kept_files=kept[1])
    assert status == 303
    with office.app_context():
        assert list(db.session.scalars(select(Evidence.file_name))) == ["好.jpg"]
