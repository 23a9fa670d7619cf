"""Which submissions can be read at all: names, kinds of values, sizes. Pure."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseflow.core.cases.codes import STAGES
from caseflow.core.visits.shape import (
    Unreadable,
    check,
    is_instant,
    is_number,
    is_place,
    one_of,
    or_none,
)
from caseflow.core.visits.shape import checked as checked_visit
from caseflow.field.sync.rules import FILES_MOST, KINDS, instant

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")
BYTES_MOST = 2**53


def is_uuid(value: Any) -> bool:
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_sha256(value: Any) -> bool:
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


def _is_time(value: Any) -> bool:
    return bool(value) and is_instant(value)


def _short(most: int, least: int = 0) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and least <= len(value.strip()) <= most


def _is_byte_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < BYTES_MOST


ENVELOPE: dict[str, Callable[[Any], bool]] = {
    "client_id": is_uuid,
    "device_id": is_uuid,
    "kind": one_of(*KINDS),
    "case_id": or_none(is_number),
    "based_on_version": or_none(is_number),
    "captured_at": _is_time,
    "payload": lambda value: isinstance(value, Mapping),
    "evidence": lambda value: isinstance(value, list) and len(value) <= FILES_MOST,
}
FILE: dict[str, Callable[[Any], bool]] = {
    "client_id": is_uuid,
    "sha256": is_sha256,
    "original_sha256": is_sha256,
    "byte_count": _is_byte_count,
    "content_type": _short(100),
    "file_name": _short(200, 1),
    "caption": _short(300),
    "stage": one_of(*STAGES),
    "taken_at": lambda value: value is None or _is_time(value),
    "place": is_place,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission that can be read."""

    client_id: str
    device_id: str
    kind: str
    case_id: int | None
    """None: a planned visit whose case is opened by it."""
    based_on_version: int
    captured_at: datetime
    sent_at: datetime | None
    payload: Mapping[str, Any]
    evidence: tuple[Mapping[str, Any], ...]
    content_hash: str


def read(body: Any, *, is_copy: bool = False) -> Sent:
    """Return what a tablet sent; raises Unreadable with the place. A copy was not sent yet."""
    if not isinstance(body, Mapping):
        raise Unreadable("")
    _ensure_kept(body, "")
    check(body, ENVELOPE, "")
    if not is_copy and not _is_time(body.get("sent_at")):
        raise Unreadable("sent_at")
    ids = set()
    for index, file in enumerate(body["evidence"]):
        check(file, FILE, f"evidence.{index}.")
        if file["client_id"] in ids:
            raise Unreadable(f"evidence.{index}.client_id")
        ids.add(file["client_id"])
    try:
        checked_visit(body["payload"])
    except Unreadable as error:
        raise Unreadable(f"payload.{error.path}".rstrip(".")) from error
    _check_case(body)
    return Sent(
        client_id=body["client_id"],
        device_id=body["device_id"],
        kind=body["kind"],
        case_id=body["case_id"],
        based_on_version=body["based_on_version"] or 0,
        captured_at=instant(body["captured_at"]),
        sent_at=None if is_copy else instant(body["sent_at"]),
        payload=body["payload"],
        evidence=tuple(body["evidence"]),
        content_hash=content_hash(body),
    )


def _check_case(body: Mapping[str, Any]) -> None:
    """Raise Unreadable for a record of no case, unless it is of a planned visit that has none."""
    if body["case_id"] is not None:
        if body["based_on_version"] is None:
            raise Unreadable("based_on_version")
    elif planned_id_of(body["payload"]) is None:
        raise Unreadable("case_id")


def planned_id_of(payload: Mapping[str, Any]) -> int | None:
    """Return the planned visit that a record names, None where it names none that can be."""
    named = payload.get("planned_id")
    return named if is_number(named) and named else None


def content_hash(body: Mapping[str, Any]) -> str:
    """Return the hash by which a replay is known: of all that was sent but the time of sending."""
    lasting = {name: value for name, value in body.items() if name != "sent_at"}
    text = json.dumps(lasting, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _ensure_kept(value: Any, path: str) -> None:
    """Raise Unreadable for what no database keeps: NUL, half a surrogate pair, infinity."""
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable(path)
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Unreadable(path)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _ensure_kept(name, path)
            _ensure_kept(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _ensure_kept(inner, f"{path}.{index}".lstrip("."))
