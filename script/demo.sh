#!/usr/bin/env bash
# The sample programme, made once: its totals, and the review of Quảng Ninh as papers.
# Running it again keeps the data and writes the papers anew. Remove demo/ to begin afresh.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
say "building"
script/build.sh
mkdir -p demo

say "sample data (made up, marked as such) in demo/data"
bin/binhdang demo --seed-only --data demo/data

say "Quảng Ninh, administrative years 2021-2025"
bin/binhdang facts --data demo/data --unit 22 --from 2020-12-15 --to 2025-12-14 \
  --indicator sessions,attendances,copies,clubs,budget,contributions

for format in docx html; do
  bin/binhdang report multi-year --data demo/data --unit 22 --period 2021..2025 \
    --format "$format" -o "demo/quang-ninh-2021-2025.$format"
done

say "the multi-year review of Quảng Ninh"
echo "to print and sign:  $PWD/demo/quang-ninh-2021-2025.docx"
echo "to read:            $PWD/demo/quang-ninh-2021-2025.html"
