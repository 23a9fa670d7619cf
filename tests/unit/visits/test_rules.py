"""The record of a visit: what cannot be read, and what is named as missing, key by key."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from caseflow.core.visits.rules import ORDER_PARTS, RIGHTS, faults
from caseflow.core.visits.shape import LISTS, PARTS, PERSON, SHAPE, Unreadable, checked
from tests.visits import visit_record


def changed(path: str, value: Any) -> dict[str, Any]:
    record: dict[str, Any] = visit_record()
    at: Any = record
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        at = at[step]
    if value is KeyError:
        del at[last]
    else:
        at[last] = value
    return record


def paths(record: dict[str, Any], items: tuple[str, ...] = ()) -> list[str]:
    return [fault.path for fault in faults(checked(record), items)]


def test_a_complete_record_has_no_fault() -> None:
    assert paths(visit_record(), ("noise.hours",)) == []


EVERY = (
    [name for name in SHAPE if name != "order"]
    + [f"{name}.0.{part}" for name, parts in LISTS.items() for part in parts]
    + [f"{name}.{part}" for name, parts in PARTS.items() for part in parts]
    + [f"party.present.0.{part}" for part in PERSON]
)
MAY_BE_NONE = {"arrived_place", "left_place", "readings.0.verdict", "signatures.0.evidence"}


@pytest.mark.parametrize("path", EVERY)
def test_each_part_is_needed_and_of_its_kind(path: str) -> None:
    if path not in MAY_BE_NONE:
        with pytest.raises(Unreadable) as missing:
            checked(changed(path, KeyError))
        assert missing.value.path == path
    for wrong in (3.5, {"a": object()}, "x" * 20_001):
        with pytest.raises(Unreadable):
            checked(changed(path, [wrong] if wrong == 3.5 else wrong) | {"schema": 2})
    with pytest.raises(Unreadable) as other:
        checked(changed(path, object()))
    assert other.value.path == path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", 2),
        ("kind", "smell"),
        ("arrived_at", "2026-11-28T13:05:00"),
        ("arrived_at", "yesterday"),
        ("order.due_on", "2026-02-30"),
        ("order.due_on", "20261130"),
        ("left_place", {"latitude": "30"}),
        ("left_place", {"latitude": True, "longitude": 1}),
        ("items.0.answer", "perhaps"),
        ("officers.0.user_id", True),
        ("items", "no list"),
        ("officers.1", "no map"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(path: str, value: Any) -> None:
    with pytest.raises(Unreadable) as found:
        checked(changed(path, value))
    assert path.startswith(found.value.path)


def test_unknown_keys_are_left_alone() -> None:
    record = visit_record() | {"from_a_newer_tablet": 1}
    assert checked(record)["from_a_newer_tablet"] == 1


@pytest.mark.parametrize("record", [None, [], "x", 1])
def test_what_is_no_record_is_refused(record: Any) -> None:
    with pytest.raises(Unreadable):
        checked(record)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("officers.1.user_id", 1, "officers"),
        ("officers.0.certificate", " ", "officers.0"),
        ("officers.1.is_confirmed", False, "officers.1"),
        ("arrived_at", "", "arrived_at"),
        ("left_at", "", "left_at"),
        ("left_at", "2026-11-28T00:00:00.000Z", "left_at"),
        ("party.name", "", "party.name"),
        ("party.address", "", "party.address"),
        ("party.present", [], "party.present"),
        ("are_certificates_shown", False, "are_certificates_shown"),
        *((f"rights_told.{name}", False, f"rights_told.{name}") for name in RIGHTS),
        ("items.0.answer", "", "items.noise.hours"),
        ("findings", " ", "findings"),
        ("result", "", "result"),
        *((f"order.{name}", "", f"order.{name}") for name in ORDER_PARTS),
        ("signatures.0.evidence", None, "signatures.officer"),
        ("signatures.1.evidence", None, "signatures.second_officer"),
        ("signatures.2.evidence", None, "signatures.party"),
    ],
)
def test_each_missing_thing_is_named_alone(path: str, value: Any, fault: str) -> None:
    assert paths(changed(path, value), ("noise.hours",)) == [fault]


@pytest.mark.parametrize(
    ("result", "part"), [("put_right", "result_words"), ("passed_on", "passed_to")]
)
def test_a_result_needs_its_words(result: str, part: str) -> None:
    record = visit_record() | {"result": result, "order": None, part: ""}
    assert paths(record) == [part]
    assert paths(record | {part: "已当场关闭设备"}) == []


@pytest.mark.parametrize(
    ("taken", "is_doubted"),
    [
        ({}, False),
        ({"measured_on": "2026-11-28"}, False),
        ({"measured_on": "2026-11-27"}, True),
        ({"measured_on": "2026-11-29"}, True),
        ({"measured_on": "28.11.2026"}, False),
        ({"measured_on": "2026-11-28", "began_at": "10:04"}, True),
        ({"measured_on": "2026-11-28", "began_at": "10:05"}, False),
        ({"measured_on": "2026-11-28", "began_at": "11:10"}, False),
        ({"measured_on": "2026-11-28", "began_at": "11:11"}, True),
        ({"began_at": "23:00"}, False),
    ],
)
def test_a_reading_of_another_time_is_doubted(taken: dict[str, str], *, is_doubted: bool) -> None:
    """The visit was from 10:05 to 11:10 in the bureau's zone."""
    record = visit_record(readings=[{"entered": taken, "verdict": None}])
    assert paths(record) == (["readings.0"] if is_doubted else [])
    assert paths(record | {"left_at": ""}) == ["left_at"]


def test_nothing_found_needs_no_order() -> None:
    assert paths(visit_record() | {"result": "nothing_found", "order": None}) == []


def test_a_refusal_to_sign_counts_with_its_reason() -> None:
    record = visit_record()
    refusal = deepcopy(record["signatures"])
    refusal[2] |= {"evidence": None, "is_refused": True, "reason": ""}
    assert paths(record | {"signatures": refusal}) == ["signatures.party"]
    refusal[2]["reason"] = "对检查结果有异议"
    assert paths(record | {"signatures": refusal}) == []
    officer = deepcopy(record["signatures"])
    officer[0] |= {"evidence": None, "is_refused": True, "reason": "x"}
    assert paths(record | {"signatures": officer}) == ["signatures.officer"]
