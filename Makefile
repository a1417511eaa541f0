# Two commands are enough: `make run` and `make test`. Everything they need they install into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
export DATA_DIR ?= data

.DEFAULT_GOAL := help
CLIENT := jinshui_study/phone/client/index.html
CLIENT_SOURCES := jinshui_study/console/static/tokens.css $(shell find miniprogram/src miniprogram/scripts miniprogram/*.json miniprogram/*.ts miniprogram/index.html -type f)
.PHONY: help run test check bench browser client miniprogram api clean

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[production]' --group dev
	@touch $@

$(CLIENT): $(CLIENT_SOURCES) | $(VENV)/.run
	@.ci/client h5

client: $(CLIENT) ## the phone client as the web page that the service serves

miniprogram: $(VENV)/.run ## the phone client as a WeChat package, in miniprogram/dist/build/mp-weixin
	@.ci/client mp-weixin

api: $(VENV)/.run ## the phone client's types of the API, from the document of the service
	@.ci/client api

run: $(VENV)/.run $(CLIENT) ## set up, make demo data once, serve on 127.0.0.1:$PORT
	@$(BIN)/jinshui demo --if-empty
	@PORT=$(PORT) $(BIN)/jinshui serve

browser: ## Chromium and Chinese fonts for the browser tests, from Debian's packages
	@.ci/browser

test: $(VENV)/.dev browser $(CLIENT) ## all tests: SQLite always, PostgreSQL and Redis where they answer
	@$(BIN)/python -m pytest -m 'not slow' --numprocesses logical --maxprocesses 4
	@$(BIN)/python -m pytest -m slow

check: $(VENV)/.dev ## format, lint, types, import contracts, migrations, bank files, the client's lint, types and tests
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest tests/architecture
	@$(BIN)/jinshui bank check question_bank
	@$(BIN)/jinshui almanac check --least 250
	@.ci/client check

bench: $(VENV)/.dev ## requests per second beside a floor measured in the same run, as JSON lines
	@$(BIN)/python -m benchmarks

clean: ## remove what the commands above made, except the data
	rm -rf $(VENV) miniprogram/node_modules miniprogram/simulate/node_modules miniprogram/dist jinshui_study/phone/client build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-artifacts
