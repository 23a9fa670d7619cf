"""A small real server that speaks docs/field-protocol.md to a tablet, before caseflow's own pages.

Run by gunicorn as `tests.field_stand_in:app`: what the protocol names is answered here, from
memory; everything else (pages, static files, sign-in) by the real application. `/stand-in` is for
tests: GET tells what was received, POST sets what goes wrong next.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from tests.field_stand_in_keys import PUBLIC_POINT
from wsgi import app as caseflow

Answer = tuple[int, dict[str, Any]]


class Server:
    """What the tablets sent, and what is to go wrong: {"path": part, "status": N, "times": N}."""

    def __init__(self) -> None:
        self.part = base64.b64encode(secrets.token_bytes(32)).decode()
        self.package: dict[str, Any] = {}
        self.submissions: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytearray] = {}
        self.evidence: dict[str, str] = {}
        self.wrong: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.wiped: dict[str, Any] | None = None
        self.is_lost = False
        self.status = "taken"

    # --- the protocol ---

    def device(self, device_id: str) -> Answer:
        if self.is_lost:
            return 200, {"device_id": device_id, "state": "wipe"}
        key = {"id": "bureau-1", "public_key": PUBLIC_POINT}
        known = {"server_part": self.part, "bureau_key": key, "state": "known"}
        return 200, {"device_id": device_id, **known}

    def receipt(self, client_id: str) -> dict[str, Any]:
        words = "" if self.status == "taken" else "案件已被他人修改，请等待处理。"
        wanted = self.submissions[client_id]["evidence"]
        return {
            "client_id": client_id,
            "status": self.status,
            "words": words,
            "received_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "case": {"number": "环信〔2026〕1号", "state": "assigned", "version": 8},
            "evidence": [
                {"client_id": row["client_id"], "sha256": row["sha256"], "state": "wanted"}
                for row in wanted
            ],
        }

    def submit(self, body: dict[str, Any]) -> Answer:
        client_id = body["client_id"]
        before = self.submissions.get(client_id)
        same = {name: value for name, value in body.items() if name != "sent_at"}
        if before is not None and {k: v for k, v in before.items() if k != "sent_at"} != same:
            return 409, problem("此编号已有其他内容。")
        self.submissions[client_id] = body
        status = 200 if before else 201 if self.status == "taken" else 202
        return status, {"receipt": self.receipt(client_id)}

    def announced(self, sha256: str) -> int | None:
        for body in self.submissions.values():
            for row in body["evidence"]:
                if row["sha256"] == sha256:
                    return int(row["byte_count"])
        return None

    def file(self, sha256: str) -> Answer:
        count = self.announced(sha256)
        if count is None:
            return 404, problem("没有提交过此文件。")
        have = len(self.files.get(sha256, b""))
        return 200, {"sha256": sha256, "byte_count": count, "have": have}

    def put(self, sha256: str, offset: int, piece: bytes, piece_sha256: str) -> Answer:
        status, known = self.file(sha256)
        if status != 200:
            return status, known
        if hashlib.sha256(piece).hexdigest() != piece_sha256 or len(piece) > 1024 * 1024:
            return 422, problem("此段已损坏。")
        have = self.files.setdefault(sha256, bytearray())
        if offset != len(have):
            return 409, {**known, "have": len(have)}
        have += piece
        return self.file(sha256)

    def attach(self, client_id: str) -> Answer:
        rows = [row for body in self.submissions.values() for row in body["evidence"]]
        row = next((row for row in rows if row["client_id"] == client_id), None)
        if row is None:
            return 404, problem("没有提交过此文件。")
        content = bytes(self.files.get(row["sha256"], b""))
        if len(content) < row["byte_count"]:
            return 409, {"have": len(content)}
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            return 422, problem("文件与所报的哈希值不符。")
        status = 200 if client_id in self.evidence else 201
        self.evidence[client_id] = row["sha256"]
        receipt = {"client_id": client_id, "sha256": row["sha256"], "evidence_id": 1}
        return status, {"receipt": receipt}

    # --- for tests ---

    def told(self) -> dict[str, Any]:
        return {
            "submissions": self.submissions,
            "files": {name: len(content) for name, content in self.files.items()},
            "evidence": self.evidence,
            "requests": self.requests,
            "wiped": self.wiped,
        }

    def set(self, body: dict[str, Any]) -> Answer:
        for name, value in body.items():
            setattr(self, name, value)
        return 200, {}


def problem(sentence: str) -> dict[str, Any]:
    return {"title": "", "detail": sentence, "reasons": []}


server = Server()

ROUTES: tuple[tuple[str, str, Callable[..., Answer]], ...] = (
    ("POST", r"devices", lambda ask: (201, server.device(ask.json["device_id"])[1])),
    ("GET", r"devices/([\w-]+)", lambda ask, name: server.device(name)),
    ("POST", r"devices/([\w-]+)/wiped", lambda ask, name: server.set({"wiped": ask.json})),
    ("GET", r"package", lambda ask: (200, server.package)),
    ("POST", r"submissions", lambda ask: server.submit(ask.json)),
    ("GET", r"submissions/([\w-]+)", lambda ask, name: (200, {"receipt": server.receipt(name)})),
    ("GET", r"files/(\w+)", lambda ask, name: server.file(name)),
    ("PUT", r"files/(\w+)", lambda ask, name: server.put(name, ask.offset, ask.body, ask.hash)),
    ("POST", r"evidence/([\w-]+)", lambda ask, name: server.attach(name)),
)


class Ask:
    """One request."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.method, self.path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.hash = environ.get("HTTP_X_PIECE_SHA256", "")
        self.has_mark = bool(environ.get("HTTP_X_CSRFTOKEN"))
        offset = re.search(r"offset=(\d+)", environ.get("QUERY_STRING", ""))
        self.offset = int(offset.group(1)) if offset else 0

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def answer(ask: Ask) -> Answer | None:
    """Return what the stand-in answers, None where caseflow does."""
    if ask.path == "/stand-in":
        return server.set(ask.json) if ask.method == "POST" else (200, server.told())
    for method, pattern, act in ROUTES:
        found = re.fullmatch(f"/field/{pattern}", ask.path)
        if not found or method != ask.method:
            continue
        server.requests.append(f"{ask.method} {ask.path}")
        for row in server.wrong:
            if row["path"] in ask.path and row["times"] > 0:
                row["times"] -= 1
                return row["status"], problem("此时不行。")
        if method != "GET" and not ask.has_mark:
            return 400, problem("页面打开时间过长。")
        return act(ask, *found.groups())
    return None


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the protocol says, or hand on to caseflow."""
    if not environ["PATH_INFO"].startswith(("/field/", "/stand-in")):
        return caseflow(environ, start_response)  # type: ignore[no-any-return]
    if re.match(r"/field/($|app|cases|service-worker)", environ["PATH_INFO"]):
        return caseflow(environ, start_response)  # type: ignore[no-any-return]
    found = answer(Ask(environ)) or (404, problem("没有此页。"))
    status, body = found
    kind = "application/json" if status < 400 else "application/problem+json"
    headers = [("Content-Type", kind), ("Cache-Control", "no-store")]
    if status == 303:
        headers.append(("Location", "/sign-in"))
    start_response(f"{status} -", headers)
    return [json.dumps(body, ensure_ascii=False).encode()]
