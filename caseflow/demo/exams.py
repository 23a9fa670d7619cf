"""An examination period that is over, and the schools it kept quiet; entered before the cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from caseflow.core.deadlines.models import QuietPlace, SpecialPeriod
from caseflow.core.deadlines.special import saved
from caseflow.demo.opening import town_of
from caseflow.demo.words import MATTERS, centre_of
from caseflow.ground import clock
from caseflow.people.accounts.models import User

AGO = (timedelta(days=40), timedelta(days=12))
"""The examination lay between so many days before the end."""
LASTS = timedelta(days=2)
RADIUS_M = 1500
"""As far as the streets of a township reach, so that a complaint from there is near."""
SCHOOLS = ("演示第一中学", "演示实验中学")
ELSEWHERE = ("500233001", "500233116")
"""Where a school stands if too few complaints of noise came in."""


def enter_exams(
    people: dict[str, User], starts: Sequence[datetime], end: datetime, towns: list[str]
) -> None:
    """Enter a period around a complaint about noise, and a school where that one comes from."""
    noisy = [
        index
        for index, at in enumerate(starts)
        if end - AGO[0] < at < end - AGO[1] and _is_about_noise(index)
    ][:1]
    at = starts[noisy[0]] if noisy else end - AGO[0]
    first_on = clock.local_date(at) - timedelta(days=1)
    admin_id = people["admin"].id
    period = {
        "name": f"{first_on.year}年统一考试（演示）",
        "kind": "exam",
        "first_on": first_on,
        "last_on": first_on + LASTS,
        "hours": "22:00–06:00及考试时段",
        "basis": "演示数据，非正式通知",
        "is_active": True,
    }
    saved(SpecialPeriod(), period, admin_id)
    places = [*(town_of(index, towns) for index in noisy), *ELSEWHERE]
    for name, town in zip(SCHOOLS, places, strict=False):
        latitude, longitude = centre_of(town)
        school = {
            "name": name,
            "township_code": town,
            "address_words": "",
            "longitude": longitude,
            "latitude": latitude,
            "radius_m": RADIUS_M,
            "is_active": True,
        }
        saved(QuietPlace(), school, admin_id)


def _is_about_noise(index: int) -> bool:
    """Return whether case number `index` is a petition about noise (opening.py)."""
    is_petition = index % 12 != 5 and index % 15 != 7
    return is_petition and MATTERS[index % len(MATTERS)].category.startswith("noise")
