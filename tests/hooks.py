"""Web hooks for tests: subscriptions, and what was written for them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from caseflow.core.messages.platform.catalogue import KINDS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.models import HookEvent, HookSubscription
from caseflow.ground.webhooks.secret_keeping import add_secret

ORIGIN = "12345"


def subscribe(
    url: str = "https://hooks.example.test/in", *, origin: str = ORIGIN, **fields: Any
) -> tuple[HookSubscription, str]:
    """Set a web hook up and return it with its secret."""
    with unit_of_work():
        subscription = HookSubscription(
            **{
                "origin_system": origin,
                "url": url,
                "kinds": list(KINDS),
                "is_active": True,
                "version": 1,
                "failures_in_row": 0,
                "created_at": clock.now(),
                **fields,
            }
        )
        db.session.add(subscription)
        db.session.flush()
        secret = add_secret(subscription.id, clock.now())
    return subscription, secret


def pushed(reference: str, origin: str = ORIGIN) -> dict[str, Any]:
    """Return the fields of a petition that a platform pushed in; for factories.case_in."""
    return {"origin_system": origin, "origin_reference": reference}


def bodies(stream: str | None = None, after_id: int = 0) -> list[dict[str, Any]]:
    """Return what was written, in the order of writing."""
    statement = select(HookEvent.body).where(HookEvent.id > after_id).order_by(HookEvent.id)
    if stream is not None:
        statement = statement.where(HookEvent.stream == stream)
    return [json.loads(body) for body in db.session.scalars(statement)]


def kinds_of(stream: str | None = None, after_id: int = 0) -> list[str]:
    """Return the kinds of what was written."""
    return [body["kind"] for body in bodies(stream, after_id)]


def states() -> list[str]:
    """Return the states of all events, in the order of writing."""
    db.session.rollback()
    return list(db.session.scalars(select(HookEvent.state).order_by(HookEvent.id)))
