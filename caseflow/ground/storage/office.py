"""Word and Excel files: a ZIP that is nothing but that, and that stays small when it is unpacked.

What a member says of its own size is not believed: each is inflated, piece by piece, and counted.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from caseflow.ground.errors import BadInput

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}

MOST_EXPANDED = 256 * 1024 * 1024
"""Bytes of all members together, those of documents inside the document included."""
FREE_EXPANDED = 16 * 1024 * 1024
"""Bytes up to which the proportion does not matter: a little text repeats itself a lot."""
MOST_TIMES = 150
"""So many times the file's own size; a sheet of equal rows reaches some 50."""
MOST_MEMBERS = 5_000
MOST_DIRECTORY = 1024 * 1024
"""Bytes of the ZIP's directory, which is read as a whole."""
DEEPEST = 2
"""A table inside a document inside a document."""
CHUNK = 64 * 1024

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_IS_ENCRYPTED = 0x1


@dataclass(slots=True)
class _Budget:
    """How many bytes may still come out of the file."""

    left: int

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise BadInput(
                _("The file grows far too large when it is unpacked: it is not opened here.")
            )


def office_kind(path: Path) -> str | None:
    """Return the content type by the members of a ZIP, or None; raises BadInput for a false ZIP."""
    with path.open("rb") as file:
        names = {member.filename for member in _members(file)}
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)


def check_office(path: Path) -> None:
    """Raise BadInput for a file with macros, one that is damaged, and one that is a bomb."""
    size = path.stat().st_size
    budget = _Budget(min(MOST_EXPANDED, max(FREE_EXPANDED, size * MOST_TIMES)))
    with path.open("rb") as file:
        _unpack(file, budget, 0)


def _damaged() -> BadInput:
    return BadInput(_("The file is damaged or was put together from several: it is not opened."))


def _members(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """Return the members of a ZIP that fills the whole file, from its first byte to its last."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise _damaged()
    _mark, _disk, _first, _here, count, length, offset, comment = _END.unpack_from(tail, at)
    place = size - len(tail) + at
    is_whole = offset + length == place and at + _END.size + comment == len(tail)
    if not is_whole or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise _damaged()
    if count > MOST_MEMBERS or length > MOST_DIRECTORY:
        raise BadInput(_("The file has far too many parts: it is not opened here."))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    # zipfile says NotImplementedError to a member that asks for a newer ZIP than it can read.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged() from error


def _unpack(file: BinaryIO, budget: _Budget, depth: int) -> None:
    """Inflate every member within the budget; a ZIP among them is unpacked in its turn."""
    members = _members(file)
    if any(one.filename.lower().endswith("vbaproject.bin") for one in members):
        raise BadInput(_("A file with macros is not kept: save it without them."))
    declared = sum(one.file_size for one in members)
    if declared > budget.left:
        budget.take(declared)
    for member in members:
        with tempfile.SpooledTemporaryFile(max_size=CHUNK * 16) as inner:
            is_zip = False
            for count, piece in enumerate(_inflated(file, member)):
                budget.take(len(piece))
                is_zip = is_zip or (count == 0 and piece.startswith(b"PK\x03\x04"))
                if is_zip:
                    inner.write(piece)
            if is_zip:
                if depth >= DEEPEST:
                    raise BadInput(_("Files are packed into each other too deeply."))
                _unpack(inner, budget, depth + 1)  # type: ignore[arg-type]


def _inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member really holds, whatever size it declares, in pieces of bounded size."""
    if member.flag_bits & _IS_ENCRYPTED or member.compress_type not in {
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    }:
        raise _damaged()
    file.seek(member.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise _damaged()
    name_length, extra_length = _LOCAL.unpack(head)[-2:]
    file.seek(name_length + extra_length, os.SEEK_CUR)
    raw = _pieces(file, member.compress_size)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from raw
        return
    try:
        yield from _inflate(raw)
    except zlib.error as error:
        raise _damaged() from error


def _pieces(file: BinaryIO, count: int) -> Iterator[bytes]:
    place = file.tell()
    while count > 0:
        file.seek(place)  # Between two pieces the caller may have read elsewhere.
        piece = file.read(min(CHUNK, count))
        if not piece:
            raise _damaged()
        place, count = place + len(piece), count - len(piece)
        yield piece


def _inflate(raw: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in raw:
        waiting = piece
        while waiting and not inflater.eof:
            out = inflater.decompress(waiting, CHUNK * 16)
            waiting = inflater.unconsumed_tail
            if out:
                yield out
    while not inflater.eof:  # What was read may hold more than one piece gives, or just the end.
        out = inflater.decompress(b"", CHUNK * 16)
        if not out:
            break
        yield out
    if not inflater.eof:
        raise _damaged()
