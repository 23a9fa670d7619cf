"""The signature of a web hook: HMAC-SHA256 over the time of sending and the body. Pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

SCHEME = "v1"


def new_secret() -> str:
    """Return a fresh secret of 256 random bits, in letters that survive copying."""
    return secrets.token_urlsafe(32)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the hex HMAC of `timestamp + "." + body` under the secret's own letters."""
    return hmac.new(
        secret.encode(), timestamp.encode() + b"." + body, digestmod=hashlib.sha256
    ).hexdigest()


def signature_header(valid: Sequence[str], timestamp: str, body: bytes) -> str:
    """Return `v1=…`, one for each valid secret: both while a new one is taking over."""
    return ",".join(f"{SCHEME}={signature(secret, timestamp, body)}" for secret in valid)
