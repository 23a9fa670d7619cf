"""What the record of a visit must hold before it counts as complete. Pure.

The record is a mapping as the tablet sends it, of the shape that shape.py checks;
docs/field-protocol.md shows it. What cannot be read is refused there, what is missing named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseflow.ground import clock
from caseflow.ground.i18n import N_

Record = Mapping[str, Any]

CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")
"""GB 32100; the check digit is the business of a source's own page."""

KINDS: dict[str, str] = {
    "noise": N_("Noise"),
    "fumes": N_("Cooking fumes"),
    "dust": N_("Dust"),
    "hazardous_waste": N_("Hazardous waste"),
}
BASES: dict[str, str] = {
    "petition": N_("A petition"),
    "random": N_("Double random draw"),
    "campaign": N_("Special campaign"),
    "reinspection": N_("Re-inspection"),
    "permit": N_("Supervision after a permit"),
    "supervision": N_("Order of a higher authority"),
}
"""Why a visit was made. Source: 国办发〔2024〕54号: the basis of each inspection is recorded."""

RESULTS: dict[str, str] = {
    "nothing_found": N_("Nothing found"),
    "put_right": N_("Put right on the spot"),
    "ordered": N_("Rectification ordered"),
    "passed_on": N_("Passed on"),
}
VIOLATIONS = frozenset({"put_right", "ordered"})
"""Results that establish a violation; what is passed on is judged by whoever receives it."""

ANSWERS: dict[str, str] = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "not_applicable": N_("Not applicable"),
}
SIGNERS: dict[str, str] = {
    "officer": N_("First officer"),
    "second_officer": N_("Second officer"),
    "party": N_("Party inspected"),
    "witness": N_("Witness"),
}
RIGHTS: dict[str, str] = {
    "recusal": N_("the right to ask for recusal"),
    "statement": N_("the right to make a statement"),
    "defence": N_("the right to defend oneself"),
    "duty": N_("the duty to cooperate"),
}
"""Source: 环执法发〔2024〕4号, review sheet, both 笔录 (second-hand); 行政处罚法 (2021) 55."""

SCENE_PARTS: dict[str, str] = {
    "production": N_("Production, equipment and materials"),
    "permits": N_("Assessment, acceptance and permit"),
    "treatment": N_("How pollution arises and is treated"),
    "sampling": N_("Sampling, filming and who went along"),
}
"""What else 环执法发〔2024〕4号 has a record of the scene hold. What is left to the desk stands
below the signatures."""

ORDER_PARTS: dict[str, str] = {
    "person": N_("who puts it right"),
    "duty": N_("what they answer for"),
    "goal": N_("the goal"),
    "due_on": N_("the deadline"),
    "task": N_("what is to be done"),
    "standard": N_("the standard it is checked by"),
}
"""The plan's six fixed things (六定)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something missing: where in the record, and a msgid with its parameters.

    A parameter that begins with @ is itself a msgid.
    """

    path: str
    words: str
    params: tuple[tuple[str, str], ...] = ()


def faults(record: Record, items: Sequence[str] = ()) -> list[Fault]:
    """Return what is missing in a readable record; `items`: codes of its checklist's items."""
    return [
        *_officers(record),
        *_times(record),
        *_party(record),
        *_rights(record),
        *_items(record, items),
        *_readings(record),
        *_result(record),
        *_signatures(record),
    ]


def _officers(record: Record) -> Iterator[Fault]:
    ids = {officer["user_id"] for officer in record["officers"]}
    if len(ids) != 2 or len(record["officers"]) != 2:
        yield Fault("officers", N_("An inspection needs two different officers."))
    for index, officer in enumerate(record["officers"]):
        if not officer["certificate"].strip() or not officer["is_confirmed"]:
            yield Fault(
                f"officers.{index}",
                N_("The certificate number of %(name)s is not confirmed."),
                (("name", officer["name"]),),
            )


def _times(record: Record) -> Iterator[Fault]:
    arrived, left = record["arrived_at"], record["left_at"]
    if not arrived:
        yield Fault("arrived_at", N_("The time of arrival is missing."))
    if not left:
        yield Fault("left_at", N_("The time of leaving is missing."))
    if arrived and left and datetime.fromisoformat(left) < datetime.fromisoformat(arrived):
        yield Fault("left_at", N_("The time of leaving is before the arrival."))


