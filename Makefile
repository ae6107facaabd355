# Rettplass. `make run` and `make test` set up everything they need in .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
SEED ?= 1
PARTICIPANTS ?= 600
WORKPLACES ?= 4000
COUNTY := var/county
BIN := .venv/bin
export PORT

.PHONY: run install pages simulate load train retrain evaluate backtest learning-curve bench soak rulebook text-model test check docs clean

run: install
	@(command -v npm >/dev/null && $(MAKE) --no-print-directory pages) || \
		echo "Aksel's stylesheet could not be fetched by npm: the pages are usable, and plainer." >&2
ifdef DATA
	@$(MAKE) --no-print-directory load
else
	@$(BIN)/python -m features status --quiet || $(MAKE) --no-print-directory simulate load
endif
	@test -f $${RETTPLASS_MODEL_DIR:-var/champion}/manifest.json || $(MAKE) --no-print-directory first-model || \
		echo "No model yet: the service starts without lists." >&2
	@$(BIN)/python -m serving --port $(PORT)

first-model:
	@$(BIN)/python -m training train
	@$(BIN)/python -m training promote

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" || \
		{ echo "Rettplass needs Python 3.11: set PYTHON=… to point at it." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the packages into .venv (about a minute the first time) …"
	@$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps -e .
	@touch $@

pages: serving/static/.installed

serving/static/.installed: package-lock.json serving/pages/layout/fetch.sh serving/pages/layout/fonts.css
	@npm ci --silent --ignore-scripts --no-audit --no-fund
	@npm run --silent pages
	@touch $@

.venv/.installed-test: .venv/.installed requirements-test.lock
	@$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-test.lock
	@touch $@

simulate: install
	@$(BIN)/python -m features simulate --out $(COUNTY) --seed $(SEED) --participants $(PARTICIPANTS) --workplaces $(WORKPLACES)

load: install
	@$(BIN)/python -m features load $(or $(DATA),$(COUNTY))

train: install
	@$(BIN)/python -m training train

retrain: install
	@$(BIN)/python -m training retrain

evaluate: install
	@$(BIN)/python -m training evaluate

backtest: install
	@$(BIN)/python -m training backtest

learning-curve: install
	@$(BIN)/python -m training learning-curve

bench: install
	@$(BIN)/python -m tests.bench

soak: .venv/.installed-test
	@$(BIN)/python -m tests.soak

rulebook: install
	@$(BIN)/python -m features rulebook

text-model: .venv/.installed-text
	@$(BIN)/python -m training text-model

.venv/.installed-text: .venv/.installed requirements-text.lock
	@echo "Installing torch and sentence-transformers into .venv, for training the text model alone …"
	@$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-text.lock
	@touch $@

test: .venv/.installed-test
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/.installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: install
	@$(BIN)/python -m features docs
	@$(BIN)/python -m serving docs

clean:
	rm -rf .venv var
