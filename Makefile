# Everything a developer, a demo machine and an automatic check do with Wijkstem.

PYTHON ?= python3
PORT ?= 8000
#: How many processes run the tests: one more than there are cores, for those of real processes wait as much as they work.
WORKERS ?= $(shell echo $$(( $$($(PYTHON) -c 'import os; print(os.cpu_count() or 1)') + 1 )))
#: Extra arguments for pytest, such as TESTS="tests/domain -k signature".
TESTS ?=
#: Which parts are measured (all), and whether with tiny sizes, to see that it works.
ONLY ?=
QUICK ?=

VENV := .venv
BIN := $(VENV)/bin
#: What was done is marked inside the environment, and so forgotten with it.
STAMPS := $(VENV)/made
SPECTRAL := tools/spectral/node_modules/.package-lock.json
ASSETS := platform/wijkstem/static/dist/manifest.json
ASSETS_FROM := $(shell find platform/wijkstem/static templates -name dist -prune -o -type f -print) \
	platform/wijkstem/kit/assets.py platform/wijkstem/kit/css.py
# Compiled at first use instead: most modules of most packages are never imported.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile
LOCK := $(STAMPS)/uv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --upgrade

MAKEFLAGS += --no-print-directory
# Where it is set, every process compiles all that it imports anew, for nothing: what is compiled is never in the tree's way.
unexport PYTHONDONTWRITEBYTECODE
# What `check` looks at before the tests.
LOOKS := looks-types looks-format looks-imports looks-migrations looks-words
.DEFAULT_GOAL := help
.PHONY: $(LOOKS) help setup demo assets test coverage check bench fire format lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/dev assets ## Build the environment for development

demo: $(STAMPS)/runtime assets ## Fill five municipalities and serve them on PORT (8000)
	@exec $(BIN)/wijkstem demo --port $(PORT)

assets: $(ASSETS) ## Build the stylesheets and pictures

test: setup ## Run all tests, with a real PostgreSQL and Redis, and a browser where there is one
	@sh tools/browser.sh
	@sh tools/redis.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

coverage: setup ## Run all tests and say which lines none of them reaches; takes much longer
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov $(TESTS)

check: setup ## All that has to hold before a change is merged; ends with the tests
	@$(MAKE) --jobs=2 --output-sync $(LOOKS)
	@$(MAKE) test

# Each a look of its own, so that one is not waited for by the others; the longest begins first.
looks-types:
	$(BIN)/mypy

looks-format:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

looks-imports:
	$(BIN)/lint-imports

looks-migrations:
	@sh tools/migrations.sh

looks-words:
	$(BIN)/python -m wijkstem.kit.i18n check

bench: setup ## Measure what it costs beside its floor, half an hour; ONLY="pages rush" for parts, QUICK=1 for a try
	@sh tools/redis.sh
	@$(BIN)/python -m bench $(if $(ONLY),--only "$(ONLY)") $(if $(QUICK),--quick)

fire: setup ## Break everything in the middle of a storm of requests; SEED=n repeats one, MINUTES=n goes on
	@SEED=$(SEED) MINUTES=$(MINUTES) sh tools/fire.sh $(BIN)/python

format: setup ## Put the code in its agreed form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(STAMPS)/uv/bin/uv ## Pin every dependency anew, with hashes
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group build -c requirements-dev.txt -o requirements-build.txt
	$(LOCK) --group node -o requirements-node.txt
	$(LOCK) --group oracle -c requirements-dev.txt --no-emit-package gurobipy -o requirements-oracle.txt

clean: ## Remove what was made, but for the databases in var/
	rm -rf $(VENV) node_modules tools/spectral/node_modules platform/wijkstem/static/dist .coverage .coverage.* \
		htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# --- stamps: what was done need not be done again -----------------------------------------------

$(STAMPS)/venv:
	@sh tools/venv.sh "$(PYTHON)" "$(VENV)"
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.txt requirements-build.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements.txt -r requirements-build.txt
	$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

# The oracle without what it asks for: its lock has all that it needs, and not the proprietary solver.
$(STAMPS)/dev: $(STAMPS)/runtime requirements-dev.txt requirements-oracle.txt $(SPECTRAL)
	$(INSTALL) --require-hashes -r requirements-dev.txt
	$(INSTALL) --require-hashes --no-deps -r requirements-oracle.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | $(STAMPS)/venv
	sh tools/npm.sh "$(BIN)" ci --ignore-scripts
	@touch $@

# The linter of the API's description, in a folder of its own: who only runs the platform need not have it.
$(SPECTRAL): tools/spectral/package.json tools/spectral/package-lock.json | $(STAMPS)/venv
	sh tools/npm.sh "$(BIN)" --prefix tools/spectral ci --ignore-scripts
	@touch $@

$(ASSETS): node_modules/.package-lock.json $(ASSETS_FROM) | $(STAMPS)/runtime
	$(BIN)/python -m wijkstem.kit.assets build
	@touch $@

$(STAMPS)/uv/bin/uv: | $(STAMPS)/venv
	@sh tools/venv.sh "$(PYTHON)" "$(STAMPS)/uv"
	$(STAMPS)/uv/bin/pip --disable-pip-version-check --quiet install "uv>=0.9"
