"""The people of the demonstration: one account per role, officers in every squad, unit heads."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from caseflow.demo.words import OFFICERS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.passwords import hash_password
from caseflow.people.accounts.reference import DEMO_ACCOUNTS

NAMES = {
    "operator": "何晓琳", "dispatcher": "董思远", "officer": "方立德", "officer2": "江晓波",
    "township": "田立群", "supervisor": "苏明哲", "leader": "骆明轩", "publisher": "许雯静",
    "auditor": "欧阳慎", "admin": "安志宏",
    "reward": "蒋书宁",
}  # fmt: skip
"""Invented. No given name is an ordinary word, or every such word would be taken for the person."""
UNITS = {
    "operator": "hotline", "dispatcher": "dispatch", "officer": "squad-1", "officer2": "squad-2",
    "township": "town-500233001", "supervisor": "legal", "leader": "bureau",
    "publisher": "publicity",
    "auditor": "legal", "admin": "bureau",
    "reward": "bureau",
}  # fmt: skip
SQUADS = ("squad-1", "squad-2", "squad-3")
VALID_UNTIL = date(2030, 12, 31)


def make_people(password: str) -> None:
    """Add all accounts with the demonstration's one password. Flushes, does not commit."""
    unit_ids = {u.code: u.id for u in db.session.scalars(select(Unit))}
    hashed = hash_password(password)
    for name, role in DEMO_ACCOUNTS:
        _user(unit_ids[UNITS[name]], hashed, name, NAMES[name], role)
    for index, given in enumerate(OFFICERS):
        unit_id = unit_ids[SQUADS[index % len(SQUADS)]]
        _user(unit_id, hashed, f"squad.{index + 1}", given, "officer")
    people = find_people()
    for squad in SQUADS:
        db.session.get_one(Unit, unit_ids[squad]).head_id = squad_of(people, squad)[0].id
    db.session.get_one(Unit, unit_ids[UNITS["township"]]).head_id = people["township"].id
    db.session.flush()


def find_people() -> dict[str, User]:
    """Return everybody by user name, in the order in which they were added."""
    return {user.username: user for user in db.session.scalars(select(User).order_by(User.id))}


def squad_of(people: dict[str, User], squad: str) -> list[User]:
    """Return the officers of a squad, its head first."""
    own = [name for name, code in UNITS.items() if code == squad and name in people]
    others = [f"squad.{n + 1}" for n in range(len(OFFICERS)) if SQUADS[n % len(SQUADS)] == squad]
    return [people[name] for name in (*own, *others)]


def unit_id_of(user: User) -> int:
    """Return the unit of somebody who has one."""
    assert user.unit_id is not None
    return user.unit_id


def _user(unit_id: int, hashed: str, name: str, shown: str, role: str) -> None:
    count = len(db.session.scalars(select(User.id)).all()) + 1
    user = User(
        username=name,
        display_name=shown,
        email=f"{name}@caseflow.example",
        password_hash=hashed,
        role=role,
        unit_id=unit_id,
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
