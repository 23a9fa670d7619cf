"""Putting summaries together, and writing them down with the place of each private detail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from caseflow.bench.labelled import frames, frames_held_out, living, numbers, people, persons
from caseflow.bench.labelled.frame_kinds import Frames

DATA = Path(__file__).parents[1] / "data"
_OWN = re.compile("⟦(.*?)⟧")
SHORTEST, LONGEST = 80, 500
PLAIN_SHARE = 0.2
"""Of the summaries so many hold nothing private."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One set: whence its people and sentences come, how many lines, from which seed."""

    file: Path
    cast: people.Cast
    frames: Frames
    lines: int
    seed: int


TUNED = Recipe(DATA / "redaction.jsonl", people.TUNED, frames.FRAMES, 1200, 20260924)
HELD_OUT = Recipe(
    DATA / "redaction_held_out.jsonl", people.HELD_OUT, frames_held_out.FRAMES, 240, 20261129
)


@dataclass(slots=True)
class Summary:
    """A text that is being put together."""

    text: str = ""
    marks: list[dict[str, Any]] = field(default_factory=list)
    known: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sentence: str, kind: str = "", spelling: str = "") -> None:
        """Append a sentence, taking its brackets out and keeping what was between them."""
        plain, position = [], 0
        at = len(self.text)
        for found in _OWN.finditer(sentence):
            plain.append(sentence[position : found.start()])
            start = at + sum(map(len, plain))
            plain.append(found.group(1))
            end = start + len(found.group(1))
            self.marks.append({"start": start, "end": end, "kind": kind, "spelling": spelling})
            position = found.end()
        self.text += "".join(plain) + sentence[position:]

    def learn(self, known: dict[str, list[str]]) -> None:
        for name, values in known.items():
            self.known[name] = sorted({*self.known.get(name, []), *values})

    def line(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "marks": self.marks,
            **({"known": self.known} if self.known else {}),
        }


Detail = tuple[str, str, Callable[[Random, Summary], str]]
"""Kind, spelling, and what makes a sentence of it."""


def details(recipe: Recipe) -> list[Detail]:
    """Return every spelling of every kind, ready to be put into a summary."""
    own = recipe.frames
    alike = [
        *((kind, table, own.numbers[kind]) for kind, table in _NUMBERS.items()),
        ("home_address", living.HOME, own.homes),
        ("exact_time", living.TIME, own.times),
        ("complainant", living.COMPLAINANT, own.complainant),
        ("minor", living.MINOR, own.minor),
        ("health", living.HEALTH, own.health),
    ]
    return [*_of_names(recipe), *_of_persons(recipe), *_of_values(alike), *_of_quotes(own)]


_NUMBERS = {
    "mobile": numbers.MOBILE,
    "landline": numbers.LANDLINE,
    "identity": numbers.IDENTITY,
    "social_security": numbers.SOCIAL_SECURITY,
    "plate": numbers.PLATE,
    "bank_card": numbers.CARD,
    "wechat": numbers.WECHAT,
    "qq": numbers.QQ,
    "email": numbers.EMAIL,
    "work_order": numbers.WORK_ORDER,
    "credit_code": numbers.CREDIT_CODE,
    "coordinates": numbers.COORDINATES,
}


def _of_names(recipe: Recipe) -> Iterator[Detail]:
    cast, own = recipe.cast, recipe.frames
    for kind, table, draw in (
        ("name_with_cue", own.with_cue, cast.name),
        ("name_without_cue", own.without_cue, cast.name),
        ("compound_name", own.compound, cast.compound_name),
    ):
        for spelling, sentences in table.items():

            def made(r: Random, _s: Summary, of: Any = sentences, draw: Any = draw) -> str:
                frame = r.choice(of)
                names = [numbers.own(draw(r)) for _place in range(frame.count("{}"))]
                return str(frame.format(*names))

            yield kind, spelling, made


def _of_persons(recipe: Recipe) -> Iterator[Detail]:
    own = recipe.frames
    for kind, table, sentences in (
        ("titled_name", persons.TITLED, own.titled),
        ("pinyin_name", persons.PINYIN, own.pinyin),
        ("own_person", persons.OWN_PERSON, own.own_person),
    ):
        for spelling, said in table.items():

            def made(r: Random, s: Summary, of: Any = sentences, said: Any = said) -> str:
                words, known = said(r, recipe.cast)
                s.learn(known)
                return str(r.choice(of).format(words))

            yield kind, spelling, made


def _of_values(tables: list[Any]) -> Iterator[Detail]:
    for kind, table, sentences in tables:
        for spelling, value in table.items():

            def made(r: Random, _s: Summary, of: Any = sentences, value: Any = value) -> str:
                return str(r.choice(of).format(value(r)))

            yield kind, spelling, made


def _of_quotes(own: Frames) -> Iterator[Detail]:
    for manner in persons.QUOTED:

        def made(r: Random, s: Summary, manner: str = manner) -> str:
            body = r.choice(own.bodies)
            s.learn({"bodies": [body]})
            return r.choice(own.quoted).format(persons.quoted(body, manner, r))

        yield "quoted", manner, made


def summaries(recipe: Recipe) -> Iterator[dict[str, Any]]:
    """Yield the lines of a set; every spelling comes about equally often."""
    r = Random(recipe.seed)
    deck: list[Detail] = []
    for number in range(recipe.lines):
        summary = Summary()
        summary.add(_opening(recipe.frames, r))
        wanted = (
            0 if number < recipe.lines * PLAIN_SHARE else r.choices((1, 2, 3, 4), (3, 4, 3, 1))[0]
        )
        drawn = []
        for _place in range(wanted):
            deck = deck or _shuffled(details(recipe), r)
            drawn.append(deck.pop())
        _fill(summary, recipe.frames, drawn, r)
        yield summary.line()


def _shuffled(all_details: list[Detail], r: Random) -> list[Detail]:
    r.shuffle(all_details)
    return all_details


def _opening(own: Frames, r: Random) -> str:
    return r.choice(own.openings).format(
        m=r.randint(1, 12),
        t=r.choice(own.townships),
        s=r.choice(own.sites),
        p=r.choice(own.problems),
    )


def _fill(summary: Summary, own: Frames, drawn: list[Detail], r: Random) -> None:
    """Add the sentences of the details and plain ones between them, up to a drawn length."""
    plain = list(own.plain)
    r.shuffle(plain)
    length = r.randint(SHORTEST, LONGEST - 160)
    pending = list(drawn)
    while pending or len(summary.text) < length:
        if pending and (not plain or r.random() < 0.55):
            kind, spelling, made = pending.pop()
            summary.add(made(r, summary), kind, spelling)
        else:
            summary.add(plain.pop())


def write(recipe: Recipe) -> None:
    """Write the file of a set anew."""
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in summaries(recipe))
    recipe.file.write_text("".join(lines), encoding="utf-8", newline="\n")
