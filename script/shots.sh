#!/usr/bin/env bash
# The pictures of the README, made anew from the sample data in a real browser: doc/shots/*.png.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
script/setup.sh
mkdir -p doc/shots
BINHDANG_SHOTS=$PWD/doc/shots go test -count 1 -run '^TestShots$' ./internal/web
# Few colours are enough for pages, and the repository stays small.
if command -v pngquant >/dev/null; then
  pngquant --force --ext .png --quality 70-95 doc/shots/*.png
fi
ls -1 doc/shots
