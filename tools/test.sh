#!/bin/sh
# The whole proof: checks, then every test on SQLite and PostgreSQL with a real Redis and browser.
# pytest's own summary is the last line.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh requirements-dev.lock
tools/provision.sh
tools/check.sh
# Where PYTHONDONTWRITEBYTECODE is set, every process would compile caseflow again.
.venv/bin/python -m compileall -q caseflow workers
exec .venv/bin/python -m pytest -q --numprocesses "${TEST_PROCESSES:-2}" --dist worksteal "$@"
