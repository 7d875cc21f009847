#!/usr/bin/env bash
# The slower habits: content, modules, linters. The first run builds the linters for some minutes.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
script/build.sh

say "content"
bin/binhdang check

say "modules"
go mod verify
go mod tidy -diff

say "linters"
go tool -modfile=tools/go.mod golangci-lint run ./...
