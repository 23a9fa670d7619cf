"""A tablet over a client of the application: it sends what the real one sends, and keeps count."""

from __future__ import annotations

import hashlib
import random
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from caseflow.core.cases.models import Case
from caseflow.field.inspections.checklists.reference import NOISE
from caseflow.ground import clock
from tests.cast import present_cast
from tests.visits import visit_record

DEVICE = "3b241101-e2bb-4255-8caf-4136c566a962"
PIECE = 1024 * 1024
_random = random.Random(20261128)


def new_id(rng: random.Random = _random) -> str:
    """Return a UUID of version 4."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def answer_to(code: str, answer: str = "yes") -> dict[str, Any]:
    """Return an answered item of a checklist."""
    return {"code": code, "answer": answer, "words": "", "evidence": []}


def record_of(names: tuple[str, str] = ("farid", "fang"), **changes: Any) -> dict[str, Any]:
    """Return a complete record of a visit of the last hour by two people of the cast."""
    cast = present_cast()
    officers = [
        {
            "user_id": getattr(cast, name).id,
            "name": getattr(cast, name).display_name,
            "certificate": getattr(cast, name).certificate_number or "0",
            "is_confirmed": True,
        }
        for name in names
    ]
    now = clock.now()
    times = {
        "arrived_at": instant(now - timedelta(hours=1)),
        "left_at": instant(now - timedelta(minutes=5)),
    }
    order = visit_record()["order"] | {"due_on": (clock.today() + timedelta(days=15)).isoformat()}
    fitting: dict[str, Any] = {"officers": officers, "result": "put_right", **times}
    fitting["items"] = [answer_to(item.code) for item in NOISE.items]
    fitting |= {"result_words": "当场停止打桩。", "order": None}
    if changes.get("result") == "ordered":
        fitting["order"] = order
    return visit_record(**{**fitting, **changes})


def announced(content: bytes, name: str = "现场.jpg", **changes: Any) -> dict[str, Any]:
    """Return the announcement of a file."""
    return {
        "client_id": new_id(),
        "sha256": sha256(content),
        "original_sha256": sha256(b"original" + content),
        "byte_count": len(content),
        "content_type": "image/jpeg",
        "file_name": name,
        "caption": "东侧场界",
        "stage": "inspection",
        "taken_at": instant(clock.now() - timedelta(minutes=30)),
        "place": None,
        **changes,
    }


def submission(case: Case | int, payload: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the body of a submission; based on version 1 unless the case is given."""
    now = clock.now()
    return {
        "client_id": new_id(),
        "device_id": DEVICE,
        "kind": "visit",
        "case_id": case if isinstance(case, int) else case.id,
        "based_on_version": 1 if isinstance(case, int) else case.version,
        "captured_at": instant(now - timedelta(minutes=5)),
        "sent_at": instant(now),
        "payload": payload,
        "evidence": [],
        **changes,
    }


class Apart:
    """A client whose requests see nothing of a context that the test has pushed, as in service."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.client, name)
        return lambda *args, **kwargs: Context().run(found, *args, **kwargs)


@dataclass
class Tablet:
    """Speaks the protocol for whoever is signed in to `client`."""

    client: Apart
    headers: dict[str, str] = field(default_factory=dict)

    def submit(self, body: dict[str, Any]) -> Any:
        return self.client.post("/field/submissions", json=body, headers=self.headers)

    def receipt(self, client_id: str) -> Any:
        return self.client.get(f"/field/submissions/{client_id}")

    def have(self, content: bytes) -> Any:
        return self.client.get(f"/field/files/{sha256(content)}")

    def put(self, content: bytes, offset: int = 0, most: int = PIECE, **headers: str) -> Any:
        """Send one piece of a file."""
        piece = content[offset : offset + most]
        return self.client.put(
            f"/field/files/{sha256(content)}?offset={offset}",
            data=piece,
            headers={
                "Content-Type": "application/octet-stream",
                "X-Piece-SHA256": sha256(piece),
                **self.headers,
                **headers,
            },
        )

    def send(self, content: bytes, most: int = PIECE) -> None:
        """Send a whole file, from where the server has it."""
        have = self.have(content).json["have"]
        while have < len(content):
            answer = self.put(content, have, most)
            assert answer.status_code == 200, answer.text
            have = answer.json["have"]

    def finish(self, client_id: str) -> Any:
        return self.client.post(f"/field/evidence/{client_id}", json={}, headers=self.headers)
