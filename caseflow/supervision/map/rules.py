"""What the map shows: periods, the marks of the legend, its limits, the tiles by setting. Pure."""

from __future__ import annotations

from urllib.parse import quote

from caseflow.ground.i18n import N_

PERIODS: dict[str, tuple[str, int | None]] = {
    "14": (N_("Last 14 days"), 14),
    "30": (N_("Last 30 days"), 30),
    "90": (N_("Last 90 days"), 90),
    "365": (N_("Last year"), 365),
    "all": (N_("Any time"), None),
}
"""Key → label and how many days back cases were opened; None: without limit."""
PERIOD = "90"

MARKS: dict[str, str] = {
    "late": N_("Late"),
    "soon": N_("Due today or within three working days"),
    "open": N_("Open, in time"),
    "ended": N_("Ended"),
}
"""Mark of a point → its words; each has a shape of its own besides its colour (css/map.css)."""

POINTS_A_PAGE = 1000
MOST_POINTS = 10_000
"""The script asks for no more: the newest are shown, and the page says that there are others."""

TILE_HOSTS = "https://*.tianditu.gov.cn"
"""What the content policy lets through once a key is set."""
_TILES = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}"
    "&TILECOL={{x}}&tk={key}"
)


def tile_addresses(key: str | None) -> list[str]:
    """Return the addresses of 天地图's map and its names for Leaflet; none without a key.

    Source: 天地图 地图服务 (lbs.tianditu.gov.cn), layers vec and cva in Web Mercator (w).
    """
    return [_TILES.format(layer=layer, key=quote(key)) for layer in ("vec", "cva")] if key else []


def mark_of(due_state: str | None, *, is_open: bool) -> str:
    """Return the mark of a case by the state of its nearest deadline (None: none runs)."""
    if not is_open:
        return "ended"
    if due_state == "late":
        return "late"
    return "soon" if due_state in {"today", "soon"} else "open"
