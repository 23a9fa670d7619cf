"""The one table that the tablet takes along: every row and every list of codes. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from caseflow.field.inspections.limits import waste_table as waste
from caseflow.field.inspections.limits.fumes import table as fumes
from caseflow.field.inspections.limits.noise import table as noise
from caseflow.field.inspections.limits.rows import Row

ROWS: dict[str, Sequence[Row]] = {
    "noise_limits": noise.NOISE_LIMITS,
    "noise_rules": noise.NOISE_RULES,
    "noise_steps": noise.NOISE_STEPS,
    "noise_hours": noise.NOISE_HOURS,
    "fumes_limits": fumes.FUMES_LIMITS,
    "fumes_rules": fumes.FUMES_RULES,
    "fumes_sizes": fumes.FUMES_SIZES,
    "waste_rules": waste.WASTE_RULES,
    "waste_classes": waste.WASTE_CLASSES,
}

CODES: dict[str, Sequence[str]] = {
    "noise_sources": noise.SOURCES,
    "noise_places": noise.PLACES,
    "noise_areas": noise.AREAS,
    "noise_rooms": noise.ROOMS,
    "noise_peaks": noise.PEAKS,
    "noise_weathers": noise.WEATHERS,
    "noise_bands": noise.BANDS,
    "fumes_pollutants": fumes.POLLUTANTS,
    "fumes_measures": fumes.MEASURES,
    "waste_holders": waste.HOLDERS,
    "waste_stores": waste.STORES,
}


def as_table() -> dict[str, Any]:
    """Return the table as values that JSON knows; any change in it changes its `version`."""
    table: dict[str, Any] = {name: [row.as_plain() for row in rows] for name, rows in ROWS.items()}
    table["codes"] = {name: list(codes) for name, codes in CODES.items()}
    text = json.dumps(table, ensure_ascii=False, sort_keys=True)
    return table | {"version": hashlib.sha256(text.encode()).hexdigest()[:16]}
