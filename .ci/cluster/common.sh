# What the scripts beside this one share; run sets LICHAIN, VENV, PLACE, TRIALS and SKIPPED.
# shellcheck shell=bash
set -euo pipefail
STUDY=(--trials "$TRIALS" --seed 7)

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

skip() {
  echo "SKIPPED: $1"
  exit "$SKIPPED"
}

await() { # seconds, what for, command...: until the command succeeds
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited in vain for $what"
    sleep 0.1
  done
}

same() { # results, expected: every table to the byte, and no table more or less
  local file files=0
  for file in "$2"/*.csv "$2/datapackage.json"; do
    cmp "$file" "$1/${file##*/}" || fail "${file##*/} is not that of one plain run"
    files=$((files + 1))
  done
  [ "$(printf '%s\n' "$1"/*.csv | wc -l)" = $((files - 1)) ] || fail "$1 has other tables than $2"
  [ "$files" -ge 6 ] || fail "only $files files were compared"
  echo "$files files the same to the byte as of one plain run"
}
