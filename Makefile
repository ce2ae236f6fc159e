# `make` alone lists the targets. Nothing here is needed to run the program:
# `go run ./cmd/dondoc` and `go test ./...` work without it.

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
IMAGE    ?= dondoc
BIN      := bin/dondoc
SHARED   ?= ../shared
FUZZTIME ?= 30s
BENCH    ?= .

# In `make check` a missing PostgreSQL, Chromium or npm package is a failure, not a skip. Empty the variable to allow the skip.
DONDOC_REQUIRE_POSTGRES ?= 1
DONDOC_REQUIRE_CHROMIUM ?= 1
DONDOC_REQUIRE_NPM      ?= 1
export DONDOC_NODE_MODULES ?= $(CURDIR)/.npm/node_modules

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: build
build: ## build the static program, bin/dondoc
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $(BIN) ./cmd/dondoc

.PHONY: check
check: lint smoke judges ## the gate: lint, static build, all tests with the race detector on both databases
	DONDOC_REQUIRE_POSTGRES=$(DONDOC_REQUIRE_POSTGRES) DONDOC_REQUIRE_CHROMIUM=$(DONDOC_REQUIRE_CHROMIUM) DONDOC_REQUIRE_NPM=$(DONDOC_REQUIRE_NPM) \
		go test -race -timeout=15m ./...

.PHONY: judges
judges: ## install what judges us from outside (npm: telegram-test-api, axe-core), once
	[[ -e $(DONDOC_NODE_MODULES)/axe-core || -z "$(DONDOC_REQUIRE_NPM)" ]] || .ci/npm "$(dir $(DONDOC_NODE_MODULES))"

.PHONY: lint
lint: ## gofmt, go vet, staticcheck
	.ci/lint

.PHONY: smoke
smoke: build ## ask the built program a question from an empty HOME
	.ci/smoke $(BIN)

.PHONY: test
test: ## the tests alone; what needs a missing PostgreSQL or Chromium skips
	go test ./...

.PHONY: bench
bench: ## run the benchmarks (BENCH=regexp)
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

.PHONY: compare
compare: ## measure our search beside chromem-go and bleve, which only this downloads (BENCH=regexp)
	cd knowledge/index/compare && go vet ./... && go test -run '^$$' -bench '$(BENCH)' -timeout 20m ./...

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (30s) each
	grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | while IFS=: read -r file func; do \
		echo "== $${file%/*} $${func#func }"; \
		go test -run '^$$' -fuzz "^$${func#func }$$" -fuzztime '$(FUZZTIME)' "$${file%/*}" </dev/null; \
	done

.PHONY: eval
eval: build ## measure answers and tasks against the sample in ../shared/eval (needs python3)
	@test -d $(SHARED)/eval || { echo "eval: there is no $(SHARED)/eval; set SHARED=DIR" >&2; exit 1; }
	$(BIN) ask --batch $(SHARED)/eval/questions.jsonl --corpus $(SHARED)/corpus > bin/answers.jsonl
	python3 $(SHARED)/eval/score.py $(SHARED)/eval/questions.jsonl bin/answers.jsonl -v
	$(BIN) tasks --json --corpus $(SHARED)/corpus > bin/tasks.jsonl
	python3 $(SHARED)/eval/score_tasks.py --sample -v bin/tasks.jsonl $(SHARED)/eval/registry-sample.jsonl

.PHONY: tune
tune: ## measure the search with every weight's neighbours, over the sample beside the repository
	go test -count=1 -run '^TestRetrieval$$' -v ./knowledge/index -args -sweep

.PHONY: docker
docker: ## build the container image (IMAGE=dondoc)
	docker build --build-arg VERSION='$(VERSION)' --tag '$(IMAGE):$(VERSION)' --tag '$(IMAGE):latest' .

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
