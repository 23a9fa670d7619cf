"""Check the migrations: one head, and an empty database brought to it equals the models."""

from __future__ import annotations

import sys
import tempfile

from caseflow import create_app
from caseflow.ground import schema
from caseflow.ground.config import read_settings


def faults() -> list[str]:
    """Return one sentence per fault. PostgreSQL is compared by the tests."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app(read_settings({"CASEFLOW_HOME": home}))
        with app.app_context():
            heads = schema.script_heads()
            if len(heads) != 1:
                return [f"there must be one head, not {len(heads)}: {', '.join(heads)}"]
            schema.upgrade()
            return [f"the models differ from the migrations: {change}" for change in schema.drift()]


def main() -> int:
    found = faults()
    for sentence in found:
        sys.stderr.write(sentence + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
