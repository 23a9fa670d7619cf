"""The command that serves the pages: gunicorn over wsgi.py."""

from __future__ import annotations

import sys
from pathlib import Path

from caseflow.ground.config import Settings

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds `wsgi.py` and `migrations`."""

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn's heartbeat files, not ours to guess


def web_command(settings: Settings) -> list[str]:
    """Return gunicorn's command line.

    Each worker has many threads: a tablet on a slow line holds one of them, and no database
    connection, while its piece comes in (ADR 0014).
    """
    command = [sys.executable, "-P", "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT)]
    command += ["--bind", f"{settings.host}:{settings.port}"]
    command += ["--workers", str(settings.web_workers), "--timeout", "120"]
    command += ["--worker-class", "gthread", "--threads", str(settings.web_threads)]
    command += ["--graceful-timeout", "4", "--log-level", "warning", "--no-control-socket"]
    command += ["--logger-class", "workers.web_log.WebLog"]
    # The application itself decides which proxies to believe.
    command += ["--forwarded-allow-ips", ""]
    if SHARED_MEMORY.is_dir():
        command += ["--worker-tmp-dir", str(SHARED_MEMORY)]
    if settings.serves_tls:
        command += ["--certfile", str(settings.tls_cert), "--keyfile", str(settings.tls_key)]
    return command
