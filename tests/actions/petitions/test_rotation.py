"""Rotating the sealing keys: everything sealed anew, nothing lost, running processes follow."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.core.petitions.actions import lookup_code, lookup_hash
from caseflow.core.petitions.complainants import ids_by_phone, look_at
from caseflow.core.petitions.further_codes import add_further_code, code_and_phone
from caseflow.core.petitions.models import Complainant, FurtherCode, Petition, RegistrationDraft
from caseflow.desk.registration.actions.drafts import load_draft, save_draft
from caseflow.field.sync.actions.devices import of_user, register, server_part
from caseflow.field.sync.models import FieldDevice
from caseflow.ground import clock
from caseflow.ground.config import Settings
from caseflow.ground.extensions import db
from caseflow.ground.sealing import CannotUnseal, add_key, current_sealer
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.models import HookSecret
from caseflow.ground.webhooks.secret_keeping import valid_secrets
from tests.cast import make_cast
from tests.factories import CALLER, open_case
from tests.hooks import subscribe

PAGE = "a-page-key-of-the-test"
TABLET = "00000000-0000-4000-8000-000000000001"


def sealed_values() -> list[str]:
    columns = (
        Complainant.sealed,
        Petition.lookup_code_sealed,
        FurtherCode.code_sealed,
        RegistrationDraft.sealed,
        HookSecret.sealed,
        FieldDevice.server_part_sealed,
    )
    return [text for column in columns for text in db.session.scalars(select(column))]


def test_after_a_rotation_all_is_sealed_with_the_new_key_and_readable(
    app: Flask, make_app: Any
) -> None:
    with app.app_context():
        with unit_of_work():
            cast = make_cast()
        opened = [open_case() for _number in range(3)]
        codes = {one.lookup_code for one in opened}
        with unit_of_work():
            further = add_further_code(opened[0].petition, clock.now())
            assert further is not None
            further_id = further.id
            save_draft(PAGE, {"body": ["半句话"]}, cast.olga)
            part = server_part(register(TABLET, "平板一", cast.farid)[0])
        hook, secret = subscribe()
    told = app.test_cli_runner().invoke(args=["keys", "rotate", "--json"], cli=_commands())
    assert told.exit_code == 0, told.output
    counts = json.loads(told.stdout)["resealed"]
    assert counts.pop("reward_payees.sealed") == 0  # Tried in tests/actions/rewards.
    assert set(counts.values()) == {3, 1}
    with app.app_context():
        assert {text.split(":")[1] for text in sealed_values()} == {"k2"}
        assert {lookup_code(petition) for petition in db.session.scalars(select(Petition))} == codes
        assert db.session.scalar(
            select(Petition.id).where(Petition.lookup_code_hash == lookup_hash(min(codes)))
        )
        code_and_number = code_and_phone(further_id)
        assert code_and_number is not None
        assert code_and_number[1] == CALLER.phone
        found = ids_by_phone(CALLER.phone)
        assert len(found) == 3
        assert look_at(found[0], user_id=1, reason="rotation") == CALLER
        olga = db.session.merge(cast.olga)
        assert load_draft(PAGE, olga) == {"body": ["半句话"]}
        tablet = of_user(TABLET, db.session.merge(cast.farid).id)
        assert tablet is not None
        assert server_part(tablet) == part
        assert valid_secrets(db.session.merge(hook).id, clock.now()) == [secret]
    again = app.test_cli_runner().invoke(args=["keys", "rotate", "--resume"], cli=_commands())
    assert again.stdout.splitlines()[0] == "complainants.sealed: 0 sealed anew"


def test_a_running_process_takes_up_a_new_key_by_itself(app: Flask, settings: Settings) -> None:
    with app.app_context():
        old = current_sealer()
        newer = add_key(settings.seal_keys_file)
        assert current_sealer().newest == newer.newest == "k2"
        sealed = newer.seal("words", "test")
        assert current_sealer().unseal(sealed, "test") == "words"
        with pytest.raises(CannotUnseal):
            old.unseal(sealed, "test")


def _commands() -> Any:
    from caseflow.cli import main_group

    return main_group
