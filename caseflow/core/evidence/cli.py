"""`caseflow evidence`: verify the files."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from caseflow.core.evidence.verify import Fault, verify_files


@click.group("evidence")
def evidence_group() -> None:
    """The files of cases: their verification."""


@evidence_group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def verify_command(as_json: bool) -> None:
    """Read every file again; exit code 1, and each fault named, if one is not what it was."""
    verdict = verify_files()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "intact": verdict.is_intact,
                    "files": verdict.file_count,
                    "bytes": verdict.byte_count,
                    "faults": [asdict(fault) for fault in verdict.faults],
                },
                ensure_ascii=False,
            )
        )
    else:
        for fault in verdict.faults:
            for line in _lines(fault):
                click.echo(line)
        word = "intact" if verdict.is_intact else f"{len(verdict.faults)} faults"
        click.echo(f"{word}: {verdict.file_count} files, {verdict.byte_count} bytes read")
    sys.exit(0 if verdict.is_intact else 1)


def _lines(fault: Fault) -> list[str]:
    """Return a line for each place where the file is evidence, or one that says it is none."""
    kind = f"{fault.what.upper():<10}"
    return [
        f"{kind}  case {place.case_number}, evidence {place.evidence_id} "
        f"({place.file_name or 'no name is left'}), sha256 {fault.sha256 or 'not recorded'}"
        for place in fault.places
    ] or [f"{kind}  no evidence of a case, sha256 {fault.sha256}"]
