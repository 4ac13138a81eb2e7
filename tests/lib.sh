# shellcheck shell=bash
# Sourced by the test scripts: how a check is reported, and how it is counted.
# tests/check.sh adds up the file DG_TALLY; without it nothing is counted.

tally() { # passed failed
  if [ -n "${DG_TALLY:-}" ]; then echo "$1 $2" >> "$DG_TALLY"; fi
}

failures=0

pass() { # what
  tally 1 0
  echo "ok    $1"
}

fail() { # what [file with details]
  tally 0 1
  failures=$((failures + 1))
  echo "FAIL  $1"
  if [ -n "${2:-}" ]; then sed 's/^/      /' "$2"; fi
}

# Runs a command that must succeed; shows its output only if it does not.
expect() { # what command...
  local what=$1 log
  shift
  log=$(mktemp)
  if "$@" > "$log" 2>&1 < /dev/null; then pass "$what"; else fail "$what" "$log"; fi
  rm -f "$log"
}

have() { command -v "$1" > /dev/null 2>&1; }

# A third of the lines of its input, drawn by DG_SEED or the clock, in the order they had.
third() {
  local seed=${DG_SEED:-$(date +%s)}
  echo "sample DG_SEED=$seed" >&2
  awk -v seed="$seed" 'BEGIN { srand(seed) } { line[NR] = $0; left[NR] = NR }
    END {
      for (n = NR; n > int((NR + 2) / 3); n--) { i = 1 + int(rand() * n); drop[left[i]] = 1; left[i] = left[n] }
      for (i = 1; i <= NR; i++) if (!(i in drop)) print line[i]
    }'
}
