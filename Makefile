# make serve | test | ask Q="…" | eval | check | clean. Everything is installed into .venv, in the versions of constraints.txt.

PORT ?=
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/pip install --disable-pip-version-check --progress-bar on -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help serve index ask test lint check eval footprint format lock clean

help: ## show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: index ## serve http://127.0.0.1:8000 (PORT=… for another port)
	@$(BIN)/python -m service $(if $(PORT),--port $(PORT))

index: .venv/models.stamp ## build the index if it is missing or stale
	@$(BIN)/python -m index build --if-stale

ask: export QUESTION = $(Q)
ask: index ## answer one question: make ask Q="怎么申请专利质押融资支持？"
	@$(BIN)/python -m rag ask "$$QUESTION"

test: .venv/dev.stamp ## install what the tests need and run them all
	@tests/ensure-browser.sh
	@$(BIN)/python -m pytest --cov

lint: .venv/dev.stamp ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## everything that CI checks

eval: .venv/eval.stamp index ## score the service on its own questions, write docs/reports and hold them against the gate
	@$(BIN)/python -m eval run
	@$(BIN)/python -m eval run --dataset eval/datasets/ip_policy_test.jsonl --figures-only --out docs/reports/eval-held-out
	@$(BIN)/python -m eval faults > /dev/null
	@$(BIN)/python -m eval gate docs/reports/eval docs/reports/eval-held-out

footprint: index ## measure seconds to ready and memory of the default service; write docs/reports/footprint.json
	@$(BIN)/python -m eval footprint

format: .venv/dev.stamp ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: .venv/dev.stamp ## write the installed versions to constraints.txt
	@{ head -1 constraints.txt; $(BIN)/pip freeze --exclude zhangju | sed 's/+cpu//'; } > .venv/lock && mv .venv/lock constraints.txt

clean: ## remove the environment, the built index and caches
	rm -rf .venv var *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage

.venv/models.stamp: pyproject.toml constraints.txt
	@test -x $(BIN)/pip || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@$(INSTALL) -e '.[formats,models]'
	@touch $@

.venv/eval.stamp: pyproject.toml constraints.txt
	@test -x $(BIN)/pip || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@$(INSTALL) -e '.[formats,models,eval]'
	@touch $@ .venv/models.stamp

.venv/dev.stamp: pyproject.toml constraints.txt
	@test -x $(BIN)/pip || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@$(INSTALL) -e '.[formats,models,ocr,eval,dev]'
	@touch $@ .venv/models.stamp .venv/eval.stamp
