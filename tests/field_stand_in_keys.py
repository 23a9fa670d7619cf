"""The bureau's key pair of the tests, and how the bureau opens what was sealed to it."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PRIVATE = ec.derive_private_key(20261128, ec.SECP256R1())
"""Of the tests alone, known to everybody."""

_POINT = PRIVATE.public_key().public_bytes(
    serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
)
PUBLIC_POINT = base64.b64encode(_POINT).decode()


def opened(key: ec.EllipticCurvePrivateKey, envelope: dict[str, Any]) -> dict[str, Any]:
    """Return what an envelope holds, as the bureau opens it."""
    texts = {
        name: base64.b64decode(envelope[name]) for name in ("ephemeral_key", "nonce", "sealed")
    }
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), texts["ephemeral_key"])
    shared = key.exchange(ec.ECDH(), point)
    derived = HKDF(hashes.SHA256(), 32, None, b"caseflow record 1").derive(shared)
    found: dict[str, Any] = json.loads(
        AESGCM(derived).decrypt(texts["nonce"], texts["sealed"], None)
    )
    return found
