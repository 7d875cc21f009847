#!/usr/bin/env bash
# The figures of doc/benchmarks.md. A quiet machine gives steadier ones; ratios within one run are what to trust.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
script/setup.sh

say "small: one function each"
go test -run '^$' -bench . ./internal/...

say "large: one and ten million records on both databases"
go test -tags bench -run '^TestBench' -v -timeout 60m ./internal/bench
