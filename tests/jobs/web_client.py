"""A plain HTTP client with cookies, for servers that may die under a request."""

from __future__ import annotations

import contextlib
import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any

from tests import servers
from tests.cast import PASSWORD


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class WebClient:
    """Keeps its cookies and the CSRF token of the page it got last."""

    def __init__(self, address: str) -> None:
        self.address, self.token = address, ""
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _NoRedirect
        )

    def get(self, path: str) -> str:
        """Return the page at `path`."""
        with self._opener.open(self.address + path, timeout=20) as answer:
            page: str = answer.read().decode()
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        if found:
            self.token = found[1]
        return page

    def post(self, path: str, fields: Mapping[str, Any]) -> int | None:
        """Send a form; returns the status, or None if the server died without an answer."""
        body = urllib.parse.urlencode({"csrf_token": self.token, **fields}).encode()
        try:
            with self._opener.open(self.address + path, body, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except (http.client.HTTPException, OSError):
            return None

    def sign_in(self, username: str) -> None:
        """Sign in through the page."""
        self.get("/sign-in")
        assert self.post("/sign-in", {"username": username, "password": PASSWORD}) == 303

    def wait_until_answering(self) -> None:
        """Wait for the process that takes the dead one's place."""

        def answers() -> bool:
            with contextlib.suppress(OSError, http.client.HTTPException):
                return bool(self.get("/healthz"))
            return False

        servers.wait_until(answers, 30, "a new web process")
