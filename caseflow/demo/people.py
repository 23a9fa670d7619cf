"""The people of the demonstration: one account per role, officers in every squad, unit heads."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from caseflow.demo.words import OFFICERS
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.passwords import hash_password
from caseflow.people.accounts.reference import DEMO_ACCOUNTS

NAMES = {
    "operator": "何热线", "dispatcher": "董调度", "officer": "方执法", "officer2": "江执法",
    "supervisor": "苏督办", "publisher": "许宣传", "auditor": "欧阳审", "admin": "管理员",
}  # fmt: skip
UNITS = {
    "operator": "hotline", "dispatcher": "dispatch", "officer": "squad-1", "officer2": "squad-2",
    "supervisor": "legal", "publisher": "publicity", "auditor": "legal", "admin": "bureau",
}  # fmt: skip
SQUADS = ("squad-1", "squad-2", "squad-3")
VALID_UNTIL = date(2030, 12, 31)


@dataclass
class People:
    """Who acts: role account name → user; squad → its officers, the head first."""

    by_name: dict[str, User] = field(default_factory=dict)
    squads: dict[str, list[User]] = field(default_factory=dict)
    unit_ids: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        return self.by_name[name]


def make_people() -> People:
    """Add all accounts with the demonstration's one password. Flushes, does not commit."""
    people = People(unit_ids={u.code: u.id for u in db.session.scalars(select(Unit))})
    hashed = hash_password(settings().demo_password or secrets.token_urlsafe(12))
    for name, role in DEMO_ACCOUNTS:
        people.by_name[name] = _user(people, hashed, name, NAMES[name], role, UNITS[name])
    for squad in SQUADS:
        people.squads[squad] = [u for n, u in people.by_name.items() if UNITS[n] == squad]
    for index, given in enumerate(OFFICERS):
        squad = SQUADS[index % len(SQUADS)]
        user = _user(people, hashed, f"squad.{index + 1}", given, "officer", squad)
        people.squads[squad].append(user)
    for squad, members in people.squads.items():
        db.session.get_one(Unit, people.unit_ids[squad]).head_id = members[0].id
    db.session.flush()
    return people


def _user(people: People, hashed: str, name: str, shown: str, role: str, unit: str) -> User:
    count = len(db.session.scalars(select(User.id)).all()) + 1
    user = User(
        username=name,
        display_name=shown,
        email=f"{name}@caseflow.example",
        password_hash=hashed,
        role=role,
        unit_id=people.unit_ids[unit],
        certificate_number=f"渝忠环演示{count:03d}" if role == "officer" else None,
        certificate_valid_until=VALID_UNTIL if role == "officer" else None,
        is_active=True,
        is_on_duty=name in {"dispatcher", "supervisor"},
        must_change_password=False,
        failed_sign_ins=0,
        created_at=clock.now(),
        version=1,
    )
    db.session.add(user)
    db.session.flush()
    return user
