"""Files that are two things at once: a picture that is also an archive, a web page or a PDF.

Cameras write much behind the end of a picture (a second picture, a short film), so what is there is
not refused for being there, but for being something that another program opens or runs.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from caseflow.ground.errors import BadInput

CHUNK = 1024 * 1024
ZIP_TAIL = 65_557
"""Bytes: a ZIP's directory is found by its end mark, with a comment of at most 65,535 bytes."""
_END_OF_ZIP = struct.Struct("<4s4H2LH")
_PDF_HEAD = 1024
"""Bytes in which readers of PDF look for its first mark."""

_ACTIVE = (
    b"<script", b"<!doctype html", b"<html>", b"<html ", b"<iframe", b"<?php ", b"<?php\n",
    b"<?php\r",
)  # fmt: skip
"""Of web pages and programs, in lower case: long enough not to stand in a picture by chance."""
_OTHERS = (b"%pdf-1.", b"%pdf-2.", b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def refuse_foreign_parts(path: Path, *, is_pdf: bool = False) -> None:
    """Raise BadInput for a file in which one of another kind is hidden.

    A PDF may carry files and quote web pages in itself: of it only the two ends are looked at. Of
    Word and Excel files the check of their ZIP has seen that nothing was put before or behind it.
    """
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            found = _has_pdf_head(file)
        elif is_pdf:
            found = _is_active(file) or _has_zip_end(file)
        else:
            found = _has_pdf_head(file) or _has_any(file, _ACTIVE + _OTHERS) or _has_zip_end(file)
    if found:
        raise BadInput(_("The file holds another file inside it: send each by itself, unchanged."))


def _has_pdf_head(file: BinaryIO) -> bool:
    file.seek(0)
    return b"%PDF-" in file.read(_PDF_HEAD)


def _has_any(file: BinaryIO, marks: tuple[bytes, ...]) -> bool:
    """Return whether one of `marks` (in lower case) is in the file, read piece by piece."""
    file.seek(0)
    kept = max(map(len, marks)) - 1
    before = b""
    while chunk := file.read(CHUNK):
        piece = before + chunk.lower()
        if any(mark in piece for mark in marks):
            return True
        before = piece[-kept:]
    return False


def _is_active(file: BinaryIO) -> bool:
    """Return whether a PDF begins or ends as a web page: before its objects, after its last end."""
    file.seek(0)
    head = file.read(_PDF_HEAD).lower()
    file.seek(max(0, file.seek(0, os.SEEK_END) - ZIP_TAIL))
    tail = file.read().lower().rpartition(b"%%eof")[2]
    return any(mark in head or mark in tail for mark in _ACTIVE)


def _has_zip_end(file: BinaryIO) -> bool:
    """Return whether an archive program would open this: an end mark whose directory is there."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - ZIP_TAIL)
    file.seek(start)
    tail = file.read()
    at = len(tail)
    while (at := tail.rfind(b"PK\x05\x06", 0, at)) >= 0:
        if at + _END_OF_ZIP.size > len(tail):
            continue
        if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
            return True  # Of a ZIP of 64 bits; its true directory is told elsewhere.
        _mark, _disk, _first, _here, count, length, _offset, _comment = _END_OF_ZIP.unpack_from(
            tail, at
        )
        place = start + at - length
        if count and place >= 0:
            file.seek(place)
            if file.read(4) == b"PK\x01\x02":
                return True
    return False
