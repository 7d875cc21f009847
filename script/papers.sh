#!/usr/bin/env bash
# The sample reports as people would see them on paper: demo/papers/*.pdf and, page by page, *.png.
# Fails where LibreOffice had to take another typeface than Liberation Serif: then letters of a word differ.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
need_go
script/setup.sh papers
script/build.sh

# One paper a line: report, unit, period.
papers='
multi-year   22 2021..2025
annual       22 2025
action-month 22 action-2025
'

bin/binhdang demo --seed-only --data demo/data
rm -rf demo/papers
mkdir -p demo/papers
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

while read -r name unit period; do
  [ -n "$name" ] || continue
  bin/binhdang report "$name" --data demo/data --unit "$unit" --period "$period" \
    --format docx -o "demo/papers/$name-$unit-$period.docx"
done <<<"$papers"

# One run for all, in a profile of its own: a LibreOffice that is open elsewhere would swallow the order.
soffice -env:UserInstallation="file://$profile" --headless --convert-to pdf \
  --outdir demo/papers demo/papers/*.docx >/dev/null

for docx in demo/papers/*.docx; do
  pdf=${docx%.docx}.pdf
  [ -s "$pdf" ] || die "LibreOffice could not print $docx"
  fonts=$(pdffonts "$pdf" | awk 'NR > 2 { sub(/^[A-Z]+\+/, "", $1); print $1 }' | sort -u)
  [ -n "$fonts" ] || die "$pdf has no letters"
  other=$(grep -v '^LiberationSerif' <<<"$fonts" || true)
  [ -z "$other" ] || die "$pdf mixes in other typefaces:"$'\n'"$other"
  pdftoppm -r 80 -png "$pdf" "${pdf%.pdf}"
done

say "papers"
ls -1 "$PWD"/demo/papers/*.pdf "$PWD"/demo/papers/*.png
