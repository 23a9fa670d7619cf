"""Risk grades and usual sectors of pollution sources. Pure."""

from __future__ import annotations

from caseflow.ground.i18n import N_

RISK_GRADES: dict[str, str] = {
    "general": N_("General"),
    "elevated": N_("Elevated"),
    "major": N_("Major"),
}

SECTORS: tuple[str, ...] = (
    "建筑业",
    "住宿餐饮娱乐",
    "非金属加工",
    "畜禽养殖",
    "水泥建材",
    "农副食品加工",
    "机械加工",
    "医药化工",
    "汽车维修",
    "采石采矿",
    "废品回收",
    "污水处理",
)
"""Offered while typing; any other word is taken too (facts C.2 names the first four)."""
