# Two commands: `make demo` shows what antral does, `make test` runs the tests.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

# Reports that the site shows, and how many trials each is made of there.
REPORTS := NCT03816852 NCT07115082
REPORT_TRIALS ?= 40
KILLS ?= 200

.PHONY: help demo test check reports docs lock torture bench baseline clean

help:
	@echo "make demo      run the main job: what can NCT03816852 show? (writes runs/nct03816852/report.html)"
	@echo "make test      run the tests"
	@echo "make check     everything continuous integration runs: style, types, architecture, tests"
	@echo "make reports   rebuild the finished reports that the documents show, with few trials"
	@echo "make docs      build the documents into build/site; a broken link fails"
	@echo "make torture   kill a small run 200 times at random moments: nothing may be lost or differ"
	@echo "make bench     patient-years per second, a million of them, and the cost of a run, with the ratio to the last recorded one"
	@echo "make baseline  rewrite the recorded numbers (say why in CHANGELOG under Numbers change)"
	@echo "make lock      resolve the dependencies again"

.venv/.ready: pyproject.toml requirements.lock
	test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; }
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
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
	$(MAKE) --no-print-directory docs

# A row of the verification that fails is a fault of the model: the report shows it, and the documents are made all the same.
reports: .venv/.ready
	mkdir -p docs/reports
	for name in $(REPORTS); do \
	  COLUMNS=84 $(BIN)/antral simulate $$name --trials $(REPORT_TRIALS) --seed 1 --quiet --out runs/docs/$$name \
	    > docs/reports/$$name.txt && cp runs/docs/$$name/report.html docs/reports/$$name.html || exit 1; \
	done
	$(BIN)/antral verify physiology --quiet --out runs/docs/verification > /dev/null || test $$? = 1
	cp runs/docs/verification/verification.html docs/reports/verification.html
	$(BIN)/antral verify statistics --quiet --out runs/docs/statistics > /dev/null
	cp runs/docs/statistics/statistics.html docs/reports/statistics.html

docs: reports
	$(BIN)/python -m tests.docs.reference docs/reference
	$(BIN)/zensical build --strict --config-file mkdocs.yml
	$(BIN)/python -m tests.docs.links build/site

lock:
	test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; }
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --group dev --group docs pyproject.toml -o requirements.lock

torture: .venv/.ready
	$(BIN)/python -m tests.torture.kills --kills $(KILLS)

bench: .venv/.ready
	$(BIN)/python -m antral.engine.bench
	$(BIN)/python -m antral.engine.scale
	$(BIN)/python -m tests.baselines.cost
	$(BIN)/python -m tests.baselines.statistics

baseline: .venv/.ready
	$(BIN)/python -m tests.baselines.numbers
	$(BIN)/python -m antral.engine.bench --record
	$(BIN)/python -m antral.engine.scale --record
	$(BIN)/python -m tests.baselines.cost --record
	$(BIN)/python -m tests.baselines.statistics --record

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
