"""`caseflow bench duplicates`: a city's petition board told again, each message asked about first.

Every message is looked up by the desk's own query before it is registered. Two questions: is the
true partner of a known pair among the first five, and of what is shown, how much is another place.
The texts stay where they are: only their numbers are read from the labels and printed.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from caseflow.bootstrap import load_reference
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.desk.duplicates.queries import Probe, Suggestion, likely_duplicates
from caseflow.desk.imports.cleaning import clean_line, clean_text, read_instant
from caseflow.ground import clock, schema
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Unit, User

SHOWN = 5
NO_HASH = "-"
"""Nobody signs in to the replay."""
KEPT_EVERY = 250
"""Messages between two commits."""
MESSAGES = "附件3_shared.xlsx"
COLUMNS = ("留言编号", "留言主题", "留言时间", "留言详情")
LABELS = "duplicate_labels.csv"
LOOKALIKES = "duplicate_lookalikes.csv"
LISTED = 20
"""Numbers listed of each kind of fault."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the board."""

    number: int
    subject: str
    body: str
    at: datetime


@dataclass
class Replay:
    """What was suggested for each message: (earlier message, suggestion), the first best."""

    shown: dict[int, list[tuple[int, Suggestion]]] = field(default_factory=dict)
    asked_ms: list[float] = field(default_factory=list)

    def has(self, one: int, other: int, told: dict[int, datetime]) -> bool:
        """Return whether the later of two messages was shown the earlier."""
        later, earlier = sorted((one, other), key=lambda n: (told[n], n), reverse=True)
        return any(number == earlier for number, _suggestion in self.shown[later])


Say = Callable[[str], None]


def read_messages(folder: Path) -> list[Message]:
    """Return the messages of the board in the order in which they were written."""
    path = folder / MESSAGES
    if not path.is_file():
        raise CaseflowError(f"There is no {MESSAGES} in that folder.")
    book = load_workbook(path, read_only=True, data_only=True)
    rows: Iterator[Any] = book.worksheets[0].iter_rows(values_only=True)
    head = [clean_line(cell) for cell in next(rows)]
    number, subject, at, body = (head.index(name) for name in COLUMNS)
    found = [
        Message(
            int(str(row[number])), clean_line(row[subject]), clean_text(row[body]),
            read_instant(row[at]),
        )
        for row in rows
        if row[number] is not None
    ]  # fmt: skip
    book.close()
    return sorted(found, key=lambda message: (message.at, message.number))


def read_pairs(path: Path) -> list[tuple[int, int]]:
    """Return the pairs of messages in a file with columns id_a and id_b."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [(int(row["id_a"]), int(row["id_b"])) for row in csv.DictReader(lines)]


def read_labels(name: str = LABELS) -> dict[tuple[int, int], str]:
    """Return the checked-in judgement of pairs, smaller number first: same, different, unclear.

    It is of the place: road, compound and source. A further column tells whether the matter is the
    same too. Made by reading both texts.
    """
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return {
        _pair(int(row["id_a"]), int(row["id_b"])): row["label"]
        for row in csv.DictReader(text.splitlines())
    }


def _pair(one: int, other: int) -> tuple[int, int]:
    return (min(one, other), max(one, other))


def replay(messages: list[Message], say: Say) -> Replay:
    """Ask about each message, then register it, in this (empty) installation."""
    schema.upgrade()
    with unit_of_work():
        load_reference()
        user = _operator()
    told = Replay()
    number_of: dict[int, int] = {}
    for first in range(0, len(messages), KEPT_EVERY):
        with unit_of_work():
            for message in messages[first : first + KEPT_EVERY]:
                _ask(message, user, told, number_of)
                number_of[_register(message, user)] = message.number
        say(f"{min(first + KEPT_EVERY, len(messages))} messages …")
    return told


def _operator() -> User:
    unit_id = db.session.scalars(select(Unit.id).where(Unit.code == "hotline")).one()
    user = User(
        username="bench", display_name="bench", email="bench@caseflow.example",
        password_hash=NO_HASH,
        role="operator", unit_id=unit_id, is_active=True, is_on_duty=False,
        must_change_password=False, failed_sign_ins=0, created_at=clock.now(), version=1,
    )  # fmt: skip
    db.session.add(user)
    db.session.flush()
    return user


def _ask(message: Message, user: User, told: Replay, number_of: dict[int, int]) -> None:
    probe = Probe(subject=message.subject, body=message.body, at=message.at)
    begun = time.perf_counter()
    found = likely_duplicates(probe, user, SHOWN)
    told.asked_ms.append(1000 * (time.perf_counter() - begun))
    told.shown[message.number] = [(number_of[one.case_id], one) for one in found]


def _register(message: Message, user: User) -> int:
    command = PetitionCommand(
        channel_code="website",
        track="report",
        subject=message.subject,
        body=message.body,
        submitted_at=message.at,
    )
    return register_petition(command, user, received_at=message.at).case.id


def measured(
    messages: list[Message], pairs: list[tuple[int, int]], told: Replay
) -> dict[str, object]:
    """Return the figures of a replay."""
    at = {message.number: message.at for message in messages}
    judged = [pair for pair in pairs if pair[0] in at and pair[1] in at]
    missed = [pair for pair in judged if not told.has(*pair, at)]
    labels, lookalikes = read_labels(), read_labels(LOOKALIKES)
    shown = {_pair(number, earlier) for number, earlier, _one in _all_shown(told)}
    counts = Counter(labels.get(pair, "unlabelled") for pair in shown)
    known = counts["same"] + counts["different"]
    tried = [pair for pair in lookalikes if pair[0] in at and pair[1] in at]
    return {
        "recall_at_5": _share(len(judged) - len(missed), len(judged)),
        "wrong_place_share": _share(counts["different"], known + counts["unclear"]),
        "pairs": len(judged),
        "messages": len(messages),
        "missed_pairs": [list(pair) for pair in missed[:LISTED]],
        "missed_at_different_places": sum(
            labels.get(_pair(*pair), lookalikes.get(_pair(*pair))) == "different" for pair in missed
        ),
        "suggested": len(shown),
        "messages_with_suggestions": sum(bool(rows) for rows in told.shown.values()),
        "labels": {
            "made": len(labels),
            "shown_same": counts["same"],
            "shown_different": counts["different"],
            "shown_unclear": counts["unclear"],
            "no_longer_shown": sum(pair not in shown for pair in labels),
            "shown_and_not_labelled": counts["unlabelled"],
        },
        "lookalikes": {
            "tried": len(tried),
            "suggested": sum(pair in shown for pair in tried),
            "each": [[*pair, pair in shown] for pair in tried],
        },
        "asked_median_ms": round(median(told.asked_ms), 2),
    }


def _all_shown(told: Replay) -> Iterator[tuple[int, int, Suggestion]]:
    for number, rows in told.shown.items():
        for earlier, suggestion in rows:
            yield number, earlier, suggestion


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def drawn(told: Replay, count: int, seed: int) -> list[tuple[int, int]]:
    """Return some of the suggestions by chance, always the same ones for one seed."""
    shown = sorted({_pair(number, earlier) for number, earlier, _one in _all_shown(told)})
    return sorted(random.Random(seed).sample(shown, min(count, len(shown))))
