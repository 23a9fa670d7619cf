"""Readings with what must come out of them, for the server's code and the tablet's alike.

The numbers are those of the standards, written out here a second time, so that a slip in the
table of the program is found. `generated` makes readings at random, many of them on a boundary.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

DAY = "2026-11-28"
IN_2025 = "2025-12-31"
HOURS = {"day": "10:00", "night": "23:00"}
STANDARDS = {"industry": "GB 12348-2008", "social": "GB 22337-2008"}
BOUNDARY = {"0": (50, 40), "1": (55, 45), "2": (60, 50), "3": (65, 55), "4": (70, 55)}
ROOMS = {
    ("A", "0"): (40, 30), ("A", "1"): (40, 30), ("A", "2"): (45, 35), ("A", "3"): (45, 35),
    ("A", "4"): (45, 35), ("B", "0"): (40, 30), ("B", "1"): (45, 35), ("B", "2"): (50, 40),
    ("B", "3"): (50, 40), ("B", "4"): (50, 40),
}  # fmt: skip
HZ = ("31.5", "63", "125", "250", "500")
NR20, NR25 = (69, 51, 39, 30, 24), (72, 55, 43, 35, 29)
NR30, NR35, NR40 = (76, 59, 48, 39, 34), (79, 63, 52, 44, 38), (82, 67, 56, 49, 43)
OCTAVES = {
    ("A", "0"): (NR30, NR20), ("A", "1"): (NR30, NR20), ("A", "2"): (NR35, NR25),
    ("A", "3"): (NR35, NR25), ("A", "4"): (NR35, NR25), ("B", "0"): (NR30, NR20),
    ("B", "1"): (NR35, NR25), ("B", "2"): (NR40, NR30), ("B", "3"): (NR40, NR30),
    ("B", "4"): (NR40, NR30),
}  # fmt: skip
STEPS = (
    # difference, taken off (None: not valid)
    ("0.0", None), ("2.4", None), ("2.5", None), ("2.9", None), ("3.0", 3), ("3.4", 3),
    ("3.5", 2), ("3.6", 2), ("4.0", 2),
    ("4.5", 2), ("5.0", 2), ("5.4", 2), ("5.5", 1), ("6.0", 1), ("9.9", 1), ("10.0", 1),
    ("10.1", 0), ("10.5", 0), ("10.6", 0), ("25.0", 0),
)  # fmt: skip
DOUBTED = ("2.5", "2.9", "10.1", "10.5")
"""Rounded to whole dB first, these would be of another step."""


@dataclass(frozen=True)
class Case:
    """A reading, the outcome, values of its last comparison, and codes that must be said."""

    name: str
    kind: str
    reading: dict[str, Any]
    outcome: str
    last: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def noise(**more: Any) -> dict[str, Any]:
    """Return a sound reading of a factory by day, class 2, except for what is given."""
    reading = {
        "source": "industry", "place": "boundary", "area": "2", "measured_on": DAY,
        "began_at": "10:00", "duration_s": "60", "leq": "55.0", "weather": "dry", "wind": "1.2",
        "calibrated_before": "93.8", "calibrated_after": "93.9",
    }  # fmt: skip
    return reading | more


def level(whole: int, tenths: int = 0) -> str:
    value = whole * 10 + tenths
    return f"{value // 10}.{value % 10}"


def around(name: str, limit: int, standard: str, **reading: Any) -> Iterator[Case]:
    """Yield readings just under, on, and over a limit that holds for `reading`."""
    far, expected = level(limit - 20), {"limit": str(limit), "standard": standard}
    for leq, outcome, over in (
        (level(limit), "complies", ""),
        (level(limit, 4), "complies", ""),
        (level(limit, 6), "exceeds", "1"),
        (level(limit + 3), "exceeds", "3"),
    ):
        yield Case(
            f"{name} {leq}", "noise", noise(leq=leq, background=far, **reading), outcome,
            expected | {"over": over},
        )  # fmt: skip
    yield Case(
        f"{name} under, no background", "noise", noise(leq=level(limit - 1, 9), **reading),
        "complies", expected, ("noise.waived",),
    )  # fmt: skip
    yield Case(
        f"{name} on it, no background", "noise", noise(leq=level(limit), **reading),
        "incomplete", expected, ("noise.background_needed",),
    )  # fmt: skip


def levels() -> Iterator[Case]:
    """Every cell of the tables of equivalent levels."""
    for source, standard in STANDARDS.items():
        for index, (period, hour) in enumerate(HOURS.items()):
            where = {"source": source, "began_at": hour}
            for area, limits in BOUNDARY.items():
                name = f"{source} {area} {period}"
                yield from around(name, limits[index], standard, area=area, **where)
                indoor = {"area": area, "place": "indoor"} | where
                yield from around(f"{name} indoors", limits[index] - 10, standard, **indoor)
            for (room, area), limits in ROOMS.items():
                inside = {"area": area, "room": room, "place": "structure"} | where
                yield from around(
                    f"{source} {room}{area} {period}", limits[index], standard, **inside
                )
    for day, standard in ((IN_2025, "GB 12523-2011"), (DAY, "GB 12523-2025")):
        for (period, hour), limit in zip(HOURS.items(), (70, 55), strict=True):
            site = {
                "source": "construction", "measured_on": day, "began_at": hour, "area": "",
                "duration_s": "1200",
            }  # fmt: skip
            yield from around(f"{standard} {period}", limit, standard, **site)
            indoor = site | {"place": "indoor"}
            yield from around(f"{standard} {period} indoors", limit - 10, standard, **indoor)


def octaves() -> Iterator[Case]:
    """Every cell of the tables of octave bands."""
    for source, standard in STANDARDS.items():
        for (room, area), both in OCTAVES.items():
            for (period, hour), limits in zip(HOURS.items(), both, strict=True):
                for hz, limit in zip(HZ, limits, strict=True):
                    for more, outcome in ((0, "complies"), (1, "exceeds")):
                        band = {"hz": hz, "level": level(limit + more), "background": "5"}
                        reading = noise(
                            source=source, place="structure", room=room, area=area,
                            began_at=hour, leq="20.0", bands=[band],
                        )  # fmt: skip
                        yield Case(
                            f"{source} {room}{area} {period} {hz} Hz +{more}", "noise", reading,
                            outcome,
                            {"limit": str(limit), "standard": standard, "clause": "表3",
                             "is_verified": False},
                        )  # fmt: skip


def peaks() -> Iterator[Case]:
    """How far a maximum may pass the limit; 40.0 dB as the equivalent level keeps every one."""
    night = {"began_at": "23:00", "leq": "30.0"}
    site = night | {"source": "construction", "duration_s": "1200"}
    room = {"source": "social", "place": "structure", "room": "A", "is_unsteady": True}
    for name, reading, limit in (
        ("frequent", night | {"peak": "frequent"}, 60),
        ("sporadic", night | {"peak": "sporadic"}, 65),
        ("frequent indoors", night | {"peak": "frequent", "place": "indoor"}, 50),
        ("site 2025", site, 70),
        ("site 2011", site | {"measured_on": IN_2025}, 70),
        ("site indoors", site | {"place": "indoor"}, 60),
        ("unsteady by night", room | night | {"leq": "20.0"}, 45),
        ("unsteady by day", room | {"leq": "20.0"}, 55),
    ):
        for lmax, outcome in ((level(limit), "complies"), (level(limit, 1), "exceeds")):
            expected = {"quantity": "lmax", "limit": str(limit), "value": lmax.removesuffix(".0")}
            expected["clause"] = {"frequent": "4.1.2", "sporadic": "4.1.3"}.get(
                reading.get("peak", ""), ""
            )
            yield Case(
                f"peak {name} {lmax}", "noise", noise(**reading, lmax=lmax), outcome, expected,
                ("noise.peak_margin",),
            )  # fmt: skip
    for name, reading in (
        ("by day", {"leq": "40.0"}),
        ("social", night | {"source": "social"}),
        ("steady room", room | night | {"is_unsteady": False}),
        ("room of a factory", night | {"place": "structure", "room": "B", "is_unsteady": True}),
    ):
        loud = noise(**{"leq": "20.0"} | reading | {"leq": "20.0"}, lmax="99.9")
        yield Case(f"no peak {name}", "noise", loud, "complies", said=("noise.peak_free",))
    unsaid = noise(**room | night | {"is_unsteady": None, "leq": "20.0"}, lmax="99.9")
    yield Case("steady or not is not said", "noise", unsaid, "incomplete", said=("missing",))
    quiet = {key: value for key, value in unsaid.items() if key != "lmax"}
    yield Case("no maximum to be steady", "noise", quiet, "complies")
    yield Case(
        "peak of no kind", "noise", noise(**night, lmax="99.9"), "incomplete", said=("missing",)
    )


def steps() -> Iterator[Case]:
    """The steps of the correction by each standard, at the limit and over it."""
    site = {"source": "construction", "duration_s": "1200"}
    for name, limit, more in (
        ("factory", 60, {}),
        ("bar", 60, {"source": "social"}),
        ("site 2011", 70, site | {"measured_on": IN_2025}),
        ("site 2025", 70, site),
    ):
        for difference, minus in STEPS:
            for measured in (limit * 10, limit * 10 + 64):
                below = level(0, measured - round(float(difference) * 10))
                reading = noise(leq=level(0, measured), background=below, **more)
                title = f"{name} {level(0, measured)} with {difference} over the background"
                doubt = ("noise.difference_rounded",) if difference in DOUBTED else ()
                if minus is None:
                    told = ("void.background", *doubt)
                    yield Case(title, "noise", reading, "void", {"value": ""}, told)
                    continue
                value = round(measured / 10 - minus)
                outcome = "exceeds" if value > limit else "complies"
                expected = {"minus": str(minus), "value": str(value)}
                if doubt:
                    expected["is_verified"] = False
                told = ("noise.rounded", *doubt)
                yield Case(title, "noise", reading, outcome, expected, told)


def roundings() -> Iterator[Case]:
    """Rounding and the waiver of HJ 706, and what held before it."""
    for leq, value, outcome in (("60.5", "60", "complies"), ("61.5", "62", "exceeds")):
        reading = noise(leq=leq, background="40.0")
        yield Case(f"{leq} to the even", "noise", reading, outcome, {"value": value})
    near = noise(leq="59.9", background="58.9")
    yield Case("under the limit, near", "noise", near, "complies", said=("noise.waived",))
    before = {"measured_on": "2014-12-31", "background": "40.0"}
    yield Case(
        "before HJ 706", "noise", noise(**before, leq="60.4"), "exceeds",
        {"value": "60.4", "over": "0.4", "is_verified": True},
    )  # fmt: skip
    alone = noise(measured_on="2014-12-31", leq="50.0")
    yield Case("no waiver before HJ 706", "noise", alone, "incomplete")
    louder = noise(leq="61.0", background="62.0")
    yield Case("background over it", "noise", louder, "void", said=("void.background",))


def validity() -> Iterator[Case]:
    site = {"source": "construction"}
    for name, reading, outcome, code in (
        ("wind 4.9", {"wind": "4.9"}, "complies", ""),
        ("wind 5.0", {"wind": "5.0"}, "void", "void.wind"),
        ("rain", {"weather": "rain"}, "void", "void.weather"),
        ("snow", {"weather": "snow"}, "void", "void.weather"),
        ("thunder", {"weather": "thunder"}, "void", "void.weather"),
        ("calibration 0.5", {"calibrated_after": "94.3"}, "complies", ""),
        ("calibration 0.6", {"calibrated_after": "94.4"}, "void", "void.calibration"),
        ("calibration −0.6", {"calibrated_after": "93.2"}, "void", "void.calibration"),
        ("site 20 min", site | {"duration_s": "1200"}, "complies", ""),
        ("site 19:59 min", site | {"duration_s": "1199"}, "void", "void.duration"),
        ("up to 22:00", {"began_at": "21:59", "leq": "40.0"}, "complies", ""),
        ("over 22:00", {"began_at": "21:59", "duration_s": "61"}, "void", "void.period"),
        ("up to 06:00", {"began_at": "05:59", "leq": "40.0"}, "complies", ""),
        ("over 06:00", {"began_at": "05:30", "duration_s": "3600"}, "void", "void.period"),
        ("over midnight", {"began_at": "23:50", "duration_s": "3600", "leq": "40.0"}, "complies",
         ""),
        ("a night and more", {"began_at": "22:00", "duration_s": "28801"}, "void", "void.period"),
        ("21:59 is day", {"began_at": "21:59", "leq": "59.0"}, "complies", ""),
        ("22:00 is night", {"began_at": "22:00", "leq": "59.0"}, "incomplete", ""),
        ("05:59 is night", {"began_at": "05:59", "leq": "59.0"}, "incomplete", ""),
        ("06:00 is day", {"began_at": "06:00", "leq": "59.0"}, "complies", ""),
        ("emergency", site | {"is_emergency": True}, "out_of_scope", "scope.emergency"),
        ("structure of a site", site | {"place": "structure"}, "out_of_scope",
         "scope.no_structure_limits"),
        ("before any", {"measured_on": "2008-09-30"}, "out_of_scope", "scope.no_standard"),
        ("no site standard", site | {"measured_on": "2012-06-30"}, "out_of_scope",
         "scope.no_standard"),
        ("no class", {"area": ""}, "incomplete", "missing"),
        ("class 4a", {"area": "4a"}, "incomplete", "malformed"),
        ("no such day", {"measured_on": "2026-02-30"}, "incomplete", "malformed"),
        ("two decimals", {"leq": "55.05"}, "incomplete", "malformed"),
        ("full width", {"leq": "５５.0"}, "incomplete", "malformed"),
        ("a number", {"leq": 55.0}, "incomplete", "missing"),
        ("a line end", {"leq": "55.0\n"}, "incomplete", "malformed"),
        ("no time", {"began_at": "24:00"}, "incomplete", "malformed"),
        ("no duration", {"duration_s": "0"}, "incomplete", "malformed"),
    ):  # fmt: skip
        yield Case(name, "noise", noise(**reading), outcome, said=(code,) if code else ())


def fumes(values: list[str], **more: Any) -> dict[str, Any]:
    """Return a sampling of a kitchen with four stoves, all at work, at their reference flow."""
    samples = [{"concentration": value, "flow": "8000", "minutes": "10"} for value in values]
    reading = {
        "measured_on": DAY, "pollutant": "fumes", "samples": samples, "measure": "stoves",
        "working": "4", "total": "4",
    }  # fmt: skip
    return reading | more


def concentrations() -> Iterator[Case]:
    early = {"measured_on": "2018-12-31"}
    local, national = {"standard": "DB50/859-2018"}, {"standard": "GB 18483-2001"}
    for name, value, more, outcome, last in (
        ("national, on it", "2.0", early, "complies", national | {"limit": "2"}),
        ("national, over", "2.001", early, "exceeds", national | {"over": "0.001"}),
        ("both, on the local", "1.0", {}, "complies", local | {"limit": "1"}),
        ("both, over the local", "1.001", {}, "exceeds", local | {"over": "0.001"}),
        ("both over", "2.5", {}, "exceeds", local | {"over": "1.5", "is_verified": False}),
        ("nmhc, on it", "10.0", {"pollutant": "nmhc"}, "complies",
         local | {"limit": "10", "is_verified": False}),
        ("nmhc, over", "10.1", {"pollutant": "nmhc"}, "exceeds", local | {"over": "0.1"}),
    ):  # fmt: skip
        yield Case(name, "fumes", fumes([value] * 5, **more), outcome, last)
    yield Case(
        "nmhc before 2019", "fumes", fumes(["1.0"] * 5, **early, pollutant="nmhc"), "out_of_scope"
    )
    yield Case("before 2002", "fumes", fumes(["1"] * 5, measured_on="2001-12-31"), "out_of_scope")


def conversions() -> Iterator[Case]:
    """Working stoves, their power or their hoods: what 1 mg/m³ at 8000 m³/h becomes."""
    for measure, working, value in (
        ("stoves", "4", "1.000"), ("stoves", "2", "2.000"), ("stoves", "8", "0.500"),
        ("stoves", "1.5", "2.667"), ("hood_area", "4.4", "1.000"), ("hood_area", "5", "0.880"),
        ("power", "6.68", "1.000"), ("power", "10", "0.668"),
    ):  # fmt: skip
        reading = fumes(["1.0"] * 5, measure=measure, working=working, total="")
        outcome = "exceeds" if float(value) > 1 else "complies"
        yield Case(
            f"{working} {measure}", "fumes", reading, outcome, {"value": value},
            ("fumes.converted",),
        )  # fmt: skip
    uneven = fumes(["1.0"] * 5)
    for sample, flow in zip(
        uneven["samples"], ("4000", "6000", "8000", "10000", "12000"), strict=True
    ):
        sample["flow"] = flow
    yield Case("flow by sample", "fumes", uneven, "complies", {"value": "1.000"})


def droppings() -> Iterator[Case]:
    for name, values, outcome, last, said in (
        ("a quarter stays", ["2", "2", "2", "2", "0.5"], "exceeds", {"value": "1.700"}, ()),
        ("under it goes", ["2", "2", "2", "2", "0.499"], "exceeds", {"value": "2.000"},
         ("fumes.dropped",)),
        ("three are enough", ["0.8", "0.8", "0.8", "0.1", "0.1"], "complies", {"value": "0.800"},
         ("fumes.dropped",)),
        ("two are not", ["0.8", "0.8", "0.1", "0.1", "0.1"], "void", {"value": ""},
         ("void.samples", "fumes.dropped")),
        ("nothing in any", ["0", "0", "0", "0", "0"], "complies", {"value": "0.000"}, ()),
        ("four samples", ["1", "1", "1", "1"], "incomplete", {}, ("missing.samples",)),
        ("six samples", ["1", "1", "1", "1", "1", "1"], "complies", {"value": "1.000"}, ()),
    ):  # fmt: skip
        yield Case(name, "fumes", fumes(values), outcome, last, said)
    brief = fumes(["1.0"] * 5)
    brief["samples"][2]["minutes"] = "9"
    yield Case("nine minutes", "fumes", brief, "void", {"value": ""}, ("void.minutes",))
    yield Case(
        "nine minutes, low efficiency", "fumes", brief | {"removal": "50"}, "void",
        {"quantity": "fumes"}, ("void.minutes", "fumes.removal_open"),
    )  # fmt: skip
    for name, flag, standard in (
        ("uncollected", "is_uncollected", "GB 18483-2001"),
        ("unpurified", "is_unpurified", "DB50/859-2018"),
    ):
        bare = {"measured_on": DAY, "pollutant": "fumes", flag: True}
        yield Case(
            name, "fumes", bare, "exceeds", {"quantity": name, "standard": standard},
            ("fumes.counts_as_exceeding",),
        )  # fmt: skip


def removals() -> Iterator[Case]:
    """Sizes by each measure, and the efficiency each size needs by both standards."""
    sizes = {
        "stoves": (("0.99", ""), ("1", "small"), ("2.99", "small"), ("3", "medium"),
                   ("5.99", "medium"), ("6", "large")),
        "power": (("1.66", ""), ("1.67", "small"), ("4.99", "small"), ("5", "medium"),
                  ("9.99", "medium"), ("10", "large")),
        "hood_area": (("1.09", ""), ("1.1", "small"), ("3.29", "small"), ("3.3", "medium"),
                      ("6.59", "medium"), ("6.6", "large")),
    }  # fmt: skip
    least = {
        "fumes": {"small": ("60", "90"), "medium": ("75", "90"), "large": ("85", "95")},
        "nmhc": {"small": ("65",), "medium": ("75",), "large": ("85",)},
    }
    for measure, found in sizes.items():
        for total, size in found:
            reading = fumes(["0"] * 5, measure=measure, total=total, removal="100")
            code = "fumes.size" if size else "fumes.size_none"
            yield Case(f"size of {total} {measure}", "fumes", reading, "complies", said=(code,))
    for pollutant, by_size in least.items():
        for size, total in (("small", "2"), ("medium", "4"), ("large", "6")):
            for limit in by_size[size]:
                for removal, outcome in (
                    (limit, "complies"),
                    (f"{int(limit) - 1}.9", "insufficient"),
                ):
                    is_national = pollutant == "fumes" and limit in ("60", "75", "85")
                    reading = fumes(
                        ["0"] * 5, pollutant=pollutant, total=total, removal=removal,
                        measured_on="2018-12-31" if is_national else DAY,
                    )  # fmt: skip
                    yield Case(
                        f"{pollutant} {size} {removal}%", "fumes", reading, outcome, said=(
                            "fumes.removal_enough" if outcome == "complies"
                            else "fumes.removal_under",
                        ),
                    )  # fmt: skip


def waste(**more: Any) -> dict[str, Any]:
    return {"measured_on": DAY} | more


def wastes() -> Iterator[Case]:
    held = {"stored_on": "2025-11-28", "holder": "licensee"}
    late = {"stored_on": "2025-11-27", "holder": "licensee"}
    leap = {"stored_on": "2024-02-29", "holder": "licensee"}
    point, dumped = {"store": "point"}, {"is_dumped": True}
    for name, reading, outcome, last, code in (
        ("code", {"code": "900-214-08"}, "complies", {"detail": "900-214-08"}, "waste.code_fits"),
        ("code and class", {"code": "900-214-08", "class": "HW08"}, "complies", {},
         "waste.code_fits"),
        ("other class", {"code": "900-214-08", "class": "HW49"}, "alert", {},
         "waste.code_class_differs"),
        ("no class 51", {"code": "900-214-51"}, "alert", {}, "waste.code_class"),
        ("no class 41", {"code": "900-214-41"}, "alert", {}, "waste.code_class"),
        ("no class 00", {"code": "900-214-00"}, "alert", {}, "waste.code_class"),
        ("no hyphens", {"code": "90021408"}, "incomplete", {}, "waste.code_shape"),
        ("letters", {"code": "HW08-900-214"}, "incomplete", {}, "waste.code_shape"),
        ("by test", {"code": "900-000-49"}, "complies", {}, "waste.code_by_test"),
        ("a year", held, "complies", {"limit": DAY, "clause": "第535条"}, "waste.storage_within"),
        ("over a year", late, "exceeds", {"limit": "2026-11-27"}, "waste.storage_over"),
        ("extended", late | {"extended_until": DAY}, "complies", {"limit": DAY},
         "waste.storage_within"),
        ("extension over", late | {"extended_until": "2026-11-27"}, "exceeds", {},
         "waste.storage_over"),
        ("producer", late | {"holder": "producer"}, "alert", {"is_verified": False},
         "waste.storage_alert"),
        ("producer extended", late | {"holder": "producer", "extended_until": "2027-01-01"},
         "alert", {}, "waste.storage_alert"),
        ("producer in time", held | {"holder": "producer"}, "complies", {},
         "waste.storage_producer"),
        ("old law", late | {"measured_on": "2026-08-14", "stored_on": "2025-08-13"}, "exceeds",
         {"clause": "第81条"}, "waste.storage_over"),
        ("leap year", leap | {"measured_on": "2025-02-28"}, "complies", {"limit": "2025-02-28"},
         "waste.storage_within"),
        ("after a leap year", leap | {"measured_on": "2025-03-01"}, "exceeds", {},
         "waste.storage_over"),
        ("point 3 t", point | {"quantity": "3"}, "complies", {"is_verified": False},
         "waste.point_within"),
        ("point over 3 t", point | {"quantity": "3.001"}, "alert",
         {"quantity": "point", "is_verified": False}, "waste.point_over"),
        ("facility over 3 t", {"code": "900-214-08", "store": "facility", "quantity": "9"},
         "complies", {"quantity": "code"}, "waste.code_fits"),
        ("dumped 2.999 t", dumped | {"quantity": "2.999"}, "alert", {"is_verified": True},
         "waste.dumped_under"),
        ("dumped 3 t", dumped | {"quantity": "3"}, "alert", {"limit": "3", "is_verified": True},
         "waste.crime_least"),
        ("dumped 99.999 t", dumped | {"quantity": "99.999"}, "alert", {"limit": "3"},
         "waste.crime_least"),
        ("dumped 100 t", dumped | {"quantity": "100"}, "alert", {"limit": "100"},
         "waste.crime_tier"),
        ("nothing asked", {}, "incomplete", {}, "missing"),
        ("no weight", point, "incomplete", {}, "missing"),
        ("from tomorrow", held | {"stored_on": "2026-11-29"}, "incomplete", {}, "malformed"),
        ("no holder", {"stored_on": "2025-11-28"}, "incomplete", {}, "missing"),
    ):  # fmt: skip
        yield Case(name, "waste", waste(**reading), outcome, last, (code,))


GROUPS: dict[str, tuple[Case, ...]] = {
    "equivalent levels": tuple(levels()),
    "octave bands": tuple(octaves()),
    "maxima": tuple(peaks()),
    "background": tuple(steps()),
    "rounding": tuple(roundings()),
    "validity and scope": tuple(validity()),
    "concentrations": tuple(concentrations()),
    "reference stoves": tuple(conversions()),
    "dropped samples": tuple(droppings()),
    "sizes and efficiency": tuple(removals()),
    "waste": tuple(wastes()),
}
CASES = tuple(case for cases in GROUPS.values() for case in cases)


def faults(case: Case, found: dict[str, Any]) -> list[str]:
    """Return what a verdict, as plain values, has other than the case demands."""
    codes = {message["code"] for message in found["messages"]}
    wrong = [f"{case.name}: {code} is not said" for code in case.said if code not in codes]
    if found["outcome"] != case.outcome:
        return [*wrong, f"{case.name}: {found['outcome']}, not {case.outcome}; said {codes}"]
    last = found["comparisons"][-1] if found["comparisons"] else {}
    return wrong + [
        f"{case.name}: {name} is {last.get(name)!r}, not {value!r}"
        for name, value in case.last.items()
        if last.get(name) != value
    ]


def _noise_at_random(rng: random.Random) -> dict[str, Any]:
    """Return a reading near a limit, sometimes void, incomplete or out of scope."""
    pick = rng.choice
    source, place = (
        pick(("industry", "social", "construction")),
        pick(("boundary", "indoor", "structure")),
    )
    limit = pick(range(20, 85)) * 10 + pick((-1, 0, 0, 1, 4, 5, 6, rng.randint(-40, 60)))
    difference = pick(
        (
            0,
            24,
            25,
            29,
            30,
            34,
            35,
            36,
            45,
            54,
            55,
            56,
            99,
            100,
            101,
            105,
            106,
            rng.randint(-10, 200),
        )
    )
    reading = noise(
        source=source, place=place, area=pick("01234"), room=pick("AB"),
        measured_on=pick((DAY, DAY, IN_2025, "2026-01-01", "2014-12-31", "2015-01-01",
                          "2012-06-30", "2008-10-01", "2008-09-30")),
        began_at=f"{rng.randint(0, 23):02d}:{pick((0, 0, 1, 30, 59)):02d}",
        duration_s=str(pick((60, 60, 1199, 1200, 3600, rng.randint(1, 99999)))),
        leq=level(0, limit), is_unsteady=pick((True, False, True, False, None)),
        is_emergency=rng.random() < 0.03,
        wind=level(0, pick((0, 12, 49, 49, 49, 50 if rng.random() < 0.2 else 12))),
        weather=pick(("dry",) * 12 + ("rain", "snow", "thunder")),
        calibrated_after=level(0, 938 + pick((-6 if rng.random() < 0.2 else 0, -5, 0, 5))),
        calibrated_before="93.8",
    )  # fmt: skip
    if rng.random() < 0.75 and limit - difference >= 0:
        reading["background"] = level(0, limit - difference)
    if rng.random() < 0.5:
        reading["lmax"] = level(0, pick(range(30, 90)) * 10 + pick((-1, 0, 0, 1)))
        reading["peak"] = pick(("frequent", "sporadic", "sporadic", ""))
    if place == "structure" and rng.random() < 0.7:
        reading["bands"] = [_band(rng, hz) for hz in rng.sample(HZ, rng.randint(0, 5))]
    return reading


def _band(rng: random.Random, hz: str) -> dict[str, str]:
    measured = rng.randint(20, 85) * 10 + rng.choice((-1, 0, 0, 1, 5))
    band = {"hz": hz, "level": level(0, measured)}
    if rng.random() < 0.6:
        band["background"] = level(0, max(0, measured - rng.choice((20, 30, 35, 60, 100, 150))))
    return band


def _fumes_at_random(rng: random.Random) -> dict[str, Any]:
    pick = rng.choice
    base = pick((0, 20, 100, 500, 1000, 2000, 10000, rng.randint(1, 30000)))
    samples = [
        {
            "concentration": _milli(pick((base, base, base // 4, base // 4 - 1, base + 1))),
            "flow": level(0, pick((80000, 80000, 40000, rng.randint(1, 999999)))),
            "minutes": pick(("10",) * 30 + ("12", "9")),
        }
        for _number in range(pick((5, 5, 5, 5, 6, 4, 0)))
    ]
    reading = {
        "measured_on": pick((DAY,) * 5 + ("2019-01-01", "2018-12-31", "2001-12-31")),
        "pollutant": pick(("fumes", "fumes", "nmhc")), "samples": samples,
        "measure": pick(("stoves", "power", "hood_area")),
        "working": _milli(pick((1000, 4000, 1670, 1100, 4400, rng.randint(1, 20000)))),
        "total": _milli(pick((999, 1000, 1100, 1670, 3000, 3300, 5000, 6000, 6600, 9999, 10000))),
        "is_uncollected": rng.random() < 0.1, "is_unpurified": rng.random() < 0.1,
    }  # fmt: skip
    if rng.random() < 0.6:
        reading["removal"] = pick(("59.9", "60", "75", "74.9", "85", "90", "89.9", "95", "100"))
    return reading


def _milli(value: int) -> str:
    return f"{max(value, 0) // 1000}.{max(value, 0) % 1000:03d}".rstrip("0").rstrip(".")


def _waste_at_random(rng: random.Random) -> dict[str, Any]:
    pick = rng.choice
    year = rng.randint(2019, 2027)
    by_chance = f"{rng.randint(0, 999):03d}-001-{rng.randint(0, 55):02d}"
    weight = _milli(rng.randint(0, 200000))
    reading = waste(
        measured_on=f"{year}-{pick(('02-28', '03-01', '08-14', '08-15', '12-31', '01-01'))}",
        code=pick(("", "900-214-08", "900-000-49", "900-249-99", "9-1-1", by_chance)),
        holder=pick(("licensee", "producer", "")),
        store=pick(("", "facility", "point")),
        quantity=pick(("", "0", "3", "3.001", "2.999", "99.999", "100", weight)),
        is_dumped=pick((True, False)),
    )  # fmt: skip
    if rng.random() < 0.3:
        reading["class"] = pick(("HW08", "08", "HW49", "x"))
    if rng.random() < 0.7:
        reading["stored_on"] = f"{year - 1}-{pick(('02-28', '02-29', '03-01', '08-14', '12-31'))}"
    if rng.random() < 0.3:
        reading["extended_until"] = f"{year}-{pick(('02-28', '03-01', '08-14', '12-31'))}"
    return reading


SPOILT = (None, "", 5, True, [], {}, "x", "-1", "1e3", " 60", "60.", "٦٠", "__proto__")


def _damaged(rng: random.Random, reading: dict[str, Any]) -> dict[str, Any]:
    """Return the reading with one field spoilt: left out, of another type, or no number."""
    name = rng.choice(sorted(reading))
    spoilt = rng.choice(SPOILT)
    if rng.random() < 0.3:
        return {key: value for key, value in reading.items() if key != name}
    return reading | {name: spoilt}


def generated(seed: int, count: int) -> list[tuple[str, dict[str, Any]]]:
    """Return `count` readings with their kinds; every twelfth has a field spoilt."""
    rng = random.Random(seed)
    makers = {"noise": _noise_at_random, "fumes": _fumes_at_random, "waste": _waste_at_random}
    found = []
    for number in range(count):
        kind = rng.choices(tuple(makers), (6, 3, 1))[0]
        reading = makers[kind](rng)
        found.append((kind, _damaged(rng, reading) if number % 12 == 0 else reading))
    return found
