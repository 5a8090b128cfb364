# make play     the game                      make test        every check but the long ones
# make lint     style, types, imports         make test-long   everything, with the long ones
# make lock     pin the dependencies anew     make clean       back to a bare checkout (saves stay)
#
# Each target sets up what it needs, in .venv; needs Python 3.11 or later.
# Another Python:  make play PYTHON=python3.13       Options of the game:  make play ARGS="--plain"

PYTHON ?= python3
ARGS   ?=
BIN    := .venv/bin

# A stamp is named after what it was made from, so that a changed lock, and only that, sets up anew.
key = $(shell { cat requirements/$(1).txt pyproject.toml; pwd; } | cksum | cut -d' ' -f1)
RUN := .venv/.run-$(call key,run)
DEV := .venv/.dev-$(call key,dev)

# The twins of the engine in JAX and Mesa are tested only where the extra `bench` is installed; else
# their two files are skipped, in test-long too (benchmarks/README.md).
# Tests run on every core; those of one group stay together, since they share something slow to make.
SPREAD := --numprocesses=auto --dist=loadgroup

.PHONY: play test test-long lint lock clean
.DEFAULT_GOAL := play
MAKEFLAGS += --no-print-directory

play: $(RUN)
	@$(BIN)/machinetime play $(ARGS)

test: lint
	$(BIN)/pytest $(SPREAD)

test-long: lint
	$(BIN)/pytest $(SPREAD) -m "long or not long"

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/machinetime content check --jobs 2

$(RUN): | .venv/bin/python
	$(call install,run)

$(DEV): | .venv/bin/python
	$(call install,dev)

define install
	@echo "Setting up .venv ($(1)); this happens once for each change of the lock."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements/$(1).txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-build-isolation --no-deps --editable .
	@rm -f .venv/.$(1)-*
	@touch $@
endef

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		found=$$($(PYTHON) --version 2>&1) || found="not there"; \
		echo "Machine Time needs Python 3.11 or later; '$(PYTHON)' is $$found." >&2; \
		echo "If another one is installed, name it:  make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv .venv

# The lock covers every platform and every Python from 3.11 on, with hashes and without addresses.
UV      := build/lock/bin/uv
COMPILE := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --no-config

lock:
	@test -x $(UV) || { $(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv; }
	$(COMPILE) --extra build --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --extra dev --constraints requirements/run.txt \
		--output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find game tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
