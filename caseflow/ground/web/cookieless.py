"""Addresses that set and read no cookie, so that any cache may keep what they answer.

There is no session at these addresses: nobody is signed in, no form is answered, and the language
is that of the address (`?lang=en`) alone.
"""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

_PREFIXES: set[str] = set()


def without_cookies(*prefixes: str) -> None:
    """Keep cookies away from every address that begins with one of `prefixes`."""
    _PREFIXES.update(prefixes)


def is_cookieless(path: str) -> bool:
    """Return whether there is no session at `path`."""
    return path.startswith(tuple(_PREFIXES))


class _SomeSessions(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a request; None has Flask make an empty one that is not kept."""
        return None if is_cookieless(request.path) else super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Open no session where none may be."""
    app.session_interface = _SomeSessions()
