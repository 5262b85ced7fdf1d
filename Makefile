# remit: `make` lists what can be made.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.developed
PACKAGES := corpus extractors index pipeline api
CLIENT := .venv-client
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null || \
		{ echo "remit needs Python 3.11 or 3.12: install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing remit and its pinned dependencies into $(VENV) (about 2.5 GB, some minutes, once)"
	@# torch first and alone: the exact pin takes the CPU build where the index offers one
	@$(PIP) install --constraint constraints.txt torch
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(DEVELOPED): $(INSTALLED)
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: install
install: $(INSTALLED) ## build .venv with the remit command in it

.PHONY: demo
demo: $(INSTALLED) ## ingest the bundled documents and ask a question
	@$(BIN)/remit demo

.PHONY: test
test: $(DEVELOPED) ## set up and run the whole test suite
	$(BIN)/python -m pytest

.PHONY: check
check: $(DEVELOPED) ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(DEVELOPED) ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: $(DEVELOPED) ## measure speed, memory, headings, tables, damaged files, embedding and search
	$(BIN)/python -m tests.benchmarks

$(CLIENT)/.installed: notebooks/make_client/requirements.txt
	@$(PYTHON) -m venv $(CLIENT)
	@$(CLIENT)/bin/pip --disable-pip-version-check --quiet install --requirement $<
	@touch $@

.PHONY: client
client: $(DEVELOPED) $(CLIENT)/.installed ## make the Python client of the HTTP API from its OpenAPI document
	@$(BIN)/python -m notebooks.make_client $(CLIENT)/bin/datamodel-codegen

.PHONY: samples
samples: $(DEVELOPED) ## make the bundled PDF and DOCX documents from their sources
	$(BIN)/python -m corpus.samples.build

.PHONY: ner
ner: $(INSTALLED) ## train the model of organisations that the gazetteer does not know
	$(BIN)/python -m extractors.ner.train

.PHONY: clean
clean: ## remove the environment, the index and the caches
	rm -rf $(VENV) $(CLIENT) .remit .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
