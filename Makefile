# `make` alone lists what there is. PYTHON picks the interpreter, PORT the address of `run`, STATE
# where it keeps what happened.
PYTHON ?= python3
PORT ?= 8080
ORIGINS ?=
STATE ?= .local
ARGS ?=
VERSION ?=
export PYTHONDONTWRITEBYTECODE = 1
# What a command cannot do without, said before anything is installed for it.
need = $(foreach name,$(1),$(if $($(name)),,$(error make $@ needs $(name)=… ("make help" shows how))))

.DEFAULT_GOAL := help
.PHONY: help run stop clock demo pictures test lint bench heads kills mutants publish rules venv build deploy solver load certificates check proof hand-over take clean-local

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | \
		awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: ## the whole system on this machine, at http://127.0.0.1:8080 (PORT=8081 changes it)
	@$(PYTHON) -m infra.venvs local
	@exec .venvs/local/bin/python -m infra.local --state $(STATE) run --port $(PORT) --origins "$(ORIGINS)"

stop: ## stop what `make run` started elsewhere
	@.venvs/local/bin/python -m infra.local --state $(STATE) stop

clock: ## move the local time: make clock TO=+15d (or 2026-03-01T08:00, or reset)
	$(call need,TO)
	@.venvs/local/bin/python -m infra.local --state $(STATE) clock $(TO)

demo: venv ## two sample provinces from idea to stars and the five years of a plan, through public pages and mail alone
	@$(PYTHON) -m infra.venvs local
	@.venv/bin/python -m infra.demo $(ARGS)

pictures: venv ## the pictures of docs/office-*.md, from a demo that is kept (ARGS="--port 8091")
	@.venv/bin/python -m infra.demo.pictures $(ARGS)

test: venv ## every test, in three processes; ARGS="tests/unit -k tally" picks some, ARGS="-n 0" takes one
	@$(PYTHON) -m infra.venvs local sam checkov solvers
	@env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pytest -n 3 $(ARGS) # compiled tests are kept

lint: venv ## ruff, mypy --strict, import contracts, cfn-lint
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy functions infra tests
	@PYTHONPATH=functions .venv/bin/lint-imports --no-logo
	@.venv/bin/cfn-lint template.yaml infra/front.yaml infra/solver.yaml

bench: venv ## measure the promises (docs/speed.md); ARGS=life only what one dossier costs
	@$(PYTHON) -m infra.venvs local
	@.venv/bin/python -m tests.bench $(ARGS)

heads: venv ## running totals against a recount after random acts and mergers; ARGS=1000000 for a million, ten minutes
	@PYTHONPATH=functions .venv/bin/python -m tests.bench.heads $(ARGS)

kills: venv ## kill -9 of everything, twenty times, while cases are pushed to their end
	@$(PYTHON) -m infra.venvs local
	@PYTHONPATH=functions .venv/bin/python -m tests.faults.kills $(ARGS)

mutants: venv ## one token changed at a time: how many of a sample the tests notice; ARGS="law --size 40"
	@$(PYTHON) -m infra.venvs mutants
	@.venvs/mutants/bin/python -m tests.mutants $(ARGS)

publish: venv ## check all of schemas/ and enter what is new in its ledger; ARGS=--check only looks
	@PYTHONPATH=functions .venv/bin/python -m infra.publish $(ARGS)

rules: venv ## rulebooks in words: ARGS="show 26-2026", "diff A B", "check", "sheets", "try LAW FILE"
	@PYTHONPATH=functions .venv/bin/python -m infra.rulebook $(ARGS)

venv: ## the environment of tests and checks, .venv
	@$(PYTHON) -m infra.venvs dev

build: ## what is deployed, in .aws-sam/build
	@$(PYTHON) -m infra.venvs sam
	@SAM_CLI_TELEMETRY=0 .venvs/sam/bin/sam build

deploy: build ## deploy to the AWS account of your credentials; asks for the parameters
	@SAM_CLI_TELEMETRY=0 .venvs/sam/bin/sam deploy --guided

solver: ## deploy the optional solver for rounds of national size, a stack of its own
	@$(PYTHON) -m infra.venvs sam
	@$(PYTHON) -m infra.solver.package
	@SAM_CLI_TELEMETRY=0 .venvs/sam/bin/sam deploy --guided --template infra/solver.yaml

load: venv ## load a province into a deployed stack: make load FILE=province.json STACK=sao-xa
	$(call need,FILE STACK)
	@PYTHONPATH=functions .venv/bin/python -m infra.admin load $(FILE) --stack $(STACK) \
		--replaces "$(VERSION)"

certificates: venv ## take existing certificates into a deployed stack: make certificates FILE=sheet.csv STACK=sao-xa ARGS=--store
	$(call need,FILE STACK)
	@PYTHONPATH=functions .venv/bin/python -m infra.admin certificates $(FILE) --stack $(STACK) $(ARGS)

reissue: venv ## replace emailed links after a leak: make reissue STACK=sao-xa [ARGS="--person an@example.vn"]
	$(call need,STACK)
	@PYTHONPATH=functions .venv/bin/python -m infra.admin reissue --stack $(STACK) $(ARGS)

check: venv ## say what is wrong with a province's document, without AWS: make check FILE=province.json
	$(call need,FILE)
	@PYTHONPATH=functions .venv/bin/python -m infra.admin check $(FILE)

proof: ## check a certificate or a package offline: make proof FILE=package.zip KEYS=ocop-keys.json
	$(call need,FILE KEYS)
	@$(PYTHON) functions/ocop/base/proof.py $(FILE) --keys $(KEYS)

hand-over: venv ## hand an open case over to another stack: make hand-over CASE=99-10105-001-2026 TO=https://ocop.example.vn BY=an@example.vn STACK=sao-xa
	$(call need,CASE TO BY STACK)
	@PYTHONPATH=functions .venv/bin/python -m infra.admin hand-over $(CASE) --to $(TO) --by "$(BY)" \
		--stack $(STACK) $(ARGS)

take: venv ## take a package of another stack in: make take FILE=package.zip KEYS=ocop-keys.json STACK=sao-xa ARGS="--store --by an@example.vn"
	$(call need,FILE KEYS STACK)
	@PYTHONPATH=functions .venv/bin/python -m infra.admin package $(FILE) --keys $(KEYS) \
		--stack $(STACK) $(ARGS)

clean-local: ## forget all local cases, mail and accounts
	@$(PYTHON) -m infra.venvs local
	@.venvs/local/bin/python -m infra.local reset
	@for demo in .local-demo .local-demo-there .local-demo-plan; do \
		.venvs/local/bin/python -m infra.local --state $$demo reset || exit 1; done
