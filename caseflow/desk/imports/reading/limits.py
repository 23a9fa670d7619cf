"""How much a file may hold, and the look into a spreadsheet before anything is unpacked. Pure.

A spreadsheet is a zip file: a small one can unpack to gigabytes, one far cell can make a reader
set up billions, and one shared text can be named by millions of cells. All three are counted here
with constant memory, before the real reader sees the file.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from caseflow.desk.imports.reading.problems import Unreadable
from caseflow.ground.i18n import N_

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 2_000_000
"""Rows × columns of the smallest box around all filled cells of a sheet."""
MOST_UNPACKED_BYTES = 400 * 1024 * 1024
MOST_TEXT_BYTES = 100 * 1024 * 1024
"""Size of a text file; also of all texts of a spreadsheet, each counted as often as it is used."""
MOST_MEMBERS = 2_000
_CHUNK = 256 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,8})")


def ensure_within_limits(raw: bytes) -> None:
    """Raise Unreadable if the spreadsheet is damaged, or larger unpacked than the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _ensure_size(archive)
            lengths = _shared_lengths(archive)
            for name in archive.namelist():
                if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                    _Sheet(lengths).scan(archive, name)
            _ensure_intact(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise Unreadable(N_("The spreadsheet is damaged or protected by a password.")) from error
    except expat.ExpatError as error:
        raise Unreadable(N_("The spreadsheet is damaged.")) from error


def _too_large() -> Unreadable:
    return Unreadable(N_("The spreadsheet is too large once unpacked. Split it into smaller ones."))


def _ensure_size(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _too_large()
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise _too_large()


def _ensure_intact(archive: zipfile.ZipFile) -> None:
    """Unpack every member once: a size that lies in the directory fails its checksum."""
    if archive.testzip() is not None:
        raise Unreadable(N_("The spreadsheet is damaged."))


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            yield chunk


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unreadable(N_("The spreadsheet is damaged."))

    parser.EntityDeclHandler = refuse
    return parser


def _shared_lengths(archive: zipfile.ZipFile) -> list[int]:
    """Return the length of each shared text of the workbook, in characters."""
    lengths: list[int] = []
    inside = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal inside
        if tag.endswith("si"):
            lengths.append(0)
            inside = True

    def end(tag: str) -> None:
        nonlocal inside
        if tag.endswith("si"):
            inside = False

    def text(words: str) -> None:
        if inside:
            lengths[-1] += len(words)

    for name in archive.namelist():
        if name.lower() == "xl/sharedstrings.xml":
            parser = _parser()
            parser.StartElementHandler, parser.EndElementHandler = start, end
            parser.CharacterDataHandler = text
            for chunk in _chunks(archive, name):
                parser.Parse(chunk)
            parser.Parse(b"", True)
    return lengths


class _Sheet:
    """Counting of one sheet: the box around its filled cells, and the texts they name."""

    def __init__(self, lengths: list[int]) -> None:
        self.lengths = lengths
        self.row = self.column = 0
        self.last_row = self.last_column = 0
        self.text_count = 0
        self.is_shared = self.in_value = False
        self.words = ""

    def scan(self, archive: zipfile.ZipFile, name: str) -> None:
        """Read the sheet once; raises Unreadable as soon as a limit is passed."""
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        for chunk in _chunks(archive, name):
            parser.Parse(chunk)
            self.ensure_within()
        parser.Parse(b"", True)
        self.ensure_within()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or tag.endswith(":c"):
            self._enter_cell(attributes)
        elif tag == "row" or tag.endswith(":row"):
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() and len(given) < 9 else self.row + 1
            self.column = 0
        elif tag in {"v", "is", "f"} or tag.endswith((":v", ":is", ":f")):
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            self.in_value = tag.endswith("v")
            self.words = ""

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place:
            self.row, self.column = int(place[2]), 0
            for letter in place[1].upper():
                self.column = self.column * 26 + ord(letter) - 64
        self.is_shared = attributes.get("t") == "s"

    def text(self, words: str) -> None:
        if self.in_value and self.is_shared:
            self.words += words[:10]

    def end(self, tag: str) -> None:
        if self.in_value and tag.endswith("v"):
            self.in_value = False
            index = self.words.strip()
            if self.is_shared and index.isdecimal() and int(index) < len(self.lengths):
                self.text_count += self.lengths[int(index)]

    def ensure_within(self) -> None:
        if self.last_row > MOST_ROWS:
            raise Unreadable(N_("The file has more than %(most)s rows. Split it."), most=MOST_ROWS)
        if self.last_row * self.last_column > MOST_CELLS or self.text_count > MOST_TEXT_BYTES:
            raise _too_large()
