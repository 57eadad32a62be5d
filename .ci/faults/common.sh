# What the scripts beside this one share; run sets LICHAIN, PLACE and SKIPPED.
# shellcheck shell=bash
set -euo pipefail
SCENARIO=$PWD/scenarios/textbook/newsvendor.toml

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

skip() {
  echo "SKIPPED: $1"
  exit "$SKIPPED"
}

ends() { # code, words on stderr, command...
  local code=0 wanted=$1 words=$2
  shift 2
  "$@" >"$PLACE/stdout" 2>"$PLACE/stderr" || code=$?
  [ "$code" = "$wanted" ] || fail "$* ended with $code, not $wanted: $(cat "$PLACE/stderr")"
  [ -z "$words" ] || grep -q -- "$words" "$PLACE/stderr" || fail "$* did not say '$words': $(cat "$PLACE/stderr")"
  ! grep -q "fault of lichain" "$PLACE/stderr" || fail "$*: $(cat "$PLACE/stderr")"
}

same() { # results, expected: every file but the manifest and reports to the byte
  diff -rq -x run.json -x 'report.*' "$1" "$2" || fail "$1 differs from $2"
}

left() { # directory, names that may be in it...
  local there
  there=$(ls -A "$1" | tr '\n' ' ')
  [ "$there" = "${*:2} " ] || { [ -z "$there" ] && [ $# = 1 ]; } || fail "$1 has $there, not ${*:2}"
}

mounted() { # in a namespace of its own, where mounts of this script are seen by nobody else
  if [ -z "${MOUNTED:-}" ]; then
    unshare --mount true 2>/dev/null || skip "no namespaces for mounts here"
    MOUNTED=1 exec unshare --mount --propagation private "$0" "$@"
  fi
}
