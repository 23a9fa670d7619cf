"""What an administrator does with web hooks; each act is written down. Never commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import update

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput, CaseflowError, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.notifications.wake import wake_hooks
from caseflow.ground.unit_of_work import after_commit
from caseflow.ground.webhooks import claiming, events
from caseflow.ground.webhooks.address import checked_url
from caseflow.ground.webhooks.models import HookEvent, HookSubscription
from caseflow.ground.webhooks.resting import HOLD
from caseflow.ground.webhooks.secret_keeping import add_secret, rotate_secret
from caseflow.people.accounts.actions.record import record
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class SubscriptionCommand:
    """What an administrator decides about a receiver."""

    origin_system: str
    url: str
    kinds: tuple[str, ...]


class NotInThisState(CaseflowError):
    """The event or the web hook is not in a state in which this can be done."""

    status = 409


def get_subscription(subscription_id: int) -> HookSubscription:
    """Return the web hook, or raise NotVisible."""
    found = db.session.get(HookSubscription, subscription_id)
    if found is None:
        raise NotVisible(_("There is no such web hook."))
    return found


def get_event(event_id: int) -> HookEvent:
    """Return the event, or raise NotVisible."""
    found = db.session.get(HookEvent, event_id)
    if found is None:
        raise NotVisible(_("There is no such event."))
    return found


def create(command: SubscriptionCommand, actor: User) -> tuple[HookSubscription, str]:
    """Set a web hook up and return it with its secret in clear, for this once.

    Raises BadInput for an address that cannot be used.
    """
    now = clock.now()
    subscription = HookSubscription(
        origin_system=command.origin_system,
        url=checked_url(command.url, allows_http=settings().hook_http),
        kinds=list(command.kinds),
        is_active=True,
        version=1,
        failures_in_row=0,
        created_at=now,
        created_by_id=actor.id,
    )
    db.session.add(subscription)
    db.session.flush()
    secret = add_secret(subscription.id, now)
    _note("hook_created", subscription, actor, f"{command.origin_system} {command.url}")
    return subscription, secret


def change(
    subscription: HookSubscription, command: SubscriptionCommand, version: int, actor: User
) -> None:
    """Change a web hook. Raises StaleRecord if it was changed meanwhile, BadInput as `create`."""
    _hold(subscription)
    if subscription.version != version:
        raise StaleRecord(_("Somebody changed this web hook in the meantime."))
    if command.origin_system != subscription.origin_system:
        raise BadInput(_("A web hook stays with its system: end it and make a new one."))
    url = checked_url(command.url, allows_http=settings().hook_http)
    before = (subscription.origin_system, subscription.url, tuple(subscription.kinds))
    if before == (command.origin_system, url, command.kinds):
        return
    subscription.origin_system, subscription.url = command.origin_system, url
    subscription.kinds = list(command.kinds)
    _begin_anew(subscription)
    _note("hook_changed", subscription, actor, f"{before} → {command}")


def set_active(subscription: HookSubscription, is_active: bool, actor: User) -> None:
    """Pause a web hook, its events kept; or resume it, everything that waited due at once."""
    _hold(subscription)
    if subscription.is_active == is_active:
        return
    subscription.is_active = is_active
    _begin_anew(subscription)
    _note("hook_resumed" if is_active else "hook_paused", subscription, actor)


def _begin_anew(subscription: HookSubscription) -> None:
    """Forget earlier failures: what waits is due at once, with the whole of the patience."""
    subscription.failures_in_row, subscription.rests_until_at = 0, None
    subscription.version += 1
    db.session.flush()
    db.session.execute(
        update(HookEvent)
        .where(HookEvent.subscription_id == subscription.id, HookEvent.state == "waiting")
        .values(failures=0, patience_from_at=None, available_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    after_commit("hooks", wake_hooks)


def end(subscription: HookSubscription, actor: User) -> None:
    """End a paused web hook for good: nothing more is written for it, nor sent."""
    _hold(subscription)
    if subscription.is_active:
        raise NotInThisState(_("Pause the web hook first."))
    subscription.ended_at = clock.now()
    subscription.version += 1
    db.session.flush()
    _note("hook_ended", subscription, actor)


def rotate(subscription: HookSubscription, overlap_hours: int, actor: User) -> str:
    """Replace the secret; the old one signs beside the new one for so many hours. Returns it."""
    _hold(subscription)
    secret = rotate_secret(subscription.id, clock.now(), timedelta(hours=overlap_hours))
    _note("hook_secret_rotated", subscription, actor, f"{overlap_hours} h")
    return secret


def ping(subscription: HookSubscription) -> None:
    """Write a trial event, sent once at once, also to a web hook that is paused."""
    _hold(subscription)
    content = {"origin_system": subscription.origin_system, "details": {}}
    stream = f"ping-{uuid4()}"
    events.write_event(subscription.id, stream, events.PING, content, clock.now())


def send_again(event: HookEvent, actor: User) -> None:
    """Try an event again at once. Raises NotInThisState if it is sent, being sent or skipped."""
    if not claiming.send_again(event.id, clock.now()):
        raise NotInThisState(_("This event is settled, or just being sent."))
    _note_event("hook_event_sent_again", event, actor)


def skip(event: HookEvent, reason: str, actor: User) -> None:
    """Give an event up with a reason, so that those after it may go. Raises NotInThisState."""
    if not claiming.skip(event.id, reason, actor.id, clock.now()):
        raise NotInThisState(_("This event is settled, or just being sent."))
    _note_event("hook_event_skipped", event, actor, reason)


def _hold(subscription: HookSubscription) -> None:
    """Read the row anew and hold it until the commit. Raises NotInThisState if it has ended."""
    db.session.refresh(subscription, with_for_update=HOLD)
    if subscription.ended_at is not None:
        raise NotInThisState(_("This web hook has ended."))


def _note(act: str, subscription: HookSubscription, actor: User, words: str = "") -> None:
    record(act, actor, words=f"#{subscription.id} {words}".strip())


def _note_event(act: str, event: HookEvent, actor: User, words: str = "") -> None:
    what = f"#{event.subscription_id} {event.stream} {event.sequence} {event.kind}"
    record(act, actor, words=f"{what} {words}".strip())
