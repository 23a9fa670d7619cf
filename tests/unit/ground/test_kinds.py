"""What may be kept is told by content: good files of every kind, and each way to be refused."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from caseflow.ground.errors import BadInput
from caseflow.ground.storage import kinds, office
from caseflow.ground.storage.kinds import KINDS, kind_of
from tests import sent_files as sent

MB = 1024 * 1024


Put = Callable[[bytes, str], str]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Returns a function that writes bytes and says what kind they are."""

    def write(content: bytes, name: str) -> str:
        path = tmp_path / "coming"
        path.write_bytes(content)
        return kind_of(path, name)

    return write


GOOD = {
    "现场.jpg": (sent.picture(), "image/jpeg"),
    "现场.JPEG": (sent.camera_jpeg(), "image/jpeg"),
    "图.png": (sent.picture("PNG"), "image/png"),
    "图.webp": (sent.picture("WEBP"), "image/webp"),
    "单.pdf": (sent.pdf(), "application/pdf"),
    "笔录.docx": (sent.docx(), office.DOCX),
    "带表.docx": (sent.docx(**{"embeddings/one.xlsx": sent.xlsx()}), office.DOCX),
    "台账.xlsx": (sent.xlsx(b"<row>1</row>" * 100_000), office.XLSX),
    "录像.mp4": (sent.mp4(), "video/mp4"),
    "录音.m4a": (sent.mp4(b"M4A "), "audio/mp4"),
    "平板录音.m4a": (sent.mp4(b"mp42"), "video/mp4"),
    "等长行.xlsx": (sent.xlsx(bytes(MB + 10)), office.XLSX),
    "录音.mp3": (sent.mp3(), "audio/mpeg"),
    "标签.mp3": (b"ID3\x04\0\0\0\0\0\x14" + bytes(20) + sent.mp3(), "audio/mpeg"),
    "录音.wav": (sent.wav(), "audio/wav"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_kept(put: Put, name: str) -> None:
    content, kind = GOOD[name]
    assert put(content, name) == kind


def test_every_kind_has_a_good_example() -> None:
    assert {kind for _content, kind in GOOD.values()} == {kind.content_type for kind in KINDS}


HIDDEN = "holds another file"
LARGER = "grows far too large"
BAD = {
    "a JPEG with a ZIP behind it": (
        sent.picture() + sent.archive({"a.exe": b"MZ"}), "a.jpg", HIDDEN,
    ),
    "a JPEG with a ZIP and a comment": (
        sent.picture() + sent.archive({"a.exe": b"MZ"}) + b"\0" * 300, "a.jpg", HIDDEN,
    ),
    "a JPEG with a ZIP of 64 bits": (
        sent.picture() + sent.archive_of_64_bits(), "a.jpg", HIDDEN,
    ),
    "a JPEG with a page behind it": (sent.picture() + sent.HTML, "a.jpg", HIDDEN),
    "a JPEG with a page in its comment": (sent.picture(comment=sent.HTML), "a.jpg", HIDDEN),
    "a JPEG with a PDF behind it": (sent.picture() + sent.pdf(), "a.jpg", HIDDEN),
    "a JPEG with a PDF in its comment": (sent.picture(comment=b"%PDF-x"), "a.jpg", HIDDEN),
    "a PNG with a RAR behind it": (
        sent.picture("PNG") + b"Rar!\x1a\x07\x00" + bytes(50), "a.png", HIDDEN,
    ),
    "a PDF with a ZIP behind it": (sent.pdf() + sent.archive({"a": b"b"}), "a.pdf", HIDDEN),
    "a PDF with a page behind it": (sent.pdf() + sent.HTML, "a.pdf", HIDDEN),
    "a page before a DOCX's end": (sent.docx() + sent.HTML, "a.docx", "put together"),
    "a DOCX behind a PDF's head": (
        sent.archive(
            {"a": sent.pdf(), sent.CONTENT_TYPES: b"<T/>", "word/document.xml": b"<d/>"},
            zipfile.ZIP_STORED,
        ), "a.docx", HIDDEN,
    ),
    "a film with a page in it": (sent.mp4() + sent.HTML, "a.mp4", HIDDEN),
    "a GIF that is a program": (sent.GIF_JS, "a.gif", "GIF"),
    "a GIF called JPEG": (sent.GIF_JS, "a.jpg", "GIF"),
    "an SVG with a script": (sent.SVG, "a.svg", "SVG"),
    "an SVG called PNG": (sent.SVG, "a.png", "SVG"),
    "a page called JPEG": (sent.HTML, "a.jpg", "web page"),
    "a plain archive": (sent.archive({"a.txt": b"a"}), "a.zip", "unpack it"),
    "a bomb as archive": (sent.archive({"a": bytes(30 * MB)}), "a.zip", "unpack it"),
    "a bomb in a DOCX": (sent.docx(**{"big.xml": bytes(40 * MB)}), "a.docx", LARGER),
    "a bomb in an XLSX": (sent.xlsx(bytes(40 * MB)), "a.xlsx", LARGER),
    "a bomb that says it is small": (sent.docx_with_false_sizes(40 * MB), "a.docx", LARGER),
    "a bomb in a document in a document": (
        sent.docx(**{"embeddings/a.docx": sent.docx(**{"big.xml": bytes(40 * MB)})}),
        "a.docx", LARGER,
    ),
    "macros in a workbook in a document": (
        sent.docx(**{"embeddings/a.xlsm": sent.archive({"xl/vbaProject.bin": b"v"})}),
        "a.docx", "macros",
    ),
    "too deep": (
        sent.docx(a=sent.archive({"b": sent.archive({"c": sent.archive({"d": b"d"})})})),
        "a.docx", "too deeply",
    ),
    "too many parts": (
        sent.docx(**{str(count): b"" for count in range(5001)}), "a.docx", "too many parts",
    ),
    "macros": (sent.docx(**{"vbaProject.bin": b"Sub"}), "a.docx", "macros"),
    "a DOC": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "old kind"),
    "200 megapixels": (sent.png_header(20_000, 10_000), "a.png", "40 megapixels"),
    "50 megapixels of PNG": (sent.png_header(10_000, 5_000), "a.png", "40 megapixels"),
    "half a JPEG": (sent.picture(size=(640, 480))[:3000], "a.jpg", "damaged"),
    "a PNG without pixels": (sent.png_header(20, 10), "a.png", "damaged"),
    "a JPEG's first bytes": (b"\xff\xd8\xff\xe0" + bytes(100), "a.jpg", "damaged"),
    "half a PDF": (sent.pdf()[:40], "a.pdf", "damaged"),
    "half a film": (sent.mp4()[:60], "a.mp4", "damaged"),
    "a frame that is none": (b"\xff\xfb\x90\x00" + b"x" * 900, "a.mp3", "damaged"),
    "a WAV without sound": (sent.wav()[:30], "a.wav", "damaged"),
    "a JPEG called PNG": (sent.picture(), "a.png", "does not agree"),
    "a JPEG called PDF": (sent.picture(), "现场.jpg.pdf", "must end in .jpg"),
    "a PNG with no ending": (sent.picture("PNG"), "现场", "must end in .png"),
    "a program": (b"MZ\x90\x00" + bytes(100), "a.jpg", "is not kept"),
    "words": ("现场无异常".encode(), "a.txt", "is not kept"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_its_reason(put: Put, what: str) -> None:
    content, name, reason = BAD[what]
    with pytest.raises(BadInput, match=reason):
        put(content, name)


def test_two_hundred_real_megapixels_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    """A true picture of 25 MB in memory, were it ever decoded."""
    path = tmp_path / "a.png"
    Image.new("1", (20_000, 10_000)).save(path)
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match="40 megapixels"):
            kind_of(path)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MB


def test_a_bomb_is_unpacked_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(sent.docx_with_false_sizes(100 * MB))
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match=LARGER):
            kind_of(path)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * MB


def test_each_kind_has_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(sent.picture())
    with path.open("r+b") as file:
        file.truncate(41 * MB)
    with pytest.raises(BadInput, match="at most 40 MB"):
        kind_of(path)
    monkeypatch.setattr(kinds, "MEBIBYTE", 2 * MB)
    assert kind_of(path) == "image/jpeg"
