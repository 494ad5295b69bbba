# `make run` and `make test` are all a newcomer needs: git, make and Python 3.11.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
export OPENBLAS_NUM_THREADS ?= 1
# where bytecode may not be kept, every process compiles every module again
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test check lint types layers tests setup setup-dev demo bench lock clean

run: setup demo
	$(BIN)/cruscotto serve

test: setup-dev check

check: lint types layers tests

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

# a file of tests stays with one worker, which makes its data once; the longest files go first
tests:
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# all of them, or ONLY="kpi_call peers"; `$(BIN)/python benchmarks/results.py --list` names them
bench: setup-dev demo
	$(BIN)/python benchmarks/results.py $(ONLY)

# the demonstration is built once; a warehouse that exists is left alone
demo: setup
	@test -e $${CRUSCOTTO_WAREHOUSE:-var/cruscotto.duckdb} || $(BIN)/cruscotto demo

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed ($(PYTHON) not found; set PYTHON=...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.run

# for maintainers: needs uv; the lock names no index
lock:
	uv pip compile pyproject.toml --extra dossier --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra dossier --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock

clean:
	rm -rf $(VENV) var
