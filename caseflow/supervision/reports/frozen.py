"""Figures of a frozen period from its stored lines and stored rules alone. Pure.

Nothing here looks at the present table of measures, calendar, names, clock or language: what was
frozen says by itself what its marks mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from caseflow.supervision.reports.lines import canonical
from caseflow.supervision.reports.writing.sheet import Cell, Sheet, Table

Rules = dict[str, Any]
Frozen = tuple[str, dict[str, Any]]
"""Marks and content of a stored line: {"line": …, "months": …}."""


def _keys(line: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("all", ""),
        ("township", line.get("township", "")),
        ("unit", str(line.get("unit_id", ""))),
        ("channel", line.get("channel", "")),
        *(("category", code) for code in line.get("categories") or [""]),
    ]


def count(rules: Rules, lines: Iterable[Frozen]) -> dict[tuple[str, str, str], Counter[str]]:
    """Return how many lines bear each mark, by dimension, key and measure."""
    first, last = rules["period"]["first"], rules["period"]["last"]
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for marks, content in lines:
        keys = _keys(content["line"])
        for position, measure in enumerate(rules["measures"]):
            mark = marks[position]
            month = content["months"].get(measure["when"])
            if mark == "-" or month is None or not first <= month <= last:
                continue
            for dimension, key in keys:
                found.setdefault((dimension, key, measure["name"]), Counter())[mark] += 1
    return found


def _figure(rules: Rules, marks: Counter[str], partly_weight: float) -> dict[str, Any]:
    met, partly = marks["n"], marks["p"]
    denominator = met + partly + marks["d"]
    rate = (met + partly_weight * partly) / denominator if denominator else None
    return {
        "numerator": met,
        "partly": partly,
        "denominator": denominator,
        "excluded": {m: n for m, n in sorted(marks.items()) if m in rules["reasons"]},
        "rate": None if rate is None else f"{rate:.6f}",
    }


def _figures(
    rules: Rules, counted: dict[tuple[str, str, str], Counter[str]], dimension: str, key: str
) -> dict[str, Any]:
    found = {
        row["name"]: _figure(
            rules, counted.get((dimension, key, row["name"]), Counter()), row["partly_weight"]
        )
        for row in rules["measures"]
    }
    for row in rules["measures"]:
        if row["parts"] and found[row["name"]]["denominator"]:
            rate = sum(weight * float(found[part]["rate"] or 0) for part, weight in row["parts"])
            found[row["name"]]["rate"] = f"{rate:.6f}"
    return found


def report(rules: Rules, lines: list[Frozen]) -> dict[str, Any]:
    """Return all figures of the period as plain values."""
    counted = count(rules, lines)
    by: dict[str, dict[str, Any]] = {}
    for dimension, key, _measure in sorted(counted):
        if dimension != "all":
            by.setdefault(dimension, {}).setdefault(key, _figures(rules, counted, dimension, key))
    return {
        "period": rules["period"],
        "scope": rules["scope"],
        "as_of": rules["as_of"],
        "rules_version": rules["version"],
        "line_count": len(lines),
        "whole": _figures(rules, counted, "all", ""),
        "by": by,
    }


def as_json(found: dict[str, Any]) -> bytes:
    """Return the figures as canonical JSON."""
    return (canonical(found) + "\n").encode()


def _percent(figure: dict[str, Any], measure: dict[str, Any]) -> Cell:
    if measure["is_count"]:
        count: int = figure["numerator"]
        return count
    return "–" if figure["rate"] is None else f"{float(figure['rate']) * 100:.1f}%"


def as_sheet(rules: Rules, found: dict[str, Any]) -> Sheet:
    """Return the figures as a sheet, worded by the stored rules."""
    words = rules["words"]
    tables = [_measures_table(rules, found)]
    tables += [_key_table(rules, dimension, keys) for dimension, keys in found["by"].items()]
    tables.append(_sources_table(rules))
    return Sheet(
        words["title"],
        (
            f"{words['period']}：{rules['period']['first']} – {rules['period']['last']}",
            f"{words['scope']}：{rules['scope']['name']}",
            f"{words['as_of']}：{rules['as_of']}",
            f"{words['line_count']}：{found['line_count']}",
        ),
        tuple(tables),
        tuple(f"{letter}：{reason}" for letter, reason in sorted(rules["reasons"].items())),
    )


def _measures_table(rules: Rules, found: dict[str, Any]) -> Table:
    words, rows = rules["words"], []
    for measure in rules["measures"]:
        figure = found["whole"][measure["name"]]
        excluded = "；".join(f"{letter} {n}" for letter, n in figure["excluded"].items())
        rows.append(
            (
                measure["label"],
                _percent(figure, measure),
                figure["numerator"] + figure["partly"],
                figure["denominator"],
                excluded or "0",
            )
        )
    head = ("measure", "figure", "numerator", "denominator", "excluded")
    return Table(
        words["measures"], tuple(words[name] for name in head), tuple(rows), (34, 12, 10, 10, 24)
    )


def _key_table(rules: Rules, dimension: str, keys: dict[str, Any]) -> Table:
    names, words = rules["names"].get(dimension, {}), rules["words"]
    order = {key: place for place, key in enumerate(names)}
    rows = []
    for key in sorted(keys, key=lambda k: (order.get(k, len(order)), k)):
        cells = [_percent(keys[key][m["name"]], m) for m in rules["measures"]]
        rows.append((names.get(key) or key or words["none"], *cells))
    head = (words[dimension], *(measure["label"] for measure in rules["measures"]))
    return Table(words[dimension], head, tuple(rows), (22, *(11 for _ in rules["measures"])))


def _sources_table(rules: Rules) -> Table:
    words = rules["words"]
    rows = tuple(
        (m["label"], m["numerator"], m["denominator"], " ".join(m["excludes"]), m["status"],
         m["source"])
        for m in rules["measures"]
    )  # fmt: skip
    head = ("measure", "numerator", "denominator", "excluded", "status", "source")
    return Table(
        words["rules"], tuple(words[name] for name in head), rows, (24, 36, 36, 10, 16, 40)
    )
