"""Records sealed to the bureau: anybody can seal one with the public key, only the server opens it.

ECDH on P-256 with a key made for one record, HKDF-SHA-256 to 32 bytes, AES-256-GCM, as browsers
have them; docs/field-protocol.md shows the envelope. The private keys lie in a file of their own
beside the other keys and never leave the server.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseflow.ground.config import settings
from caseflow.ground.errors import BadSetting
from caseflow.ground.sealing import CannotUnseal, replace_private, write_private

VERSION = 1
INFO = b"caseflow record 1"
ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What tablets are given: `public_key` is the uncompressed point in base64."""

    id: str
    public_key: str


@dataclass(frozen=True, slots=True)
class BureauKeys:
    """The private keys by their ids; new records are sealed to the newest."""

    keys: dict[str, ec.EllipticCurvePrivateKey]
    newest: str

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.newest, base64.b64encode(_point(self.keys[self.newest])).decode())

    def unseal(self, envelope: Any) -> bytes:
        """Return what is in an envelope; raises CannotUnseal if it is damaged or to another key."""
        if not isinstance(envelope, Mapping) or envelope.get("version") != VERSION:
            raise CannotUnseal("envelope")
        key = self.keys.get(str(envelope.get("key_id")))
        if key is None:
            raise CannotUnseal("key_id")
        try:
            parts = [
                base64.b64decode(envelope[name], validate=True)
                for name in ("ephemeral_key", "nonce", "sealed")
            ]
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), parts[0])
            shared = key.exchange(ec.ECDH(), point)
            return AESGCM(derived(shared)).decrypt(parts[1], parts[2], None)
        except (KeyError, TypeError, ValueError, binascii.Error, InvalidTag) as error:
            raise CannotUnseal("envelope") from error


def seal(public: PublicKey, plain: bytes) -> dict[str, Any]:
    """Return the envelope of `plain`, as a tablet makes it: only the bureau's own key opens it."""
    own = _new()
    point = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), base64.b64decode(public.public_key)
    )
    nonce = os.urandom(12)
    sealed = AESGCM(derived(own.exchange(ec.ECDH(), point))).encrypt(nonce, plain, None)
    parts = {"ephemeral_key": _point(own), "nonce": nonce, "sealed": sealed}
    texts = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return {"version": VERSION, "key_id": public.id, **texts}


def derived(shared: bytes) -> bytes:
    """Return the key of one record from what both sides of the exchange know."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=INFO).derive(shared)


def bureau_keys() -> BureauKeys:
    """Return the keys of the running application, made when first needed."""
    path = settings().bureau_keys_file
    if not path.exists():
        write_private(path, _ring({}, _new()))
    return load(path)


def add_bureau_key(path: Path) -> BureauKeys:
    """Make a new key and seal to it from now on; old keys still unseal what was sealed to them."""
    known: dict[str, str] = json.loads(path.read_text("utf-8"))["keys"] if path.exists() else {}
    replace_private(path, _ring(known, _new()))
    return load(path)


def load(path: Path) -> BureauKeys:
    """Return the keys in `path`; raises BadSetting if it holds none."""
    try:
        ring = json.loads(path.read_text(encoding="utf-8"))
        keys = {
            name: serialization.load_der_private_key(base64.b64decode(text), None)
            for name, text in ring["keys"].items()
        }
        return BureauKeys(keys, ring["newest"])  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError) as error:
        raise BadSetting(f"{path} does not hold the bureau's keys.") from error


def _new() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _ring(known: dict[str, str], key: ec.EllipticCurvePrivateKey) -> str:
    name = hashlib.sha256(_point(key)).hexdigest()[:ID_LENGTH]
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keys = {**known, name: base64.b64encode(der).decode()}
    return json.dumps({"newest": name, "keys": keys}, indent=1) + "\n"
