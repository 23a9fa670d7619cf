"""Text messages by an HTTP gateway: one JSON request each, under an id that is always the same."""

from __future__ import annotations

import json
import re
from typing import Any

from caseflow.ground.config import Settings
from caseflow.ground.notifications.channels.http import judge_status, open_client, post
from caseflow.ground.notifications.letters import Letter, TooFast, Unreachable

_PLACE = re.compile(r"\{(id|phone|text|key)\}")


def body_of(template: Any, values: dict[str, str]) -> Any:
    """Return the JSON of `template` with the places {id}, {phone}, {text} and {key} filled in."""
    if isinstance(template, dict):
        return {key: body_of(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [body_of(value, values) for value in template]
    if isinstance(template, str):
        return _PLACE.sub(lambda found: values[found[1]], template)
    return template


class SmsSender:
    """Hands text messages to the gateway of the settings.

    The message id goes into the body where the template has `{id}`, and always into the header
    Idempotency-Key: a gateway that took a message and did not answer sees the same id again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = open_client(settings.outbox_lease_s)
        self._rest: TooFast | None = None

    def send(self, letter: Letter) -> None:
        """Hand `letter` to the gateway; any answer of 200 to 299 means accepted."""
        settings = self._settings
        if settings.sms_url is None:
            raise Unreachable("No SMS gateway is set.")
        if self._rest is not None:
            raise self._rest
        values = {
            "id": letter.message_id,
            "phone": letter.address,
            "text": letter.body,
            "key": settings.sms_key or "",
        }
        headers = {"Idempotency-Key": letter.message_id}
        if settings.sms_key:
            headers["Authorization"] = f"Bearer {settings.sms_key}"
        answer = post(
            self._client,
            settings.sms_url,
            letter,
            is_repeatable=True,
            json=body_of(json.loads(settings.sms_body), values),
            headers=headers,
        )
        try:
            judge_status(answer)
        except TooFast as reason:
            self._rest = reason
            raise

    def close(self) -> None:
        self._client.close()
