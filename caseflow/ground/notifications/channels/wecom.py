"""Group robots of WeCom: one message to a group, not to a person.

A robot knows no message id, so nothing is sent twice whose outcome is unknown. Its error codes:
45009 is too many in a minute; everything else but 0 is a refusal.
"""

from __future__ import annotations

from caseflow.ground.config import Settings
from caseflow.ground.notifications.channels.http import REST_S, judge_status, open_client, post
from caseflow.ground.notifications.letters import Letter, TooFast, Undeliverable

TOO_MANY = frozenset({45009, 45033})
"""More than 20 messages a minute; too many at the same time."""
BUSY = frozenset({-1})
"""The platform is busy and asks for another try: it took nothing."""


class WecomSender:
    """Hands messages to the robots of the settings, a group that must rest left alone."""

    def __init__(self, settings: Settings) -> None:
        self._robots = settings.wecom_robots
        self._client = open_client(settings.outbox_lease_s)
        self._resting: dict[str, TooFast] = {}

    def send(self, letter: Letter) -> None:
        """Hand `letter` to the robot of its group; errcode 0 means that the group has it."""
        url = self._robots.get(letter.address)
        if url is None:
            raise Undeliverable(f"No robot is set for the group {letter.address}.", is_final=True)
        if letter.address in self._resting:
            raise self._resting[letter.address]
        try:
            self._hand_over(url, letter)
        except TooFast as reason:
            self._resting[letter.address] = reason
            raise

    def _hand_over(self, url: str, letter: Letter) -> None:
        content = f"**{letter.subject}**\n{letter.body}"
        answer = post(
            self._client,
            url,
            letter,
            is_repeatable=False,
            json={"msgtype": "markdown", "markdown": {"content": content}},
        )
        judge_status(answer)
        try:
            code = int(answer.json()["errcode"])
        except (ValueError, KeyError, TypeError) as error:
            reason = f"No answer of a robot: {answer.text[:200]}"
            raise Undeliverable(reason, is_final=True) from error
        if code in TOO_MANY:
            raise TooFast(f"errcode {code}: too many messages in a minute", REST_S)
        if code in BUSY:
            raise Undeliverable(f"errcode {code}: the platform is busy")
        if code:
            words = str(answer.json().get("errmsg", ""))[:200]
            raise Undeliverable(f"errcode {code}: {words}", is_final=True)

    def close(self) -> None:
        self._client.close()
