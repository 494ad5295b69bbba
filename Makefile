# `make run` and `make test` are all a newcomer needs: git, make and Python 3.11 or newer.
VERSIONS := 3.14 3.13 3.12 3.11
# the newest that starts: a name on the path may be only the door of a manager of versions
PYTHON ?= $(shell for v in $(VERSIONS); do python$$v -c 'import ensurepip, venv' 2>/dev/null && echo python$$v && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# one more than cores: a worker that waits for a browser or a server leaves its core to another
WORKERS ?= $(shell echo $$(($$(nproc 2>/dev/null || echo 2) + 1)))
export OPENBLAS_NUM_THREADS ?= 1
# where bytecode may not be kept, every process compiles every module again
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test check lint types layers tests thorough quick fast coverage mutants newest durations docs wheel sbom \
	setup setup-dev data demo bench lock pins clean

run: setup data
	$(BIN)/cruscotto serve

test: setup-dev check

check: lint types layers tests

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/lint.py

# at both ends of the versions that we support; ruff reads the lowest from pyproject.toml
types:
	$(BIN)/mypy
	$(BIN)/mypy --python-version 3.14

layers:
	$(BIN)/lint-imports

# a file of tests stays with one worker, which makes its data once; the longest files go first
tests:
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not thorough"

# what proves at length what `make test` proves by an example: every table on both engines, a cluster
# whose driver and worker are killed, more kills and random cases
thorough: setup-dev
	THOROUGH=1 $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# rooms whose tests need no files and no server
PURE := $(wildcard $(addprefix tests/unit/,alerts disclosure evaluation export facts finance i18n kpi values))
# what a change most likely breaks, in under a minute: two cores share lints with types, and tests
quick: setup-dev
	@$(MAKE) --no-print-directory -j 2 lint quick-types fast
quick-types:
	$(BIN)/mypy
	$(BIN)/lint-imports
fast:
	$(BIN)/pytest -q -n $(WORKERS) -m "not slow" $(PURE)

# lines and branches of each room that the quick tests reach
coverage: setup-dev
	$(BIN)/pytest -q -n $(WORKERS) -m "not slow" $(PURE) --cov=cruscotto --cov-branch --cov-report=json:var/coverage.json
	$(BIN)/python tools/coverage_by_room.py var/coverage.json

# changes small rooms of rules, one thing at a time, and counts what the tests notice
mutants: setup-dev
	$(PIP) install --group mutants
	$(BIN)/python benchmarks/results.py mutants

# the quick tests with the newest version of every library, our upper bounds left out
newest: setup-dev
	$(PYTHON) -m venv --clear var/newest
	var/newest/bin/python -m pip install --quiet --upgrade pip $$($(BIN)/python tools/requirements.py)
	PYTHONPATH=$(CURDIR) var/newest/bin/python -m pytest -q -n $(WORKERS) -m "not slow" $(PURE)

# seconds of processor of each test; what takes over 0.7 is marked as slow
durations: setup-dev
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations-to tests/durations.json

docs: setup-dev
	$(BIN)/python tools/document.py

# what the installation is made of, as CycloneDX 1.6: the pins of the lock, with their digests
sbom: setup-dev
	mkdir -p var
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
		--spec-version 1.6 --of JSON -o var/sbom.cdx.json

wheel: setup-dev
	$(BIN)/python -m hatchling build --target wheel --directory var/wheel

# all of them, or ONLY="kpi_call peers"; `$(BIN)/python benchmarks/results.py --list` names them
bench: setup-dev demo
	CRUSCOTTO_WAREHOUSE=$${CRUSCOTTO_WAREHOUSE:-var/dimostrazione.duckdb} \
		$(BIN)/python benchmarks/results.py $(ONLY)

# both data sets are built once; warehouses that exist are left alone
data: setup
	@if test -n "$$CRUSCOTTO_WAREHOUSE"; then test -e "$$CRUSCOTTO_WAREHOUSE" || $(BIN)/cruscotto build; \
	else test -e var/cruscotto.duckdb -a -e var/dimostrazione.duckdb || $(BIN)/cruscotto build; fi

demo: setup
	@test -e $${CRUSCOTTO_WAREHOUSE:-var/dimostrazione.duckdb} || $(BIN)/cruscotto demo

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, with venv; none was found: set PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# the pip that a Python brings may be years old, and setuptools is used by nothing here
$(VENV)/.build: requirements-build.lock | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-build.lock
	$(PIP) uninstall --yes setuptools
	touch $@

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.build
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml $(VENV)/.build
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	-$(MAKE) --no-print-directory $(OIDC)
	touch $@ $(VENV)/.run

# the certified provider of identities that the browser tests sign in at; without it, their own
OIDC := $(VENV)/oidc/node_modules
$(OIDC):
	mkdir -p $(VENV)/oidc
	cd $(VENV)/oidc && PATH="$(abspath $(BIN)):$$PATH" npm install --no-package-lock --ignore-scripts \
		--no-audit --no-fund --loglevel=error --fetch-retries=0 --fetch-timeout=20000 oidc-provider@9.13.3

# for maintainers; the locks name no index
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q
lock: setup-dev
	$(COMPILE) pyproject.toml --extra dossier -o requirements.lock
	$(COMPILE) pyproject.toml --extra dossier --extra dev -o requirements-dev.lock
	$(COMPILE) --group build --constraint requirements-dev.lock -o requirements-build.lock

# every pin has a wheel for every version of Python that we support; nothing is built or installed
pins: setup-dev
	$(BIN)/pytest -q -n 0 tests/unit/test_locks.py

clean:
	rm -rf $(VENV) var
