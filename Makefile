# `make help` lists the commands. Everything is installed into .venv from the locks in requirements/.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PYTHON := $(VENV)/bin/python
REPORTS := var/tests
# With uv where the bootstrap lock could be installed, with pip otherwise: the locks are the same.
INSTALL = scripts/install
PYTEST = $(PYTHON) -m pytest -n 2 --dist loadfile -p no:cacheprovider
# Tools that load the settings leave the data of the user alone.
TOOL := OTKLIK_DATA_FOLDER=$(CURDIR)/var/tools

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# ---- set-up ------------------------------------------------------------------------------------

$(VENV)/bin/python:
	scripts/make-venv $(VENV)

$(VENV)/.installed-build: $(VENV)/bin/python requirements/build.txt pyproject.toml
	$(INSTALL) requirements/build.txt
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed-build requirements/dev.txt
	$(INSTALL) requirements/dev.txt
	touch $@

.PHONY: venv runtime system assets messages compile locks
venv: $(VENV)/.installed-dev ## .venv with everything a developer needs

runtime: $(VENV)/.installed-build

system: ## PostgreSQL, Chromium and gettext from the distribution, where missing
	scripts/system-packages

assets: runtime ## style sheet, scripts and icons, when their sources have changed
	$(PYTHON) scripts/build_assets.py

messages: venv ## collect texts into the Russian catalogue, say what lacks a translation, compile
	$(TOOL) $(PYTHON) scripts/messages.py collect
	$(PYTHON) scripts/messages.py compile
	$(TOOL) $(PYTHON) scripts/messages.py check

compile: runtime
	$(PYTHON) scripts/messages.py compile

locks: venv ## requirements/*.txt from pyproject.toml, package-lock.json from package.json
	scripts/write-locks

# ---- work --------------------------------------------------------------------------------------

.PHONY: demo bench clean
demo: assets compile ## the demonstration district, served on http://127.0.0.1:8000
	$(VENV)/bin/otklik demo

bench: venv assets compile ## measurements; ROWS=, CASES=, TEXTS= change the sizes
	$(PYTHON) -m bench.import_im $(ROWS)
	$(PYTHON) -m bench.duplicates $(TEXTS)
	$(PYTHON) -m bench.unlabelled $(ROWS)
	$(PYTHON) -m bench.linking $(CASES)
	$(PYTHON) -m bench.reading
	env -u DATABASE_URL $(PYTHON) -m bench.pages $(CASES)
	scripts/with-postgres $(PYTHON) -m bench.pages $(CASES)

clean: ## remove what was built (the venv and your data stay)
	rm -rf dist build var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf frontend/node_modules src/otklik/web/static/otklik/dist
	find src -name '*.mo' -delete

# ---- checks ------------------------------------------------------------------------------------

.PHONY: test lint format types contracts translations test-sqlite test-postgres wheel wheel-check
test: venv system assets compile ## everything CI checks
	$(PYTHON) scripts/check_all.py

lint: venv ## ruff
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check --diff --quiet .

format: venv ## let ruff mend what it can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

types: venv ## mypy, strict
	$(TOOL) $(VENV)/bin/mypy

contracts: venv ## the order of the rooms
	PYTHONPATH=src $(VENV)/bin/lint-imports --no-logo

translations: venv ## every text has its Russian
	$(TOOL) $(PYTHON) scripts/messages.py check

test-sqlite: venv assets compile ## tests on SQLite; ARGS="..." go to pytest
	mkdir -p $(REPORTS)
	env -u DATABASE_URL $(PYTEST) --junitxml=$(REPORTS)/sqlite.xml $(ARGS)

test-postgres: venv assets compile ## the same tests on a throw-away PostgreSQL
	mkdir -p $(REPORTS)
	scripts/with-postgres $(PYTEST) --junitxml=$(REPORTS)/postgres.xml $(ARGS)

wheel: venv assets compile ## dist/otklik-*.whl
	rm -rf dist
	$(PYTHON) -m build --no-isolation --wheel --outdir dist .

wheel-check: wheel ## install the wheel alone into an empty venv and use it
	$(PYTHON) scripts/wheel_check.py
