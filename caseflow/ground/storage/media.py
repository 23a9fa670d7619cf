"""Sound, film and PDF: read far enough to see that they are what they say; never as a whole."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from caseflow.ground.errors import BadInput

PDF_TAIL = 2048
"""Bytes at the end in which a PDF's end mark stands."""
MOST_BOXES = 100_000
_BIT_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s of layer III by index: MPEG 1 (3), and MPEG 2 and 2.5 (2). ISO 11172-3, 13818-3."""
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def check_pdf(path: Path) -> None:
    """Raise BadInput for a PDF without its end: cut off, or with something else behind it."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - PDF_TAIL))
        if b"%%EOF" not in file.read():
            raise _damaged()


def check_mp4(path: Path) -> None:
    """Raise BadInput for a film or sound without the box that tells what is in it."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        place = 0
        for _count in range(MOST_BOXES):
            length, name = _box(file, place)
            if name == b"moov" and place + length <= size:
                return
            if length < 8 or place + length >= size:
                break
            place += length
    raise _damaged()


def _box(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """Return length and name of the box at `place`; length 0 at the end."""
    file.seek(place)
    head = file.read(16)
    if len(head) < 8:
        return 0, b""
    length, name = struct.unpack(">L4s", head[:8])
    if length == 1 and len(head) == 16:
        length = struct.unpack(">Q", head[8:])[0]
    return length, name


def check_wav(path: Path) -> None:
    """Raise BadInput for a WAV whose first parts are not the format and its data."""
    with path.open("rb") as file:
        place, size, seen = 12, file.seek(0, os.SEEK_END), set()
        for _count in range(MOST_BOXES):
            file.seek(place)
            head = file.read(8)
            if len(head) < 8:
                break
            name, length = struct.unpack("<4sL", head)
            seen.add(name)
            place += 8 + length + length % 2
            if {b"fmt ", b"data"} <= seen:
                return
            if place >= size:
                break
    raise _damaged()


def is_mp3(head: bytes) -> bool:
    """Return whether these are an ID3 tag or the head of an MPEG layer III frame."""
    return head.startswith(b"ID3") or _frame_length(head) is not None


def check_mp3(path: Path) -> None:
    """Raise BadInput for a file in which no two frames of sound follow each other."""
    with path.open("rb") as file:
        place = _after_tag(file)
        file.seek(place)
        start = file.read(65_536)
        for at in range(min(len(start) - 4, 4096)):
            length = _frame_length(start[at : at + 4])
            if length and _frame_length(start[at + length : at + length + 4]):
                return
    raise _damaged()


def _after_tag(file: BinaryIO) -> int:
    head = file.read(10)
    if not head.startswith(b"ID3") or len(head) < 10:
        return 0
    length = 0
    for byte in head[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length


def _frame_length(head: bytes) -> int | None:
    """Return the bytes of the layer III frame that begins here, or None if none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, frequency = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or frequency == 3:
        return None
    kilobits = _BIT_RATES[3 if version == 3 else 2][rate]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // _SAMPLE_RATES[version][frequency] + (head[2] >> 1 & 1)


def _damaged() -> BadInput:
    return BadInput(_("The file is damaged: it cannot be read as what its beginning says it is."))
