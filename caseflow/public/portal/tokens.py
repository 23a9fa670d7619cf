"""What is made of the token in a browser: key and seal of the draft, number and code. Pure.

Everything comes from the token by keyed hash, so that a form sent twice gives the same number and
the same code, and nobody who has the database gets back to any of them.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.core.petitions.numbers import CODE_LENGTH, CODE_LETTERS

COOKIE = "caseflow_petition"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_RECEIPT = re.compile(r"网?[-—–_]?(\d{5})[-—–_]?(\d{5})号?")


def new_token() -> str:
    """Return a random token of 256 bits."""
    return secrets.token_urlsafe(32)


def is_token(typed: str) -> bool:
    """Return whether this has the shape of a token."""
    return _TOKEN.fullmatch(typed) is not None


def _derived(token: str, purpose: str) -> bytes:
    return hmac.new(token.encode(), f"caseflow portal {purpose}".encode(), hashlib.sha256).digest()


def draft_key(token: str) -> str:
    """Return the key under which draft and submission are kept."""
    return _derived(token, "key").hex()


def receipt_number(token: str, attempt: int = 0) -> str:
    """Return the number that is given at once; a further `attempt` where it is taken already."""
    value = int.from_bytes(_derived(token, f"number {attempt}")) % 10**10
    return f"网-{value // 10**5:05d}-{value % 10**5:05d}"


def normal_receipt(typed: str) -> str:
    """Return a receipt number as it is kept, or "" for anything else; `typed` is folded."""
    found = _RECEIPT.fullmatch(typed)
    return f"网-{found[1]}-{found[2]}" if found else ""


def receipt_code(token: str) -> str:
    """Return the lookup code that belongs to the receipt number."""
    value = int.from_bytes(_derived(token, "code"))
    letters = []
    for _place in range(CODE_LENGTH):
        value, at = divmod(value, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[at])
    return "".join(letters)


def seal_draft(token: str, plain: bytes) -> bytes:
    """Return the draft sealed with what only the browser has."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_derived(token, "draft")).encrypt(nonce, plain, b"draft")


def unseal_draft(token: str, sealed: bytes) -> bytes:
    """Return what `seal_draft` sealed; raises InvalidTag if it was altered."""
    return AESGCM(_derived(token, "draft")).decrypt(sealed[:12], sealed[12:], b"draft")
