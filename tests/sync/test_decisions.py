"""What needs attention is decided by a person, on the desk, and the tablet gets its receipt."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import CustodyEntry, Evidence
from caseflow.core.visits.models import Visit
from caseflow.field.inspections.checklists.reference import NOISE
from caseflow.field.sync.cli import field_group
from caseflow.field.sync.models import FieldFile, FieldFileLook, FieldSubmission
from caseflow.ground.extensions import db
from caseflow.ground.record_sealing import bureau_keys
from tests.cast import present_cast
from tests.factories import a_source, case_in, do
from tests.sent_files import picture
from tests.tablet import DEVICE, Tablet, announced, record_of, sha256, submission

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Tablets = Callable[..., Tablet]
PHOTO = picture(size=(320, 240))


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def record_id(body: dict[str, Any]) -> int:
    db.session.rollback()
    wanted = select(FieldSubmission.id).where(FieldSubmission.client_id == body["client_id"])
    return db.session.scalars(wanted).one()


def decide(who: Tablet, body: dict[str, Any], verb: str, words: str = "已核对") -> Any:
    number = record_id(body)
    version = db.session.get_one(Case, body["case_id"]).version
    db.session.rollback()
    form = {"version": version, "words": words}
    return who.client.post(f"/desk/records/{number}/{verb}", data=form)


def test_what_stood_in_the_way_is_put_right_and_the_record_taken_with_its_files(
    tablet: Tablets, inside: Any
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    case = case_in("receipted")
    body = submission(case, record_of(result="ordered"), evidence=[photo])
    assert sender.submit(body).status_code == 202
    sender.send(PHOTO)
    assert sender.finish(photo["client_id"]).json["receipt"]["state"] == "kept"
    listed = sender.client.get("/desk/records/")
    assert case.number in listed.text
    shown = sender.client.get(f"/desk/records/{record_id(body)}")
    assert "夜间使用混凝土泵车施工" in shown.text
    read = html.unescape(shown.text)
    assert all(item.words_en in read for item in NOISE.items)
    assert not any(item.code in read for item in NOISE.items)
    assert case.number in shown.text
    refused = decide(sender, body, "take")
    assert refused.status_code == 409
    assert "source is not known" in refused.text
    db.session.rollback()
    do(case, "link_source", source_id=a_source().id)
    assert decide(sender, body, "take", "").status_code == 422
    assert decide(sender, body, "take", "已关联污染源").status_code == 303
    receipt = sender.receipt(body["client_id"]).json["receipt"]
    assert (receipt["status"], receipt["evidence"][0]["state"]) == ("taken", "attached")
    assert receipt["case"]["state"] == "rectifying"
    assert "已关联污染源" in receipt["words"][0]
    assert (count(Visit), count(Evidence)) == (1, 1)
    notes = db.session.scalars(select(CaseEvent.words).where(CaseEvent.act == "note")).all()
    assert len(notes) == 1
    assert "已关联污染源" in notes[0]
    assert sender.submit(body).json["receipt"]["status"] == "needs_attention", "the first answer"
    again = decide(sender, body, "take")
    assert again.status_code == 409
    assert (count(Visit), count(Evidence)) == (1, 1)


def test_who_decides_is_told_of_it_and_sees_the_files_and_each_look_stays(
    tablet: Tablets, inside: Any
) -> None:
    sender, photo = tablet(), announced(PHOTO)
    case = case_in("receipted")
    body = submission(case, record_of(result="ordered"), evidence=[photo])
    sender.submit(body)
    sender.send(PHOTO)
    sender.finish(photo["client_id"])
    number = record_id(body)
    sunil, dong = tablet("sunil").client, tablet("dong").client
    for page in ("/work", f"/cases/{case.id}"):
        assert 'href="/desk/records/' in sunil.get(page, follow_redirects=True).text, page
    told = dong.get(f"/cases/{case.id}").text
    assert "A record of a tablet waits for a decision" in told
    assert "/desk/records/" not in told
    record = sunil.get(f"/desk/records/{number}").text
    way = re.findall(rf'action="(/desk/records/{number}/files/\d+)"', record)[0]
    with sunil.get(f"{way}/small") as small:
        assert small.content_type == "image/jpeg"
    assert sunil.get(way).location == f"/desk/records/{number}"
    assert count(FieldFileLook) == 0, "the page and its small pictures are no looks"
    with sunil.post(way) as opened:
        assert opened.data == PHOTO
        assert opened.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert count(FieldFileLook) == 1
    assert dong.post(way).status_code == 403
    assert tablet("zoe").client.post(way).status_code == 404
    assert sunil.post(f"{way}0").status_code == 404
    do(db.session.get_one(Case, case.id), "link_source", source_id=a_source().id)
    assert decide(tablet("sunil"), body, "take").status_code == 303
    entry = db.session.scalars(select(CustodyEntry)).one()
    look = db.session.scalars(select(FieldFileLook)).one()
    assert (entry.user_id, entry.act, entry.place, entry.at) == (
        present_cast().sunil.id, "look", "record", look.at,
    )  # fmt: skip
    for page in ("/work", f"/cases/{case.id}"):
        shown = sunil.get(page, follow_redirects=True).text
        assert 'href="/desk/records/' not in shown.partition("<main")[2], page


def test_a_certificate_number_that_is_not_the_known_one_waits(tablet: Tablets, inside: Any) -> None:
    officers = record_of()["officers"]
    officers[0] = {**officers[0], "certificate": "500233001"}
    answer = tablet().submit(submission(case_in("receipted"), record_of(officers=officers)))
    assert answer.status_code == 202
    known = present_cast().farid.certificate_number
    assert f"is 500233001 in the record and {known} here." in answer.json["receipt"]["words"][0]


def test_what_is_not_here_yet_cannot_be_opened(tablet: Tablets, inside: Any) -> None:
    sender, photo = tablet(), announced(PHOTO)
    body = submission(case_in("closed"), record_of(), evidence=[photo])
    sender.submit(body)
    number = record_id(body)
    record = sender.client.get(f"/desk/records/{number}").text
    assert "现场.jpg" in record
    assert f"/desk/records/{number}/files/" not in record
    file_id = db.session.scalars(select(FieldFile.id)).one()
    assert sender.client.post(f"/desk/records/{number}/files/{file_id}").status_code == 404


def test_doubts_about_ones_own_record_are_for_somebody_else(tablet: Tablets, inside: Any) -> None:
    signatures = [{**one, "evidence": None} for one in record_of()["signatures"]]
    body = submission(case_in("receipted"), record_of(signatures=signatures))
    sender = tablet()
    assert sender.submit(body).status_code == 202
    assert "somebody else decides" in decide(sender, body, "take").text
    assert decide(tablet("zoe"), body, "take").status_code == 404
    assert decide(tablet("sunil"), body, "take").status_code == 303
    visit = db.session.scalars(select(Visit)).one()
    assert visit.recorded_by_id == present_cast().farid.id
    without = submission(case_in("receipted"), record_of(findings=""))
    sender.submit(without)
    answer = decide(tablet("sunil"), without, "take")
    assert answer.status_code == 409
    assert "What was found is missing." in answer.text


def test_a_record_is_settled_with_a_reason_and_stays_kept(tablet: Tablets, inside: Any) -> None:
    body, sender = submission(case_in("closed"), record_of()), tablet()
    sender.submit(body)
    assert decide(tablet("sunil"), body, "settle", "已由他人记录").status_code == 303
    receipt = sender.receipt(body["client_id"]).json["receipt"]
    assert (receipt["status"], receipt["case"]["state"]) == ("settled", "closed")
    assert count(Visit) == 0
    notes = db.session.scalars(select(CaseEvent.words).where(CaseEvent.act == "note")).all()
    assert len(notes) == 1
    assert "已由他人记录" in notes[0]
    row = db.session.scalars(select(FieldSubmission)).one()
    assert row.payload == body["payload"]
    page = sender.client.get("/desk/records/")
    assert f"/desk/records/{row.id}" not in page.text
    assert f"/desk/records/{row.id}" in sender.client.get("/desk/records/?all=1").text


def test_a_case_that_moved_since_the_page_was_opened_is_shown_anew(
    tablet: Tablets, inside: Any
) -> None:
    case = case_in("closed")
    body, sender = submission(case, record_of()), tablet()
    sender.submit(body)
    form = {"version": case.version, "words": "好"}
    do(case, "note")
    number = record_id(body)
    answer = tablet("sunil").client.post(f"/desk/records/{number}/take", data=form)
    assert answer.status_code == 409
    assert "Somebody changed this case" in answer.text
    db.session.rollback()
    assert f'value="{db.session.get_one(Case, case.id).version}"' in answer.text


def sealed(told: dict[str, Any]) -> dict[str, Any]:
    """Seal as a browser does; written apart from the server's own code."""
    plain = json.dumps(told, ensure_ascii=False).encode()
    key = bureau_keys().public
    point = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), base64.b64decode(key.public_key)
    )
    own, nonce = ec.generate_private_key(ec.SECP256R1()), os.urandom(12)
    shared = own.exchange(ec.ECDH(), point)
    secret = HKDF(hashes.SHA256(), 32, b"", b"caseflow record 1").derive(shared)
    encoded = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    parts = {
        "ephemeral_key": encoded,
        "nonce": nonce,
        "sealed": AESGCM(secret).encrypt(nonce, plain, None),
    }
    return {
        "version": 1,
        "key_id": key.id,
        **{name: base64.b64encode(value).decode() for name, value in parts.items()},
    }


