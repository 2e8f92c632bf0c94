PYTHON ?= python3
BIN = .venv/bin
TESTERS = 3  # most tests wait for something: a few at a time use two cores well

.PHONY: demo test check bench soak schema pictures locks clean

PIP = $(BIN)/pip install --quiet --disable-pip-version-check --retries 3

.venv/run.done: requirements.lock pyproject.toml
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

# Python compiles what it loads by itself: compiling all of it beforehand would take a third of the time.
define install
echo "Installing the packages of $<…" && $(PIP) --no-compile --require-hashes -r $< 2> .venv/pip.log || { \
	echo "The packages of $< could not be installed: is there a network? pip says: $$(tail -n 1 .venv/pip.log)" >&2; exit 1; }
endef

demo: .venv/run.done $(if $(filter local%,$(MODEL)),.venv/local.done)  ## Local Slack and the bot; ONCE=1: unattended; MODEL=local
	@$(if $(MODEL),SLUICE_MODEL=$(MODEL)) $(BIN)/sluice demo $(if $(ONCE),--once)

test: .venv/dev.done  ## all tests
	$(BIN)/python -m pytest -n $(TESTERS) --dist worksteal

check: .venv/dev.done  ## style, types, contracts, tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n $(TESTERS) --dist worksteal

bench: .venv/dev.done  ## the figures; ONLY=name for one
	$(BIN)/python -m benchmarks $(ONLY)

soak: .venv/dev.done  ## the long runs, and all tests once more at Slack's own pace
	$(BIN)/python -m pytest -n 2 --dist worksteal -m soak
	SLUICE_PACED=1 $(BIN)/python -m pytest -n 6 --dist worksteal tests/bot tests/safety tests/samples

schema: .venv/dev.done  ## the manifest beside Slack's own schema: SCHEMAS=folder of slackapi/manifest-schema
	$(BIN)/python -m tests.official_schema $(SCHEMAS)

pictures: .venv/dev.done  ## the pictures of the README, from Local Slack (needs chromium)
	$(BIN)/python -m tests.browser.pictures

locks:  ## new versions and hashes (needs uv)
	uv pip compile pyproject.toml $(LOCK) $(EXTRAS) --group build -o requirements.lock
	uv pip compile pyproject.toml $(LOCK) $(EXTRAS) --group build --group dev -o requirements-dev.lock
	echo 'xllamacpp' | uv pip compile - $(LOCK) -c requirements.lock -o requirements-local.lock

EXTRAS = --extra anthropic --extra openai --extra ollama --extra postgres --extra tools
LOCK = --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header --no-annotate

clean:
	rm -rf .venv .sluice
