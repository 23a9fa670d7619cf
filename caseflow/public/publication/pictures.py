"""Making a picture fit to be published: nothing but pixels, and what a person marked hidden. Pure.

Faces, plates and door numbers are marked by a person with a brush; nothing here looks for them (ADR
0025 says why). What is hidden is overwritten before anything else is done with the pixels.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pi_heif
from PIL import Image, ImageCms, ImageOps

from caseflow.ground.i18n import N_

LONGEST_SIDE = 1600
"""Pixels of the longer side, at most."""
MOST_MEGAPIXELS = 80
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
"""Read by Pillow; HEIC is read by pi-heif."""
MOSAIC_CELLS = 3
"""Along the longer side of a hidden place, whatever its size: too few to tell a face by."""
MOSAIC_STEP = 32
"""Colours of a mosaic are rounded to so many steps of brightness."""
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})


class Manner(StrEnum):
    """How a place is hidden; neither can be undone."""

    BLACK = "black"
    MOSAIC = "mosaic"


@dataclass(frozen=True, slots=True)
class Region:
    """A place to hide, in fractions of the width and height of the upright picture.

    What lies outside the picture is cut off; raises ValueError for a place of no size.
    """

    left: float
    top: float
    width: float
    height: float
    manner: Manner = Manner.BLACK

    def __post_init__(self) -> None:
        sides = (self.left, self.top, self.width, self.height)
        if not all(map(math.isfinite, sides)) or self.width <= 0 or self.height <= 0:
            raise ValueError(f"a place to hide has a size: {sides}")

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom in pixels: every pixel that the place touches."""
        left = min(max(0, math.floor(self.left * width)), width)
        top = min(max(0, math.floor(self.top * height)), height)
        right = min(max(left, math.ceil((self.left + self.width) * width)), width)
        bottom = min(max(top, math.ceil((self.top + self.height) * height)), height)
        return left, top, right, bottom


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture fit to be published: the bytes of a JPEG, its size in pixels, its SHA-256."""

    content: bytes
    width: int
    height: int
    sha256: str


class UnreadablePicture(Exception):
    """The bytes are no picture that can be published; `sentence` (a msgid) says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def publishable(content: bytes, regions: Iterable[Region] = ()) -> PublicPicture:
    """Return `content` (JPEG, PNG, WebP or HEIC) as a small upright JPEG without any metadata.

    EXIF and with it the place, XMP, IPTC, colour profile, comments and embedded thumbnails are left
    behind; the same bytes and regions always give the same bytes. Raises UnreadablePicture.
    """
    whole = _upright(content)
    for region in regions:
        _hide(whole, region)
    whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", whole.size)
    bare.paste(whole)  # Pillow would write the comment of an opened picture again.
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=QUALITY, optimize=True)
    made = target.getvalue()
    return PublicPicture(made, bare.width, bare.height, hashlib.sha256(made).hexdigest())


def _upright(content: bytes) -> Image.Image:
    """Return the pixels as the photographer saw them, in sRGB, on white where transparent."""
    try:
        opened = _opened(content)
        if opened.width * opened.height > MOST_MEGAPIXELS * 1_000_000:
            raise UnreadablePicture(N_("The picture is too large to be published."))
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        profile = opened.info.get("icc_profile")
        turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except UnreadablePicture:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnreadablePicture(N_("The picture is too large to be published.")) from error
    except Exception as error:  # Pillow lets many kinds out at bytes made in bad faith.
        raise UnreadablePicture(N_("The picture is damaged: it cannot be opened.")) from error
    flat = Image.new("RGB", turned.size, "white")
    flat.paste(turned, mask=turned.getchannel("A"))
    return _in_srgb(flat, profile)


def _opened(content: bytes) -> Image.Image:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        read: Any = pi_heif.read_heif(content)
        picture: Image.Image = read.to_pillow()
        return picture
    return Image.open(io.BytesIO(content), formats=FORMATS)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture with its colours as sRGB has them; as it is for a useless profile."""
    if not profile:
        return picture
    try:
        changed = ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed or picture


def _hide(picture: Image.Image, region: Region) -> None:
    """Overwrite a place, in black or with the averages of a few large cells."""
    box = region.box(*picture.size)
    wide, high = box[2] - box[0], box[3] - box[1]
    if not wide or not high:
        return
    if region.manner is Manner.BLACK:
        picture.paste((0, 0, 0), box)
        return
    cell = math.ceil(max(wide, high) / MOSAIC_CELLS)
    few = (max(1, round(wide / cell)), max(1, round(high / cell)))
    averages = picture.crop(box).resize(few, Image.Resampling.BOX)
    coarse = averages.point(lambda value: value // MOSAIC_STEP * MOSAIC_STEP + MOSAIC_STEP // 2)
    picture.paste(coarse.resize((wide, high), Image.Resampling.NEAREST), box)
