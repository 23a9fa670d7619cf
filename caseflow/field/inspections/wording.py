"""The words of verdicts: one sentence a message code, one label a code in a parameter.

The tablet gets the same words in the language of its user (`words_table`), so both show the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _

from caseflow.field.inspections.limits import Message, Verdict
from caseflow.ground.i18n import N_

SENTENCES: dict[str, str] = {
    "missing": N_("Enter: %(field)s."),
    "malformed": N_("This cannot be read as entered: %(field)s."),
    "missing.samples": N_("%(count)s samples are entered; %(needed)s are needed."),
    "unverified": N_(
        "What is used of %(standard)s was not checked against its text: have the legal section "
        "confirm it before relying on it."
    ),
    "scope.no_standard": N_("No standard in the table was in force on %(day)s: judge by hand."),
    "scope.emergency": N_("Emergency repair is outside the scope of %(standard)s."),
    "scope.no_structure_limits": N_(
        "%(standard)s has no limits for noise carried by the structure of a building."
    ),
    "void.weather": N_(
        "Weather conditions not met: measured in %(weather)s. %(standard)s demands no rain, snow "
        "or thunder."
    ),
    "void.wind": N_(
        "Weather conditions not met: the wind was %(wind)s m/s. %(standard)s demands less than "
        "%(limit)s m/s."
    ),
    "void.conditions": N_(
        "The result is taken as void. If it had to be measured in such weather, note the weather "
        "and the measures taken for accuracy, and have the legal section review it."
    ),
    "void.calibration": N_(
        "Void: the calibrations before and after differ by %(difference)s dB, "
        "more than %(limit)s dB (%(standard)s)."
    ),
    "void.duration": N_(
        "Void: measured for %(seconds)s s. %(standard)s demands at least %(least)s s."
    ),
    "void.period": N_(
        "Void: the measurement runs from %(first)s into %(then)s. Measure each by itself."
    ),
    "void.background": N_(
        "%(quantity)s void as it is: measured %(measured)s dB, background %(background)s dB, "
        "difference (measured less background) %(difference)s dB; %(standard)s demands at least "
        "%(least)s dB. Lower the background and measure again."
    ),
    "void.minutes": N_(
        "Void: sample %(number)s took %(minutes)s min. %(standard)s demands %(least)s min."
    ),
    "void.samples": N_(
        "Void: %(kept)s samples are left, %(standard)s demands at least %(least)s. Sample again."
    ),
    "level.exceeds": N_(
        "%(quantity)s %(value)s %(unit)s is over the limit of %(limit)s %(unit)s by %(over)s "
        "%(unit)s (%(cited)s; %(where)s)."
    ),
    "level.complies": N_(
        "%(quantity)s %(value)s %(unit)s keeps the limit of %(limit)s %(unit)s "
        "(%(cited)s; %(where)s)."
    ),
    "noise.corrected": N_(
        "%(quantity)s: measured %(measured)s dB, background %(background)s dB, difference "
        "%(difference)s dB: %(minus)s dB taken off (%(standard)s)."
    ),
    "noise.uncorrected": N_(
        "%(quantity)s: measured %(measured)s dB, background %(background)s dB, difference "
        "%(difference)s dB, more than %(over)s dB: nothing taken off (%(standard)s)."
    ),
    "noise.difference_rounded": N_(
        "%(quantity)s: the difference of %(difference)s dB is taken as measured. Rounded first, as "
        "the notes on the drafting of %(standard)s do, it is %(rounded)s dB, and %(minus)s dB "
        "would be taken off. Have the legal section confirm which holds."
    ),
    "noise.rounded": N_("Rounded to %(value)s dB (%(standard)s)."),
    "noise.waived": N_(
        "%(quantity)s: %(measured)s dB as measured is under the limit, so that no correction for "
        "the background is needed (%(standard)s)."
    ),
    "noise.background_needed": N_(
        "%(quantity)s: %(measured)s dB is not under the limit. Measure the background too; "
        "without it %(standard)s gives no result."
    ),
    "noise.indoor": N_(
        "The boundary is less than 1 m from the building: measured indoors, the limit is lowered "
        "by %(less)s dB to %(limit)s dB (%(standard)s)."
    ),
    "noise.indoor_site": N_(
        "Measured indoors in the building to be protected: the limit is lowered by %(less)s dB to "
        "%(limit)s dB (%(standard)s)."
    ),
    "noise.night": N_(
        "Night is taken as %(from)s to %(until)s; where the government of the county or a higher "
        "one has set other hours, these hold."
    ),
    "noise.night_site": N_(
        "Night is taken as %(from)s to %(until)s; where the government of a city divided into "
        "districts or a higher one has set other hours for building by night (always 8 hours), "
        "these hold."
    ),
    "noise.peak_margin": N_(
        "%(kind)s: up to %(margin)s dB over the limit of %(base)s dB (%(cited)s)."
    ),
    "noise.peak_free": N_("%(standard)s sets no limit to the maximum here."),
    "fumes.exceeds": N_(
        "%(quantity)s %(value)s %(unit)s is over the limit of %(limit)s %(unit)s by %(over)s "
        "%(unit)s (%(cited)s)."
    ),
    "fumes.exceeds_too": N_(
        "Also over the limit of %(limit)s %(unit)s by %(over)s %(unit)s (%(cited)s)."
    ),
    "fumes.complies": N_(
        "%(quantity)s %(value)s %(unit)s keeps the limit of %(limit)s %(unit)s (%(cited)s)."
    ),
    "fumes.counts_as_exceeding": N_("%(what)s: counts as over the limit (%(standard)s)."),
    "fumes.dropped": N_(
        "Sample %(number)s dropped: %(value)s mg/m³ is under a quarter of the largest, "
        "%(largest)s mg/m³ (%(standard)s)."
    ),
    "fumes.converted": N_(
        "Mean of %(kept)s of %(count)s samples, converted to %(flow)s m³/h for each of "
        "%(stoves)s working reference stoves: %(value)s mg/m³ (%(standard)s)."
    ),
    "fumes.size": N_("Size by reference stoves: %(size)s (%(standard)s)."),
    "fumes.size_none": N_(
        "Under one reference stove: %(standard)s has no size for it, the efficiency is not judged."
    ),
    "fumes.removal_under": N_(
        "Efficiency of the purifier %(value)s%%: under the %(limit)s%% for the size "
        "%(size)s (%(standard)s)."
    ),
    "fumes.removal_under_too": N_("Also under the %(limit)s%% of %(standard)s."),
    "fumes.removal_open": N_("The efficiency is not judged, as the sampling is void."),
    "fumes.removal_enough": N_(
        "Efficiency of the purifier %(value)s%%: at least the %(limit)s%% for the size "
        "%(size)s (%(standard)s)."
    ),
    "waste.code_shape": N_(
        "“%(code)s” is no waste code: three digits, hyphen, three digits, hyphen, two digits."
    ),
    "waste.code_class": N_("%(code)s: the list of hazardous wastes has no class %(class)s."),
    "waste.code_class_differs": N_("%(code)s is of class %(class)s, but %(given)s was entered."),
    "waste.code_unknown": N_("%(code)s is not in the catalogue that was imported."),
    "waste.code_by_test": N_(
        "%(code)s (%(class)s) is a waste identified by a test: ask for the report."
    ),
    "waste.code_fits": N_("%(code)s has the shape of a code of class %(class)s."),
    "waste.storage_within": N_(
        "Stored since %(stored_on)s; a year, or what was allowed, ends on %(due)s (%(cited)s)."
    ),
    "waste.storage_producer": N_(
        "Stored since %(stored_on)s, not over a year (%(due)s). For a producer this is no limit of "
        "the law but a reminder only (%(cited)s)."
    ),
    "waste.storage_over": N_(
        "Stored since %(stored_on)s, over the limit that ended on %(due)s (%(cited)s)."
    ),
    "waste.storage_alert": N_(
        "Stored since %(stored_on)s, over a year (%(due)s). For a producer this is no limit of the "
        "law but a reason to ask (%(cited)s)."
    ),
    "waste.point_within": N_("%(weight)s t in the storage point, at most %(limit)s t (%(cited)s)."),
    "waste.point_over": N_("%(weight)s t in the storage point, more than %(limit)s t (%(cited)s)."),
    "waste.dumped_under": N_(
        "%(weight)s t unlawfully discharged, dumped or disposed of: under the %(limit)s t of "
        "%(cited)s, but unlawful at any weight. Check the other items of article 1 too."
    ),
    "waste.crime_least": N_(
        "%(weight)s t unlawfully discharged, dumped or disposed of: from %(limit)s t on a crime "
        "is to be examined "
        "(%(cited)s). Hand over to the police."
    ),
    "waste.crime_tier": N_(
        "%(weight)s t unlawfully discharged, dumped or disposed of: from %(limit)s t on the higher "
        "tier of the crime applies "
        "(%(cited)s). Hand over to the police."
    ),
}

_FIELDS: dict[str, str] = {
    "source": N_("kind of source"),
    "measured_on": N_("day of the measurement"),
    "place": N_("place of the measurement"),
    "area": N_("functional class"),
    "room": N_("room A or B"),
    "began_at": N_("time of beginning"),
    "duration_s": N_("duration in seconds"),
    "leq": N_("equivalent level Leq, dB(A)"),
    "background": N_("background level, dB(A)"),
    "lmax": N_("maximum level Lmax, dB(A)"),
    "peak": N_("frequent or sporadic"),
    "is_unsteady": N_("unsteady noise: yes or no"),
    "weather": N_("weather"),
    "wind": N_("wind in m/s"),
    "calibrated_before": N_("calibration before, dB(A)"),
    "calibrated_after": N_("calibration after, dB(A)"),
    "band.hz": N_("octave band"),
    "band.level": N_("level of the octave band, dB"),
    "band.background": N_("background of the octave band, dB"),
    "pollutant": N_("pollutant"),
    "sample.concentration": N_("concentration of the sample, mg/m³"),
    "sample.flow": N_("flow of the sample, m³/h"),
    "sample.minutes": N_("minutes of the sample"),
    "measure": N_("how stoves are counted"),
    "working": N_("stoves at work (counted as chosen)"),
    "total": N_("stoves in all (counted as chosen)"),
    "removal": N_("efficiency of the purifier in per cent"),
    "code": N_("waste code"),
    "holder": N_("licensee or producer"),
    "store": N_("storage facility or storage point"),
    "stored_on": N_("stored since"),
    "extended_until": N_("extended until"),
    "quantity": N_("weight in tonnes"),
}

LABELS: dict[str, str] = {
    **{f"field.{name}": label for name, label in _FIELDS.items()},
    "source.industry": N_("industry"),
    "source.social": N_("social life"),
    "source.construction": N_("building site"),
    "place.boundary": N_("at the boundary"),
    "place.indoor": N_("indoors, window open"),
    "place.structure": N_("indoors, through the structure"),
    "area.0": N_("class 0"),
    "area.1": N_("class 1"),
    "area.2": N_("class 2"),
    "area.3": N_("class 3"),
    "area.4": N_("class 4"),
    "room.A": N_("room A (for sleep)"),
    "room.B": N_("room B (for the day)"),
    "period.day": N_("daytime"),
    "period.night": N_("night-time"),
    "weather.dry": N_("dry weather"),
    "weather.rain": N_("rain"),
    "weather.snow": N_("snow"),
    "weather.thunder": N_("thunder"),
    "peak.frequent": N_("frequent noise"),
    "peak.sporadic": N_("sporadic noise"),
    "peak.peak_frequent": N_("Maximum of frequent noise at night"),
    "peak.peak_sporadic": N_("Maximum of sporadic noise at night"),
    "peak.peak_unsteady": N_("Maximum of unsteady noise in the room"),
    "peak.peak_any": N_("Maximum at night"),
    "quantity.leq": N_("Equivalent level"),
    "quantity.lmax": N_("Maximum level"),
    "quantity.band": N_("Octave band"),
    "quantity.fumes": N_("Cooking fumes"),
    "quantity.nmhc": N_("Non-methane hydrocarbons"),
    "quantity.removal": N_("Efficiency of the purifier"),
    "quantity.uncollected": N_("Fumes not collected"),
    "quantity.unpurified": N_("Fumes not purified"),
    "quantity.code": N_("Waste code"),
    "quantity.storage": N_("Storage of a year"),
    "quantity.point": N_("Storage point"),
    "quantity.dumping": N_("Unlawful discharge, dumping or disposal"),
    "hz.31.5": "31.5 Hz",
    "hz.63": "63 Hz",
    "hz.125": "125 Hz",
    "hz.250": "250 Hz",
    "hz.500": "500 Hz",
    "fumes": N_("Cooking fumes"),
    "uncollected": N_("Fumes not collected"),
    "unpurified": N_("Fumes not purified"),
    "pollutant.fumes": N_("Cooking fumes"),
    "pollutant.nmhc": N_("Non-methane hydrocarbons"),
    "measure.stoves": N_("reference stoves"),
    "measure.power": N_("power of the burners, 10⁸ J/h"),
    "measure.hood_area": N_("area of the hoods, m²"),
    "size.small": N_("small kitchen"),
    "size.medium": N_("medium kitchen"),
    "size.large": N_("large kitchen"),
    "holder.licensee": N_("licensee"),
    "holder.producer": N_("producer"),
    "store.facility": N_("storage facility"),
    "store.point": N_("storage point"),
    "practice": N_("internal practice"),
    "outcome.exceeds": N_("over the limit"),
    "outcome.void": N_("not valid, measure again"),
    "outcome.insufficient": N_("under the least efficiency"),
    "outcome.incomplete": N_("still to be completed"),
    "outcome.alert": N_("to be looked at"),
    "outcome.complies": N_("keeps the limit"),
    "outcome.out_of_scope": N_("outside the scope"),
}


def _label(code: str) -> str:
    label = LABELS.get(code)
    return code if label is None else str(_(label))


def _spoken(value: str) -> str:
    """Return a parameter as it is said: codes after @ by their labels, anything else as it is."""
    if not value.startswith("@"):
        return value
    return str(_(", ")).join(_label(code[1:]) for code in value.split(" "))


def sentence(message: Message) -> str:
    """Return the sentence of one message in the language of the request."""
    params = {name: _spoken(value) for name, value in message.params.items()}
    return str(_(SENTENCES[message.code])) % params


def sentences(verdict: Verdict) -> list[str]:
    """Return the sentences of a verdict, the result first."""
    return [sentence(message) for message in verdict.messages]


def words_table() -> dict[str, Any]:
    """Return the templates, the labels and the joiner for the tablet, in the user's language."""
    return {
        "sentences": {code: _(template) for code, template in SENTENCES.items()},
        "labels": {code: _label(code) for code in LABELS},
        "joiner": _(", "),
    }


def verdict_words(verdict: Mapping[str, Any] | None, leave_out: Collection[str] = ()) -> str:
    """Return a kept verdict in one line; sentences of the codes in `leave_out` are not said."""
    if verdict is None:
        return ""
    said = [
        sentence(Message(one["code"], one["params"]))
        for one in verdict["messages"]
        if one["code"] in SENTENCES and one["code"] not in leave_out
    ]
    return " ".join([_(LABELS[f"outcome.{verdict['outcome']}"]), *said])
