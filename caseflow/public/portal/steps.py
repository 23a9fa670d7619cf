"""The steps of a petition, in their order, and the words for them. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the petition; `name` stands in its address."""

    name: str
    title: str
    lead: str = ""


STEPS: tuple[Step, ...] = (
    Step("kind", N_("What is it about?"), N_("Choose what fits, one or several.")),
    Step("place", N_("Where is it?"), N_("Enter a township, a description of the place, or both.")),
    Step("words", N_("What happened, and when?"),
         N_("Write as you would tell it. Leave out your own name and telephone here: they come "
            "later and are kept apart.")),
    Step("pictures", N_("Pictures"), N_("They help the officers to find the place. Not required.")),
    Step("person", N_("How do we reach you?"),
         N_("With your name, or without: both are handled.")),
)  # fmt: skip
CHECK = "check"
NAMES = tuple(step.name for step in STEPS)
BY_NAME = {step.name: step for step in STEPS}


def next_step(name: str, answered: Container[str]) -> str:
    """Return the first step after `name` that is not answered yet; the check page once all are.

    `name` "" stands before the first.
    """
    open_ones = [other for other in NAMES if other not in answered]
    behind = NAMES.index(name) if name else -1
    later = [other for other in open_ones if NAMES.index(other) > behind]
    return (later or open_ones or [CHECK])[0]
