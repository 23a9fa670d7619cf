"""What must be true before anything is served: a database at the newest revision, and filled."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from caseflow import create_app
from caseflow.bootstrap import load_reference, refuse_newer, unanswered
from caseflow.core.cases.models import Case
from caseflow.ground import schema
from caseflow.ground.backup.actions import backup_before_upgrade
from caseflow.ground.config import Settings, read_settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from workers.children import DEMO_PASSWORD

DEMO_SEED = 7


def say(sentence: str) -> None:
    """Tell the person at the terminal what takes time."""
    sys.stderr.write(f"caseflow: {sentence}\n")


def prepare() -> None:
    """Migrate, load reference rows and, in an empty database, build the demonstration."""
    settings = read_settings()
    with create_app(settings).app_context():
        try:
            _migrate(settings)
            with unit_of_work():
                load_reference()
            demo = import_module("caseflow.demo")
            if db.session.scalar(select(User.id).limit(1)) is None or demo.is_unfinished():
                _fill(settings)
        except OperationalError as error:
            raise CaseflowError(unanswered(error)) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _migrate(settings: Settings) -> None:
    refuse_newer()
    if schema.is_current():
        return
    if schema.current_revision() is not None and settings.upgrade_backup:
        say("backing up before the upgrade …")
        say(f"the state before is kept in {backup_before_upgrade(settings)}")
    say("bringing the database to the present version …")
    schema.upgrade()


def _fill(settings: Settings) -> None:
    """Put the demonstration into an installation that has no accounts, unless told not to.

    One that holds real petitions, imported before anybody had an account, is left alone.
    """
    demo = import_module("caseflow.demo")
    has_cases = db.session.scalar(select(Case.id).limit(1)) is not None
    if not settings.demo or (has_cases and not demo.is_unfinished()):
        say("there are no accounts yet: make the first with `caseflow user create`.")
        return
    plan = demo.begin(settings.demo_cases, DEMO_SEED)
    path = settings.home / DEMO_PASSWORD
    path.touch(mode=0o600)
    path.write_text(f"{plan.password}\n", encoding="utf-8")
    os.chmod(path, 0o600)
    say(f"inventing {plan.cases} demonstration cases …")
    demo.carry_out(plan)
