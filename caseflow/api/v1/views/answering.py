"""Doing what a POST asks for once: by its Idempotency-Key if it has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _

from caseflow.api.guarding import caller
from caseflow.api.idempotency.actions import Answer, Keyed, done_once
from caseflow.api.idempotency.rules import HEADER, is_key, request_hash
from caseflow.api.v1.blueprint import idempotency_key
from caseflow.api.v1.problems import WrongFields

Read = TypeVar("Read")


def answered(read: Callable[[], Read], act: Callable[[Read], Answer]) -> tuple[dict[str, Any], int]:
    """Return body and status of what `act` does with what was read, or of the first time.

    `read` checks against the codes of today: it is not asked about what was done already.
    """
    key = idempotency_key()
    if key is not None and not is_key(key):
        raise WrongFields({HEADER: [_("Must be 1 to 200 visible ASCII characters.")]})
    digest = request_hash(request.method, request.path, request.get_data())
    answer = done_once(Keyed(caller().user.id, key, digest), read, act)
    return answer.body, answer.status
