# make run   builds the graph of the example articles and asks it something; needs Go only
# make test  runs every test, with a real Neo4j and the openCypher kit; needs Java and Maven, or root on Debian
# make help  lists the rest

SHELL := bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export CGO_ENABLED := 0

BIN := bin/newsgraph
.PHONY: help build run test short neo4j tck tck-neo4j differential eval accept bench bench-engines

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

build: ## the binary, in bin/
	@go build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/newsgraph

run: build ## the example articles: what they say as a graph, a query, a report
	@store=$$(mktemp -d); trap 'rm -rf "$$store"' EXIT
	say() { printf '\n$$ newsgraph %s\n' "$$*"; $(BIN) --store "$$store" "$$@"; }
	say ingest internal/examples/articles
	say export -o facts
	say query signatories --param agreement=COMCASA
	say report pair India 'United States'

test: ## every test; starts and stops a Neo4j of its own
	@test -z "$$(gofmt -l cmd cypher graph internal)" || { gofmt -l cmd cypher graph internal; exit 1; }
	go vet ./...
	kit=$$(.ci/tck)
	drivers=$$(.ci/drivers)
	server=$$(.ci/neo4j start test)
	trap '.ci/neo4j stop test' EXIT
	env $$server $$drivers REQUIRE_NEO4J=1 REQUIRE_TCK=1 NEWSGRAPH_TCK="$$kit" go test -timeout 40m ./...

short: ## the tests that need nothing but Go
	go test -short ./...

neo4j: ## starts a Neo4j to explore with, and prints its address; .ci/neo4j stop ends it
	@.ci/neo4j start

tck: ## the openCypher kit against the embedded engine, with the table of what passes
	@NEWSGRAPH_TCK=$$(.ci/tck) go test -count=1 -v -run TestEmbedded ./cypher/tck

tck-neo4j: ## the same kit against a real Neo4j: that the runner is right is seen by what Neo4j passes
	@server=$$(.ci/neo4j start test-tck); trap '.ci/neo4j stop test-tck' EXIT
	export $$server; NEWSGRAPH_TCK_NEO4J_URI=$$NEO4J_URI NEWSGRAPH_TCK=$$(.ci/tck) go test -count=1 -v -timeout 30m -run TestNeo4j ./cypher/tck

differential: ## 10,000 generated queries, asked of a real Neo4j and of the embedded engine
	@server=$$(.ci/neo4j start test-diff); trap '.ci/neo4j stop test-diff' EXIT
	env $$server NEWSGRAPH_DIFF_QUERIES=10000 go test -count=1 -v -timeout 60m -run TestEmbeddedAnswersAsNeo4j ./cypher/difftest

SCORED := -count=1 -run '^(TestCases|TestGold)$$' ./internal/extract ./internal/eval

eval: build ## scores the extractor on the hard cases and the gold sets in the repository; DATA=DIR: also on gold.jsonl and articles.jsonl in DIR; SETS=DIR: tags, trees, roles and names on the open sets in DIR
	@go test -v $(SCORED)
	test -z "$(DATA)" || $(BIN) eval --gold $(DATA)/gold.jsonl $(if $(ACCEPTED),--accepted $(ACCEPTED)) $(DATA)/articles.jsonl
	test -z "$(SETS)" || $(BIN) train --evaluate --data $(SETS)

accept: ## accepts the scores of the hard cases and gold sets as they are now: the tests fail where others are found
	@go test $(SCORED) -args -accept

bench: build ## tokens/s of extract; rows/s of store; every canned query, loading and opening, beside a real Neo4j; the kit; 10,000 queries
	@go test -run '^$$' -bench Extract -cpu 1 ./internal/pipeline
	server=$$(.ci/neo4j start bench-store); trap '.ci/neo4j stop bench-store' EXIT
	env $$server go test -run '^$$' -bench Ingest -benchtime 1x -count 3 -timeout 30m ./internal/store
	.ci/neo4j stop bench-store
	server=$$(.ci/neo4j start bench); trap '.ci/neo4j stop bench' EXIT
	env $$server NEWSGRAPH_BINARY=$(BIN) go run ./internal/enginebench
	.ci/neo4j stop bench
	for part in tck differential; do $(MAKE) --no-print-directory $$part | grep -E '^--- |^ *(area|all) |[0-9] differ$$'; done

bench-engines: ## the canned queries on Neo4j and on those of Kùzu, LadybugDB and FalkorDB that PyPI has for this system
	@python=$$(.ci/engines)
	server=$$(.ci/neo4j start bench); trap '.ci/neo4j stop bench' EXIT
	env $$server go run ./internal/enginebench -peers "$$python"
