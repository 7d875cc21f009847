#!/usr/bin/env bash
# Installs what the tests need beyond Go (PostgreSQL, a browser); with the word "papers" what make papers needs.
# As root with apt it installs; otherwise it says in one line what to run, and fails. What is there already is left alone.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

postgres_min=15

# postgres_dir prints the folder of the newest PostgreSQL server programs that are new enough.
postgres_dir() {
  local dir major
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
    "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
    [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] || continue
    major=$("$dir/initdb" --version | sed -E 's/.*PostgreSQL\) ([0-9]+).*/\1/')
    if [ "$major" -ge "$postgres_min" ]; then
      echo "$dir"
      return
    fi
  done
}

# install PACKAGE... WITH apt, or says what to run.
install() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    if command -v apt-get >/dev/null; then
      die "Missing: $*. Run: sudo script/setup.sh${part:+ $part}"
    fi
    die "Missing: $*. Install them with this system's package manager, then run this again."
  fi
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 update -qq
  apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"
}

# browser tells whether there is a Chromium that the tests can drive.
browser() {
  [ -x "${BINHDANG_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/chromium-browser ] || [ -x /usr/bin/google-chrome ]
}

tests() {
  if ! browser; then
    install chromium
    browser || die "Chromium was installed and can't be found: name it in BINHDANG_CHROMIUM."
  fi
  [ -z "$(postgres_dir)" ] || return 0
  # The tests start their own server in a temporary folder. Debian would make and start another one
  # while it installs; this keeps it from doing so, and is taken away again.
  local conf=/etc/postgresql-common/createcluster.d/binhdang-setup.conf
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    mkdir -p "${conf%/*}"
    echo 'create_main_cluster = false' >"$conf"
    trap 'rm -f /etc/postgresql-common/createcluster.d/binhdang-setup.conf' EXIT
  fi
  install postgresql
  [ -n "$(postgres_dir)" ] ||
    die "This system's PostgreSQL is older than $postgres_min: install a newer one from https://www.postgresql.org/download/"
}

papers() {
  local missing=() font
  command -v soffice >/dev/null && [ -n "$(ls -d /usr/lib/libreoffice/program/libswlo.so 2>/dev/null)" ] || missing+=(libreoffice-writer)
  command -v pdffonts >/dev/null || missing+=(poppler-utils)
  # The older fonts-liberation lacks Vietnamese letters; newer systems have one package for both.
  if ! ls /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf >/dev/null 2>&1 &&
    ! dpkg --compare-versions "$(dpkg-query -W -f '${Version}' fonts-liberation 2>/dev/null || echo 0)" ge 1:2.1 2>/dev/null; then
    font=fonts-liberation2
    apt-cache show fonts-liberation2 >/dev/null 2>&1 || font=fonts-liberation
    missing+=("$font")
  fi
  [ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
}

part=${1:-}
case $part in
"") tests ;;
papers) papers ;;
*) die "usage: script/setup.sh [papers]" ;;
esac
