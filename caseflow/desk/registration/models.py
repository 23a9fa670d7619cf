"""Registration pages that were sent: the same page sent twice makes one petition."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import Model


class RegisteredPage(Model):
    """One page of the registration form, by the random key it was served with."""

    __tablename__ = "registered_pages"

    page_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petitions.id"), index=True)
    """What it became; None only inside the transaction that registers it."""
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
