"""One JSON request to a machine that passes messages on, and what its failing means."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from caseflow.ground import clock
from caseflow.ground.notifications.letters import Letter, TooFast, Undeliverable, Unreachable

LONGEST_WAIT_S = 10.0
"""How long the connection, and then the answer, is waited for."""
REST_S = 60
"""How long is waited where the other side asks for patience but does not say how much."""
MOST_REST_S = 3600


def open_client(lease_s: int) -> httpx.Client:
    """Return a client whose connecting and waiting together end well within the lease."""
    wait = min(LONGEST_WAIT_S, lease_s / 4)
    return httpx.Client(timeout=httpx.Timeout(wait, connect=wait), trust_env=False)


def post(
    client: httpx.Client,
    url: str,
    letter: Letter,
    *,
    is_repeatable: bool,
    **request: Any,
) -> httpx.Response:
    """Send a request for `letter` and return the answer, whatever its status.

    Raises Unreachable where nothing was handed over; Undeliverable where nobody knows whether it
    was, for good if the receiver would not know a repeat as such.
    """
    if clock.now() + timedelta(seconds=_longest_s(client)) > letter.finish_before_at:
        raise Unreachable("Too little of the lease is left.")
    try:
        return client.post(url, **request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
    except httpx.HTTPError as error:
        name = type(error).__name__
        if is_repeatable:
            raise Undeliverable(f"No answer after handing over: {name}.") from error
        raise Undeliverable(
            f"No answer after handing over: {name}. It may have arrived: look before trying again.",
            is_final=True,
        ) from error


def _longest_s(client: httpx.Client) -> float:
    return (client.timeout.connect or 0) + (client.timeout.read or 0)


def judge_status(response: httpx.Response) -> None:
    """Raise what an HTTP status other than success means for the message."""
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in (429, 503):
        raise TooFast(f"HTTP {status}", wait_s(response.headers.get("Retry-After", "")))
    if status in (401, 403, 404):
        raise Unreachable(f"HTTP {status}: the address or the key in the settings is refused.")
    if status >= 500 or status == 408:
        raise Undeliverable(f"HTTP {status}")
    raise Undeliverable(f"HTTP {status}: {response.text[:200]}", is_final=True)


def wait_s(header: str) -> int:
    """Return the seconds of a Retry-After header; a minute if it says none, at most an hour."""
    return min(int(header), MOST_REST_S) if header.isdigit() and int(header) else REST_S
