"""Keeping children alive, with small ones: shells that sleep."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.servers import wait_until
from workers.children import Child
from workers.supervisor import Supervisor

SLEEPER = ("/bin/sh", "-c", "sleep 600")
STUBBORN = ("/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done")


def is_alive(pid: int) -> bool:
    """Return whether the process runs (and is no zombie)."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor(dict(os.environ))
    yield made
    made.stop_asked += 1
    made.end()


def pid_of(supervisor: Supervisor, name: str) -> int:
    return supervisor.kept[name].process.pid


def test_a_child_that_is_killed_is_started_again_and_said_so(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor.start(Child("web", SLEEPER))
    first = pid_of(supervisor, "web")
    os.kill(first, signal.SIGKILL)
    assert supervisor.wait_until(lambda: pid_of(supervisor, "web") != first, 5)
    assert is_alive(pid_of(supervisor, "web"))
    said = capsys.readouterr().err
    assert "web was killed by SIGKILL; starting it again in 0.5 s." in said
    assert "web started again" in said


def test_a_child_that_keeps_ending_rests_longer_each_time(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor.start(Child("web", ("/bin/sh", "-c", "exit 3")))
    supervisor.wait_until(lambda: supervisor.kept["web"].rest_s > 1, 5)
    said = capsys.readouterr().err
    assert "web ended with code 3; starting it again in 0.5 s." in said
    assert "starting it again in 1 s." in said


def test_being_asked_to_stop_ends_the_watch_and_every_child(supervisor: Supervisor) -> None:
    for name in ("web", "worker"):
        supervisor.start(Child(name, SLEEPER))
    pids = [pid_of(supervisor, name) for name in ("web", "worker")]
    supervisor.stop_asked = 1
    supervisor.watch()
    started = time.monotonic()
    supervisor.end()
    assert time.monotonic() - started < 2
    assert not any(is_alive(pid) for pid in pids)


def test_a_child_that_will_not_end_is_killed_with_all_it_started(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.supervisor.PATIENCE_S", 0.5)
    supervisor.start(Child("worker", STUBBORN))
    pid = pid_of(supervisor, "worker")
    wait_until(lambda: _group(pid) > 1, what="the shell starting its sleep")
    supervisor.end()
    # The signal is sent to the whole group at once; a busy machine takes it in a moment later.
    wait_until(lambda: _group(pid) == 0, what="the whole group's end")


def test_the_one_named_last_outlives_the_others(supervisor: Supervisor) -> None:
    order = "/bin/sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.05; done"
    supervisor.start(Child("redis", order))
    supervisor.start(Child("worker", order))
    seen: list[bool] = []
    end_some = supervisor._end

    def watched(processes: list) -> None:  # type: ignore[type-arg]
        seen.append(is_alive(pid_of(supervisor, "redis")))
        end_some(processes)

    supervisor._end = watched  # type: ignore[method-assign]
    supervisor.end(last="redis")
    assert seen == [True, True]
    assert not is_alive(pid_of(supervisor, "redis"))


def _group(leader: int) -> int:
    """Return how many processes of the group are alive."""
    count = 0
    for entry in os.listdir("/proc"):
        if entry.isdigit() and is_alive(int(entry)):
            try:
                count += os.getpgid(int(entry)) == leader
            except OSError:
                continue
    return count
