# Two commands: `make demo` and `make test`. Each makes its own environment from the lock files; both need only Python 3.11, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet


.PHONY: demo test lint types lock clean help

help:
	@echo "make demo   read samples/ into a ledger and show what happened"
	@echo "make test   install everything the tests need and run them"
	@echo "make lock   write the lock files anew (needs uv)"

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@echo "Making the environment in $(VENV) from requirements.lock (about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	@echo "Adding what the tests need from requirements-dev.lock ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/run.stamp
	@sh scripts/demo.sh

test: $(VENV)/dev.stamp lint types
	@$(BIN)/python -m pytest -n 2 -rs

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check src tests
	@$(BIN)/ruff format --check src tests

types: $(VENV)/dev.stamp
	@$(BIN)/mypy

lock:
	uv pip compile pyproject.toml --universal --generate-hashes --group build --no-emit-index-url --no-annotate --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --universal --generate-hashes --group build --group dev --no-emit-index-url --no-annotate --no-header -q -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo build *.egg-info
