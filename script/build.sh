#!/usr/bin/env bash
# Builds bin/binhdang: one file that runs anywhere, without cgo.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
mkdir -p bin
go build -trimpath -ldflags '-s -w' -o bin/binhdang ./cmd/binhdang
