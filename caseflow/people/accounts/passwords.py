"""Hashing passwords with Argon2id, and what a password must be."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from caseflow.ground.config import settings
from caseflow.ground.i18n import N_

SHORTEST = 10
PASSES = 2
_WORDS = """
0123456789 1234567890 12345678910 0987654321 1111111111 1111111111a 8888888888 6666666666
1q2w3e4r5t 1qaz2wsx3edc 1qaz@wsx3edc qwertyuiop qwerty1234 qwerty12345 q1w2e3r4t5 asdfghjkl1
a123456789 a1234567890 aa123456789 abc1234567 abc123456789 abcd123456 abcd1234567 abcdefghij
admin12345 admin123456 admin@12345 administrator caseflow12 caseflow123 changeme12 changeme123
huanbao123 huanbao12345 iloveyou12 letmein1234 mima123456 p@ssw0rd12 pass123456 passw0rd123
password01 password12 password123 password1234 password12345 welcome123 woaini1314 woaini5201314
woaini520520 zhongxian1 zhongxian123 zxc1234567 zxcvbnm123
"""
COMMON = frozenset(_WORDS.split())
"""Passwords that everybody tries first and that are long enough for the rule of length."""

NO_PASSWORD = "!"  # noqa: S105 - no hash: nothing that is typed fits it
"""Kept in place of a hash in the accounts of machines: they never sign in."""


@cache
def hasher(memory_kib: int) -> PasswordHasher:
    """Return the hasher that uses `memory_kib` KiB for a hash."""
    return PasswordHasher(time_cost=PASSES, memory_cost=memory_kib, parallelism=1)


@cache
def _hash_of_nobody(memory_kib: int) -> str:
    return hasher(memory_kib).hash("the password of nobody")


def hash_password(password: str) -> str:
    """Return the Argon2id hash of `password`, with its salt and parameters."""
    return hasher(settings().argon2_memory_kib).hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Return whether the password fits; without a hash, take as long and say no."""
    memory = settings().argon2_memory_kib
    try:
        hasher(memory).verify(password_hash or _hash_of_nobody(memory), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Return whether the hash was made with other parameters than today's."""
    return hasher(settings().argon2_memory_kib).check_needs_rehash(password_hash)


def weakness(password: str, username: str) -> str | None:
    """Return the msgid of what is wrong with a new password, or None."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return N_("Use at least 10 characters.")
    if username and plain in {username.casefold(), (username * 2).casefold()}:
        return N_("Do not use your user name as the password.")
    if plain in COMMON or len(set(plain)) < 4:
        return N_("This password is among the first that a stranger would try. Choose another.")
    return None
