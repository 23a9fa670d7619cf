"""Telling a reporter, making a claim code for whoever holds number and lookup code, checking it.

The code is shown once and kept as a keyed hash. A new one makes the earlier one worthless; five
wrong ones at the desk do the same. It is used up by the claim. Never commits.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import CODE_LETTERS, normal_lookup_code
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.ground.sealing import current_sealer
from caseflow.people.accounts.models import User
from caseflow.public.rewards.actions.steps import (
    claim_version,
    ensure_may,
    record,
    take_step,
)
from caseflow.public.rewards.lifecycle import STEPS, RewardState
from caseflow.public.rewards.models import Reward

CODE_LENGTH = 12
"""Of 31 letters: 31^12 codes, and five attempts."""
WRONG_CODES = 5
BY_CODE, BY_IDENTITY = "code", "identity"
WRONG_CODE = _l("This claim code does not hold. The reporter can make a new one at any time.")
"""The one answer to every code that does not hold."""


def notify(row: Reward, actor: User, *, version: int, way: str) -> None:
    """Record that the reporter can know; from today the time to claim runs (whole days)."""
    take_step(row, "notify", actor, version=version, way=way)
    row.claim_until_on = clock.today() + timedelta(days=settings().reward_claim_days)


def make_code(row: Reward) -> str:
    """Return a new claim code for the reporter, in clear this once. Raises Refused."""
    code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
    take_step(row, "code", None, version=row.version)
    row.claim_code_hash, row.wrong_code_count = code_hash(row, code), 0
    return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def code_hash(row: Reward, typed: str) -> str:
    """Return the hash under which a claim code of this reward is kept."""
    return current_sealer().digest(f"{row.id} {normal_lookup_code(typed)}", "reward_claim")


def note_wrong_code(row: Reward, actor: User, *, version: int, code: str) -> bool:
    """Count and record a wrong code in a unit of work of its own; False if the code holds.

    Raises StaleCase or NotPermitted. A right code on an old page is told from a wrong one by
    nothing: both are stale.
    """
    ensure_may(STEPS["claim"], actor)
    if row.state != RewardState.NOTIFIED or _fits(row, code):
        return False
    claim_version(row, version)
    row.wrong_code_count += 1
    record(row, "wrong_code", row.state, actor.id)
    return True


def claim(row: Reward, actor: User, *, version: int, way: str, code: str) -> None:
    """Accept who claims: by the code, or, of a reporter with a name, by their identity.

    Raises BadInput for a wrong code, Refused, StaleCase or NotPermitted.
    """
    take_step(row, "claim", actor, version=version, way=way)
    if way == BY_IDENTITY and is_anonymous(row):
        raise Refused([_("Who reported is not known: only the claim code can tell.")])
    if way == BY_CODE and not _fits(row, code):
        raise BadInput(WRONG_CODE)
    row.claim_code_hash = None


def is_anonymous(row: Reward) -> bool:
    """Return whether nothing is known of who reported."""
    found = db.session.execute(
        select(Petition.is_anonymous, Petition.complainant_id).where(Petition.id == row.petition_id)
    ).one()
    return bool(found.is_anonymous) or found.complainant_id is None


def _fits(row: Reward, typed: str) -> bool:
    if row.wrong_code_count >= WRONG_CODES or not row.claim_code_hash:
        return False
    return hmac.compare_digest(row.claim_code_hash, code_hash(row, typed))
