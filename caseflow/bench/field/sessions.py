"""Signed-in people of the bench: through the test client, and over HTTP to a running server."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask, session
from sqlalchemy import select

from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.accounts.sessions import open_session


def cookie_of(app: Flask, username: str) -> dict[str, Any]:
    """Return what the session cookie of a person holds who has just signed in."""
    with app.test_request_context():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        with unit_of_work():
            open_session(user)
        found = dict(session)
        db.session.remove()
    return found


@dataclass
class Session:
    """A tablet's requests through the test client."""

    client: Any
    token: str

    def json(self, method: str, path: str, body: Any) -> Any:
        """Send JSON and return the answer; raises CaseflowError for anything but success."""
        headers = {"X-CSRFToken": self.token}
        answer = self.client.open(path, method=method, json=body, headers=headers)
        return _good(answer, path)

    def send_file(self, content: bytes, client_id: str) -> None:
        """Send a file of one piece, from asking how far it is to its receipt."""
        digest = hashlib.sha256(content).hexdigest()
        path = f"/field/files/{digest}"
        _good(self.client.get(path), path)
        headers = {"X-CSRFToken": self.token, "X-Piece-SHA256": digest}
        kind = "application/octet-stream"
        answer = self.client.put(
            f"{path}?offset=0", data=content, content_type=kind, headers=headers
        )
        _good(answer, path)
        self.json("POST", f"/field/evidence/{client_id}", {})


def _good(answer: Any, path: str) -> Any:
    if answer.status_code >= 300:
        raise CaseflowError(f"{path} answered {answer.status_code}: {answer.text}")
    return answer


def client_of(app: Flask, username: str) -> Session:
    """Return the requests of a signed-in person."""
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(cookie_of(app, username))
    answer: Any = client.get("/field/session")
    return Session(client, _good(answer, "/field/session").json["csrf_token"])


@dataclass
class Wire:
    """A person's requests over HTTP."""

    port: int
    cookie: str
    token: str = ""

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def headers(self, **more: str) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRFToken": self.token, **more}

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request; returns status, headers and body of the answer."""
        connection = self.connection()
        try:
            connection.request(method, path, body, self.headers(**headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def json(self, method: str, path: str, body: Any) -> Any:
        """Send JSON and return what is answered; raises CaseflowError for no success."""
        content = json.dumps(body).encode()
        status, _headers, found = self.ask(
            method, path, content, **{"Content-Type": "application/json"}
        )
        if status >= 300:
            raise CaseflowError(f"{path} answered {status}: {found.decode()}")
        return json.loads(found)


def wire_of(app: Flask, username: str, port: int, page: str) -> Wire:
    """Return the requests of a signed-in person to the server at `port`; `page` gives the token."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    name = app.config["SESSION_COOKIE_NAME"]
    found = Wire(port, f"{name}={signer.dumps(cookie_of(app, username))}")
    status, headers, body = found.ask("GET", page)
    token = re.search(rb'(?:csrf-token" content=|"csrf_token":\s?)"([^"]+)"', body)
    if status != 200 or token is None:
        raise CaseflowError(f"{username} could not be signed in: {page} answered {status}.")
    found.cookie = headers.get("Set-Cookie", found.cookie).split(";")[0]
    found.token = token[1].decode()
    return found
