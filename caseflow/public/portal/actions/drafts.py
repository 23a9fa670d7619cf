"""Drafts between the steps: sealed with the token in the browser, each step a row of its own."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.desk_database import handing_in, is_inserted
from caseflow.ground.errors import CaseflowError
from caseflow.public.portal.models import PortalDraft
from caseflow.public.portal.queries import newest_draft
from caseflow.public.portal.rules import DRAFT_LIFE, MOST_VERSIONS
from caseflow.public.portal.tokens import draft_key, seal_draft, unseal_draft

ATTEMPTS = 5
"""Two tabs may keep a step at once: the later one takes the next version."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a draft; its bytes are sealed to the bureau and are not shown again."""

    id: str
    name: str
    sha256: str
    byte_count: int


@dataclass(slots=True)
class Draft:
    """A petition as far as it was typed. `answers`: step → field → value, valid ones only."""

    token: str
    began_at: datetime
    version: int = 0
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    is_handed_in: bool = False

    @property
    def key(self) -> str:
        return draft_key(self.token)


def load_draft(token: str) -> Draft | None:
    """Return the draft of a token; None if there is none, or its time is over."""
    found = newest_draft(draft_key(token))
    if found is None:
        return None
    try:
        kept = json.loads(unseal_draft(token, base64.b64decode(found[1])))
    except InvalidTag:
        return None
    draft = Draft(
        token=token,
        began_at=datetime.fromisoformat(kept["began_at"]),
        version=found[0],
        answers=kept["answers"],
        pictures=[Picture(**row) for row in kept["pictures"]],
        is_handed_in=kept["is_handed_in"],
    )
    return draft if draft.began_at > clock.now() - DRAFT_LIFE else None


def keep_draft(draft: Draft) -> None:
    """Keep the draft as it is now. Commits. Raises CaseflowError (429) after too many steps."""
    plain = json.dumps(
        {
            "began_at": draft.began_at.isoformat(),
            "answers": draft.answers,
            "pictures": [asdict(picture) for picture in draft.pictures],
            "is_handed_in": draft.is_handed_in,
        },
        ensure_ascii=False,
    )
    sealed = base64.b64encode(seal_draft(draft.token, plain.encode())).decode()
    for _attempt in range(ATTEMPTS):
        draft.version += 1
        if draft.version > MOST_VERSIONS and not draft.is_handed_in:
            raise CaseflowError(
                _("This petition was changed too often. Begin again, or call 12345 or 12369."), 429
            )
        if _insert(draft, sealed):
            return
    raise CaseflowError(_("Somebody else is typing in this petition. Try again."), 409)


def _insert(draft: Draft, sealed: str) -> bool:
    row = {
        "key": draft.key,
        "version": draft.version,
        "sealed": sealed,
        "saved_at": clock.now(),
    }
    with handing_in() as connection:
        return is_inserted(connection, PortalDraft, row)
