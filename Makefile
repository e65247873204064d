# Every command of daily work; CI runs the same ones. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup run test trial lint format types check bench counts sample schema pins wheel bundle papers operations attacks corruptions doors mutants kills

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 13

setup:  ## an environment with everything that is pinned
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -r requirements-dev.txt

run:  ## the dashboard, in the browser
	$(BIN)/streamlit run dashboard.py

test:  ## the everyday tests; ONE=tests/test_kpis.py runs one file, without the start of workers
	$(if $(ONE),$(BIN)/pytest -n 0 $(ONE),$(BIN)/pytest)

trial:  ## the long trials: killed loads, attacks, sign-in, every look of every page
	$(BIN)/pytest -m trial

attacks:  ## what an outsider finds over histories of loads, and planted faults: two tables (an hour)
	$(BIN)/python -m tests.attacks

corruptions:  ## 200 snapshots damaged at random: what a reader got, and whether all healed (minutes)
	$(BIN)/pytest -m trial -n 0 -q -s tests/faults/test_damage.py

doors:  ## what every address answers to every way in, as one table (minutes)
	$(BIN)/pytest -m trial -n 0 -q -s tests/test_guard_table.py

kills:  ## 150 loads killed at random moments while readers read (an hour)
	MEOMUREUM_KILLS=150 $(BIN)/pytest -m trial -n 0 -q -s tests/faults/test_kills.py

mutants:  ## 300 random changes of the product and how many the tests miss; GROUP=strict for privacy, access, guard, snapshots; SEED=2 for others (hours)
	$(BIN)/python -m tests.mutation $(or $(GROUP),core) --count 300 --seed $(or $(SEED),1)

OPERATIONS := doctor backup upgrade open_files log metrics prefix install nginx replicas offline_install running_server spark_cubes

operations:  ## every operations trial, each with its outcome: what is broken and told, restored, installed, proxied (minutes)
	$(BIN)/pytest -m "" -n 0 -v -rs $(OPERATIONS:%=tests/test_%.py)

lint:  ## style and formatting
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

format:  ## put style and formatting right
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

types:  ## types, strictly
	$(BIN)/mypy .

check: lint types test trial  ## all that CI runs

counts:  ## lines, rooms, floors, and the modules that each page runs through
	$(BIN)/python tests/house.py --pages

bench:  ## start, filter and city change against the reference app (minutes)
	$(BIN)/python benchmarks/first_chart.py 5

sample:  ## the synthetic sample, written anew, and those of its protected figures that are outdated
	$(BIN)/python -m etl sample && $(BIN)/python -m meomureum privacy sample

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml

schema:  ## docs/schema.md, from the contracts
	$(BIN)/python -m etl.schema_document

pins:  ## new pins after a change of pyproject.toml (needs uv)
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra dev -c requirements.txt -o requirements-dev.txt
	sed -i '1i # Run time, pinned with hashes: made from pyproject.toml by `make pins`.' requirements.txt
	sed -i '1i # Run time, development and tests, pinned with hashes: made from pyproject.toml by `make pins`.' requirements-dev.txt

bundle:  ## dist/meomureum-….tar.gz: everything that a machine without a network installs with one command
	$(BIN)/python install/bundle.py

papers:  ## the bill of materials and the list of licences, from what is pinned and installed
	$(BIN)/python .ci/bill_of_materials.py

wheel:  ## a wheel in dist/, to be installed anywhere
	$(BIN)/pip wheel -q --no-deps --no-build-isolation -w dist .
