"""Jobs of publications. Each may run twice, or twice at once: the version is the claim."""

from __future__ import annotations

from caseflow.public.publication import actions


def publish_approved() -> int:
    """Publish what a second person has approved."""
    return actions.publish_approved()


def watch_publications() -> int:
    """Take down what has run out, find what must be withdrawn and what is settled, remind."""
    count = actions.expire_published() + actions.find_demands()
    return count + actions.stop_settled_clocks() + actions.remind_of_demands()
