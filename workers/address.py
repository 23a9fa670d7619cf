"""Where the web server listens: plain http on this machine only."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from dataclasses import replace

from caseflow.ground.config import Settings
from caseflow.ground.errors import CaseflowError

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- only behind TLS or a reverse proxy


def with_address(settings: Settings, env: Mapping[str, str]) -> Settings:
    """Return the settings with the address to listen on: plain http stays on this machine."""
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise CaseflowError("CASEFLOW_TLS_CERT and CASEFLOW_TLS_KEY must be given together.")
    if settings.serves_tls and not env.get("CASEFLOW_HOST"):
        return replace(settings, host=EVERYWHERE)
    is_local = settings.host in {"localhost", "::1"} or settings.host.startswith("127.")
    if not (is_local or settings.serves_tls or settings.trusted_proxies):
        raise CaseflowError(
            f"Plain http listens on 127.0.0.1 only, not on {settings.host}: give "
            "CASEFLOW_TLS_CERT and CASEFLOW_TLS_KEY, or put a reverse proxy in front and say "
            "so with CASEFLOW_TRUSTED_PROXIES."
        )
    return settings


def check_port(settings: Settings) -> None:
    """Raise CaseflowError if the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"fails: {error.strerror}"
            raise CaseflowError(
                f"Port {settings.port} of {settings.host} {reason}. "
                "Choose another with CASEFLOW_PORT."
            ) from error


def local_address(settings: Settings) -> str:
    """Return the address to open on this machine."""
    host = "127.0.0.1" if settings.host == EVERYWHERE else settings.host
    return f"{'https' if settings.serves_tls else 'http'}://{host}:{settings.port}"
