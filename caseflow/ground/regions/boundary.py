"""The county's own boundary, brought in once as GeoJSON: for maps that need no network.

It lies in CASEFLOW_HOME/boundary.json as rings of (longitude, latitude) in WGS 84, made simple
enough for a tablet. Boundaries from Chinese maps may be in GCJ-02, some hundreds of metres off:
what is brought in is drawn as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput

Ring = list[tuple[float, float]]

POINTS_MOST = 800
"""Of all rings together; more than a screen can show."""
FIRST_TOLERANCE = 0.0002
"""Degrees: some twenty metres."""


def boundary_file() -> Path:
    """Return where the boundary is kept."""
    return settings().home / "boundary.json"


def boundary() -> Any:
    """Return the rings of the boundary as JSON has them; None: none was brought in."""
    try:
        return json.loads(boundary_file().read_text(encoding="utf-8"))["rings"]
    except FileNotFoundError:
        return None


def keep_boundary(content: bytes) -> list[Ring]:
    """Keep the outer rings of a GeoJSON (feature, collection or a list of features); returns them.

    Raises BadInput, and keeps what was there, for anything else.
    """
    try:
        rings = list(_rings(json.loads(content)))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput("This is no GeoJSON of polygons in longitude and latitude.") from error
    if not rings:
        raise BadInput("This is no GeoJSON of polygons in longitude and latitude.")
    found = _simple(rings)
    coming = boundary_file().with_suffix(".coming")
    coming.write_text(json.dumps({"rings": found}), encoding="utf-8")
    coming.replace(boundary_file())
    return found


def _rings(value: Any) -> Iterator[Ring]:
    if isinstance(value, list):
        for one in value:
            yield from _rings(one)
        return
    kind = value["type"]
    if kind == "FeatureCollection":
        yield from _rings(value["features"])
    elif kind == "Feature":
        yield from _rings(value["geometry"])
    elif kind == "Polygon":
        yield _ring(value["coordinates"][0])
    elif kind == "MultiPolygon":
        for polygon in value["coordinates"]:
            yield _ring(polygon[0])


def _ring(points: list[Any]) -> Ring:
    found = [(float(point[0]), float(point[1])) for point in points]
    if len(found) < 4 or not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in found):
        raise ValueError(points[:1])
    return found


def _simple(rings: list[Ring]) -> list[Ring]:
    """Return the rings with points left out, the least telling first, until they are few enough."""
    tolerance, found = FIRST_TOLERANCE, rings
    while sum(map(len, found)) > POINTS_MOST:
        found = [simplified(ring, tolerance) for ring in rings]
        found = [ring for ring in found if len(ring) >= 4] or found[:1]
        tolerance *= 2
    return [[(round(x, 5), round(y, 5)) for x, y in ring] for ring in found]


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Return a line without the points that lie nearer than `tolerance` to it (Douglas-Peucker)."""
    kept = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    if ring[0] == ring[-1] and len(ring) > 2:  # A closed ring has no far end: take the farthest.
        far = max(range(len(ring)), key=lambda i: _apart(ring[0], ring[i]))
        kept.add(far)
        spans = [(0, far), (far, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: _distance(ring[i], ring[first], ring[last]))
        if _distance(ring[far], ring[first], ring[last]) > tolerance:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [ring[i] for i in sorted(kept)]


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _distance(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    """Return the distance of a point from the span between two others, in degrees."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = across**2 + up**2
    if not length:
        return math.sqrt(_apart(point, start))
    along = ((point[0] - start[0]) * across + (point[1] - start[1]) * up) / length
    part = min(1.0, max(0.0, along))
    return math.sqrt(_apart(point, (start[0] + part * across, start[1] + part * up)))
