"""A network that drops, doubles, delays and reorders: nothing is lost and nothing done twice.

The tablet keeps everything until a receipt names it. Fifty rounds, each by a seed of its own, that
the failure names; all visits are to one case, each at an hour of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from caseflow.core.audit.verify import verify
from caseflow.core.enforcement.models import Inspection
from caseflow.core.evidence.models import Evidence
from caseflow.core.visits.models import Visit
from caseflow.field.sync.models import FieldSubmission
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import path_of
from caseflow.ground.storage.models import StoredFile
from tests.cast import sign_in
from tests.factories import case_in
from tests.sent_files import picture
from tests.tablet import Tablet, announced, instant, new_id, record_of, submission

ROUNDS = 50
PIECE = 700


class Lost(Exception):
    """No answer came; whether the request arrived, nobody knows."""


@dataclass
class Network:
    """Calls the server, or does not, or twice, or once more much later."""

    rng: random.Random
    earlier: list[Callable[[], Any]] = field(default_factory=list)
    weather: dict[str, int] = field(default_factory=dict)

    def happens(self, what: str, chance: float) -> bool:
        found = self.rng.random() < chance
        self.weather[what] = self.weather.get(what, 0) + int(found)
        return found

    def call(self, request: Callable[[], Any]) -> Any:
        if self.earlier and self.happens("came late", 0.12):
            self.rng.choice(self.earlier)()
        if self.happens("never arrived", 0.15):
            self.earlier.append(request)
            raise Lost
        answer = request()
        self.earlier.append(request)
        if self.happens("came twice", 0.12):
            request()
        if self.happens("answer lost", 0.15):
            raise Lost
        return answer


@dataclass
class Outbox:
    """What a tablet has not got its receipt for, sent in any order."""

    tablet: Tablet
    network: Network
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, body: dict[str, Any], photo: bytes) -> None:
        self.records[body["client_id"]] = body
        self.files[body["evidence"][0]["client_id"]] = photo

    def work_off(self) -> None:
        for _step in range(2000):
            waiting = [*self.records, *self.files]
            if not waiting:
                return
            chosen = self.network.rng.choice(waiting)
            if self.network.happens("signed out", 0.02):
                self.tablet.client.delete_cookie("caseflow_session")
            try:
                answer = self._record(chosen) if chosen in self.records else self._file(chosen)
            except Lost:
                continue
            if answer.status_code == 401:
                sign_in(self.tablet.client, "farid")
        raise AssertionError(f"never done: {list(self.records)} {list(self.files)}")

    def _record(self, client_id: str) -> Any:
        body = self.records[client_id]
        answer = self.network.call(
            lambda: self.tablet.submit({**body, "sent_at": instant(clock.now())})
        )
        if answer.status_code in {200, 201}:
            receipt = answer.json["receipt"]
            assert (receipt["client_id"], receipt["status"]) == (client_id, "taken")
            del self.records[client_id]
        return answer

    def _file(self, client_id: str) -> Any:
        content = self.files[client_id]
        answer = self.network.call(lambda: self.tablet.have(content))
        if answer.status_code != 200:
            assert answer.status_code in {401, 404}, answer.text
            return answer
        have = answer.json["have"]
        if have < len(content):
            answer = self.network.call(lambda: self.tablet.put(content, have, PIECE))
            assert answer.status_code in {200, 401, 404, 409}, answer.text
            return answer
        answer = self.network.call(lambda: self.tablet.finish(client_id))
        if answer.status_code in {200, 201}:
            assert answer.json["receipt"]["client_id"] == client_id
            del self.files[client_id]
        return answer


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.timeout(900)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_the_network_does_each_record_and_file_is_there_once(
    tablet: Callable[..., Tablet], inside: Any
) -> None:
    case, sender = case_in("receipted"), tablet()
    plain, now = record_of(), clock.now()
    total, sent, weather = 0, {}, {}
    for seed in range(ROUNDS):
        rng = random.Random(seed)
        outbox = Outbox(sender, Network(rng, weather=weather))
        for _number in range(rng.randint(1, 2)):
            total += 1
            arrived = now - timedelta(hours=total)
            photo = picture(size=(40 + total, 30), quality=70)
            times = {
                "arrived_at": instant(arrived),
                "left_at": instant(arrived + timedelta(minutes=20)),
            }
            file = announced(photo, client_id=new_id(rng))
            body = submission(
                case, {**plain, **times}, client_id=new_id(rng), evidence=[file], based_on_version=1
            )
            sent[body["client_id"]] = (body, file["sha256"], photo)
            outbox.add(body, photo)
        db.session.rollback()
        outbox.work_off()
        db.session.rollback()
        counts = [count(m) for m in (FieldSubmission, Visit, Inspection, Evidence, StoredFile)]
        assert counts == [total] * 5, f"seed {seed}: {counts}, not {total} each"
    for row in db.session.scalars(select(FieldSubmission)):
        body, sha256, photo = sent[row.client_id]
        assert (row.payload, row.status) == (body["payload"], "taken")
        assert path_of(sha256).read_bytes() == photo
    assert min(weather.values()) > 5, f"the weather was too fine: {weather}"
    assert verify().breaks == []
