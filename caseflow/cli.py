"""The `caseflow` command: each part brings its own commands; this file only lists them."""

from __future__ import annotations

import sys
from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup

from caseflow.ground.errors import CaseflowError

COMMANDS: dict[str, str] = {
    "audit": "caseflow.core.audit.cli:audit_group",
    "backup": "caseflow.ground.backup.cli:backup_command",
    "bench": "caseflow.bench.cli:bench_group",
    "calendar": "caseflow.core.deadlines.calendar_cli:calendar_group",
    "checklists": "caseflow.field.inspections.checklists.cli:checklists_command",
    "deadline": "caseflow.core.deadlines.cli:deadline_command",
    "demo": "caseflow.demo.cli:demo_command",
    "doctor": "workers.doctor:doctor_command",
    "draw": "caseflow.field.inspections.draw.cli:draw_group",
    "evidence": "caseflow.core.evidence.cli:evidence_group",
    "field": "caseflow.field.sync.cli:field_group",
    "figures": "caseflow.supervision.reports.cli:figures_group",
    "import": "caseflow.desk.imports.cli:import_group",
    "keys": "caseflow.core.petitions.cli:keys_group",
    "lifecycle": "caseflow.core.cases.cli:lifecycle_command",
    "limits": "caseflow.field.inspections.cli:limits_command",
    "permissions": "caseflow.people.permissions.cli:permissions_command",
    "public": "caseflow.public.outlets.grants_cli:public_group",
    "restore": "caseflow.ground.backup.cli:restore_command",
    "search": "caseflow.core.search.cli:search_group",
    "site": "caseflow.public.outlets.cli:site_group",
    "up": "workers.cli:up_command",
    "user": "caseflow.people.accounts.cli:user_group",
}
"""Name → where the Click command lives; imported only when called, so that the start is quick."""

ON_A_DATABASE = frozenset(
    {
        "audit",
        "calendar",
        "checklists",
        "draw",
        "evidence",
        "field",
        "figures",
        "keys",
        "public",
        "search",
        "site",
    }
)
"""Commands that need a database which is there and up to date."""

MAKE_A_DATABASE = frozenset({"demo", "import", "user"})
"""Commands that may be the first of an installation: an empty database is made for them."""


class CaseflowGroup(FlaskGroup):
    """Flask's group with caseflow's commands; errors people can act on end with code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found


def _application() -> Flask:
    """Return the application, with a database if the command asked for needs one."""
    from caseflow import create_app
    from caseflow.bootstrap import ensure_database

    application = create_app()
    name = click.get_current_context().find_root().invoked_subcommand
    if name in ON_A_DATABASE | MAKE_A_DATABASE:
        with application.app_context():
            ensure_database(may_make=name in MAKE_A_DATABASE)
    return application


main_group = CaseflowGroup(
    name="caseflow",
    create_app=_application,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
    help="caseflow: every complaint taken, handled in time, checked and answered.",
)
main_group = click.version_option("0.1.0", prog_name="caseflow")(main_group)


def main() -> None:
    """Run the command line; a CaseflowError is one sentence and exit code 2."""
    try:
        main_group(prog_name="caseflow")
    except CaseflowError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
