# Two commands are enough: `make run` serves caseflow, `make test` proves it.
# Settings are environment variables; docs/operations.md lists them.

.PHONY: run setup test check soak bundle lock clean

run: setup
	@exec .venv/bin/caseflow up

setup:
	@tools/setup.sh requirements.lock

test:
	@exec tools/test.sh

check:
	@tools/setup.sh requirements-dev.lock
	@exec tools/check.sh

soak:
	@tools/setup.sh requirements-dev.lock
	@tools/provision.sh
	@CASEFLOW_SOAK=1 exec .venv/bin/python -m pytest -m soak -rP --timeout 7200 --numprocesses "$${TEST_PROCESSES:-2}" --dist worksteal

bundle: setup
	@exec .venv/bin/python tools/bundle.py

lock: # What is tested is what is installed: the versions of the second follow the first.
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header --no-annotate --quiet --output-file requirements-dev.lock
	uv pip compile pyproject.toml --constraint requirements-dev.lock --universal --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
