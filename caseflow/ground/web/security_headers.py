"""Headers that keep a page from being misused. No inline script or style; a nonce for the rare."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000"


def init_app(app: Flask) -> None:
    """Add the headers to every response and `csp_nonce()` to every template."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """Return this response's nonce; asking for it adds it to the policy."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    named = {k: v + nonce if k in {"script-src", "style-src"} else v for k, v in POLICY.items()}
    for name, hosts in g.get("csp_more", {}).items():  # Said by the view of this very page.
        named[name] += f" {hosts}"
    return "; ".join(f"{name} {value}" for name, value in named.items())


def _is_personal() -> bool:
    """Return whether somebody signed in was looked up for this response."""
    return bool(getattr(g.get("_login_user"), "is_authenticated", False))


def add_headers(response: Response) -> Response:
    """Set what is missing; a view that set one of these headers itself keeps its own."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy())
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if _is_personal():
        response.headers.setdefault("Cache-Control", "no-store")
    return response
