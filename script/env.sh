# Read by every script: go to the top of the project, build without cgo, find Go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CGO_ENABLED=0 LC_ALL=C.UTF-8

# Robots may have no HOME and a short PATH; Go needs both.
if [ -z "${HOME:-}" ]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
  export HOME
fi
command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin:$HOME/go/bin

# A checkout that belongs to somebody else cannot be stamped with its commit, and need not be.
if ! git rev-parse --verify -q HEAD >/dev/null 2>&1; then
  export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false"
fi

say() { printf '\n== %s\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# need_go ends the script unless Go 1.26 or newer is here. Go 1.21 and newer fetch it by themselves.
need_go() {
  local out want=1.26
  command -v go >/dev/null ||
    die "Go $want or newer is needed and no go was found: install it from https://go.dev/dl/ and put it into PATH."
  out=$(go version 2>&1) ||
    die "Go $want or newer is needed: install it from https://go.dev/dl/, or let go fetch it with GOTOOLCHAIN=auto. go says: $out"
  [ "$(printf '%s\n' "$want" "$(sed -E 's/.*go([0-9]+\.[0-9]+).*/\1/' <<<"$out")" | sort -V | head -n 1)" = "$want" ] ||
    die "Go $want or newer is needed: install it from https://go.dev/dl/. Here is: $out"
}
