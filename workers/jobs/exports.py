"""Jobs of exports. Each may run twice, or at once: a lease keeps an export with one worker."""

from __future__ import annotations

from caseflow.supervision.exports.actions import tidying, working


def work_off_exports() -> int:
    """Write every export that waits, and begin anew what a lost worker left."""
    tidying.clear_parts()  # Here too: the job that tidies may always run on another machine.
    return working.work_off_exports()


def tidy_exports() -> int:
    """Take away the files whose time is over and what lost workers left; returns how many."""
    return tidying.tidy_exports()
