"""Sealing of personal data: authenticated encryption and keyed hashes behind one interface."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from caseflow.ground.errors import BadSetting


class Cipher(Protocol):
    """What a cipher must offer; another one (SM4-GCM, say) can serve under another name."""

    name: str

    def encrypt(self, key: bytes, plain: bytes, context: bytes) -> bytes: ...

    def decrypt(self, key: bytes, sealed: bytes, context: bytes) -> bytes: ...


class AesGcm:
    """AES-256-GCM with a random 96-bit nonce in front of the ciphertext."""

    name = "aesgcm"

    def encrypt(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + AESGCM(key).encrypt(nonce, plain, context)

    def decrypt(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], context)


CIPHERS: dict[str, Cipher] = {AesGcm.name: AesGcm()}


class CannotUnseal(Exception):
    """The key is missing or the value was changed."""


@dataclass(frozen=True)
class Sealer:
    """Seals with the newest key, unseals with any, hashes with the one lasting hash key."""

    keys: dict[str, bytes]
    newest: str
    hash_key: bytes
    cipher: str = AesGcm.name

    def seal(self, plain: str, context: str) -> str:
        """Return `cipher:key:base64`; `context` (table and column) is bound to the value."""
        raw = CIPHERS[self.cipher].encrypt(self.keys[self.newest], plain.encode(), context.encode())
        return f"{self.cipher}:{self.newest}:{base64.b64encode(raw).decode()}"

    def unseal(self, sealed: str, context: str) -> str:
        """Return the plain words. Raises CannotUnseal: the key is gone or the value was altered."""
        try:
            cipher, key_id, body = sealed.split(":", 2)
            return (
                CIPHERS[cipher]
                .decrypt(self.keys[key_id], base64.b64decode(body), context.encode())
                .decode()
            )
        except (KeyError, ValueError, InvalidTag) as error:
            raise CannotUnseal(context) from error

    def key_of(self, sealed: str) -> str:
        """Return the id of the key that `sealed` needs."""
        return sealed.split(":", 2)[1]

    def digest(self, value: str, purpose: str) -> str:
        """Return the keyed hash under which `value` can be found, different for each purpose."""
        return hmac.new(self.hash_key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone reads; one that is there already is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)  # never overwrites a key that another process made first
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def replace_private(path: Path, text: str) -> None:
    """Put a file that its owner alone reads in the place of the one that is there."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    write_private(temporary, text)
    temporary.replace(path)


def load_or_create_secret(path: Path, length: int = 32) -> bytes:
    """Return the secret in `path`, made at the first call; base64 text, mode 0600."""
    if not path.exists():
        write_private(path, base64.b64encode(secrets.token_bytes(length)).decode() + "\n")
    try:
        return base64.b64decode(path.read_text(encoding="utf-8").strip(), validate=True)
    except ValueError as error:
        raise BadSetting(f"{path} does not hold a key in base64.") from error


def load_sealer(path: Path) -> Sealer:
    """Return the sealer of the key ring in `path`, made at the first call."""
    if not path.exists():
        first = {"newest": "k1", "keys": {"k1": _new_key()}, "hash_key": _new_key()}
        write_private(path, json.dumps(first, indent=1) + "\n")
    try:
        ring = json.loads(path.read_text(encoding="utf-8"))
        keys = {name: base64.b64decode(text) for name, text in ring["keys"].items()}
        return Sealer(keys, ring["newest"], base64.b64decode(ring["hash_key"]))
    except (KeyError, ValueError) as error:
        raise BadSetting(f"{path} does not hold a key ring.") from error


class KeyRing:
    """The sealer of a key ring file; read again when the file was replaced by a rotation."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sealer = load_sealer(path)
        self._read = self._stamp()

    def _stamp(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_mtime_ns, found.st_ino

    def sealer(self) -> Sealer:
        """Return the sealer with the keys that stand in the file now."""
        stamp = self._stamp()
        if stamp != self._read:
            self._sealer, self._read = load_sealer(self.path), stamp
        return self._sealer


def current_sealer() -> Sealer:
    """Return the sealer of the running application."""
    ring = current_app.extensions["caseflow_key_ring"]
    assert isinstance(ring, KeyRing)
    return ring.sealer()


def add_key(path: Path) -> Sealer:
    """Add a new key to the ring in `path` and make it the newest; old keys still unseal."""
    ring = json.loads(path.read_text(encoding="utf-8"))
    name = f"k{len(ring['keys']) + 1}"
    ring["keys"][name] = _new_key()
    ring["newest"] = name
    replace_private(path, json.dumps(ring, indent=1) + "\n")
    return load_sealer(path)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
