# The workshop: every target sees to what it needs, then runs one command you could type yourself.
#
#   make site                        build everything into output/
#   make PYTHON=python3.12 site      with a Python of your choosing, 3.11 or newer
#   make site ARGS="--only html"     with options of the command behind the target
#   make test PYTEST_ARGS="-k dates -x"

# Paths are relative, so that a folder whose name holds spaces does no harm.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site check serve test long overnight fuzz audit bench lint lock clean distclean

PYTHON ?=
ARGS ?=
# One process for each core of a small machine; a module stays in one, with what it built, and
# what takes longest comes first (tests/scheduling.py).
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder -m "not long and not overnight"
export PYTHON

# The tests drive the system's Chromium: no browser is ever downloaded.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

python := .venv/bin/python

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

site: ## Build the site, the book and the open data into output/
	@sh tools/ensure-system venv book
	@sh tools/ensure-venv requirements.lock
	$(python) build.py build $(ARGS)

check: ## Check the record and write nothing
	@sh tools/ensure-system venv
	@sh tools/ensure-venv requirements.lock
	$(python) build.py check $(ARGS)

serve: ## Preview the site while you write
	@sh tools/ensure-system venv book
	@sh tools/ensure-venv requirements.lock
	$(python) build.py serve $(ARGS)

test: ## Run the tests
	@sh tools/ensure-system venv book tests
	@sh tools/ensure-venv requirements-dev.lock
	$(python) -m pytest $(PYTEST_ARGS)

audit: ## Audit the whole site: accessibility, markup, weight, stillness (some 20 minutes)
	@sh tools/ensure-system venv book tests node audits
	@sh tools/ensure-venv requirements-dev.lock
	@sh tools/ensure-npm tools/audit
	$(python) tools/audit $(ARGS)

long: ## Run the tests that take much of a minute
	@sh tools/ensure-system venv book tests node
	@sh tools/ensure-venv requirements-dev.lock
	@sh tools/ensure-npm tools/language-server
	$(python) -m pytest -n 2 --dist loadfile -m long

overnight: ## Run the tests that take minutes each
	@sh tools/ensure-system venv book tests
	@sh tools/ensure-venv requirements-dev.lock
	$(python) -m pytest -n 2 -m overnight

bench: ## Time Casebook beside Hugo, Eleventy and Zola (some 20 minutes; ARGS=--write keeps it)
	@sh tools/ensure-system venv node
	@sh tools/ensure-venv requirements.lock
	@sh bench/peers/install
	$(python) bench/generators.py $(ARGS)

fuzz: ## Fuzz every reader of what others wrote (ARGS="--minutes 60"; ten if left out)
	@sh tools/ensure-system venv
	@sh tools/ensure-venv requirements-dev.lock
	@sh tools/ensure-venv requirements-fuzz.lock
	$(python) tools/fuzz $(ARGS)

lint: ## Read the code, its types and the workflow for mistakes
	@sh tools/ensure-system venv
	@sh tools/ensure-venv requirements-dev.lock
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy --strict
	.venv/bin/zizmor --offline --quiet .github

lock: ## Pin anew what pyproject.toml asks for (ARGS=--upgrade for the newest)
	@PYTHON="$$(sh tools/python)" && export PYTHON && bash tools/lock $(ARGS)

clean: ## Remove what the build and the tools wrote; .venv stays
	rm -rf output build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . \( -path ./.venv -o -name node_modules \) -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## Remove .venv and what npm installed too
	rm -rf .venv tools/audit/node_modules tools/language-server/node_modules
	rm -rf bench/peers/.venv bench/peers/node_modules
