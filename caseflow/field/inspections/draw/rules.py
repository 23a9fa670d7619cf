"""The double random draw: from pools and a seed to objects and their officers. Pure.

docs/draw.md tells the method so that anyone can repeat a draw with a hash function alone. Whoever
changes a step here gives the method a new name: earlier draws must stay repeatable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from caseflow.ground.i18n import N_

METHOD = "caseflow-draw-1"
OFFICERS_AN_OBJECT = 2
"""Source: 行政处罚法 (2021-07-15) 42: at least two officers with certificates."""

BLOCK_VALUES = 2**256
_by_id = attrgetter("id")
WEIGHT_MOST = 1_000_000
SEED_MOST = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object or an officer in a pool. `weight`: a whole number from 1."""

    id: int
    name: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a draw depends on. `recusals`: pairs of (officer id, object id)."""

    seed: str
    object_count: int
    objects: tuple[Candidate, ...]
    officers: tuple[Candidate, ...]
    recusals: tuple[tuple[int, int], ...] = ()
    is_balanced: bool = False
    """Whether officers with fewer objects in this draw go first."""

    def canonical(self) -> bytes:
        """Return the inputs as the one text that is hashed and published."""
        plain = {
            "method": METHOD,
            "seed": self.seed,
            "object_count": self.object_count,
            "objects": [asdict(row) for row in sorted(self.objects, key=_by_id)],
            "officers": [asdict(row) for row in sorted(self.officers, key=_by_id)],
            "recusals": sorted([list(pair) for pair in self.recusals]),
            "is_balanced": self.is_balanced,
        }
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    def digest(self) -> str:
        """Return the SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One object with its officers, both as ids, in the order in which they were drawn."""

    object_id: int
    officer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a draw is impossible: a msgid with its parameters."""

    words: str
    params: tuple[tuple[str, str], ...] = ()


class UnreadableInputs(ValueError):
    """A text that is not the inputs of a draw."""