def copy_of(user_id: int, *bodies: dict[str, Any], files: tuple[bytes, ...] = ()) -> bytes:
    head = {"format": "caseflow field copy 1", "device_id": DEVICE, "user_id": user_id}
    lines: list[dict[str, Any]] = [head | {"made_at": "2026-11-28T13:05:00.000Z"}]
    for body in bodies:
        lines.append(sealed({"submission": body}))
    for content in files:
        for offset in range(0, len(content), 1000):
            text = base64.b64encode(content[offset : offset + 1000]).decode()
            lines.append(sealed({"sha256": sha256(content), "offset": offset, "bytes": text}))
    return "\n".join(json.dumps(line) for line in lines).encode()


def bring_in(who: Tablet, content: bytes) -> Any:
    return who.client.post(
        "/desk/records/copies", data={"file": (io.BytesIO(content), "tablet.caseflow-field-copy")}
    )


def test_a_saved_copy_goes_the_same_way_and_a_second_time_does_nothing(
    tablet: Tablets, inside: Any
) -> None:
    body = submission(case_in("receipted"), record_of(), evidence=[announced(PHOTO)])
    farid, sender = present_cast().farid.id, tablet()
    content = copy_of(farid, body, files=(PHOTO,))
    db.session.rollback()
    answer = bring_in(sender, content)
    assert answer.status_code == 200
    assert "1 taken, 0 need attention, 0 came before, 1 files." in answer.text
    assert (count(Visit), count(Evidence)) == (1, 1)
    assert "0 taken, 0 need attention, 1 came before, 0 files." in bring_in(sender, content).text
    assert sender.submit(body).status_code == 200, "what the tablet sends itself is the same"
    assert (count(Visit), count(Evidence)) == (1, 1)


def test_a_copy_of_somebody_elses_records_waits_for_a_third_person(
    office: Flask, tablet: Tablets, inside: Any, tmp_path: Any
) -> None:
    body = submission(case_in("receipted"), record_of())
    file = tmp_path / "tablet.caseflow-field-copy"
    broken = b'\n{"version": 1}\n'
    file.write_bytes(copy_of(present_cast().farid.id, body) + broken)
    db.session.rollback()
    done = office.test_cli_runner().invoke(field_group, ["import", str(file), "--by", "sunil"])
    assert done.exit_code == 1
    assert "0 taken, 1 need attention" in done.output
    assert count(Visit) == 0
    assert "somebody else decides" in decide(tablet("sunil"), body, "take").text
    assert decide(tablet("farid"), body, "take").status_code == 303
    assert count(Visit) == 1


def test_what_is_no_copy_is_said(tablet: Tablets, inside: Any) -> None:
    sender = tablet()
    assert "not a saved copy" in bring_in(sender, b"{}").text
    assert bring_in(sender, b"\xff\xfe").status_code == 422
    assert "no account" in bring_in(sender, copy_of(999)).text
