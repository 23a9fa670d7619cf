"""The chain: how a history row and a head are sealed. Pure.

Each row's MAC is HMAC-SHA256 over its canonical JSON and the MAC before it; without the key, which
is kept outside the database, no row can be altered, and no chain recomputed, unseen.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime

GENESIS = "0" * 64
FIELDS = (
    "case_id",
    "seq",
    "at",
    "actor_id",
    "origin",
    "act",
    "from_state",
    "to_state",
    "changes",
    "words",
)


def canonical(row: Mapping[str, object]) -> bytes:
    """Return the bytes that stand for `row`: sorted JSON, instants in microseconds UTC."""
    plain = {
        name: value.timestamp().__format__(".6f")
        if isinstance(value := row[name], datetime)
        else value
        for name in FIELDS
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def row_mac(key: bytes, row: Mapping[str, object], previous_mac: str) -> str:
    """Return the link that seals `row` behind `previous_mac` (both hex)."""
    return hmac.digest(key, previous_mac.encode() + canonical(row), "sha256").hex()


def head_mac(key: bytes, case_id: int, seq: int, mac: str) -> str:
    """Return the seal on “the newest row of this case is number `seq` with this MAC”."""
    text = f"head\0{case_id}\0{seq}\0{mac}".encode()
    return hmac.digest(key, text, "sha256").hex()
