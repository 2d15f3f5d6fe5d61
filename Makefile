# Everything one types. `make run` and `make test` work on a fresh clone.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := $(CURDIR)/site:$(CURDIR)

.PHONY: run test bench search-quality access markdown permissions elasticsearch lint types contracts templates unit coverage postgres messages lock

# `prepare` migrates, loads the regions and pages, and on an empty database the demo content.
run: .venv/run.stamp messages
	@mkdir -p var
	BASE_URL=http://localhost:$(PORT) $(BIN)/python manage.py prepare
	BASE_URL=http://localhost:$(PORT) $(BIN)/gunicorn config.wsgi:application --env DJANGO_SETTINGS_MODULE=config.settings.dev \
	  --bind 0.0.0.0:$(PORT) --workers 1 --threads 8 --limit-request-line 8190 --access-logfile /dev/null

test: .venv/test.stamp messages lint types contracts templates
	$(BIN)/python tests/on_both.py

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/test.stamp
	$(BIN)/mypy

contracts: .venv/test.stamp
	$(BIN)/lint-imports

templates: .venv/test.stamp
	$(BIN)/djhtml --check --tabwidth 2 site home community search

# All but what needs a PostgreSQL, on SQLite.
unit: .venv/test.stamp
	$(BIN)/pytest --numprocesses auto

# The same, and how much of the code it runs: it takes half as long again.
coverage: .venv/test.stamp messages
	$(BIN)/pytest --numprocesses auto --cov --cov-report term

# All that concerns the database, on PostgreSQL.
postgres: .venv/test.stamp
	$(BIN)/python tests/on_postgres.py --numprocesses auto

# The server that the tests of the search run against: fetched once into a cache outside the repository. Needs Maven.
elasticsearch: .venv/run.stamp
	$(BIN)/python -m tests.services.elasticsearch

# Writes docs/permissions.md: who may do what.
permissions: .venv/run.stamp
	@$(BIN)/python manage.py write_permissions

access: .venv/test.stamp
	$(BIN)/pytest --numprocesses auto tests/test_access.py

# Fetches CommonMark's examples and two public lists of hostile texts into a temporary place, and holds Markdown to them.
markdown: .venv/test.stamp
	@$(BIN)/python -m tests.conformity

# Fills a site of its own in a temporary directory; ONLY=story measures those rows alone, ONLY=hostile the texts that are
# made to take long, ON=postgresql on a PostgreSQL.
# ONLY=search also measures both engines, Elasticsearch over DOCUMENTS entries; that takes half an hour. ONLY=members also
# measures lists of MEMBERS members on PostgreSQL, and the deletion of one who wrote much. ONLY=forum, or the beginning of
# the name of a row of it, also measures a forum of POSTS posts on PostgreSQL. ONLY=trust measures deciding the trust
# levels of MEMBERS members, there, too.
bench: .venv/run.stamp messages
ifeq ($(ONLY),search)
	@failed=; \
	$(BIN)/python -m benchmarks --only search --on "$(or $(ON),sqlite)" || failed=1; \
	$(BIN)/python -m benchmarks.searching --on sqlite || failed=1; \
	$(BIN)/python -m benchmarks.searching --documents $(or $(DOCUMENTS),1000000) || failed=1; \
	test -z "$$failed"
else ifeq ($(ONLY),members)
	@failed=; \
	$(BIN)/python -m benchmarks --only members --on "$(or $(ON),sqlite)" || failed=1; \
	$(BIN)/python -m benchmarks.members --members $(or $(MEMBERS),100000) || failed=1; \
	test -z "$$failed"
else ifeq ($(ONLY),desk)
	@$(BIN)/python -m benchmarks.desk
else ifeq ($(ONLY),trust)
	@$(BIN)/python -m benchmarks.trust --members $(or $(MEMBERS),100000)
else ifneq ($(filter forum%,$(firstword $(ONLY))),)
	@failed=; \
	$(BIN)/python -m benchmarks --only "$(ONLY)" --on "$(or $(ON),sqlite)" || failed=1; \
	$(BIN)/python -m benchmarks.forum --only "$(ONLY)" --posts $(or $(POSTS),1000000) || failed=1; \
	test -z "$$failed"
else
	@$(BIN)/python -m benchmarks --only "$(ONLY)" --on "$(or $(ON),sqlite)"
endif

# How well each engine answers the judged queries; fails below the figures that were reached. Needs what `make test` does.
search-quality: .venv/test.stamp messages
	@$(BIN)/python -m benchmarks.quality
	@$(BIN)/python -m benchmarks.quality --on postgresql

messages: .venv/run.stamp
	@$(BIN)/pybabel --quiet compile --directory locale --domain django

lock:
	uv pip compile --quiet --generate-hashes --python-version 3.11 pyproject.toml --output-file requirements.txt
	uv pip compile --quiet --generate-hashes --python-version 3.11 pyproject.toml --group test --output-file requirements-test.txt

# The path file makes both source roots importable for every tool of the environment, run by hand or from here.
.venv/bin/python:
	$(PYTHON) -m venv .venv
	@printf '%s\n' "$(CURDIR)/site" "$(CURDIR)" > "$$($@ -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/negeri.pth"

# The lock is whole, so nothing is resolved again: pip would look at newer releases for a package with extras, and stop.
.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.txt
	@touch $@

.venv/test.stamp: requirements-test.txt | .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements-test.txt
	@touch $@
