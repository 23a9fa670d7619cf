"""`caseflow search rebuild`: the index of case texts, written anew while people work."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import click

from caseflow.core.cases.indexing import drop_strays, index_next
from caseflow.ground.schema import refresh_statistics
from caseflow.ground.unit_of_work import unit_of_work

SAID_EVERY_S = 5


@click.group("search")
def search_group() -> None:
    """The index that the search looks into."""


@search_group.command("rebuild")
@click.option("--batch", type=click.IntRange(1, 5000), default=200, show_default=True)
@click.option("--after", type=int, default=0, help="Go on after this case id.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rebuild_command(batch: int, after: int, as_json: bool) -> None:
    """Index every case anew, in batches, and drop what belongs to no case.

    People may work meanwhile: what was found before is found all the while. Cut off, it has done
    what it said; --after goes on from there.
    """
    begun = time.monotonic()
    count = rebuild(batch, after, lambda sentence: click.echo(sentence, err=True))
    found = {**count, "took_s": round(time.monotonic() - begun, 1)}
    click.echo(json.dumps(found) if as_json else ", ".join(f"{k}: {v}" for k, v in found.items()))


def rebuild(batch: int, after: int, say: Callable[[str], None]) -> dict[str, int]:
    """Index the cases after an id, a transaction a batch; returns how many, and strays dropped."""
    cases, strays, said_at = 0, 0, time.monotonic()
    last: int | None = after
    while last is not None:
        with unit_of_work():
            last, done = index_next(last, batch)
        cases += done
        if last is not None and time.monotonic() - said_at > SAID_EVERY_S:
            said_at = time.monotonic()
            say(f"up to case id {last} …")
    last = 0
    while last is not None:
        with unit_of_work():
            step = drop_strays(last, batch * 10)
        last = step[0] if step else None
        strays += step[1] if step else 0
    refresh_statistics()
    return {"cases": cases, "strays": strays}
