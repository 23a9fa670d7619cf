"""What a tablet sends: the record of a visit, photographs, a film. Invented, of the right shape."""

from __future__ import annotations

import hashlib
import io
import random
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from PIL import Image
from sqlalchemy import select

from caseflow.core.cases.actions import open_inspection, perform
from caseflow.core.cases.actions.opening import InspectionCommand
from caseflow.core.visits.rules import RIGHTS, SCENE_PARTS
from caseflow.field.inspections.checklists.queries import checklists
from caseflow.field.package.queries import instant
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User

OFFICERS = ("officer", "officer2")
DEVICE = "5e0f1c1e-7a3c-4d0e-9d43-1c6f0b7f2a10"
PHOTOGRAPHS = 4
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Trip:
    """The case that is visited, by whom, and the checklist that is answered."""

    case_id: int
    officers: list[dict[str, Any]]
    checklist: dict[str, Any]
    items: list[dict[str, Any]]
    begun: datetime


def new_id(chance: random.Random) -> str:
    """Return a UUID of version 4."""
    return str(UUID(int=chance.getrandbits(128), version=4))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_trip(app: Flask) -> Trip:
    """Open a case that the first officer has taken over. Raises CaseflowError without officers."""
    with app.test_request_context():
        rows = {u.username: u for u in db.session.scalars(select(User))}
        if not set(OFFICERS) <= set(rows) or "dispatcher" not in rows:
            raise CaseflowError("The load has no demonstration accounts.")
        people = [rows[name] for name in OFFICERS]
        with unit_of_work():
            command = InspectionCommand(
                title="某工地噪声检查", channel_code="superior", category_codes=("noise",)
            )
            case = open_inspection(command, rows["dispatcher"])
            perform(
                case, "assign", rows["dispatcher"], version=case.version,
                unit_id=people[0].unit_id, assignee_id=people[0].id, words="",
            )  # fmt: skip
            case_id = case.id
        noise = next(one for one in checklists() if one.kind == "noise")
        answers = [
            {"code": item.code, "answer": "yes", "words": "", "evidence": []}
            for item in noise.items
        ]
        officers = [
            {"user_id": one.id, "name": one.display_name, "is_confirmed": True,
             "certificate": one.certificate_number or ""}
            for one in people
        ]  # fmt: skip
        checklist = {"code": noise.code, "version": noise.version}
    return Trip(case_id, officers, checklist, answers, clock.now())


def visit(trip: Trip, number: int, files: list[dict[str, Any]], client_id: str) -> dict[str, Any]:
    """Return the submission of the visit made `number` hours ago."""
    arrived = trip.begun - timedelta(hours=number)
    signature = {"is_refused": False, "reason": "", "witness": ""}
    signed = zip(("officer", "second_officer", "party"), files, strict=False)
    payload = {
        "schema": 1, "kind": "noise", "basis": "supervision", "planned_id": None,
        "checklist": trip.checklist, "officers": trip.officers,
        "arrived_at": instant(arrived), "arrived_place": None,
        "left_at": instant(arrived + timedelta(minutes=40)), "left_place": None,
        "party": {
            "name": "某工地", "credit_code": "", "address": "忠州街道果园路",
            "present": [{"name": "王五", "post": "项目经理", "phone": "", "identity_document": ""}],
        },
        "are_certificates_shown": True, "rights_told": dict.fromkeys(RIGHTS, True),
        "items": trip.items, "readings": [], "scene": dict.fromkeys(SCENE_PARTS, "无"),
        "findings": "现场检查时未施工，场界围挡完整，未发现夜间作业。", "statement": "",
        "signatures": [
            {"role": role, "name": role, "evidence": file["client_id"], **signature}
            for role, file in signed
        ],
        "result": "nothing_found", "result_words": "", "order": None, "passed_to": "",
    }  # fmt: skip
    now = instant(clock.now())
    return {
        "client_id": client_id, "device_id": DEVICE, "kind": "visit", "case_id": trip.case_id,
        "based_on_version": 1, "captured_at": now, "sent_at": now, "payload": payload,
        "evidence": files,
    }  # fmt: skip


def announced(content: bytes, chance: random.Random, kind: str, name: str) -> dict[str, Any]:
    """Return what a submission tells of a file."""
    return {
        "client_id": new_id(chance), "sha256": sha256(content), "original_sha256": sha256(content),
        "byte_count": len(content), "content_type": kind, "file_name": name, "caption": "现场",
        "stage": "inspection", "taken_at": instant(clock.now()), "place": None,
        "clock_offset_ms": 0,
    }  # fmt: skip


class Camera:
    """Photographs as the tablet makes them small: some 400 kB each, no two alike."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        noise = Image.frombytes("RGB", (256, 192), chance.randbytes(256 * 192 * 3))
        kept = io.BytesIO()
        noise.resize((2048, 1536)).save(kept, "JPEG", quality=80)
        self.whole = kept.getvalue()

    def photograph(self) -> bytes:
        """Return the same picture with a comment of its own."""
        comment = self.chance.randbytes(16)
        head = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
        return self.whole[:2] + head + self.whole[2:]


def film(chance: random.Random, byte_count: int) -> bytes:
    """Return an MP4 of so many bytes: its boxes are right, what it shows is noise."""

    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + kind + content

    head = box(b"ftyp", b"isom" + bytes(4) + b"isom") + box(b"moov", box(b"mvhd", bytes(100)))
    left = byte_count - len(head) - 8
    block = chance.randbytes(MEBIBYTE)
    body = (block * (left // MEBIBYTE + 1))[:left]
    return head + struct.pack(">I", left + 8) + b"mdat" + body
