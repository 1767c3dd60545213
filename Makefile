# Everything runs in .venv, made on demand. `make demo` and `make check` are the two commands of the README.

PYTHON ?= python3
BIN := .venv/bin
CORPUS ?=

.PHONY: demo check lint test train phrases bench clean

demo: .venv/ready
	$(BIN)/cleaner --explain examples/article.txt

check: lint test

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: .venv/ready
	$(BIN)/pytest

train: .venv/ready  # make train CORPUS=folder adds a folder of typed lines to the fixtures
	$(BIN)/cleaner train --fixtures fixtures/train $(if $(CORPUS),--corpus $(CORPUS)) --output cleaner/data/model

phrases: .venv/ready
	$(BIN)/python -m cleaner.train.phrasebook

bench: .venv/ready
	$(BIN)/python benchmarks/bench.py

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade "pip>=24"
	$(BIN)/pip install --quiet --editable ".[dev]"
	touch $@

clean:
	rm -rf .venv build dist
