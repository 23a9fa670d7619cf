"""Cooking fumes against GB 18483 and, stricter, DB50/859 of Chongqing. Pure."""

from __future__ import annotations

from caseflow.field.inspections.limits.fumes.concentration import (
    judge_mean,
    kept_samples,
    void_comparison,
    void_reasons,
)
from caseflow.field.inspections.limits.fumes.removal import judge_removal, removal_left_open
from caseflow.field.inspections.limits.fumes.sampling import Sampling, complete
from caseflow.field.inspections.limits.fumes.table import POLLUTANTS, FumesRule
from caseflow.field.inspections.limits.rows import Row
from caseflow.field.inspections.limits.verdicts import (
    Comparison,
    Entries,
    Message,
    Reading,
    Verdict,
    only,
    verdict,
)

EXCESSES = ("uncollected", "unpurified")


def judge_fumes(reading: Reading) -> Verdict:
    """Return the verdict on one sampling of cooking fumes.

    Keys: measured_on, pollutant (fumes, nmhc), samples [{concentration mg/m³, flow m³/h, minutes}],
    measure (stoves, power in 10⁸ J/h, hood_area in m²), working: how much of it was at work,
    total: of the whole kitchen, for its size (needed with removal), removal: efficiency in percent,
    is_uncollected, is_unpurified: such a discharge is over the limit without any sample.
    """
    entries = Entries(reading)
    day = entries.day("measured_on")
    pollutant = entries.choice("pollutant", POLLUTANTS)
    if entries.problems:
        return only("fumes", "incomplete", *entries.problems)
    found = Sampling(day, pollutant)
    if not found.limits("concentration"):
        return only("fumes", "out_of_scope", Message("scope.no_standard", {"day": day}))
    excesses = _excesses(entries, found)
    given = reading.get("samples")
    is_sampled = isinstance(given, list) and bool(given)
    if is_sampled or not excesses:
        complete(entries, found, given if isinstance(given, list) else [])
    if entries.problems:
        return only("fumes", "incomplete", *entries.problems)
    return _judged(found, excesses)


def _excesses(entries: Entries, found: Sampling) -> list[FumesRule]:
    """Return the rules by which the discharge counts as over the limit unmeasured."""
    return [rule for name in EXCESSES if entries.flag(f"is_{name}") and (rule := found.rule(name))]


def _judged(found: Sampling, excesses: list[FumesRule]) -> Verdict:
    comparisons = [_excess(rule) for rule in excesses]
    messages = [
        Message("fumes.counts_as_exceeding", {"what": f"@{r.name[0]}", "standard": r.standard})
        for r in excesses
    ]
    rows: list[Row] = list(excesses)
    if found.samples:
        more, said, used = _measured(found)
        comparisons += more
        messages += said
        rows += used
    return verdict("fumes", comparisons, messages, rows)


def _excess(rule: FumesRule) -> Comparison:
    return Comparison(
        quantity=rule.name[0],
        outcome="exceeds",
        standard=rule.standard,
        clause=rule.clause,
        is_verified=rule.is_verified,
    )


def _measured(found: Sampling) -> tuple[list[Comparison], list[Message], list[Row]]:
    """Judge the mean of the samples kept and, if it was measured, the efficiency.

    Void samples tell nothing of the efficiency either, which comes from concentrations too.
    """
    kept, dropped = kept_samples(found)
    rows = _method(found)
    reasons = void_reasons(found, kept, dropped)
    if reasons:
        return [void_comparison(found, rows)], [*reasons, *removal_left_open(found)], rows
    comparisons, said, used = judge_mean(found, kept, rows)
    more, also, others = judge_removal(found)
    return [*comparisons, *more], [*said, *dropped, *also], [*rows, *used, *others]


def _method(found: Sampling) -> list[Row]:
    """Return the rows by which samples are taken and kept."""
    rows: list[Row] = [found.number(name) for name in ("samples", "minutes", "part", "valid_least")]
    method = found.rule("method_nmhc") if found.pollutant == "nmhc" else None
    return [*rows, method] if method else rows
