"""Jobs of publications. Each may run twice, or twice at once: the version is the claim."""

from __future__ import annotations

from caseflow.public.publication import actions


def publish_approved() -> int:
    """Publish what a second person has approved."""
    return actions.publish_approved()
