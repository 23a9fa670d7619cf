"""The signature, and the example of the documentation that receivers copy."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from caseflow.core.messages.platform.catalogue import KINDS, PLATFORM_STATES, REPLIED
from caseflow.ground.webhooks.signing import new_secret, signature, signature_header

GUIDE = (Path(__file__).parents[3] / "docs/webhooks.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def documented() -> Any:
    """The function of the guide, as a receiver would have it."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    namespace: dict[str, Any] = {}
    exec(compile(code, "docs/webhooks.md", "exec"), namespace)
    return namespace["is_from_caseflow"]


def headers(*secrets: str, body: bytes, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(at if at is not None else time.time()))
    return {
        "Caseflow-Timestamp": timestamp,
        "Caseflow-Signature": signature_header(secrets, timestamp, body),
    }


def test_a_known_answer() -> None:
    # echo -n '1700000000.{"id":"1"}' | openssl dgst -sha256 -hmac key
    found = signature("key", "1700000000", b'{"id":"1"}')
    assert found == "9e040cb90cefc5a04ab9a9848a74e2ff0489b4d8837b38d54555cb67e4f8e76e"


def test_the_documented_check_takes_what_we_sign(documented: Any) -> None:
    old, new, body = new_secret(), new_secret(), '{"words":"已整改"}'.encode()
    assert documented(old, headers(old, body=body), body)
    both = headers(new, old, body=body)
    assert documented(old, both, body)
    assert documented(new, both, body)


def test_the_documented_check_refuses_everything_else(documented: Any) -> None:
    secret, body = new_secret(), b"{}"
    good = headers(secret, body=body)
    assert not documented(new_secret(), good, body)
    assert not documented(secret, good, b"{ }")
    assert not documented(secret, headers(secret, body=body, at=time.time() - 3600), body)
    assert not documented(secret, {**good, "Caseflow-Timestamp": "soon"}, body)
    assert not documented(secret, {**good, "Caseflow-Signature": "v1=é"}, body)
    assert not documented(secret, {}, body)


def test_secrets_differ() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    assert len(new_secret()) >= 43


def test_the_guide_names_every_kind_and_state() -> None:
    named = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert set(KINDS) <= named
    for code, words in (*PLATFORM_STATES.values(), REPLIED):
        assert f"`{code}` {words}" in GUIDE
