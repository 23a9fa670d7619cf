"""Measure how long the knowledge base takes to find answers among many invented entries.

    python tools/measure_knowledge.py --entries 5000 [--database postgresql+psycopg://…/an_empty_one]

Makes the schema in an empty database (by default an SQLite file of its own that is thrown away),
adds entries mixed from the phrases of the shipped ones, and prints median and p95 in milliseconds
of a whole search (index, ranking and reading the answers shown), and the processor's time of this
process, which a busy machine distorts less; a PostgreSQL server's own work is not in it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, text

from caseflow import create_app
from caseflow.desk.knowledge.actions import AnswerCommand, load_shipped_answers
from caseflow.desk.knowledge.models import KnowledgeEntry, KnowledgeTerm, KnowledgeVersion
from caseflow.desk.knowledge.queries import fitting_answers
from caseflow.desk.knowledge.reference import ENTRIES
from caseflow.desk.knowledge.terms import entry_terms
from caseflow.ground import clock, schema
from caseflow.ground.config import read_settings
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work

ASKED = (
    "夜间施工",
    "yjsg",
    "工地晚上能不能施工，要不要证明",
    "楼下餐馆油烟大得很，是不是允许的",
    "查询",
)
REPEATS = 40


def fill(entries: int) -> None:
    """Add the shipped answers and as many invented ones as asked for, 500 at a time."""
    chance = random.Random(3)  # noqa: S311
    words = [w for one in ENTRIES for w in re.split(r"\W+", one.answer + one.question) if w]
    with unit_of_work():
        load_shipped_answers()
    first = len(ENTRIES) + 1
    for start in range(first, first + entries, 500):
        made = [invented(number, chance, words) for number in range(start, start + 500)]
        terms = [
            {"term": term, "entry_id": one["entry_id"], "weight": weight}
            for one in made
            for term, weight in entry_terms(one["question"], one["keywords"], one["answer"]).items()
        ]
        with unit_of_work():
            heads = [{"id": one["entry_id"], "version": 1} for one in made]
            db.session.execute(insert(KnowledgeEntry), heads)
            db.session.execute(insert(KnowledgeVersion), made)
            db.session.execute(insert(KnowledgeTerm), terms)


def invented(number: int, chance: random.Random, words: list[str]) -> dict[str, Any]:
    """Return the row of an entry mixed from phrases of the shipped ones."""
    mixed = [chance.choice(words) for _i in range(12)]
    command = AnswerCommand(
        topic="who",
        question=f"{mixed[0]}，{mixed[1]}{number}？"[:200],
        keywords=" ".join(word[:6] for word in mixed[2:5]),
        answer="，".join(mixed[5:]) + "。",
    )
    return {**asdict(command), "entry_id": number, "version": 1, "decided_at": clock.now()}


def measure() -> dict[str, dict[str, float]]:
    """Return median and p95 in milliseconds for each of the questions."""
    found = {}
    for asked in ASKED:
        took, worked = [], []
        for _i in range(REPEATS):
            begun, before = time.perf_counter(), time.process_time()
            fitting_answers(asked, 5, only_usable=True)
            took.append((time.perf_counter() - begun) * 1000)
            worked.append((time.process_time() - before) * 1000)
        took.sort()
        p95 = took[int(len(took) * 0.95)]
        found[asked] = {
            "median_ms": round(statistics.median(took), 2),
            "p95_ms": round(p95, 2),
            "own_cpu_median_ms": round(statistics.median(worked), 2),
        }
    return found


def main() -> int:
    """Fill a database and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--database", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = {"CASEFLOW_HOME": home}
        if given.database:
            settings["DATABASE_URL"] = given.database
        app = create_app(read_settings(settings))
        with app.app_context():
            schema.upgrade()
            fill(given.entries)
            db.session.execute(text("ANALYZE"))
            db.session.commit()
            figures = measure()
            name = db.engine.dialect.name
            db.session.remove()
            db.engine.dispose()
    report = {"database": name, "entries": given.entries, "figures": figures}
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
