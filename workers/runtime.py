"""What `caseflow up` does: one installation on one machine, from the first start to Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import os
import ssl
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from caseflow.ground.config import Settings, read_settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.web.serving import ROOT
from workers import embedded_redis
from workers.address import check_port, local_address, with_address
from workers.children import DEMO_PASSWORD, Child, redis_child, role, working_children
from workers.supervisor import Supervisor, say

READY_S = 60
DEMO_ACCOUNTS = (
    ("operator", "hotline operator"),
    ("dispatcher", "dispatcher"),
    ("officer", "enforcement officer"),
    ("officer2", "enforcement officer of another squad"),
    ("township", "handler of a township"),
    ("supervisor", "supervisor"),
    ("leader", "leader of the bureau"),
    ("publisher", "publisher"),
    ("auditor", "auditor"),
    ("admin", "administrator"),
    ("reward", "reward officer"),
)


def up(environment: Mapping[str, str] | None = None) -> int:
    """Run an installation until told to stop; returns the exit code.

    Raises CaseflowError, one sentence, for what keeps it from starting.
    """
    env = dict(os.environ if environment is None else environment)
    settings = with_address(read_settings(env), env)
    with locked(settings.home):
        check_port(settings)
        supervisor = Supervisor(child_environment(settings, env))
        supervisor.listen()
        try:
            return _serve(supervisor, settings, own_redis="REDIS_URL" not in env)
        finally:
            supervisor.end(last="redis")
            embedded_redis.forget(settings.home)


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    """Keep the folder to one `caseflow up`, and prove that it can be written."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        file = (home / "up.lock").open("a+")
    except OSError as error:
        raise CaseflowError(
            f"The folder {home} cannot be written: {error.strerror}. Choose with CASEFLOW_HOME."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            other = file.read().strip()
            raise CaseflowError(
                f"caseflow runs already with the folder {home} (process {other})."
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def child_environment(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """Return what every child gets: the settings as decided here, and where the program is."""
    paths = [str(ROOT), *filter(None, [env.get("PYTHONPATH")])]
    return {
        **env,
        "CASEFLOW_HOME": str(settings.home),
        "CASEFLOW_HOST": settings.host,
        "PYTHONPATH": os.pathsep.join(paths),
    }


def _serve(supervisor: Supervisor, settings: Settings, own_redis: bool) -> int:
    if own_redis:
        command, url = embedded_redis.configure(settings.home)
        supervisor.environment = {**supervisor.environment, "REDIS_URL": url}
        supervisor.start(redis_child(command))
        if not supervisor.wait_until(lambda: _redis_answers(url), 20) and not supervisor.stop_asked:
            raise CaseflowError("The embedded Redis does not start; its words stand above.")
    code = supervisor.run_once(Child("prepare", role("prepare")))
    if supervisor.stop_asked:
        return 0
    if code:
        return code if code > 0 else 1
    for child in working_children(settings):
        supervisor.start(child)
    if supervisor.wait_until(lambda: _web_answers(settings), READY_S):
        greet(settings)
    elif not supervisor.stop_asked:
        say(f"the web server does not answer after {READY_S} s; its words stand above.")
    supervisor.watch()
    say("stopping …")
    return 0


def _redis_answers(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def _web_answers(settings: Settings) -> bool:
    # Our own certificate names the office's host, not 127.0.0.1.
    unverified = ssl._create_unverified_context()  # noqa: S323
    with (
        contextlib.suppress(OSError),
        urllib.request.urlopen(  # noqa: S310 -- http or https, from our own settings
            f"{local_address(settings)}/healthz", timeout=2, context=unverified
        ) as answer,
    ):
        return bool(answer.status == 200)
    return False


def greet(settings: Settings) -> None:
    """Print the address and, for a demonstration, one sign-in per role."""
    lines = ["", f"caseflow is ready: {settings.public_url or local_address(settings)}"]
    with contextlib.suppress(OSError):
        password = (settings.home / DEMO_PASSWORD).read_text(encoding="utf-8").strip()
        lines.append("")
        lines.append(f"Demonstration accounts, all with the password {password}")
        lines += [f"  {name:<12}{what}" for name, what in DEMO_ACCOUNTS]
    lines += ["", "Ctrl-C stops it.", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()
