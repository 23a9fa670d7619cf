"""Making a picture fit for the public: regions blackened, encoded anew without metadata. Pure."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from caseflow.ground.i18n import N_

LONGEST_SIDE = 1600
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle to be covered; fractions of the whole, from 0 to 1."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A JPEG that carries nothing but pixels."""

    content: bytes
    width: int
    height: int
    sha256: str


class UnreadablePicture(Exception):
    """The bytes are no picture that can be published; `sentence` (a msgid) says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def publishable(content: bytes, regions: Sequence[Region]) -> PublicPicture:
    """Return `content` upright, with `regions` black, scaled and encoded anew as JPEG.

    Raises UnreadablePicture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as whole:
            upright = ImageOps.exif_transpose(whole).convert("RGB")
    except Exception as error:  # Pillow lets many kinds out at bytes made in bad faith.
        raise UnreadablePicture(N_("The picture is damaged: it cannot be opened.")) from error
    brush = ImageDraw.Draw(upright)
    for one in regions:
        left, top = one.left * upright.width, one.top * upright.height
        right, bottom = left + one.width * upright.width, top + one.height * upright.height
        brush.rectangle((left, top, right, bottom), fill="black")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    coded = io.BytesIO()
    bare.save(coded, "JPEG", quality=QUALITY, optimize=True)
    made = coded.getvalue()
    return PublicPicture(made, bare.width, bare.height, hashlib.sha256(made).hexdigest())
