# Two commands: `make demo` shows what antral does, `make test` runs the tests.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test check lock bench baseline clean

help:
	@echo "make demo      run the main job: what can NCT03816852 show? (writes runs/nct03816852/report.html)"
	@echo "make test      run the tests"
	@echo "make check     everything continuous integration runs: style, types, architecture, tests"
	@echo "make bench     patient-years per second, with the ratio to the last recorded run"
	@echo "make baseline  rewrite the recorded numbers (say why in CHANGELOG under Numbers change)"
	@echo "make lock      resolve the dependencies again"

.venv/.ready: pyproject.toml requirements.lock
	test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; }
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/.ready
	$(BIN)/antral simulate NCT03816852 --trials 200 --seed 1 --out runs/nct03816852

test: .venv/.ready
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

lock:
	test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; }
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --group dev pyproject.toml -o requirements.lock

bench: .venv/.ready
	$(BIN)/python -m antral.engine.bench

baseline: .venv/.ready
	$(BIN)/python -m tests.baselines.numbers
	$(BIN)/python -m antral.engine.bench --record

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
