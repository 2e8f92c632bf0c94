PYTHON ?= python3
BIN = .venv/bin
TESTERS = 3  # most tests wait for something: a few at a time use two cores well

.PHONY: demo quick test check sizes bench soak schema sbom audit pictures locks clean

PIP = $(BIN)/pip install --quiet --disable-pip-version-check --retries 3

.venv/run.done: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed, and $(PYTHON) is $$($(PYTHON) --version). Name another: make PYTHON=python3.11" >&2; exit 1; }
	@test "$$($(BIN)/python --version 2>&1)" = "$$($(PYTHON) --version 2>&1)" || rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(install)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/local.done: requirements-local.lock .venv/run.done
	@$(install)
	@touch $@

.venv/dev.done: requirements-dev.lock .venv/run.done
	@$(install)
	@touch $@

# In an environment of its own: what looks at the code needs other versions than what runs it.
CHECKS = .venv/checks
.venv/checks.done: requirements-checks.lock .venv/run.done
	@$(PYTHON) -m venv $(CHECKS)
	@echo "Installing the packages of $<…" && $(CHECKS)/bin/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $<
	@touch $@

# Python compiles what it loads by itself: compiling all of it beforehand would take a third of the time.
define install
echo "Installing the packages of $<…" && $(PIP) --no-compile --require-hashes -r $< 2> .venv/pip.log || { \
	echo "The packages of $< could not be installed: is there a network? pip says: $$(tail -n 1 .venv/pip.log)" >&2; exit 1; }
endef

demo: .venv/run.done $(if $(filter local%,$(MODEL)),.venv/local.done)  ## Local Slack and the bot; ONCE=1: unattended; MODEL=local
	@$(if $(MODEL),SLUICE_MODEL=$(MODEL)) $(BIN)/sluice demo $(if $(ONCE),--once)

quick: .venv/dev.done  ## rules, views and drafts without a model: no server, no database, no browser
	$(BIN)/python -m pytest -n 2 --quick tests/rules tests/bot/test_views.py tests/bot/test_words.py $(wildcard tests/agents/test_offline*.py)

test: .venv/dev.done  ## every test once; EVERY=1: every row of every table, and what takes long
	$(BIN)/python -m pytest -n $(TESTERS) --dist worksteal $(if $(EVERY),,--sample)

sizes: .venv/dev.done  ## how long files and functions are, and how plain the names
	@$(BIN)/python -m tests.sizes

check: .venv/dev.done .venv/checks.done  ## style, types, contracts, security rules, every test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(CHECKS)/bin/bandit --quiet --recursive --configfile pyproject.toml bot agents storage
	$(CHECKS)/bin/semgrep scan --metrics off --disable-version-check --quiet --error --config tests/security bot agents storage localslack
	$(CHECKS)/bin/semgrep scan --metrics off --disable-version-check --quiet --test tests/security
	$(BIN)/python -m pytest -n $(TESTERS) --dist worksteal

bench: .venv/dev.done  ## the figures; ONLY=name for one
	$(BIN)/python -m benchmarks $(ONLY)

soak: .venv/dev.done  ## the long runs, and the bot's tests once more at Slack's own pace
	$(BIN)/python -m pytest -n 2 --dist worksteal -m soak
	SLUICE_PACED=1 $(BIN)/python -m pytest -n 6 --dist worksteal tests/bot tests/safety tests/samples

schema: .venv/dev.done  ## the manifest beside Slack's own schema: SCHEMAS=folder of slackapi/manifest-schema
	$(BIN)/python -m tests.official_schema $(SCHEMAS)

sbom: .venv/checks.done  ## build/sbom.json: what an installation consists of (CycloneDX)
	@mkdir -p build
	@$(CHECKS)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json
	@echo "build/sbom.json"

audit: .venv/checks.done  ## known faults of the packages that are installed (needs the network)
	$(CHECKS)/bin/pip-audit --strict --requirement requirements.lock --require-hashes --disable-pip

pictures: .venv/dev.done  ## the pictures of the README, from Local Slack (needs chromium)
	$(BIN)/python -m tests.browser.pictures

locks:  ## new versions and hashes (needs uv)
	uv pip compile pyproject.toml $(LOCK) $(EXTRAS) --group build -o requirements.lock
	uv pip compile pyproject.toml $(LOCK) $(EXTRAS) --group build --group dev -o requirements-dev.lock
	printf 'bandit\nsemgrep\npip-audit\ncyclonedx-bom\n' | uv pip compile - $(LOCK) --no-strip-extras -o requirements-checks.lock
	echo 'xllamacpp' | uv pip compile - $(LOCK) -c requirements.lock -o requirements-local.lock

EXTRAS = --extra anthropic --extra openai --extra ollama --extra postgres --extra tools
LOCK = --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header --no-annotate

clean:  ## what make built; the data folder .sluice stays
	rm -rf .venv .pytest_cache *.egg-info
