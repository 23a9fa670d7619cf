"""Pictures: measured before they are decoded, then really decoded."""

from __future__ import annotations

import warnings
from pathlib import Path

from flask_babel import gettext as _
from PIL import Image

from caseflow.ground.errors import BadInput

MOST_MEGAPIXELS = {"JPEG": 80, "PNG": 40, "WEBP": 40}
"""More than office cameras and scanners make. A JPEG is decoded at an eighth of its size, the
others whole: forty megapixels are 160 MB of memory, for a moment."""
_SMALL = (64, 64)


def check_picture(path: Path, form: str) -> None:
    """Raise BadInput for a picture of too many pixels, and for one that cannot be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=(form,)) as picture:
                if picture.width * picture.height > MOST_MEGAPIXELS[form] * 1_000_000:
                    raise _too_large(form)
                picture.verify()
            with Image.open(path, formats=(form,)) as picture:  # `verify` leaves nothing to load
                picture.draft("RGB", _SMALL)
                picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(form) from error
    except BadInput:
        raise
    except Exception as error:  # Pillow lets many kinds out at bytes made in bad faith.
        raise BadInput(_("The picture is damaged: it cannot be opened.")) from error


def _too_large(form: str) -> BadInput:
    most = MOST_MEGAPIXELS[form]
    return BadInput(_("The picture is too large: at most %(most)s megapixels.", most=most))
