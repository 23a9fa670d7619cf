"""Doing what a POST asks for once: by its Idempotency-Key if it has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import gettext as _

from caseflow.api.guarding import caller
from caseflow.api.idempotency.actions import Answer, claim_key, keep_answer
from caseflow.api.idempotency.rules import HEADER, is_key, request_hash
from caseflow.api.v1.actions import once
from caseflow.api.v1.blueprint import idempotency_key
from caseflow.api.v1.problems import WrongFields


def answered(act: Callable[[], Answer]) -> tuple[dict[str, Any], int]:
    """Return body and status of what `act` does, or of the first time it was asked for."""
    key = idempotency_key()
    if key is not None and not is_key(key):
        raise WrongFields({HEADER: [_("Must be 1 to 200 visible ASCII characters.")]})
    user_id = caller().user.id
    digest = request_hash(request.method, request.path, request.get_data())

    def keyed() -> Answer:
        if key is None:
            return act()
        earlier = claim_key(user_id, key, digest)
        if earlier is not None:
            return earlier
        answer = act()
        keep_answer(user_id, key, answer)
        return answer

    answer = once(keyed)
    return answer.body, answer.status
