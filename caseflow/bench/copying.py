"""One more case: a model's rows with new ids, numbers, place, person, days and seals."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from caseflow.bench.models import PARENTS, Life, Mould, Row, table_of
from caseflow.bench.planting import CALLER, PLANTED, Sowing
from caseflow.core.audit.chain import GENESIS, head_mac, row_mac
from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.indexing import PETITION_TEXTS, likeness_parts
from caseflow.core.petitions.actions import LOOKUP_CONTEXT
from caseflow.core.petitions.complainants import Person, sealed_values
from caseflow.core.petitions.numbers import CODE_LENGTH, CODE_LETTERS, number_text
from caseflow.demo.words import GIVEN, PLACES, SURNAMES
from caseflow.ground import clock
from caseflow.ground.sealing import Sealer
from caseflow.ground.search.index import indexed_body
from caseflow.ground.search.likeness import row_values

WEEKS = 6 * 52
"""Copies are spread over so many weeks before their models."""

RECENT_WEEKS = 13
"""Older copies are of cases over and done with: no office has piles of open ones of years ago."""

REFERENCES: dict[str, str] = {
    "complainant_id": "complainants",
    "case_id": "cases",
    "petition_id": "petitions",
    "deadline_id": "deadlines",
    "order_id": "rectification_orders",
}
"""Column → the table that it refers to, among those that are copied."""

IN_HISTORY: dict[str, str] = {
    "petition": "petitions",
    "inspection": "inspections",
    "rectification_order": "rectification_orders",
    "reported_order": "rectification_orders",
    "reinspection": "reinspections",
    "reply": "replies",
    "call_back": "call_backs",
    "notices": "notices",
}
"""Name in the changes of a history row → the table whose ids stand there."""

ROWS = tuple(table_of(model).name for model, *_rest in PARENTS if model is not CaseEvent)
"""Tables in an order in which parents come before children; the history comes last."""

NUMBERED: dict[str, tuple[str, str]] = {
    "petitions": ("petition", "registered_at"),
    "rectification_orders": ("rectification_order", "issued_at"),
}
"""Table → its series of numbers, and the instant whose year counts."""


@dataclass
class Copier:
    """Makes copies; keeps the next ids and the last numbers."""

    dialect: str
    audit_key: bytes
    seals: Sealer
    dice: random.Random
    towns: list[str]
    source_ids: range
    next_ids: dict[str, int]
    source_names: dict[int, str]
    sowing: Sowing
    last_numbers: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def copy(self, lives: list[Life], settled: list[Life]) -> dict[str, list[Row]]:
        """Return the rows of one more case, by table, with its chain head and its searched text.

        It is of any of `lives`, or, if it lies long back, of one of those `settled`.
        """
        weeks = self.dice.randrange(1, WEEKS)
        life = self.dice.choice(lives if weeks <= RECENT_WEEKS or not settled else settled)
        return _Copy(self, life, timedelta(weeks=weeks)).made

    def copy_open(self, life: Life, weeks: int, due_on: date) -> dict[str, list[Row]]:
        """Return the rows of one more open case, each of whose running terms ends on `due_on`."""
        made = _Copy(self, life, timedelta(weeks=weeks)).made
        for row in made["deadlines"]:
            if row["stopped_at"] is None:
                row["raw_due_on"] = row["due_on"] = due_on
                row["due_at"] = clock.end_of_day(due_on)
        return made

    def number(self, series: str, at: datetime) -> str:
        year = clock.local_date(at).year
        self.last_numbers[series, year] += 1
        return number_text(series, year, self.last_numbers[series, year])

    def new_id(self, table: str) -> int:
        found = self.next_ids[table]
        self.next_ids[table] = found + 1
        return found


class _Copy:
    """The making of one copy."""

    def __init__(self, copier: Copier, life: Life, back: timedelta) -> None:
        self.copier, self.life, self.back = copier, life, back
        dice = copier.dice
        self.ids: dict[str, dict[int, int]] = defaultdict(dict)
        self.other_place = dice.choice(PLACES)
        self.town = dice.choice(copier.towns)
        self.source_id = dice.choice(copier.source_ids) if life.case["source_id"] else None
        self.made: dict[str, list[Row]] = defaultdict(list)
        self.plants = copier.sowing.next(has_person=bool(life.complainants))
        self._people()
        self._case()
        for name in ROWS:
            for mould in life.moulds.get(name, ()):
                self._add(name, mould)
        self._history()
        self._search()
        self._likeness()

    def _people(self) -> None:
        dice = self.copier.dice
        for old_id, row in self.life.complainants.items():
            person = Person(
                dice.choice(SURNAMES) + dice.choice(GIVEN),
                self._phone(f"100{dice.randrange(10**8):08d}"),
                f"{self.other_place}{dice.randrange(1, 99)}号",
            )
            new = self.copier.new_id("complainants")
            self.ids["complainants"][old_id] = new
            values = sealed_values(person, self.copier.seals)
            created_at = row["created_at"] - self.back
            self.made["complainants"].append({"id": new, **values, "created_at": created_at})

    def _phone(self, drawn: str) -> str:
        return CALLER if "caller" in self.plants else drawn

    def _case(self) -> None:
        row = self.life.case_mould.cast(self.back, self.other_place)
        row["id"] = self.copier.new_id("cases")
        self.ids["cases"][self.life.case["id"]] = row["id"]
        series = "inspection" if row["track"] == "inspection" else "case"
        row["number"] = self.copier.number(series, row["opened_at"])
        row["township_code"], row["source_id"] = self.town, self.source_id
        row["opened_month"] = f"{clock.local(row['opened_at']):%Y-%m}"
        row["version"] -= len(self.life.left_out)
        self.made["cases"].append(row)

    def _add(self, name: str, mould: Mould) -> None:
        old, row = mould.row, mould.cast(self.back, self.other_place)
        for column, table in REFERENCES.items():
            if row.get(column) is not None:
                row[column] = self.ids[table][old[column]]
        if "id" in old:
            row["id"] = self.ids[name][old["id"]] = self.copier.new_id(name)
        if name in NUMBERED:
            series, instant = NUMBERED[name]
            row["number"] = self.copier.number(series, row[instant])
        if name == "petitions":
            self._petition(row)
        if name == "deadlines":
            for column in ("opened_by_event_seq", "stopped_by_event_seq"):
                if row[column] is not None:
                    row[column] = self._seq(row[column])
        self.made[name].append(row)

    def _petition(self, row: Row) -> None:
        planted = "".join(f"；{PLANTED[plant]}。" for plant in self.plants if plant in PLANTED)
        if planted and not self.made["petitions"]:
            row["body"] += planted
        code = "".join(self.copier.dice.choices(CODE_LETTERS, k=CODE_LENGTH))
        row["lookup_code_hash"] = self.copier.seals.digest(code, "lookup")
        row["lookup_code_sealed"] = self.copier.seals.seal(code, LOOKUP_CONTEXT)
        row["township_code"] = self.town

    def _seq(self, old: Any) -> Any:
        """Return where an act of the model stands in the copy's history."""
        return old - sum(seq < old for seq in self.life.left_out)

    def _history(self) -> None:
        """Seal the history anew, once the rows that it refers to have their ids."""
        moulds = self.life.moulds["case_events"]
        case_id, mac = self.made["cases"][0]["id"], GENESIS
        for seq, mould in enumerate(moulds, 1):
            row = mould.cast(self.back, self.other_place)
            row.update(
                id=self.copier.new_id("case_events"),
                case_id=case_id,
                seq=seq,
                origin="bench",
                changes={k: self._change(k, v) for k, v in mould.row["changes"].items()},
                previous_mac=mac,
            )
            mac = row_mac(self.copier.audit_key, row, mac)
            row["mac"] = mac
            self.made["case_events"].append(row)
        seq = len(moulds)
        seal = head_mac(self.copier.audit_key, case_id, seq, mac)
        head = {"case_id": case_id, "seq": seq, "mac": mac, "head_mac": seal}
        self.made["chain_heads"].append(head)

    def _change(self, name: str, value: Any) -> Any:
        table = IN_HISTORY.get(name)
        if table is not None:
            known = self.ids[table]
            return [known[one] for one in value] if isinstance(value, list) else known[value]
        if name == "source_id":
            return [None, self.source_id]
        if isinstance(value, list):
            return [self._moved_text(one) for one in value]
        return value

    def _moved_text(self, value: Any) -> Any:
        """Return a day or an instant written as text, moved."""
        if not isinstance(value, str) or not value[:4].isdigit():
            return value
        if len(value) == 10:
            return (date.fromisoformat(value) - self.back).isoformat()
        return (datetime.fromisoformat(value) - self.back).isoformat()

    def _search(self) -> None:
        case = self.made["cases"][0]
        parts, names = [case["number"], case["title"], case["address_text"]], []
        if case["source_id"] is not None:
            names.append(self.copier.source_names[case["source_id"]])
            parts += names
        for row in self.made["petitions"]:
            parts += [row[column.key] or "" for column in PETITION_TEXTS]
            names.append(row["respondent_words"])
        parts += [row["words"] for row in self.made["replies"]]
        body = indexed_body(parts, self.copier.dialect, names)
        self.made["case_texts"].append({"case_id": case["id"], "body": body})

    def _likeness(self) -> None:
        """Add what the copy is found by when another like it is told."""
        case = SimpleNamespace(**self.made["cases"][0])
        petitions = [SimpleNamespace(**row) for row in self.made["petitions"]]
        tokens, profile = row_values(case.id, likeness_parts(case, None, petitions))
        self.made["likeness_tokens"].extend(tokens)
        self.made["likeness_profiles"].extend(profile)
