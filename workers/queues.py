"""Which worker serves which queues, and how soon a killed one is missed."""

from __future__ import annotations

from caseflow.ground.jobs.queues import DEFAULT, QUEUES, URGENT

FRONT = (URGENT, DEFAULT)
"""One worker never takes long work, so that an export holds up no receipt."""

GENERAL = QUEUES

WORKER_TTL_S = 30
MAINTENANCE_S = 30
MONITORING_S = 10
"""RQ's own defaults find a killed worker after some 17 minutes; these do after about one."""
