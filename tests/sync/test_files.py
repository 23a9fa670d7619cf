"""Files come in pieces, survive every cut, and become evidence once, or stay with their record."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.evidence.models import Evidence
from caseflow.field.sync.actions.files import sweep_coming
from caseflow.field.sync.models import FieldFile, FieldSubmission
from caseflow.ground.config import Settings
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast
from tests.factories import case_in, do
from tests.sent_files import archive, picture
from tests.stored import path_of
from tests.tablet import Tablet, announced, instant, record_of, sha256, submission

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Tablets = Callable[..., Tablet]
PHOTO = picture(size=(640, 480))


def taken(sender: Tablet, *files: dict[str, Any], state: str = "receipted") -> dict[str, Any]:
    """Return a submission that was sent and announced these files."""
    body = submission(case_in(state), record_of(), evidence=list(files))
    assert sender.submit(body).status_code in {201, 202}
    return body


def files() -> list[FieldFile]:
    db.session.rollback()
    return list(db.session.scalars(select(FieldFile).order_by(FieldFile.id)))


def evidence_count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Evidence)) or 0


def coming_file(settings: Settings, content: bytes) -> Path:
    return settings.home / "coming" / str(present_cast().farid.id) / sha256(content)


def test_a_file_in_pieces_becomes_evidence_once(
    tablet: Tablets, inside: Any, settings: Settings
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    body = taken(sender, photo)
    assert sender.have(PHOTO).json == {
        "sha256": photo["sha256"], "byte_count": len(PHOTO), "have": 0,
    }  # fmt: skip
    missing = sender.finish(photo["client_id"])
    assert (missing.status_code, missing.json["have"]) == (409, 0)
    sender.send(PHOTO, most=1500)
    first, again = sender.finish(photo["client_id"]), sender.finish(photo["client_id"])
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    db.session.rollback()
    row = db.session.scalars(select(Evidence)).one()
    receipt = first.json["receipt"]
    assert receipt == {
        "client_id": photo["client_id"], "sha256": photo["sha256"], "state": "attached",
        "evidence_id": row.id,
    }  # fmt: skip
    assert (row.caption, row.stage, row.file_name) == ("东侧场界", "inspection", "现场.jpg")
    assert instant(row.taken_at) == photo["taken_at"]
    assert path_of(photo["sha256"]).read_bytes() == PHOTO
    assert not coming_file(settings, PHOTO).exists()
    receipt = sender.receipt(body["client_id"]).json["receipt"]
    assert [one["state"] for one in receipt["evidence"]] == ["attached"]


def test_pieces_out_of_order_doubled_and_damaged(tablet: Tablets, inside: Any) -> None:
    sender, photo = tablet(), announced(PHOTO)
    taken(sender, photo)
    assert sender.put(PHOTO, 0, 1000).json["have"] == 1000
    assert sender.put(PHOTO, 0, 1000).json["have"] == 1000
    assert sender.put(PHOTO, 200, 300).json["have"] == 1000
    for offset in (1500, 900):
        answer = sender.put(PHOTO, offset, 1000)
        assert (answer.status_code, answer.json["have"]) == (409, 1000)
    damaged = sender.put(PHOTO, 1000, 500, **{"X-Piece-SHA256": sha256(b"other")})
    assert damaged.status_code == 422
    other = bytearray(PHOTO[:1000])
    other[3] ^= 1
    wrong = sender.client.put(
        f"/field/files/{sha256(PHOTO)}?offset=0",
        data=bytes(other),
        headers={
            "Content-Type": "application/octet-stream",
            "X-Piece-SHA256": sha256(bytes(other)),
        },
    )
    assert (wrong.status_code, wrong.json["have"]) == (409, 1000)
    assert files()[0].state == "coming"
    sender.send(PHOTO)
    assert sender.finish(photo["client_id"]).status_code == 201


def test_a_piece_cut_off_in_its_middle_is_continued(
    tablet: Tablets, inside: Any, settings: Settings
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    taken(sender, photo)
    sender.put(PHOTO, 0, 1000)
    with coming_file(settings, PHOTO).open("ab") as file:  # The process died while writing.
        file.write(PHOTO[1000:1333])
    assert sender.have(PHOTO).json["have"] == 1333
    sender.send(PHOTO)
    assert sender.finish(photo["client_id"]).status_code == 201


def test_what_is_not_the_announced_file_is_begun_anew(
    tablet: Tablets, inside: Any, settings: Settings
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    taken(sender, photo)
    sender.put(PHOTO, 0, 1000)
    with coming_file(settings, PHOTO).open("r+b") as file:
        file.write(b"\0\0\0")
    sender.send(PHOTO)
    answer = sender.finish(photo["client_id"])
    assert (answer.status_code, files()[0].state) == (422, "refused")
    assert "send it again" in answer.json["detail"]
    assert (evidence_count(), sender.have(PHOTO).json["have"]) == (0, 0)
    sender.send(PHOTO)
    assert sender.finish(photo["client_id"]).status_code == 201
    assert (evidence_count(), files()[0].state) == (1, "attached")


@pytest.mark.parametrize(
    ("content", "name"),
    [(archive({"a.txt": b"a"}), "现场.zip"), (PHOTO, "现场.pdf"), (b"MZ" + bytes(99), "a.jpg")],
)
def test_a_kind_that_is_not_kept_is_refused_with_the_reason(
    tablet: Tablets, inside: Any, content: bytes, name: str
) -> None:
    sender, file = tablet(), announced(content, name)
    body = taken(sender, file)
    sender.send(content)
    answer = sender.finish(file["client_id"])
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert (files()[0].state, files()[0].words) == ("refused", answer.json["detail"])
    assert evidence_count() == 0
    receipt = sender.receipt(body["client_id"]).json["receipt"]
    assert receipt["evidence"][0]["state"] == "refused"


def test_only_announced_files_of_ones_own_are_taken(tablet: Tablets, inside: Any) -> None:
    sender, other, photo = tablet(), tablet("fang"), announced(PHOTO)
    taken(sender, photo)
    sender.send(PHOTO)
    sender.finish(photo["client_id"])
    assert other.have(PHOTO).status_code == 404
    assert other.put(PHOTO).status_code == 404
    assert other.finish(photo["client_id"]).status_code == 404
    assert sender.have(b"never announced").status_code == 404
    theirs = announced(PHOTO)
    taken(other, theirs)
    assert other.have(PHOTO).json["have"] == 0, "who has the hash need not have the file"
    assert other.finish(theirs["client_id"]).status_code == 409
    other.send(PHOTO)
    assert other.finish(theirs["client_id"]).status_code == 201
    again = announced(PHOTO)
    taken(sender, again)
    assert sender.have(PHOTO).json["have"] == len(PHOTO)
    assert sender.finish(again["client_id"]).status_code == 201
    assert evidence_count() == 3
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_limits_of_pieces_and_files(tablet: Tablets, inside: Any) -> None:
    big = bytes(1024 * 1024 + 1)
    film = announced(b"x", "film.mp4", byte_count=501 * 1024 * 1024)
    sender = tablet()
    body = taken(sender, announced(big), film)
    receipt = sender.receipt(body["client_id"]).json["receipt"]
    assert [one["state"] for one in receipt["evidence"]] == ["wanted", "refused"]
    assert receipt["status"] == "taken"
    assert sender.put(big, 0, len(big)).status_code == 413
    assert sender.put(big, 0, 0).status_code == 422
    assert sender.put(big, 0, 9, **{"Content-Type": "text/plain"}).status_code == 415
    assert sender.put(big, 0, 9, **{"X-Piece-SHA256": "x"}).status_code == 422
    assert sender.put(big, -1, 9).status_code == 422
    assert sender.finish(film["client_id"]).status_code == 422
    sender.send(big)
    more = sender.client.put(
        f"/field/files/{sha256(big)}?offset={len(big)}",
        data=b"more",
        headers={"Content-Type": "application/octet-stream", "X-Piece-SHA256": sha256(b"more")},
    )
    assert (more.status_code, more.json["have"]) == (409, len(big))


def test_a_full_disk_is_said_and_loses_nothing(
    tablet: Tablets, inside: Any, settings: Settings
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    taken(sender, photo)
    place = coming_file(settings, PHOTO)
    place.parent.mkdir(parents=True)
    place.symlink_to("/dev/full")
    answer = sender.put(PHOTO, 0, 1000)
    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "60")
    assert "disk is full" in answer.json["detail"]
    place.unlink()
    sender.send(PHOTO)
    assert sender.finish(photo["client_id"]).status_code == 201


def test_a_file_the_case_takes_no_more_is_kept_with_its_record(
    tablet: Tablets, inside: Any
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    case = case_in("receipted")
    body = submission(case, record_of(), evidence=[photo])
    assert sender.submit(body).status_code == 201
    db.session.rollback()
    do(case, "submit_for_sign_off")
    do(case, "sign_off")
    do(case, "reply")
    assert case.state == "closed"
    sender.send(PHOTO)
    answer = sender.finish(photo["client_id"])
    assert answer.status_code == 201
    assert answer.json["receipt"]["state"] == "kept"
    assert answer.json["receipt"]["evidence_id"] is None
    receipt = sender.receipt(body["client_id"]).json["receipt"]
    assert receipt["status"] == "needs_attention"
    assert "The file 现场.jpg is kept with the record." in receipt["words"]
    assert path_of(photo["sha256"]).read_bytes() == PHOTO


def test_files_of_a_record_that_waits_are_kept_with_it(tablet: Tablets, inside: Any) -> None:
    sender, photo = tablet(), announced(PHOTO)
    taken(sender, photo, state="closed")
    sender.send(PHOTO)
    assert sender.finish(photo["client_id"]).json["receipt"]["state"] == "kept"
    assert (files()[0].state, evidence_count()) == ("kept", 0)


def test_two_tablets_that_send_the_same_file_at_once_do_not_mix(
    office: Flask, tablet: Tablets, inside: Any
) -> None:
    content = picture(size=(900, 700), quality=95)
    one, other = announced(content), announced(content)
    first, second = tablet(), tablet()
    taken(first, one)
    taken(second, other)
    done: list[int] = []

    def send(sender: Tablet, client_id: str) -> None:
        for _attempt in range(500):
            have = sender.have(content).json["have"]
            if have == len(content):
                answer = sender.finish(client_id)
                if answer.status_code in {200, 201}:
                    done.append(answer.status_code)
                    return
            else:
                sender.put(content, have, 4096)

    db.session.rollback()
    threads = [
        threading.Thread(target=send, args=(first, one["client_id"])),
        threading.Thread(target=send, args=(second, other["client_id"])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [201, 201]
    assert [file.state for file in files()] == ["attached", "attached"]
    assert path_of(sha256(content)).read_bytes() == content


def test_stale_pieces_go_only_when_their_record_is_settled(
    tablet: Tablets, inside: Any, settings: Settings
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    body = taken(sender, photo, state="closed")
    sender.put(PHOTO, 0, 1000)
    place = coming_file(settings, PHOTO)
    old = time.time() - 8 * 24 * 3600
    os.utime(place, (old, old))
    db.session.rollback()
    assert (sweep_coming(), place.exists()) == (0, True)
    with unit_of_work():
        row = db.session.scalars(
            select(FieldSubmission).where(FieldSubmission.client_id == body["client_id"])
        ).one()
        row.status = "settled"
    os.utime(place, None)
    assert (sweep_coming(), place.exists()) == (0, True)
    os.utime(place, (old, old))
    assert (sweep_coming(), place.exists()) == (1, False)