def _party(record: Record) -> Iterator[Fault]:
    party = record["party"]
    if not party["name"].strip():
        yield Fault("party.name", N_("Who was inspected is missing."))
    if not party["address"].strip():
        yield Fault("party.address", N_("The address of who was inspected is missing."))
    if party["credit_code"] and not CREDIT_CODE.fullmatch(party["credit_code"]):
        yield Fault(
            "party.credit_code",
            N_("A unified social credit code has 18 digits and capital letters; leave it empty if "
               "there is none."),
        )  # fmt: skip
    if not any(person["name"].strip() for person in party["present"]):
        yield Fault("party.present", N_("Who was present for the party is missing."))


def _rights(record: Record) -> Iterator[Fault]:
    if not record["are_certificates_shown"]:
        yield Fault("are_certificates_shown", N_("That certificates were shown is not confirmed."))
    for name, label in RIGHTS.items():
        if not record["rights_told"][name]:
            yield Fault(
                f"rights_told.{name}", N_("Not told: %(right)s."), (("right", f"@{label}"),)
            )


def _items(record: Record, items: Sequence[str]) -> Iterator[Fault]:
    answered = {item["code"]: item for item in record["items"] if item["answer"]}
    for number, code in enumerate(items, start=1):
        if code not in answered:
            words = N_("Item %(number)s of the checklist has no answer.")
            yield Fault(f"items.{code}", words, (("number", str(number)),))


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MINUTE = re.compile(r"[0-9]{2}:[0-9]{2}")


def _readings(record: Record) -> Iterator[Fault]:
    """Doubt readings of another day or time than the visit, as far as they say their time."""
    if not record["arrived_at"] or not record["left_at"]:
        return
    arrived, left = _minute(record["arrived_at"]), _minute(record["left_at"])
    for index, reading in enumerate(record["readings"]):
        taken = _taken(reading["entered"])
        if taken and not arrived[: len(taken)] <= taken <= left[: len(taken)]:
            yield Fault(
                f"readings.{index}",
                N_("Reading %(number)s was not taken between arrival and leaving."),
                (("number", str(index + 1)),),
            )


def _minute(instant: str) -> str:
    """Return an instant in the bureau's zone as 2026-11-28T10:05."""
    return clock.local(datetime.fromisoformat(instant)).isoformat()[:16]


def _taken(entered: Mapping[str, Any]) -> str:
    """Return the day of a reading, with its minute if it says one; "" if it says no day."""
    day, minute = str(entered.get("measured_on")), str(entered.get("began_at"))
    if not DAY.fullmatch(day):
        return ""
    return f"{day}T{minute}" if MINUTE.fullmatch(minute) else day


def _result(record: Record) -> Iterator[Fault]:
    if not record["findings"].strip():
        yield Fault("findings", N_("What was found is missing."))
    result, order = record["result"], record["order"]
    if not result:
        yield Fault("result", N_("The result of the visit is missing."))
    if result == "put_right" and not record["result_words"].strip():
        yield Fault("result_words", N_("What was put right on the spot is missing."))
    if result == "passed_on" and not record["passed_to"].strip():
        yield Fault("passed_to", N_("To whom it is passed on is missing."))
    for name, label in ORDER_PARTS.items() if result == "ordered" else ():
        if order is None or not order[name].strip():
            yield Fault(
                f"order.{name}", N_("Missing in the order: %(part)s."), (("part", f"@{label}"),)
            )
    if result == "ordered" and _is_past(record):
        yield Fault("order.due_on", N_("The deadline is before the day of the visit."))


def _is_past(record: Record) -> bool:
    due_on, arrived = (record["order"] or {}).get("due_on", "").strip(), record["arrived_at"]
    return bool(due_on and arrived) and date.fromisoformat(due_on) < clock.local_date(
        datetime.fromisoformat(arrived)
    )


def _signatures(record: Record) -> Iterator[Fault]:
    given = {signature["role"]: signature for signature in record["signatures"]}
    for role in ("officer", "second_officer", "party"):
        signature = given.get(role)
        label = SIGNERS[role]
        if signature is not None and signature["is_refused"] and role == "party":
            if not signature["reason"].strip():
                yield Fault("signatures.party", N_("Why the party refused to sign is missing."))
        elif signature is None or not signature["evidence"]:
            yield Fault(f"signatures.{role}", N_("Not signed: %(who)s."), (("who", f"@{label}"),))
