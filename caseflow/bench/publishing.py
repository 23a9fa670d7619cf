"""Timing the static bundle: thousands of publications from cold, then one change after them.

The floor is what nobody can do without: the same bytes written to the same paths as plain files,
made durable by the same rule. Both run in one process, one after the other, on one disk.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.outlets.site.folder import FEW
from caseflow.public.outlets.site.writing import Written, write_site
from caseflow.public.published.kinds import KINDS
from caseflow.public.published.models import PublishedPage

MONTHS = 60
TOWNSHIPS = ("忠州街道", "白公街道", "新生街道", "乌杨街道", "拔山镇", "石宝镇")
SENTENCES = (
    "群众反映某处夜间施工噪声扰民，执法人员到场后进行了检查。",
    "经查，该单位未按要求落实降噪措施，现场已责令改正。",
    "执法人员于数日后复查，整改措施已经落实，周边环境有所改善。",
    "我局将继续加强巡查，督促责任单位落实主体责任。",
)


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of a run and of its floor, and the bytes it wrote."""

    seconds: float
    floor_seconds: float
    paths: tuple[str, ...]
    byte_count: int

    def summary(self) -> dict[str, Any]:
        return {
            "seconds": round(self.seconds, 3),
            "floor_seconds": round(self.floor_seconds, 3),
            "ratio": round(self.seconds / self.floor_seconds, 2),
            "files": len(self.paths),
            "bytes": self.byte_count,
        }


def time_publishing(app: Flask, count: int, seed: int, folder: Path) -> dict[str, Any]:
    """Return what `count` publications cost from cold, one more, one withdrawn, and no change."""
    chance = random.Random(seed)
    with app.app_context():
        plant(count, chance)
        cold = _timed(folder)
        idle = min(_idle(folder) for _round in range(5))
        with unit_of_work():
            db.session.add(PublishedPage(**_row(count + 1, clock.today(), chance)))
        added = _timed(folder)
        _withdraw(f"2026-{count // 2}")
        withdrawn = _timed(folder)
    return {
        "bench": "publish",
        "database": db_name(app),
        "publications": count,
        "cold": cold.summary(),
        "one_added": {**added.summary(), "paths": sorted(added.paths)},
        "one_withdrawn": {**withdrawn.summary(), "paths": sorted(withdrawn.paths)},
        "nothing_changed_ms": round(idle * 1000, 2),
    }


def db_name(app: Flask) -> str:
    """Return which database the bench ran on."""
    with app.app_context():
        return str(db.engine.dialect.name)


def plant(count: int, chance: random.Random) -> None:
    """Put `count` invented publications of the last five years into the public tables."""
    first = clock.today() - timedelta(days=30 * MONTHS)
    days = [first + timedelta(days=number * 30 * MONTHS // count) for number in range(count)]
    rows = [_row(number + 1, day, chance) for number, day in enumerate(days)]
    with unit_of_work():
        db.session.execute(insert(PublishedPage), rows)


def _row(number: int, day: date, chance: random.Random) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC) + timedelta(seconds=number)
    return {
        "slug": f"2026-{number}",
        "kind": chance.choice(list(KINDS)),
        "version": 1,
        "title": f"关于某处环境问题办理情况的公开（{number}）",
        "body": "\n\n".join(chance.choices(SENTENCES, k=6)),
        "tables": [],
        "legal_basis": "政府信息公开条例",
        "township": chance.choice(TOWNSHIPS),
        "category": "噪声",
        "published_on": day,
        "changed_at": at,
        "correction": "",
        "withdraw_reason": "",
    }


def _withdraw(slug: str) -> None:
    with unit_of_work():
        page = db.session.get_one(PublishedPage, slug)
        page.version, page.changed_at = page.version + 1, clock.now()
        page.withdrawn_on, page.withdraw_reason = clock.today(), "内容有误。"
        page.title = page.body = page.township = page.category = ""


def _timed(folder: Path) -> Timed:
    """Time a run, then the plain writing of the files that it wrote."""
    begun = time.perf_counter()
    done: Written = write_site(str(folder))
    seconds = time.perf_counter() - begun
    made = {path: (folder / "current" / path).read_bytes() for path in done.put}
    floor = _plainly(folder.with_name("floor"), made)
    size = sum(len(content) for content in made.values())
    return Timed(seconds, floor, (*done.put, *done.removed), size)


def _idle(folder: Path) -> float:
    begun = time.perf_counter()
    assert write_site(str(folder)).count == 0
    return time.perf_counter() - begun


def _plainly(folder: Path, made: dict[str, bytes]) -> float:
    """Return how long it takes to write these files and nothing more."""
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    for path, content in made.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    _make_durable([folder / path for path in made])
    seconds = time.perf_counter() - begun
    shutil.rmtree(folder)
    return seconds


def _make_durable(places: list[Path]) -> None:
    """Follow the rule of the bundle: few files one by one, many by one sync."""
    if len(places) > FEW:
        os.sync()
        return
    for place in {*places, *(place.parent for place in places)}:
        found = os.open(place, os.O_RDONLY)
        os.fsync(found)
        os.close(found)


def lines(found: dict[str, Any], say: Callable[[str], None]) -> None:
    """Say a report in words."""
    say(f"publish on {found['database']}, {found['publications']} publications")
    for name in ("cold", "one_added", "one_withdrawn"):
        one = found[name]
        say(
            f"{name}: {one['files']} files in {one['seconds']} s, plainly written in "
            f"{one['floor_seconds']} s, ratio {one['ratio']}"
        )
        _say_paths(one.get("paths", ()), say)
    say(f"nothing changed: {found['nothing_changed_ms']} ms")


def _say_paths(paths: Iterable[str], say: Callable[[str], None]) -> None:
    for path in paths:
        say(f"  {path}")
