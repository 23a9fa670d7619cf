"""Jobs of rewards. Each may run twice, or twice at once: version and row are the claim."""

from __future__ import annotations

from caseflow.public.rewards.actions import tidying


def expire_rewards() -> int:
    """End the rewards that nobody claimed in time."""
    return tidying.expire_rewards()


def forget_payees() -> int:
    """Delete the accounts of payees whose time is over."""
    return tidying.forget_payees()
