"""What a key may look like, how long it is kept, and what makes two requests the same. Pure."""

from __future__ import annotations

import hashlib
import re

HEADER = "Idempotency-Key"
KEEP_DAYS = 7
"""A sender that has had no answer tries again within days, not weeks."""

KEY_PATTERN = "^[!-~]{1,200}$"
_KEY = re.compile(r"[!-~]{1,200}")


def is_key(text: str) -> bool:
    """Return whether `text` can be a key: up to 200 visible ASCII characters."""
    return _KEY.fullmatch(text) is not None


def request_hash(method: str, path: str, body: bytes) -> str:
    """Return the SHA-256 by which a repeat is told from another request."""
    head = f"{method} {path}\n".encode()
    return hashlib.sha256(head + body).hexdigest()
