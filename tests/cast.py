"""The people of the tests: one of each role, and a unit next door."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User

PASSWORD = "correct horse battery staple"
_hashes: list[str] = []


def password_hash() -> str:
    """Return the hash of PASSWORD, computed once: hashing is slow by design."""
    if not _hashes:
        from argon2 import PasswordHasher

        _hashes.append(PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD))
    return _hashes[0]


@dataclass
class Cast:
    """Everybody. Units: see `make_cast`."""

    olga: User
    """Hotline operator."""
    dong: User
    """Dispatcher, on duty."""
    farid: User
    """Certified officer of squad-1, its head."""
    fang: User
    """Certified officer of squad-1."""
    zoe: User
    """Officer of squad-2, certified."""
    tian: User
    """Township handler of 忠州街道, its head."""
    sunil: User
    """Supervisor."""
    lena: User
    """Leader of the bureau."""
    pia: User
    """Publisher."""
    aude: User
    """Auditor."""
    adam: User
    """Administrator."""
    rita: User
    """Reward officer."""

    @property
    def everybody(self) -> list[User]:
        return [getattr(self, field.name) for field in fields(self)]

    def by_role(self, role: str) -> User:
        """Return the first person of a role (officer: Farid)."""
        return next(user for user in self.everybody if user.role == role)


PEOPLE = (
    # name in tests, shown name, role, unit, certificate
    ("olga", "欧阳热", "operator", "hotline", ""),
    ("dong", "董调度", "dispatcher", "dispatch", ""),
    ("farid", "方立德", "officer", "squad-1", "渝-0001"),
    ("fang", "方晴", "officer", "squad-1", "渝-0002"),
    ("zoe", "左宜", "officer", "squad-2", "渝-0003"),
    ("tian", "田镇办", "township", "town-500233001", ""),
    ("sunil", "苏领导", "supervisor", "legal", ""),
    ("lena", "雷局长", "leader", "bureau", ""),
    ("pia", "皮宣传", "publisher", "publicity", ""),
    ("aude", "欧审计", "auditor", "legal", ""),
    ("adam", "安管理", "administrator", "bureau", ""),
    ("rita", "蒋发放", "reward_officer", "bureau", ""),
)


def unit(code: str) -> Unit:
    """Return a unit of the reference rows by its code."""
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def make_cast() -> Cast:
    """Add everybody to a database that has its reference rows. Flushes, does not commit."""
    made = {}
    for name, shown, role, unit_code, certificate in PEOPLE:
        made[name] = User(
            username=name,
            display_name=shown,
            email=f"{name}@example.test",
            password_hash=password_hash(),
            role=role,
            unit_id=unit(unit_code).id,
            certificate_number=certificate or None,
            certificate_valid_until=date(2099, 12, 31) if certificate else None,
            is_active=True,
            is_on_duty=name in {"dong", "sunil"},
            must_change_password=False,
            failed_sign_ins=0,
            created_at=clock.now(),
            version=1,
        )
        db.session.add(made[name])
    db.session.flush()
    unit("squad-1").head_id = made["farid"].id
    unit("squad-2").head_id = made["zoe"].id
    unit("town-500233001").head_id = made["tian"].id
    db.session.flush()
    return Cast(**made)


def present_cast() -> Cast:
    """Return the people of a database that has them already."""
    rows = {user.username: user for user in db.session.scalars(select(User))}
    return Cast(**{name: rows[name] for name, *_rest in PEOPLE})


def csrf_token(page: Any) -> str:
    """Return the CSRF token of a page that the client got; it is valid for the whole session."""
    return csrf_token_in(page.get_data(as_text=True))


def csrf_token_in(text: str) -> str:
    """Return the CSRF token that stands in a page."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', text)
    assert found, "the page has no CSRF token"
    return found[1]


def sign_in(client: Any, user: User | str, password: str = PASSWORD, **more: str) -> Any:
    """Sign a person in through the real page; returns the answer (303 when it went well)."""
    username = user if isinstance(user, str) else user.username
    client.delete_cookie("caseflow_session")
    token = csrf_token(client.get("/sign-in"))
    fields_typed = {"username": username, "password": password, "csrf_token": token, **more}
    return client.post("/sign-in", data=fields_typed)
