"""Which files may be kept, told by their content: signatures and zip members, never by their names.

Pictures are verified with Pillow, with a limit of pixels.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from flask_babel import gettext as _
from PIL import Image

from caseflow.ground.errors import BadInput

MOST_PIXELS = 80_000_000
"""Eighty megapixels: more than any office camera makes, little enough to open safely."""

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "video/mp4": (".mp4",),
    "audio/mp4": (".m4a",),
    "audio/mpeg": (".mp3",),
    "audio/wav": (".wav",),
}
ACCEPT = ",".join(extension for names in EXTENSIONS.values() for extension in names)
"""For the `accept` attribute of file fields."""

_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
_VIDEO_BRANDS = frozenset({b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV"})


def _is_mp3(head: bytes) -> bool:
    """Return whether these are an ID3 tag or the first bytes of an MPEG layer III frame."""
    if head.startswith(b"ID3"):
        return True
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0


_SIGNATURES: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    ("audio/wav", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE"),
    ("application/pdf", lambda head: head.startswith(b"%PDF-")),
    ("audio/mp4", lambda head: head[4:8] == b"ftyp" and head[8:12] in _AUDIO_BRANDS),
    ("video/mp4", lambda head: head[4:8] == b"ftyp" and head[8:12] in _VIDEO_BRANDS),
    ("audio/mpeg", _is_mp3),
)


def kind_of(path: Path) -> str:
    """Return the content type of a file; raises BadInput for one that is not kept or is broken."""
    with path.open("rb") as file:
        head = file.read(16)
    found = next((kind for kind, matches in _SIGNATURES if matches(head)), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _office_kind(path)
    if found is None:
        raise BadInput(
            _("This kind of file is not kept: send a picture, PDF, Word, Excel, sound or film.")
        )
    if found in PICTURES:
        _verify_picture(path, PICTURES[found])
    return found


def _office_kind(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for member, kind in _OFFICE.items() if member in names), None)


def _verify_picture(path: Path, form: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=(form,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise BadInput(_("The picture is too large: at most 80 megapixels."))
                picture.verify()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadInput(_("The picture is too large: at most 80 megapixels.")) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise BadInput(_("The picture is damaged: it cannot be opened.")) from error
