"""Which records of a visit can be read at all: names, kinds of values, sizes. Pure.

Too long a text or list is unreadable too: nothing that a visit holds comes near these sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from caseflow.core.visits.rules import (
    ANSWERS,
    BASES,
    KINDS,
    ORDER_PARTS,
    RESULTS,
    RIGHTS,
    SCENE_PARTS,
    SIGNERS,
    Record,
)

SCHEMA = 1
TEXT_MOST = 20_000
"""Characters."""
LIST_MOST = 500
NUMBER_MOST = 2**31 - 1
"""What every database keeps in a column of whole numbers."""
LEAST_YEAR, MOST_YEAR = 1970, 9000
"""A tablet whose battery was empty wakes up in 1970; times near the ends cannot be counted on."""
CODE_MOST = 40
"""Characters of a checklist's code."""

Parts = dict[str, Callable[[Any], bool]]


class Unreadable(ValueError):
    """The record has not the shape of a visit; `path` says where."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= TEXT_MOST


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= CODE_MOST


def is_instant(value: Any) -> bool:
    if value == "":
        return True
    try:
        if not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is None:
            return False
        return LEAST_YEAR <= datetime.fromisoformat(value).astimezone(UTC).year <= MOST_YEAR
    except (ValueError, OverflowError):
        return False


def _is_day(value: Any) -> bool:
    if value == "":
        return True
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def is_place(value: Any) -> bool:
    if value is None:
        return True
    numbers = [value.get(name) for name in ("latitude", "longitude")] if _is_map(value) else [""]
    return all(_is_coordinate(one) for one in numbers)


def _is_coordinate(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and len(value) <= LIST_MOST


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def is_number(value: Any) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return 0 <= value <= NUMBER_MOST


def one_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in allowed


def or_none(kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or kind(value)


SHAPE: Parts = {
    "schema": lambda value: value is not True and value == SCHEMA,
    "kind": one_of(*KINDS),
    "basis": one_of(*BASES),
    "checklist": _is_map,
    "officers": _is_list,
    "arrived_at": is_instant,
    "arrived_place": is_place,
    "left_at": is_instant,
    "left_place": is_place,
    "party": _is_map,
    "are_certificates_shown": _is_flag,
    "rights_told": _is_map,
    "items": _is_list,
    "readings": _is_list,
    "scene": _is_map,
    "findings": _is_text,
    "statement": _is_text,
    "signatures": _is_list,
    "result": one_of("", *RESULTS),
    "result_words": _is_text,
    "order": or_none(_is_map),
    "passed_to": _is_text,
}
LISTS: dict[str, Parts] = {
    "officers": {
        "user_id": is_number,
        "name": _is_text,
        "certificate": _is_text,
        "is_confirmed": _is_flag,
    },
    "items": {
        "code": _is_text,
        "answer": one_of("", *ANSWERS),
        "words": _is_text,
        "evidence": _is_list,
    },
    "readings": {"entered": _is_map, "verdict": or_none(_is_map)},
    "signatures": {
        "role": one_of(*SIGNERS),
        "name": _is_text,
        "evidence": or_none(_is_text),
        "is_refused": _is_flag,
        "reason": _is_text,
        "witness": _is_text,
    },
}
PARTS: dict[str, Parts] = {
    "checklist": {"code": _is_code, "version": is_number},
    "party": {"name": _is_text, "credit_code": _is_text, "address": _is_text, "present": _is_list},
    "rights_told": dict.fromkeys(RIGHTS, _is_flag),
    "scene": dict.fromkeys(SCENE_PARTS, _is_text),
    "order": {name: _is_day if name == "due_on" else _is_text for name in ORDER_PARTS},
}
PERSON: Parts = dict.fromkeys(("name", "post", "phone", "identity_document"), _is_text)


def checked(record: Any) -> Record:
    """Return `record` if it has the shape of a visit; raises Unreadable with the place if not.

    Unknown keys are left alone, so that a newer tablet is understood by an older server.
    """
    if not isinstance(record, Mapping):
        raise Unreadable("")
    check(record, SHAPE, "")
    for name, parts in LISTS.items():
        for index, row in enumerate(record[name]):
            check(row, parts, f"{name}.{index}.")
    for name, parts in PARTS.items():
        if record[name] is not None:
            check(record[name], parts, f"{name}.")
    for index, person in enumerate(record["party"]["present"]):
        check(person, PERSON, f"party.present.{index}.")
    return record


def check(row: Any, parts: Parts, prefix: str) -> None:
    """Raise Unreadable unless `row` has these parts; `prefix` says where it stands."""
    if not isinstance(row, Mapping):
        raise Unreadable(prefix.rstrip("."))
    for name, is_right in parts.items():
        if not is_right(row.get(name)):
            raise Unreadable(prefix + name)
