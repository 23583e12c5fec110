# Two commands are all a user needs: `make ingest` and `make test`.
# Any Python from 3.11 to 3.13 will do; another than the first found: make ingest PYTHON=python3.13
SUITABLE = import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUITABLE)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Two at once, in the order of the folders: the few long files of tests/flows come first. Then, with
# nothing beside them, those that compare times.
define PYTEST
$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m 'not bench and not alone'
$(BIN)/pytest -n 0 -m alone
endef

.PHONY: train heldout bench bench-warehouse bench-fetch bench-tools setup ingest test check format clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "No Python 3.11 to 3.13 with venv found: install one" \
		"(Debian, Ubuntu: apt install python3 python3-venv) or name one: make PYTHON=…" >&2; exit 1; }
	@echo "Setting up $(VENV) (a minute or two, once) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

ingest: setup
	@$(BIN)/gonghui ingest

test: setup
	$(PYTEST)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST)

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Leaves the data folder alone.
clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache

# Fit the two models anew from tests/gold and warehouse/training; needs the extra `train`.
train: setup
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m tasks.extract.training

# Scores by models that have not seen the page: each half of tests/gold by the other.
heldout: setup
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m tasks.extract.heldout

# Speed and memory, each figure beside its bar: of reading and running (10 to 25 minutes), of the
# warehouse (of 50,000 articles, or as many as GONGHUI_BENCH_ARTICLES says), and of fetching. Each
# writes RESULTS.md in its folder.
BENCH = $(BIN)/pytest -n 0 -m bench --tb short

bench: bench-tools
	$(BENCH) --results tests/bench/RESULTS.md tests/bench \
		--ignore tests/bench/warehouse --ignore tests/bench/fetch

bench-warehouse: bench-tools
	GONGHUI_BENCH_ARTICLES=$${GONGHUI_BENCH_ARTICLES:-50000} \
		$(BENCH) --results tests/bench/warehouse/RESULTS.md tests/bench/warehouse

bench-fetch: bench-tools
	$(BENCH) --results tests/bench/fetch/RESULTS.md tests/bench/fetch

bench-tools: setup
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[bench]'
