# Two commands do everything: `make run` and `make test`. All of them install what they need first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PIP := python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
# Two workers with a cloud each, whatever the machine: they wait for workflows more than they reckon.
SIDE_BY_SIDE := -n 2 --dist loadgroup
# macOS comes with a make that cannot keep the output of two targets apart.
UNMIXED := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# What `.venv` has to be: of this Python, and with what is pinned. One of another Python, or with other pins, is made anew.
# Where Debrief can't run on python3, and no other PYTHON is named, that stays which an earlier PYTHON=… has made.
VERSION := 'import sys; v = sys.version_info[:2]; (3, 11) <= v <= (3, 14) and print("%d.%d" % v)'
WANTED := $(shell $(PYTHON) -I -S -c $(VERSION) 2>/dev/null)
FOUND := $(shell $(BIN)/python -I -S -c $(VERSION) 2>/dev/null)
PINS := $(shell cat requirements/install.txt requirements/dev.txt | cksum)
ifeq ($(WANTED)$(origin PYTHON),file)
WANTED := $(FOUND)
endif
# An extra that nothing else needs: only who names it gets it, and then it is used.
ifdef RECOGNISER
run demo: export LOCAL_RECOGNISER = $(RECOGNISER)
endif
RECOGNISER_INSTALLED := $(if $(filter moonshine,$(RECOGNISER)),$(BIN)/uv pip install --quiet --python $(BIN)/python \
	--require-hashes --no-deps -r requirements/moonshine.txt || $(BIN)/$(PIP) -r requirements/moonshine.txt \
	|| { echo "Moonshine couldn't be installed: it has wheels for Linux on x86-64 and macOS 15 on Apple silicon"; exit 1; },:)
SOURCES := layers/debrief/python functions infra local tests tools

.DEFAULT_GOAL := help
ifneq ($(WANTED) $(PINS),$(FOUND) $(shell cat $(INSTALLED) 2>/dev/null))
.PHONY: $(INSTALLED)
endif
.PHONY: help run demo smoke console console-dev web test soak pr format lint types imports unit flows integration \
	features openapi bench judge pii attacks screenshots synth lock clean

help: ## What there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(INSTALLED) ## The whole of Debrief on this machine; stays up. RECOGNISER=moonshine for better transcripts (installs it)
	@$(RECOGNISER_INSTALLED)
	@exec $(BIN)/python -m local.run --ends-with-parent

demo: $(INSTALLED) ## The same, ending after the summary; INPUT=FILE AGENT=ID FROM=DATE TO=DATE for your own conversations
	@$(RECOGNISER_INSTALLED)
	@exec $(BIN)/python -m local.run --ends-with-parent --demo $(if $(INPUT),--input "$(INPUT)") $(if $(AGENT),--agent "$(AGENT)") \
		$(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)")

smoke: $(INSTALLED) ## One conversation followed through what `make run` keeps up; STACK=dev through a stack in AWS
	@$(BIN)/python -m tools.smoke $(if $(STACK),--stack "$(STACK)") $(if $(RECORDING),--recording "$(RECORDING)")

console: $(INSTALLED) ## Build the console into web/dist, if its sources changed
	@$(BIN)/python -m local.console.build

console-dev: $(INSTALLED) ## The console as it is being written, on port 5174; needs `make run` beside it
	@$(BIN)/python -m local.console.build --install
	@cd web && npm run --silent dev

web: $(INSTALLED) ## The console's form, types and unit tests, and whether its API types have drifted
	@$(BIN)/python -m local.console.build --install
	cd web && npm run --silent check

test: $(INSTALLED) ## Everything that has to be true before a change lands
	@$(MAKE) --no-print-directory -j 3 $(UNMIXED) flows lint types imports web unit
	$(BIN)/python -m pytest tests/performance -q
	$(BIN)/python -m pytest tests/web -q -n 2 --dist worksteal
	@$(BIN)/python -m tools.features

# Ten times as much, unless told: `make soak TIMES=50`.
TIMES ?= 10
soak: export DEBRIEF_SOAK = $(TIMES)
soak: $(INSTALLED) ## What must take long: floods, kills, fuzzing and rules with TIMES=10 as much, growth, a real model
	$(BIN)/python -m pytest tests/unit tests/contract -q -n auto --timeout 3600 -m "soak or not soak"
	$(BIN)/python -m pytest tests/integration/test_flood.py tests/integration/test_due_work.py -q -s -n 0
	$(BIN)/python -m pytest tests/infra/test_lint.py tests/web/test_every_page.py -q -n 0 --timeout 3600
	$(BIN)/python -m pytest tests/infra tests/integration tests/web tests/performance -q -n 0 --timeout 3600 -m soak \
		|| [ $$? -eq 5 ]
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements/soak.txt
	$(BIN)/python -m pytest tests/soak -q -s -n 0 -m soak
	@$(BIN)/python -m tools.bench

