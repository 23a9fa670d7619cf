"""Hazardous waste: the code, a year of storage, and the two alerts at 3 tonnes. Pure.

Twin: static js/field/limits/waste.js. Labels, ledgers and manifests are items of the checklist.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from caseflow.field.inspections.limits.numbers import short, year_after
from caseflow.field.inspections.limits.rows import Row, in_force
from caseflow.field.inspections.limits.verdicts import (
    Comparison,
    Entries,
    Message,
    Reading,
    Verdict,
    only,
    verdict,
)
from caseflow.field.inspections.limits.waste_table import (
    HOLDERS,
    STORES,
    WASTE_CLASSES,
    WASTE_RULES,
    WasteRule,
)

CODE = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{2}", re.ASCII)
CLASS = re.compile(r"(?:HW)?[0-9]{2}", re.ASCII)
BY_TEST = "900-000-"
"""The code of waste that was identified as hazardous by a test begins so."""


@dataclass(slots=True)
class _Outcome:
    """What has been found so far."""

    comparisons: list[Comparison] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, comparison: Comparison, code: str, params: dict[str, str], *rows: Row) -> None:
        self.comparisons.append(comparison)
        self.messages.append(Message(code, params))
        self.rows += rows


def judge_waste(reading: Reading, known_codes: Collection[str] | None = None) -> Verdict:
    """Return the verdict on one kind of hazardous waste at one holder.

    Keys: measured_on, code, class ("HW08" or "08"), holder (licensee, producer), stored_on: since
    when the oldest lies there, extended_until: what the licensing office allowed, store (facility,
    point: 贮存点), quantity in t, is_dumped: discharged, dumped or disposed of unlawfully. Each
    check needs its own keys only.
    `known_codes`: the catalogue in force, if one was imported.
    """
    entries = Entries(reading)
    day = entries.day("measured_on")
    code = entries.text("code")
    stored_on = entries.day("stored_on", is_needed=False)
    is_dumped = entries.flag("is_dumped")
    store = entries.choice("store", STORES) if entries.text("store") else ""
    quantity = entries.number("quantity", 3, is_needed=is_dumped or store == "point")
    holder = entries.choice("holder", HOLDERS) if stored_on else ""
    extended = entries.day("extended_until", is_needed=False)
    if day and stored_on > day:
        entries.problem("malformed", "stored_on")
    if not (code or stored_on or is_dumped or store == "point"):
        entries.problem("missing", "code")
    if entries.problems:
        return only("waste", "incomplete", *entries.problems)
    found = _Outcome()
    if code:
        _code(found, day, code, entries.text("class"), known_codes)
    if stored_on:
        _storage(found, day, stored_on, holder, extended)
    if store == "point":
        _point(found, day, quantity or 0)
    if is_dumped:
        _dumping(found, day, quantity or 0)
    return verdict("waste", found.comparisons, found.messages, found.rows)


def _rule(day: str, name: str) -> WasteRule | None:
    rows = in_force(WASTE_RULES, day, name=name)
    return rows[0] if rows else None


def _code(
    found: _Outcome, day: str, code: str, given: str, known_codes: Collection[str] | None
) -> None:
    """Check the shape of a code, its class, and whether the catalogue knows it."""
    if CODE.fullmatch(code) is None:
        comparison = Comparison(quantity="code", outcome="incomplete", detail=code)
        found.add(comparison, "waste.code_shape", {"code": code})
        return
    params = {"code": code, "class": f"HW{code[-2:]}"}
    rows = in_force(WASTE_CLASSES, day)
    fault = ""
    if rows and code[-2:] not in rows[0].classes:
        fault = "waste.code_class"
    elif given and (CLASS.fullmatch(given) is None or given[-2:] != code[-2:]):
        fault, params = "waste.code_class_differs", params | {"given": given}
    elif known_codes is not None and code not in known_codes and not code.startswith(BY_TEST):
        fault = "waste.code_unknown"
    fits = "waste.code_by_test" if code.startswith(BY_TEST) else "waste.code_fits"
    comparison = Comparison(
        quantity="code",
        outcome="alert" if fault else "complies",
        detail=code,
        standard=rows[0].standard if rows else "",
        is_verified=all(row.is_verified for row in rows[:1]),
    )
    found.add(comparison, fault or fits, params, *rows[:1])


def _storage(found: _Outcome, day: str, stored_on: str, holder: str, extended: str) -> None:
    """Judge a year of storage: a limit for licensees, an alert for other producers."""
    is_licensee = holder == "licensee"
    rule = _rule(day, "year_limit" if is_licensee else "year_alert")
    if rule is None:
        comparison = Comparison(quantity="storage", outcome="out_of_scope")
        found.add(comparison, "scope.no_standard", {"day": day})
        return
    due = year_after(stored_on)
    if is_licensee and extended > due:
        due = extended
    params = {"stored_on": stored_on, "due": due, "cited": rule.cited}
    is_over = day > due
    over, code = "complies", "waste.storage_within" if is_licensee else "waste.storage_producer"
    if is_over:
        over = "exceeds" if is_licensee else "alert"
        code = "waste.storage_over" if is_licensee else "waste.storage_alert"
    comparison = Comparison(
        quantity="storage",
        outcome=over,
        value=stored_on,
        limit=due,
        standard=rule.standard,
        clause=rule.clause,
        is_verified=rule.is_verified,
    )
    found.add(comparison, code, params, rule)


def _weighed(quantity: str, outcome: str, weight: int, rule: WasteRule) -> Comparison:
    return Comparison(
        quantity=quantity,
        outcome=outcome,
        value=short(weight, 3),
        limit=short(rule.value, 3),
        unit="t",
        standard=rule.standard,
        clause=rule.clause,
        is_verified=rule.is_verified,
    )


def _weights(weight: int, rule: WasteRule) -> dict[str, str]:
    return {
        "weight": short(weight, 3),
        "limit": short(rule.value, 3),
        "cited": rule.cited,
    }


def _point(found: _Outcome, day: str, weight: int) -> None:
    """Judge what lies in a storage point against its capacity."""
    rule = _rule(day, "point_most")
    if rule is None:
        comparison = Comparison(quantity="point", outcome="out_of_scope")
        found.add(comparison, "scope.no_standard", {"day": day})
        return
    is_over = weight > rule.value
    comparison = _weighed("point", "alert" if is_over else "complies", weight, rule)
    code = "waste.point_over" if is_over else "waste.point_within"
    found.add(comparison, code, _weights(weight, rule), rule)


def _dumping(found: _Outcome, day: str, weight: int) -> None:
    """Tell whether waste discharged, dumped or disposed of unlawfully reaches that of a crime."""
    least, tier = _rule(day, "crime_least"), _rule(day, "crime_tier")
    if least is None or tier is None:
        comparison = Comparison(
            quantity="dumping", outcome="alert", value=short(weight, 3), unit="t"
        )
        found.add(comparison, "scope.no_standard", {"day": day})
        return
    rule = tier if weight >= tier.value else least
    code = "waste.crime_tier" if rule is tier else "waste.crime_least"
    if weight < least.value:
        code = "waste.dumped_under"
    found.add(_weighed("dumping", "alert", weight, rule), code, _weights(weight, rule), rule)
