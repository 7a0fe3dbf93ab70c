# make run   builds the graph of the example articles and asks it something: needs Go only
# make test  runs every test, with a real Neo4j: needs Java and Maven, or root on a Debian-like system
# The other targets say beside their name what they do.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
export CGO_ENABLED := 0
BIN := bin/newsgraph

.PHONY: run test build neo4j eval bench tck fmt
build: ## the binary, in bin/
	go build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/newsgraph
