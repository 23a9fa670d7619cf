"""Keeping processes alive: one that dies is started again, all end together.

One thread, looking five times a second. Each child leads a process group of its own, so that a
Ctrl-C reaches only us and nothing a child started is left behind.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

from workers.children import Child
from workers.tether import PARENT

LOOK_S = 0.2
PATIENCE_S = 6.0
"""How long children may take to end before they are killed."""
FIRST_REST_S, LONGEST_REST_S = 0.5, 30.0
STEADY_S = 20.0
"""A child that lived this long starts again without growing rest."""


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"caseflow: {sentence}\n")
        sys.stderr.flush()


@dataclass
class Kept:
    """One child as it stands."""

    child: Child
    process: subprocess.Popen[bytes]
    started_at: float
    rest_s: float = FIRST_REST_S
    start_again_at: float | None = None


@dataclass
class Supervisor:
    """Starts children, watches them, ends them. `environment` is what they all get."""

    environment: Mapping[str, str]
    kept: dict[str, Kept] = field(default_factory=dict)
    stop_asked: int = 0
    """How many times we were asked to stop; the second time nobody is waited for."""

    def listen(self) -> None:
        """Take SIGTERM, SIGINT and SIGHUP as the wish to stop."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked += 1

    def start(self, child: Child) -> None:
        """Start a child and keep it from now on."""
        self.kept[child.name] = Kept(child, self._spawn(child), time.monotonic())

    def run_once(self, child: Child) -> int:
        """Run a child to its end, watching the others; returns its exit code."""
        process = self._spawn(child)
        while process.poll() is None and not self.stop_asked:
            self.look()
            time.sleep(LOOK_S)
        if process.poll() is None:
            _signal_group(process, signal.SIGTERM)
            _wait([process], PATIENCE_S)
        return process.wait()

    def wait_until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Return whether `true()` came within `seconds`, watching the children meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.stop_asked:
            if true():
                return True
            self.look()
            time.sleep(LOOK_S)
        return False

    def watch(self) -> None:
        """Keep the children alive until asked to stop."""
        while not self.stop_asked:
            self.look()
            time.sleep(LOOK_S)

    def look(self) -> None:
        """Notice who died and start again those whose rest is over."""
        now = time.monotonic()
        for kept in self.kept.values():
            if kept.start_again_at is None and kept.process.poll() is not None:
                _plan_again(kept, now)
            elif kept.start_again_at is not None and kept.start_again_at <= now:
                kept.process, kept.started_at = self._spawn(kept.child), now
                kept.start_again_at = None
                say(f"{kept.child.name} started again (process {kept.process.pid}).")

    def end(self, last: str | None = None) -> None:
        """End every child within a few seconds; the one named `last` after all the others."""
        others = [kept.process for name, kept in self.kept.items() if name != last]
        self._end(others)
        self._end([kept.process for name, kept in self.kept.items() if name == last])

    def _end(self, processes: list[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            _signal_group(process, signal.SIGTERM, only_leader=True)
        asked = self.stop_asked
        _wait(processes, PATIENCE_S, lambda: self.stop_asked > asked)
        for process in processes:
            _signal_group(process, signal.SIGKILL)
            process.wait()

    def _spawn(self, child: Child) -> subprocess.Popen[bytes]:
        environment = {**self.environment, **child.environment, PARENT: str(os.getpid())}
        return subprocess.Popen(
            child.command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )


def _plan_again(kept: Kept, now: float) -> None:
    code = kept.process.returncode
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    _signal_group(kept.process, signal.SIGKILL)
    if now - kept.started_at >= STEADY_S:
        kept.rest_s = FIRST_REST_S
    kept.start_again_at = now + kept.rest_s
    say(f"{kept.child.name} {how}; starting it again in {kept.rest_s:g} s.")
    kept.rest_s = min(kept.rest_s * 2, LONGEST_REST_S)


def _signal_group(
    process: subprocess.Popen[bytes], sign: signal.Signals, only_leader: bool = False
) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if not only_leader:
            os.killpg(process.pid, sign)
        elif process.poll() is None:
            process.send_signal(sign)


def _wait(
    processes: list[subprocess.Popen[bytes]],
    seconds: float,
    impatient: Callable[[], bool] = lambda: False,
) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not impatient():
        if all(process.poll() is not None for process in processes):
            return
        time.sleep(0.05)
