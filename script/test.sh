#!/usr/bin/env bash
# Everything that must hold. A clean clone passes it, or something is wrong.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
script/setup.sh

say "scripts"
for f in script/*.sh .ci/run; do
  bash -n "$f"
  [ "$f" = script/env.sh ] || [ -x "$f" ] || die "$f cannot be executed: chmod +x $f"
done

say "gofmt"
unformatted=$(gofmt -l cmd content internal)
[ -z "$unformatted" ] || die "Not in Go's form, run make fmt:"$'\n'"$unformatted"

say "go build"
go build ./...

say "go vet"
go vet ./...
go vet -tags bench ./internal/... # the measurements are built by nothing else

say "go test"
go test -timeout 15m ./...
