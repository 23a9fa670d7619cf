"""Sealing everything anew after a key was added: batch by batch, safe to stop and start again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from caseflow.core.petitions.actions import LOOKUP_CONTEXT
from caseflow.core.petitions.complainants import CONTEXT as PERSON_CONTEXT
from caseflow.core.petitions.models import Complainant, FurtherCode, Petition, RegistrationDraft
from caseflow.ground.extensions import db
from caseflow.ground.sealing import Sealer, current_sealer
from caseflow.ground.webhooks.models import HookSecret
from caseflow.ground.webhooks.secret_keeping import CONTEXT as HOOK_CONTEXT

BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values and the context they are bound to."""

    model: Any
    column: str
    context: str


SEALED_COLUMNS: list[SealedColumn] = [
    SealedColumn(Complainant, "sealed", PERSON_CONTEXT),
    SealedColumn(Petition, "lookup_code_sealed", LOOKUP_CONTEXT),
    SealedColumn(FurtherCode, "code_sealed", LOOKUP_CONTEXT),
    SealedColumn(RegistrationDraft, "sealed", "registration_drafts.sealed"),
    SealedColumn(HookSecret, "sealed", HOOK_CONTEXT),
]
"""The wings above add theirs by `also_reseal`."""


def also_reseal(model: Any, column: str, context: str) -> None:
    """Have a column of a model of a wing sealed anew with the others."""
    SEALED_COLUMNS.append(SealedColumn(model, column, context))


@dataclass(frozen=True, slots=True)
class Resealed:
    """One batch: the last id looked at, and how many rows were sealed anew."""

    last_id: int
    count: int


def reseal_batch(sealed: SealedColumn, after_id: int) -> Resealed | None:
    """Seal the next rows with the newest key; None when there are none left. Never commits."""
    seals = current_sealer()
    key, value = sealed.model.id, getattr(sealed.model, sealed.column)
    rows = db.session.execute(
        select(key, value).where(key > after_id).order_by(key).limit(BATCH)
    ).all()
    if not rows:
        return None
    old = [(row[0], row[1]) for row in rows if seals.key_of(row[1]) != seals.newest]
    for row_id, text in old:
        db.session.execute(
            update(sealed.model)
            .where(key == row_id, value == text)
            .values({sealed.column: _anew(seals, text, sealed.context)})
            .execution_options(synchronize_session=False)
        )
    return Resealed(rows[-1][0], len(old))


def _anew(seals: Sealer, text: str, context: str) -> str:
    return seals.seal(seals.unseal(text, context), context)
