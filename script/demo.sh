#!/usr/bin/env bash
# The sample programme, made once: its totals, the review of Quảng Ninh as papers, then its pages until one stops it.
# Running it again keeps the data and writes the papers anew. Remove demo/ to begin afresh.
# DEMO_SERVE=no stops before the pages; DEMO_LISTEN is where they are served (127.0.0.1:8080, or the next free port).
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
say "building"
script/build.sh
mkdir -p demo

say "sample data (made up, marked as such) in demo/data"
bin/binhdang demo --seed-only --data demo/data

for format in docx html; do
  bin/binhdang report multi-year --data demo/data --unit 22 --period 2021..2025 \
    --format "$format" -o "demo/quang-ninh-2021-2025.$format"
done

say "the multi-year review of Quảng Ninh"
echo "to print and sign:  $PWD/demo/quang-ninh-2021-2025.docx"
echo "to read:            $PWD/demo/quang-ninh-2021-2025.html"

if [ "${DEMO_SERVE:-yes}" = no ]; then
  say "Quảng Ninh, administrative years 2021-2025"
  bin/binhdang facts --data demo/data --unit 22 --from 2020-12-15 --to 2025-12-14 \
    --indicator sessions,attendances,copies,clubs,budget,contributions
  exit 0
fi
say "the totals and the pages, until Ctrl-C"
exec bin/binhdang demo --data demo/data ${DEMO_LISTEN:+--listen "$DEMO_LISTEN"}
