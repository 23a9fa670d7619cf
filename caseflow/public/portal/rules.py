"""The tables of the portal: how far a petition has come, what may be petitioned, limits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from caseflow.core.cases.states import State
from caseflow.ground.i18n import N_

STEPS: tuple[tuple[str, frozenset[State]], ...] = (
    (N_("Received"), frozenset({State.REGISTERED})),
    (N_("Taken on"), frozenset({State.ACCEPTED, State.ASSIGNED})),
    (
        N_("Handled and checked"),
        frozenset(
            {
                State.RECEIPTED,
                State.INVESTIGATING,
                State.RECTIFYING,
                State.REINSPECTING,
                State.RECTIFIED,
                State.AWAITING_SIGN_OFF,
                State.REPLY_OWED,
                State.MERGED,
            }
        ),
    ),
    (N_("Answered"), frozenset({State.CLOSED})),
)

OFF_THE_COURSE = frozenset(State) - frozenset().union(*(states for _label, states in STEPS))
"""States in which a petition ended before it could be handled here."""


def course_of(state: State) -> list[tuple[str, str]]:
    """Return (step, done, here or ahead) for each step; empty where there is no course to show."""
    here = next((place for place, (_label, s) in enumerate(STEPS) if state in s), None)
    if here is None:
        return []
    is_over = here == len(STEPS) - 1
    return [
        (label, "done" if place < here or is_over else "here" if place == here else "ahead")
        for place, (label, _states) in enumerate(STEPS)
    ]


@dataclass(frozen=True, slots=True)
class Kind:
    """What somebody may petition about, in plain words; `code` is a row of the categories."""

    code: str
    label: str
    examples: str


KINDS: tuple[Kind, ...] = (
    Kind("noise-construction", N_("Noise from a building site"),
         N_("piling, concrete mixers, work at night")),
    Kind("noise-social", N_("Noise from shops, restaurants, dancing, neighbours"),
         N_("loudspeakers, karaoke, square dancing, renovation")),
    Kind("noise-industry", N_("Noise from a factory or workshop"),
         N_("machines, fans, compressors")),
    Kind("noise-traffic", N_("Noise from traffic"), N_("horns, modified vehicles")),
    Kind("air-fumes", N_("Cooking fumes"), N_("restaurants, canteens, barbecues")),
    Kind("air-odour", N_("Bad smell"), N_("livestock, waste, chemicals")),
    Kind("air-dust", N_("Dust"), N_("building sites, lorries, quarries, stockpiles")),
    Kind("air-burning", N_("Open burning"), N_("straw, rubbish, smoking of meat")),
    Kind("air-industry", N_("Smoke or gas from a factory"), N_("chimneys, boilers, spraying")),
    Kind("water", N_("Waste water"), N_("pipes, ditches, a discoloured river, dead fish")),
    Kind("solid", N_("Rubbish and waste"), N_("dumped rubble, domestic waste, sludge")),
    Kind("hazardous", N_("Hazardous waste"), N_("waste oil, chemicals, medical waste, batteries")),
    Kind("ecology", N_("Damage to nature"), N_("digging, felling, filling of wetland")),
    Kind("radiation", N_("Radiation"), N_("base stations, X-ray, radioactive sources")),
    Kind("other", N_("Something else"), N_("describe it in the step after the next")),
)  # fmt: skip
"""In the order in which they are asked about most (facts C.2)."""

KIND_LABELS = {kind.code: kind.label for kind in KINDS}

WAYS: dict[str, str] = {
    "phone": N_("By telephone"),
    "sms": N_("By text message"),
    "channel": N_("Only on this site, with number and code"),
}
"""Ways of reply that are offered here; keys of petitions/reference.REPLY_WAYS."""
ONLY_HERE = "channel"
"""The one that asks for no telephone number."""

NOTICES: dict[str, str] = {
    "acceptance": N_("Your petition was taken on"),
    "refusal": N_("Your petition was not taken on"),
    "transfer": N_("Your petition was passed on"),
    "withdrawal": N_("You withdrew your petition"),
    "extension": N_("The answer takes longer"),
}
"""Kind of notice (Notice.kind) → its heading on the page of the petition."""

MOST_PICTURES = 5
MOST_PICTURE_MB = 8
MOST_IN_A_NAME = 60
LONGEST_BODY = 5_000

LEAST_SECONDS = 8
"""Nobody types a petition faster; what is quicker is asked to wait."""

DRAFT_LIFE = timedelta(hours=24)
"""A draft and its pictures are deleted after this."""
MOST_VERSIONS = 80
"""Steps of one draft; whoever comes so far is no person."""

MOST_PER_PHONE = 5
PHONE_SPAN = timedelta(hours=24)
"""What comes with one telephone number beyond so many within the span is noted for the desk."""

LONGEST_WORDS = 1_000
"""Of a rating or of further words."""
