"""The county's boundary: brought in as GeoJSON, made simple, drawn as it is."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from caseflow.field.sync.cli import field_group
from caseflow.ground.errors import BadInput
from caseflow.ground.regions.boundary import POINTS_MOST, boundary, keep_boundary, simplified

HERE = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("CASEFLOW_SHARED_DATA") or HERE.parent / "shared" / "data")
REAL = sorted((FOLDER / "reference" / "boundary").glob("*.json"))
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SQUARE = [[108.0, 30.0], [108.1, 30.0], [108.1, 30.1], [108.0, 30.1], [108.0, 30.0]]


def feature(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}


def circle(count: int) -> list[list[float]]:
    turns = [2 * math.pi * n / count for n in range(count)]
    points = [[108 + 0.3 * math.cos(turn), 30 + 0.3 * math.sin(turn)] for turn in turns]
    return [*points, points[0]]


@SQLITE
@pytest.mark.parametrize(
    ("told", "count"),
    [
        (feature("Polygon", [SQUARE]), 1),
        ({"type": "FeatureCollection", "features": [feature("MultiPolygon", [[SQUARE]] * 2)]}, 2),
        ([feature("Polygon", [SQUARE])], 1),
    ],
)
def test_every_form_of_geojson_is_taken(db_session: Any, told: Any, count: int) -> None:
    assert boundary() is None
    keep_boundary(json.dumps(told).encode())
    assert boundary() == [SQUARE] * count


@SQLITE
def test_a_long_outline_is_made_simple_and_stays_where_it_was(db_session: Any) -> None:
    (ring,) = keep_boundary(json.dumps(feature("Polygon", [circle(20_000)])).encode())
    assert 50 < len(ring) <= POINTS_MOST
    assert all(abs(math.hypot(x - 108, y - 30) - 0.3) < 0.001 for x, y in ring)


def test_points_on_a_line_are_left_out_and_corners_stay() -> None:
    line = [(0.0, 0.0), (1.0, 0.00001), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)]
    assert simplified(line, 0.001) == [line[0], *line[2:]]


@SQLITE
@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b"\xff", b"[1]", b'{"type": "Point", "coordinates": [1, 2]}',
        json.dumps(feature("Polygon", [[[500, 30], [1, 1], [2, 2], [3, 3]]])).encode(),
        json.dumps(feature("Polygon", [SQUARE[:2]])).encode(),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_what_was_there_stays(db_session: Any, content: bytes) -> None:
    keep_boundary(json.dumps(feature("Polygon", [SQUARE])).encode())
    with pytest.raises(BadInput, match="no GeoJSON"):
        keep_boundary(content)
    assert boundary() == [SQUARE]


@SQLITE
@pytest.mark.skipif(not REAL, reason="the shared data is not there: set CASEFLOW_SHARED_DATA")
def test_the_real_outlines_are_taken_by_command(app: Flask) -> None:
    for path in REAL:
        done = app.test_cli_runner().invoke(field_group, ["boundary", str(path)])
        assert done.exit_code == 0, done.output
        with app.app_context():
            rings = boundary()
        assert rings
        assert 100 < sum(map(len, rings)) <= POINTS_MOST