pr: $(INSTALLED) format test ## Before a pull request: format, then all that `test` does

format: $(INSTALLED) ## Format the code
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/python -m local.console.build --install
	cd web && npm run --silent format

lint: $(INSTALLED)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)

types: $(INSTALLED)
	$(BIN)/mypy $(SOURCES)

imports: $(INSTALLED)
	PYTHONPATH=layers/debrief/python:. $(BIN)/lint-imports --no-cache

unit: $(INSTALLED) ## Unit and contract tests only
	$(BIN)/python -m pytest tests/unit tests/contract -q -n auto

# Beside what reckons, because flows mostly wait.
flows: $(INSTALLED)
	$(BIN)/python -m pytest tests/infra tests/integration -q $(SIDE_BY_SIDE)

integration: $(INSTALLED) ## Whole flows on the local engine
	$(BIN)/python -m pytest tests/integration -q $(SIDE_BY_SIDE)

features: $(INSTALLED) ## Every number of docs/features.md with the tests that prove it
	@$(BIN)/python -m tools.features --list

openapi: $(INSTALLED) ## Write openapi.json from the code
	@$(BIN)/python -m tools.openapi

bench: $(INSTALLED) ## The budgets beside what was measured
	@$(BIN)/python -m tools.bench

judge: $(INSTALLED) ## How a model judges beside people and twins: MODEL=offline, INPUT=FILE for your own, RUNS=2, MOST=200
	@$(BIN)/python -m tools.judge $(if $(MODEL),--model "$(MODEL)") $(if $(INPUT),--input "$(INPUT)") \
		$(if $(RUNS),--runs "$(RUNS)") $(if $(MOST),--most "$(MOST)")

pii: $(INSTALLED) ## How much personal data the masks find, by kind: DATA=FOLDER for texts of your own, SHOW=1 for what went wrong
	@$(BIN)/python -m tools.pii $(if $(DATA),--data "$(DATA)") $(if $(SHOW),--show)

attacks: $(INSTALLED) ## What attacks gain, and what drifts for their clean twins, by kind: CASES=FILE_OR_FOLDER for your own, ALL=1 for every list
	@$(BIN)/python -m tools.attack_rates --twins $(if $(ALL),--lists) $(if $(CASES),--cases "$(CASES)")

screenshots: $(INSTALLED) ## A picture of every page of the console into docs/screenshots; needs `make run` beside it
	@$(BIN)/python -m tools.screenshots

synth: $(INSTALLED) console ## Synthesise dev, staging and prod, with all checks
	@for name in dev staging prod; do DEBRIEF_ENV=$$name CDK_OUTDIR=cdk.out/$$name $(BIN)/python -m infra.app || exit 1; done

lock: $(INSTALLED) ## Pin requirements/*.txt anew from requirements/*.in
	cd requirements && for name in install lambda printing dev; do ../$(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url $$name.in -o $$name.txt || exit 1; done
	cd requirements && for name in soak moonshine; do ../$(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-deps $$name.in -o $$name.txt || exit 1; done

clean: ## Forget the laptop cloud's state and everything that was built
	rm -rf .local cdk.out build web/dist web/node_modules $(VENV)

$(INSTALLED):
	@test -n "$(WANTED)" || { echo "Debrief needs Python 3.11 to 3.14, and $(PYTHON) is $$($(PYTHON) --version 2>&1): set PYTHON=/path/to/python"; exit 1; }
	@command -v node >/dev/null || { echo "Node.js is missing: the CDK needs it. Install Node 22.12 or later."; exit 1; }
	@echo "installing the pinned dependencies into $(VENV) (once)"
	@test "$(WANTED)" = "$(FOUND)" || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/$(PIP) -r requirements/install.txt
	@$(BIN)/uv pip install --quiet --require-hashes --no-deps -r requirements/dev.txt \
		|| { echo "uv could not: pip does it, which takes longer"; $(BIN)/$(PIP) -r requirements/dev.txt; }
	@echo "$(PINS)" > $@
