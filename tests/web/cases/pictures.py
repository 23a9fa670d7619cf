"""A photograph such as an officer takes."""

from __future__ import annotations

import io

from PIL import Image


def a_photo() -> bytes:
    """Return a small JPEG."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 90)).save(kept, "JPEG")
    return kept.getvalue()
