"""Jobs of imports. Each may run twice, or twice at once: a lease keeps a run with one worker."""

from __future__ import annotations

from caseflow.desk.imports.actions.following import work_off_tasks
from caseflow.desk.imports.actions.working import work_off_runs


def work_off_imports() -> int:
    """Work off every import that waits, what follows imports, and what a lost worker left."""
    return work_off_runs() + work_off_tasks()
