"""Which files may be kept, told by their content, never by their names; each kind with its limit.

A file passes when its signature is known, its name agrees, it is not too large for its kind, it can
be read as what it says it is, and nothing of another kind is hidden in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from flask_babel import gettext as _

from caseflow.ground.errors import BadInput
from caseflow.ground.i18n import N_
from caseflow.ground.storage.foreign import refuse_foreign_parts
from caseflow.ground.storage.media import check_mp3, check_mp4, check_pdf, check_wav, is_mp3
from caseflow.ground.storage.office import DOCX, XLSX, check_office, office_kind
from caseflow.ground.storage.pictures import check_picture

MEBIBYTE = 1024 * 1024
HEAD = 1024
"""So many first bytes tell the kind."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that is kept; `most_mb` is in MiB, under the limit of every upload."""

    content_type: str
    words: str
    extensions: tuple[str, ...]
    most_mb: int
    matches: Callable[[bytes], bool]
    """Told by the first bytes; never true for the two kinds that are told by a ZIP's members."""
    check: Callable[[Path], None]
    """Raises BadInput for a file that cannot be read as this kind."""


def _jpeg(path: Path) -> None:
    check_picture(path, "JPEG")


def _png(path: Path) -> None:
    check_picture(path, "PNG")


def _webp(path: Path) -> None:
    check_picture(path, "WEBP")


def _never(_head: bytes) -> bool:
    return False


# Recorders of tablets write either brand under either name.
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
_VIDEO_BRANDS = frozenset({b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV"})


# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("image/jpeg", N_("JPEG picture"), (".jpg", ".jpeg", ".jfif"), 40,
         lambda head: head.startswith(b"\xff\xd8\xff"), _jpeg),
    Kind("image/png", N_("PNG picture"), (".png",), 40,
         lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    Kind("image/webp", N_("WebP picture"), (".webp",), 40,
         lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _webp),
    Kind("application/pdf", N_("PDF document"), (".pdf",), 60,
         lambda head: head.startswith(b"%PDF-"), check_pdf),
    Kind(DOCX, N_("Word document"), (".docx",), 60, _never, check_office),
    Kind(XLSX, N_("Excel workbook"), (".xlsx",), 60, _never, check_office),
    Kind("video/mp4", N_("MP4 film"), (".mp4", ".m4a"), 500,
         lambda head: head[4:8] == b"ftyp" and head[8:12] in _VIDEO_BRANDS, check_mp4),
    Kind("audio/mp4", N_("M4A sound"), (".m4a", ".mp4"), 200,
         lambda head: head[4:8] == b"ftyp" and head[8:12] in _AUDIO_BRANDS, check_mp4),
    Kind("audio/mpeg", N_("MP3 sound"), (".mp3",), 200, is_mp3, check_mp3),
    Kind("audio/wav", N_("WAV sound"), (".wav",), 200,
         lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE", check_wav),
)

_ARCHIVE = N_("An archive is not kept: unpack it and send the files themselves.")
_DRAWING = N_("An SVG drawing or web page is not kept, it can carry programs: send it as a picture "
              "or PDF.")
_OLD_OFFICE = N_("Word and Excel files of the old kind, and those with a password, are not kept: "
                 "save it as .docx or .xlsx without a password, or as PDF.")
_UNKNOWN = N_("This kind of file is not kept: send a picture, PDF, Word, Excel, sound or film.")
REFUSED: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh",
      b"\xfd7zXZ"), _ARCHIVE),
    ((b"<?xml", b"<svg", b"<!doctype", b"<html", b"<script", b"<!--"), _DRAWING),
    ((b"gif8",), N_("A GIF picture is not kept: send it as JPEG or PNG.")),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), _OLD_OFFICE),
)
"""First bytes (letters in lower case) of what is sent by mistake or in bad faith, and the sentence
that helps on. Everything else is refused as well, with a sentence that names what is kept."""
# fmt: on

BY_TYPE = {kind.content_type: kind for kind in KINDS}
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
"""Content type → Pillow's name of it."""
ACCEPT = ",".join(dict.fromkeys(end for kind in KINDS for end in kind.extensions))
"""For the `accept` attribute of file fields."""


def kind_of(path: Path, name: str = "") -> str:
    """Return the content type of a file; raises BadInput, with its reason, for one not to be kept.

    `name` is what its sender calls it, and must agree with the content; "" where there is none.
    """
    kind = _recognised(path)
    _agree(kind, name)
    if path.stat().st_size > kind.most_mb * MEBIBYTE:
        raise BadInput(
            _(
                "The file is too large: a %(kind)s has at most %(most)s MB.",
                kind=_(kind.words),
                most=kind.most_mb,
            )
        )
    kind.check(path)
    refuse_foreign_parts(path, is_pdf=kind.content_type == "application/pdf")
    return kind.content_type


def _recognised(path: Path) -> Kind:
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = next((kind for kind in KINDS if kind.matches(head)), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = BY_TYPE.get(office_kind(path) or "")
    if found is None:
        raise BadInput(_(_sentence(head)))
    return found


def _sentence(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for signatures, sentence in REFUSED:
        if start.startswith(signatures) or start.lower().startswith(signatures):
            return sentence
    return _UNKNOWN


def _agree(kind: Kind, name: str) -> None:
    if not name or PurePath(name.lower()).suffix in kind.extensions:
        return
    raise BadInput(
        _(
            "The name does not agree with the content, which is a %(kind)s: its name must end in "
            "%(ending)s.",
            kind=_(kind.words),
            ending=kind.extensions[0],
        )
    )
