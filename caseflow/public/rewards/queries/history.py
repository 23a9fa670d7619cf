"""The steps of a reward as a timeline, and who looked at whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.web.timeline import Entry
from caseflow.people.accounts.models import User
from caseflow.public.rewards.models import RewardEvent, RewardLook

TITLES: dict[str, tuple[str, str, str]] = {
    # act: (words, icon, tone)
    "propose": (N_("Reward proposed"), "plus-lg", "brand"),
    "assess": (N_("Reward assessed"), "list-check", "brand"),
    "send_back": (N_("Sent back to the assessor"), "arrow-return-left", "warn"),
    "approve": (N_("Reward approved"), "patch-check", "good"),
    "refuse": (N_("Reward refused"), "x-lg", "bad"),
    "notify": (N_("The reporter can know"), "send", "brand"),
    "code": (N_("The reporter made a claim code"), "key", ""),
    "wrong_code": (N_("A wrong claim code was typed"), "exclamation-circle", "warn"),
    "claim": (N_("Claimed"), "person-badge", "brand"),
    "pay": (N_("Paid out"), "check-circle", "good"),
    "forget": (N_("Payee deleted"), "trash", ""),
    "expire": (N_("Not claimed in time"), "hourglass-split", "bad"),
    "withdraw": (N_("Reward withdrawn"), "x-circle", "bad"),
}
WAYS: dict[str, str] = {
    "phone": N_("By telephone"),
    "page": N_("Only on the public page"),
    "letter": N_("By letter"),
    "code": N_("By claim code"),
    "identity": N_("By identity card"),
    "bank": N_("Bank transfer"),
    "cash": N_("Cash handed over"),
    "voucher": N_("Voucher handed over"),
}


def reward_history(reward_id: int, after: int = 0) -> tuple[Entry, ...]:
    """Return what was done, the newest first; `after`: only what came after this version."""
    rows = db.session.execute(
        select(
            RewardEvent.at,
            RewardEvent.act,
            RewardEvent.words,
            RewardEvent.changes,
            User.display_name,
        )
        .outerjoin(User, User.id == RewardEvent.actor_id)
        .where(RewardEvent.reward_id == reward_id)
        .order_by(RewardEvent.id)
    ).all()
    return tuple(_entry(row) for row in reversed(rows[after:]))


def _entry(row: Any) -> Entry:
    title, icon, tone = TITLES[row.act]
    facts = []
    if row.changes.get("yuan") is not None:
        facts.append((_("Amount"), _("%(yuan)s yuan", yuan=f"{row.changes['yuan']:,}")))
    way = row.changes.get("way")
    if way:
        facts.append((_("Way"), _(WAYS[way])))
    return Entry(row.at, _(title), row.display_name or "", row.words, icon, tone, tuple(facts))


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a reporter or a payee."""

    at: datetime
    person: str
    what: str
    reason: str


def reward_looks(reward_id: int) -> tuple[Look, ...]:
    """Return who looked at whom and why, the newest first."""
    what = {"reporter": _("who reported"), "payee": _("who was paid")}
    rows = db.session.execute(
        select(RewardLook, User.display_name)
        .join(User, User.id == RewardLook.user_id)
        .where(RewardLook.reward_id == reward_id)
        .order_by(RewardLook.id.desc())
    )
    return tuple(Look(row.looked_at, name, what[row.what], row.reason) for row, name in rows)
