#!/usr/bin/env bash
# The figures of doc/benchmarks.md. A quiet machine gives steadier ones; ratios within one run are what to trust.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
script/setup.sh

say "small: one function each"
go test -run '^$' -bench . ./internal/...

say "commands and sheets"
go test -tags bench -run '^TestBenchProgram$' -v -timeout 120m ./internal/bench

say "reading the news"
go test -tags bench -run '^TestBenchMedia$' -v -timeout 20m ./internal/bench

say "up to ten million records"
go test -tags bench -run '^TestBenchRecords$' -v -timeout 120m ./internal/bench

say "pages on a million records"
go test -tags bench -run '^TestBenchPages$' -v -timeout 120m ./internal/bench

say "scorecards and maps on a million records"
go test -tags bench -run '^TestBenchScore$' -v -timeout 120m ./internal/bench
