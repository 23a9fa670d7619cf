"""Jobs of the portal. Each may run twice, or twice at once: a row that is done is left alone."""

from __future__ import annotations

from caseflow.ground import clock
from caseflow.public.portal.actions import watching
from caseflow.public.portal.actions.forgetting import forget_old
from caseflow.public.portal.actions.registering import register_submissions
from caseflow.public.portal.actions.requests import answer_requests


def work_off_portal() -> int:
    """Register what was handed in, then do what was asked; return how many of both."""
    return register_submissions() + answer_requests()


def watch_portal() -> int:
    """Tell of what could not be registered; return how many there are."""
    return watching.watch_portal(clock.now())


def forget_portal() -> int:
    """Delete drafts and whatever else is over."""
    return forget_old(clock.now())
