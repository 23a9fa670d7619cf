"""`caseflow bench load`: a database of any number of cases, kept and used again by every bench."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from caseflow.bench.copying import Copier
from caseflow.bench.models import COPIED, Life, Row, read_lives
from caseflow.bench.open_work import OpenPlan, OpenWork, open_plan
from caseflow.bench.planting import Sowing
from caseflow.bench.writing import Writer, writing
from caseflow.bootstrap import load_reference
from caseflow.core.audit.actions import audit_key
from caseflow.core.petitions.complainants import sealer
from caseflow.core.petitions.models import NumberSeries
from caseflow.core.sources.models import PollutionSource
from caseflow.demo import begin, carry_out
from caseflow.ground import clock, schema
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.regions.models import Township
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User

MODELS = 300
BATCH = 1000
CASES_A_SOURCE = 25
STAMP = Path("bench.json")
ORDER = (*(table.name for table in COPIED), "chain_heads", "case_texts",
         "likeness_tokens", "likeness_profiles")  # fmt: skip

Say = Callable[[str], None]


def load(cases: int, seed: int, say: Say, wanted: OpenWork | None = None) -> dict[str, object]:
    """Bring this (empty) installation to `cases` cases; returns what is there and how long it took.

    `wanted`: exactly so much open work, whatever `cases` is; else as much as comes of itself.
    Whoever calls has pushed the bench's own application. Raises CaseflowError where the database
    is in use, or holds a load that was cut off.
    """
    stamp = settings().home / STAMP
    if stamp.exists():
        return _known(stamp, cases, seed, wanted)
    begun = time.monotonic()
    schema.upgrade()
    with unit_of_work():
        load_reference()
    if db.session.scalar(select(User.id).limit(1)) is not None:
        raise CaseflowError(
            "This database holds something already: a load that was cut off, or real cases. "
            "Give an empty one."
        )
    say(f"inventing {min(MODELS, cases)} model cases …")
    carry_out(begin(min(MODELS, cases), seed))
    lives = read_lives()
    copies = cases - min(MODELS, cases)
    dice = random.Random(f"{seed}:bench")
    copier = _copier(dice, _sources(copies, dice), copies)
    plan = open_plan(wanted, lives, copies) if wanted else None
    with writing() as writer:
        _copy(copies, copier, lives, writer, say, plan)
        say("building indexes …")
    _keep_numbers(copier)
    took_s = round(time.monotonic() - begun, 1)
    found: dict[str, object] = {"cases": cases, "seed": seed, "took_s": took_s}
    if wanted:
        found |= {"open": wanted.open, "late": wanted.late}
    found["cases_per_s"] = round(cases / took_s)
    stamp.write_text(json.dumps(found), encoding="utf-8")
    return found


def _known(stamp: Path, cases: int, seed: int, wanted: OpenWork | None) -> dict[str, object]:
    found: dict[str, object] = json.loads(stamp.read_text(encoding="utf-8"))
    if wanted and (found.get("open"), found.get("late")) != (wanted.open, wanted.late):
        raise CaseflowError(
            f"{stamp.parent} holds another load: give another CASEFLOW_HOME, or remove that "
            "folder (and its PostgreSQL database) to load anew."
        )
    if (found["cases"], found["seed"]) != (cases, seed):
        raise CaseflowError(
            f"{stamp.parent} holds {found['cases']} cases of seed {found['seed']}. Remove that "
            "folder (and its PostgreSQL database) to load anew."
        )
    return {**found, "already_there": True}


def _copier(dice: random.Random, source_ids: range, copies: int) -> Copier:
    next_ids = {
        table.name: (db.session.scalar(select(func.max(table.c.id))) or 0) + 1
        for table in COPIED
        if "id" in table.c
    }
    copier = Copier(
        dialect=db.engine.dialect.name,
        audit_key=audit_key(),
        seals=sealer(),
        dice=dice,
        towns=list(db.session.scalars(select(Township.code).order_by(Township.code))),
        source_ids=source_ids,
        next_ids=next_ids,
        source_names={
            row.id: row.name
            for row in db.session.execute(select(PollutionSource.id, PollutionSource.name))
        },
        sowing=Sowing(copies),
    )
    for row in db.session.scalars(select(NumberSeries)):
        copier.last_numbers[row.series, row.year] = row.last
    return copier


def _sources(copies: int, dice: random.Random) -> range:
    """Add pollution sources, one for every few cases; returns the ids of all."""
    models = list(db.session.scalars(select(PollutionSource).order_by(PollutionSource.id)))
    at = clock.now()
    with unit_of_work():
        for number in range(copies // CASES_A_SOURCE):
            model = dice.choice(models)
            name = f"{model.name}（{number + 1}号）"
            db.session.add(
                PollutionSource(
                    name=name,
                    name_pinyin=full_pinyin(name),
                    name_initials=pinyin_initials(name),
                    sector=model.sector,
                    township_code=model.township_code,
                    address_text=model.address_text,
                    risk_grade=model.risk_grade,
                    created_at=at,
                )
            )
    last = db.session.scalar(select(func.max(PollutionSource.id))) or 0
    return range(1, last + 1)


def _copy(
    copies: int,
    copier: Copier,
    lives: list[Life],
    writer: Writer,
    say: Say,
    plan: OpenPlan | None,
) -> None:
    begun = time.monotonic()
    settled = [life for life in lives if life.is_settled]
    with current_app.test_request_context():
        for first in range(0, copies, BATCH):
            batch: dict[str, list[Row]] = defaultdict(list)
            for nth in range(first, min(first + BATCH, copies)):
                made = plan.copy(nth, copier) if plan else copier.copy(lives, settled)
                for name, rows in made.items():
                    batch[name].extend(rows)
            with writer.batch():
                for name in ORDER:
                    writer.write(name, batch[name])
            done = first + BATCH
            if done % 50_000 == 0:
                say(f"{done} cases, {done / (time.monotonic() - begun):.0f} a second …")


def _keep_numbers(copier: Copier) -> None:
    """Let the next numbers follow the ones that were given."""
    with unit_of_work():
        for (series, year), last in copier.last_numbers.items():
            db.session.merge(NumberSeries(series=series, year=year, last=last))