def read_inputs(text: bytes) -> Inputs:
    """Return the inputs that `canonical()` wrote. Raises UnreadableInputs."""
    try:
        plain = json.loads(text)
        if plain["method"] != METHOD:
            raise UnreadableInputs(f"another method: {plain['method']}")
        return Inputs(
            seed=plain["seed"],
            object_count=plain["object_count"],
            objects=tuple(Candidate(**row) for row in plain["objects"]),
            officers=tuple(Candidate(**row) for row in plain["officers"]),
            recusals=tuple((officer, object_) for officer, object_ in plain["recusals"]),
            is_balanced=plain["is_balanced"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInputs(str(error)) from error


def faults(inputs: Inputs) -> list[Fault]:
    """Return why the draw is impossible; empty: it can be drawn."""
    return [*_seed_faults(inputs.seed), *_pool_faults(inputs), *_officer_faults(inputs)]


def _seed_faults(seed: str) -> Iterator[Fault]:
    if not seed or seed != seed.strip() or len(seed) > SEED_MOST or not seed.isprintable():
        yield Fault(N_("The seed must be one line of at most 200 characters."))


def _pool_faults(inputs: Inputs) -> Iterator[Fault]:
    for pool in (inputs.objects, inputs.officers):
        if len({row.id for row in pool}) != len(pool):
            yield Fault(N_("Somebody or something stands twice in a pool."))
        for row in pool:
            if not 1 <= row.weight <= WEIGHT_MOST:
                yield Fault(
                    N_("The weight of %(name)s must be a whole number from 1."),
                    (("name", row.name),),
                )
    if inputs.object_count < 1:
        yield Fault(N_("At least one source must be drawn."))
    if inputs.object_count > len(inputs.objects):
        yield Fault(
            N_("%(wanted)s sources are to be drawn, but the pool holds only %(held)s."),
            (("wanted", str(inputs.object_count)), ("held", str(len(inputs.objects)))),
        )


def _officer_faults(inputs: Inputs) -> Iterator[Fault]:
    """Every object of the pool must be possible: else who was drawn could decide on the rest."""
    if len(inputs.officers) < OFFICERS_AN_OBJECT:
        yield Fault(
            N_("Two officers with valid certificates are needed; the pool holds %(held)s."),
            (("held", str(len(inputs.officers))),),
        )
        return
    recused = _recused(inputs)
    for row in sorted(inputs.objects, key=_by_id):
        away = [one.name for one in inputs.officers if one.id in recused.get(row.id, ())]
        if len(inputs.officers) - len(away) < OFFICERS_AN_OBJECT:
            yield Fault(
                N_("For %(name)s fewer than two officers are left: %(officers)s are recused."),
                (("name", row.name), ("officers", "、".join(away))),
            )


def draw(inputs: Inputs) -> tuple[Drawn, ...]:
    """Return the objects drawn, in order, each with two officers. Raises ValueError if impossible.

    The same inputs give the same result on every machine and for ever.
    """
    if faults(inputs):
        raise ValueError(faults(inputs)[0].words)
    recused, loads = _recused(inputs), {row.id: 0 for row in inputs.officers}
    objects, officers_by_id = (
        sorted(inputs.objects, key=_by_id),
        sorted(inputs.officers, key=_by_id),
    )
    stream_of_objects = Stream(inputs.seed, "objects")
    found = []
    for _round in range(inputs.object_count):
        object_ = stream_of_objects.take(objects)
        free = [row for row in officers_by_id if row.id not in recused.get(object_.id, ())]
        stream = Stream(inputs.seed, f"officers {object_.id}")
        officers = _officers(stream, free, loads if inputs.is_balanced else None)
        for officer in officers:
            loads[officer.id] += 1
        found.append(Drawn(object_.id, tuple(officer.id for officer in officers)))
    return tuple(found)


class Stream:
    """Numbers that follow from the seed and a purpose alone, one hash each."""

    def __init__(self, seed: str, purpose: str) -> None:
        self.begun, self.counter = hashlib.sha256(f"{METHOD}\n{seed}\n{purpose}\n".encode()), 0

    def _block(self) -> int:
        block = self.begun.copy()
        block.update(b"%d" % self.counter)
        self.counter += 1
        return int.from_bytes(block.digest(), "big")

    def below(self, count: int) -> int:
        """Return a number from 0 to `count` - 1, all equally likely.

        Blocks beyond the largest multiple of `count` are left out: they would favour low numbers.
        """
        limit = BLOCK_VALUES - BLOCK_VALUES % count
        block = self._block()
        while block >= limit:
            block = self._block()
        return block % count

    def place(self, pool: Sequence[Candidate]) -> int:
        """Return a place in `pool`, sorted by id, each as likely as its weight says."""
        left = self.below(sum([row.weight for row in pool]))
        for place, row in enumerate(pool):
            if left < row.weight:
                return place
            left -= row.weight
        raise AssertionError("the number lies below the sum of the weights")

    def take(self, pool: list[Candidate]) -> Candidate:
        """Return one of `pool`, sorted by id, and take it off the pool."""
        return pool.pop(self.place(pool))


def _officers(
    stream: Stream, free: list[Candidate], loads: dict[int, int] | None
) -> list[Candidate]:
    """Return the officers of one object out of `free`, sorted by id, and take them off it.

    `loads`: how many objects each has so far, if loads are balanced.
    """
    if loads is None:
        return [stream.take(free) for _place in range(OFFICERS_AN_OBJECT)]
    found = []
    for _place in range(OFFICERS_AN_OBJECT):
        least = min(loads[row.id] for row in free)
        among = [row for row in free if loads[row.id] == least]
        picked = among[stream.place(among)]
        free.remove(picked)
        found.append(picked)
    return found


def _recused(inputs: Inputs) -> dict[int, Collection[int]]:
    found: dict[int, set[int]] = {}
    for officer_id, object_id in inputs.recusals:
        found.setdefault(object_id, set()).add(officer_id)
    return dict(found)


def as_plain(result: Sequence[Drawn]) -> list[dict[str, Any]]:
    """Return a result as values that JSON knows."""
    return [{"object": row.object_id, "officers": list(row.officer_ids)} for row in result]
