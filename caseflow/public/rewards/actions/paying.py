"""Paying a reward out, to whom it went sealed, and forgetting that in time. Never commits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from caseflow.core.petitions.resealing import also_reseal
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.sealing import current_sealer
from caseflow.people.accounts.models import User
from caseflow.public.rewards.actions.steps import take_step
from caseflow.public.rewards.models import Reward, RewardPayee

CONTEXT = "reward_payees.sealed"
BANK, CASH, VOUCHER = "bank", "cash", "voucher"

also_reseal(RewardPayee, "sealed", CONTEXT)


@dataclass(frozen=True, slots=True)
class Payee:
    """To whom a transfer goes, in clear. Never stored, logged or put into a message."""

    name: str = ""
    bank: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class PayCommand:
    """How it was paid. `payee` only for a transfer: cash and vouchers need no name."""

    way: str
    receipt_number: str
    payee: Payee | None = None


def pay(row: Reward, actor: User, command: PayCommand, *, version: int) -> None:
    """Record the payment by a third person; the payee is kept sealed."""
    take_step(row, "pay", actor, version=version, way=command.way, yuan=row.amount_yuan)
    now = clock.now()
    row.payment_way, row.receipt_number = command.way, command.receipt_number
    row.paid_by_id, row.paid_at = actor.id, now
    if command.way == BANK and command.payee is not None:
        words = json.dumps(asdict(command.payee), ensure_ascii=False)
        sealed = current_sealer().seal(words, CONTEXT)
        db.session.add(RewardPayee(reward_id=row.id, sealed=sealed, sealed_at=now))


def unseal_payee(row: RewardPayee) -> Payee:
    """Return the payee in clear. Callers show it only through `looks.look_at_payee`."""
    return Payee(**json.loads(current_sealer().unseal(row.sealed, CONTEXT)))


def time_of_payees() -> timedelta:
    """Return how long the payee of a transfer is kept (the reason stands at the setting)."""
    return timedelta(days=settings().reward_payee_days)
