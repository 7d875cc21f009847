#!/usr/bin/env bash
# Fetches what pages are drawn with from npm and makes the face of digits: internal/web/asset/font/ and htmx.js.
# The results are committed; run this only to take a newer version. Needs npm, python3-fonttools, python3-brotli.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

to=$PWD/internal/web/asset
face=be-vietnam-pro
face_version=5.3.0
face_sha=f9e048a263d92f46fbf417aeb41e18bc3c22b3d85365f9347b06eebd3fc1f3ac
htmx_version=2.0.11
htmx_sha=165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e

# Debian's modules belong to Debian's python, which need not be the first one in PATH.
for python in python3 /usr/bin/python3; do
  "$python" -c 'import brotli, fontTools' 2>/dev/null && break
done
"$python" -c 'import brotli, fontTools' 2>/dev/null ||
  die "Missing: python3-fonttools and python3-brotli. Install them with this system's package manager."
command -v npm >/dev/null || die "npm was not found."

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

# fetch PACKAGE@VERSION FILE SHA256 INTO
fetch() {
  npm pack --silent "$1" >/dev/null
  echo "$3  $2" | sha256sum --check --quiet || die "$1 is not what it was."
  mkdir "$4"
  tar xzf "$2" -C "$4" --strip-components=1
}
fetch "@fontsource/$face@$face_version" "fontsource-$face-$face_version.tgz" "$face_sha" face
fetch "htmx.org@$htmx_version" "htmx.org-$htmx_version.tgz" "$htmx_sha" htmx

mkdir -p "$to/font"
for weight in 400 600; do
  for part in latin vietnamese; do
    "$python" "$OLDPWD/script/letters.py" "$part" "face/files/$face-$part-$weight-normal.woff2" "$to/font/$face-$part-$weight.woff2"
  done
  "$python" "$OLDPWD/script/digits.py" "face/files/$face-latin-$weight-normal.woff2" "$to/font/so-$weight.woff2" "$weight"
done
# The list of copyrights in the first line names each style; they are one and the same.
sed -e '1s/ BeVietnamPro-.*//' -e 's/[[:space:]]*$//' face/LICENSE >"$to/font/OFL.txt"
{
  cat htmx/dist/htmx.min.js
  echo
} >"$to/htmx.js"

say "fonts and htmx"
ls -l "$to/font" "$to/htmx.js"
