"""Sending one web hook: one POST to a checked address, with a limit on every wait.

The host is resolved once and the connection goes to that very address, so that a name cannot lead
elsewhere between check and use, and not to this machine unless the address names it as such.
Redirects are not followed, proxies of the environment not used, and of the answer only the
beginning is read.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from caseflow.ground.webhooks.address import (
    Address,
    is_allowed,
    is_loopback_host,
    is_this_machine,
    named_address,
)

RESOLVE_S = 5.0
"""A name server that does not answer is waited for no longer, whatever the resolver's own limit."""
CONNECT_S = 5.0
READ_S = 10.0
OVERALL_S = 20.0
"""From resolving the name to the last byte wanted, however slowly a receiver drips."""
KEPT_LETTERS = 200
MOST_ADDRESSES = 3
_READ_BYTES = 4096
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class AddressRefused(Exception):
    """The host leads to an address that no web hook may go to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: a status, or the class of the error."""

    status_code: int | None
    error: str | None
    took_ms: int
    answer: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300

    @property
    def blames_receiver(self) -> bool:
        """Whether the receiver as such failed, so that others of its events would fail too."""
        return self.status_code is None or self.status_code >= 500 or self.status_code == 429

    @property
    def reason(self) -> str:
        """What to show of a failure: the status, or the class of the error."""
        return self.error or f"HTTP {self.status_code}"


def post(url: str, headers: Mapping[str, str], body: bytes, overall_s: float) -> Outcome:
    """Send `body` once and return what came of it; never raises for what the network does.

    Not to be called where an event loop runs.
    """
    started = time.monotonic()
    status_code, error, answer = asyncio.run(_post(url, headers, body, overall_s))
    return Outcome(status_code, error, round((time.monotonic() - started) * 1000), answer)


async def _post(
    url: str, headers: Mapping[str, str], body: bytes, overall_s: float
) -> tuple[int | None, str | None, str]:
    answer = _Answer()
    try:
        async with asyncio.timeout(min(overall_s, OVERALL_S)):
            await _exchange(url, headers, body, answer)
    except Exception as error:  # Whatever the network or the receiver does is an outcome.
        if answer.status_code is None:
            return None, type(error).__name__, ""
    return answer.status_code, None, shown(answer.beginning)


@dataclass(slots=True)
class _Answer:
    """What has been read so far: the status counts, even if the rest never comes."""

    status_code: int | None = None
    beginning: bytes = b""


async def _exchange(url: str, headers: Mapping[str, str], body: bytes, answer: _Answer) -> None:
    """Send to the first of the host's addresses that takes the connection."""
    pins = await _pins(url)
    timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
    async with httpx.AsyncClient(trust_env=False, timeout=timeout, verify=_trust()) as client:
        for index, (target, more, extensions) in enumerate(pins):
            request = client.build_request(
                "POST", target, content=body, headers={**headers, **more}, extensions=extensions
            )
            try:
                response = await client.send(request, stream=True, follow_redirects=False)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if index == len(pins) - 1:
                    raise
                continue
            await _read(response, answer)
            return


async def _read(response: httpx.Response, answer: _Answer) -> None:
    answer.status_code = response.status_code
    try:
        async for piece in response.aiter_raw():
            answer.beginning += piece
            if len(answer.beginning) >= _READ_BYTES:
                return
    finally:
        await response.aclose()


def shown(beginning: bytes) -> str:
    """Return the first letters of an answer, fit for a page and for every database."""
    text = beginning[:_READ_BYTES].decode("utf-8", errors="replace")
    return _UNSHOWABLE.sub(" ", text).strip()[:KEPT_LETTERS]


async def _resolved(host: str, port: int) -> list[Address]:
    """Return the addresses of a host, asked for in a thread that nobody waits for at the end.

    asyncio's own resolver runs in threads that it joins when the loop closes: a name server that
    hangs would hold the run up beyond every limit. Raises OSError, and TimeoutError in time.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[Address]] = loop.create_future()

    def tell(addresses: list[Address], error: Exception | None) -> None:
        if found.done():  # It came too late.
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def ask() -> None:
        addresses, error = [], None
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
        except (OSError, ValueError) as reason:  # ValueError: a name that cannot be encoded.
            error = reason
        with contextlib.suppress(RuntimeError):  # The loop is closed: it came too late.
            loop.call_soon_threadsafe(tell, addresses, error)

    threading.Thread(target=ask, name="hook-names", daemon=True).start()
    async with asyncio.timeout(RESOLVE_S):
        return await found


async def _pins(url: str) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """Return the address once per resolved host, with what keeps the name for HTTP and TLS.

    One address that is refused refuses the host: nobody names the metadata service by mistake. A
    name that leads to this machine is refused, too, unless it is one of this machine's own names;
    an address is taken as it is written.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = await _resolved(host, port)
    if not all(is_allowed(address) for address in addresses):
        raise AddressRefused(host)
    is_name = named_address(host) is None and not is_loopback_host(host)
    if is_name and any(is_this_machine(address) for address in addresses):
        raise AddressRefused(host)
    hosts = [f"[{each}]" if each.version == 6 else str(each) for each in addresses]
    return [
        (
            parts._replace(netloc=f"{each}:{port}").geturl(),
            {"Host": parts.netloc},
            {"sni_hostname": host},
        )
        for each in hosts[:MOST_ADDRESSES]
    ]


@cache
def _trust() -> ssl.SSLContext:
    """Return the machine's own trusted authorities together with the public ones."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context
