#!/bin/sh
# Everything a tool can prove without running the application's tests. Stops at the first fault.
set -eu
cd "$(dirname "$0")/.."
PATH="$(pwd)/.venv/bin:$PATH"

step() {
    name=$1
    shift
    printf '== %s\n' "$name"
    if ! "$@"; then
        printf 'make check: %s found faults: %s\n' "$name" "$*" >&2
        exit 1
    fi
}

step "lint" ruff check --quiet .
step "format" ruff format --quiet --check .
step "types" mypy
step "import contracts" lint-imports
step "templates" djlint caseflow/templates --lint --quiet
step "catalogs" python -m caseflow.translations.check
step "migrations" python tools/check_migrations.py
