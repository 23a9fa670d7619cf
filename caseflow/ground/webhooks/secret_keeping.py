"""The secrets that sign web hooks: sealed, shown once, two of them valid while one takes over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from caseflow.ground.extensions import db
from caseflow.ground.sealing import current_sealer
from caseflow.ground.webhooks.models import HookSecret
from caseflow.ground.webhooks.signing import new_secret

CONTEXT = "hook_secrets.sealed"


def add_secret(subscription_id: int, now: datetime) -> str:
    """Make and keep a new present secret and return it in clear, for this once."""
    secret = new_secret()
    db.session.add(
        HookSecret(
            subscription_id=subscription_id,
            sealed=current_sealer().seal(secret, CONTEXT),
            created_at=now,
        )
    )
    db.session.flush()
    return secret


def rotate_secret(subscription_id: int, now: datetime, overlap: timedelta) -> str:
    """Make a new secret; the present one signs beside it for `overlap`, older ones no more."""
    theirs = HookSecret.subscription_id == subscription_id
    for where, until in (
        (HookSecret.valid_until_at > now, now),
        (HookSecret.valid_until_at.is_(None), now + overlap),
    ):
        db.session.execute(
            update(HookSecret)
            .where(theirs, where)
            .values(valid_until_at=until)
            .execution_options(synchronize_session=False)
        )
    return add_secret(subscription_id, now)


def valid_secrets(subscription_id: int, now: datetime) -> list[str]:
    """Return the secrets that sign at `now`, the newest first. Raises CannotUnseal."""
    until = HookSecret.valid_until_at
    rows = db.session.scalars(
        select(HookSecret.sealed)
        .where(HookSecret.subscription_id == subscription_id, or_(until.is_(None), until > now))
        .order_by(HookSecret.id.desc())
    )
    seals = current_sealer()
    return [seals.unseal(sealed, CONTEXT) for sealed in rows]
