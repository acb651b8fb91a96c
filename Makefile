# Sayso. Needs python3 (3.11 or newer) and make; everything else goes into .venv, which belongs to this file.
.DEFAULT_GOAL := help
.PHONY: help run test check format lint types deploy-check migrations-check translations bench lock clean

PYTHON ?= python3
PORT ?= 8000
UV := 0.13.9
BIN := .venv/bin
READY := .venv/ready
PYTEST := $(BIN)/python -m pytest
# Kept bytecode spares every process nine tenths of its start; some machines tell Python not to keep any.
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## the demo at http://127.0.0.1:8000 (another port: make run PORT=8001); Ctrl-C stops it, the data stays
	@export PYTHONUNBUFFERED=1 DEBUG=$${DEBUG:-1} BASE_URL=$${BASE_URL:-http://127.0.0.1:$(PORT)}; \
	exec $(BIN)/python manage.py serve --port $(PORT)

test: $(READY) ## the suite on SQLite, then the tests of PostgreSQL alone where it is reachable (what takes long: make test ARGS="-m once")
	@$(PYTEST) -n auto --dist worksteal -m "not once" $(ARGS)
	@test -z "$$POSTGRES_FOLLOWS" || exit 0; url=$$($(BIN)/python -m tests.reachable) || exit 0; DATABASE_URL=$$url $(PYTEST) -n auto --dist worksteal -m postgres $(ARGS) || test $$? -eq 5

check: format lint types deploy-check migrations-check test ## everything that must hold before a change lands

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	DEBUG=1 $(BIN)/mypy .

# What a brand would set, with a secret made up on the spot: nothing here is ever served.
deploy-check: $(READY)
	DEBUG=0 SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
	ALLOWED_HOSTS=ideas.example.com BASE_URL=https://ideas.example.com CACHE_URL=redis://cache.example.com:6379/0 \
	DATABASE_URL=sqlite:///:memory: EMAIL_URL=smtp+tls://mail.example.com \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

migrations-check: $(READY)
	DEBUG=1 DATABASE_URL=sqlite:///:memory: $(BIN)/python manage.py makemigrations --check --dry-run

translations: $(READY)
	$(PYTEST) -q tests/test_translations.py

bench: $(READY) ## the benchmarks: a table at the end, JSON beside it
	@$(BIN)/python -m benchmarks $(ARGS)

lock: .venv/uv ## compile requirements*.txt anew from pyproject.toml (newest versions: make lock ARGS=--upgrade)
	@for into in "requirements.txt" "requirements-dev.txt --group dev"; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links $(ARGS) pyproject.toml --output-file $$into || exit 1; \
	done

clean: ## take away the environment, caches and collected files; the database and the media stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements-dev.txt | .venv/uv
	@echo "Installing what requirements-dev.txt locks …"
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip sync --quiet --require-hashes requirements-dev.txt
	@touch $@

# uv is kept out of the lock: it is the tool that installs the lock.
.venv/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Sayso needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.13 …" >&2; \
	  exit 1; }
	@echo "Making the environment in .venv …"
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { \
	  rm -rf .venv; echo "python3 cannot make environments here. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	@touch $@
