#!/usr/bin/env bash
# Compiles all theories of this folder into build/coq and checks what the theorems rest on: no proof is left open, nothing is
# assumed but the classical reals. Exported theorems are the ones named by `Theorem`; `Lemma` is for helper facts.
#   check.sh [build folder]      the last line is "N theorems, 0 admitted"; exit 1 on a failure
#   check.sh --list              theorem, file and the clauses that the comment right above it names (or -), one theorem a line
set -u
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = --list ]; then
  perl -0777 -ne '
    ($file = $ARGV) =~ s!.*/!!;
    while (/(?:\(\*((?:(?!\*\)).)*)\*\)\s*)?^Theorem\s+([\w\x27]+)/msg) {
      my ($comment, $theorem) = ($1 // "", $2);
      my @clauses = $comment =~ /(SPEC [\d.]+(?:, \d[\d.]*)*)/g;
      print "$theorem $file ", (@clauses ? join("; ", @clauses) : "-"), "\n" }' "$here"/*.v
  exit
fi
build=${1:-$here/../../build/coq}

for tool in coqc coq_makefile make; do
  command -v $tool > /dev/null || {
    echo "check.sh: $tool not found (Debian: coq libcoq-coquelicot libcoq-interval libcoq-flocq make)"
    exit 1
  }
done
mkdir -p "$build" && build=$(cd "$build" && pwd) || exit 1

# Sources are copied so that no build product lands beside them; an unchanged one keeps its time and is not compiled again.
for old in "$build"/*.v; do
  name=$(basename "$old" .v)
  [ -e "$here/$name.v" ] || rm -f "$build/$name".v "$build/$name".vo* "$build/$name".glob "$build/.$name.aux"
done
theories=()
for source in "$here"/*.v; do
  name=$(basename "$source")
  cmp -s "$source" "$build/$name" || cp "$source" "$build/$name"
  theories+=("$name")
done
[ ${#theories[@]} -gt 0 ] || { echo "check.sh: no theories"; exit 1; }

# Words that leave something unproved, outside comments.
perl -0777 -ne '
  1 while s/\(\*(?:(?!\(\*|\*\)).)*\*\)//s;
  while (/\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjecture|Abort|Declare\s+Module|bypass_check|
             Unset\s+\w+\s+Checking)\b/gx) {
    $word = $1; ($name = $ARGV) =~ s!.*/!!; print "$name: $word\n"; $bad = 1 }
  END { exit($bad ? 1 : 0) }' "$here"/*.v || { echo "check.sh: a proof is left open or something is assumed"; exit 1; }

cd "$build" || exit 1
coq_makefile -Q . Delgrad "${theories[@]}" -o Makefile.coq > /dev/null || exit 1
make -s -f Makefile.coq -j "${JOBS:-1}" > make.log 2>&1 || { cat make.log; echo "check.sh: compilation failed"; exit 1; }

# Every theorem, as Delgrad.File.name
theorems=$(perl -0777 -ne '
  1 while s/\(\*(?:(?!\(\*|\*\)).)*\*\)//s;
  ($file = $ARGV) =~ s!.*/|\.v$!!g; print "Delgrad.$file.$1\n" while /(?:^|\.)\s*Theorem\s+([\w\x27]+)/mg' "${theories[@]}")
count=$(wc -l <<< "$theorems")
[ -n "$theorems" ] || { echo "check.sh: no theorems"; exit 1; }
twice=$(sed 's/.*\.//' <<< "$theorems" | sort | uniq -d)
[ -z "$twice" ] || { echo "check.sh: named twice: $twice"; exit 1; }

allowed="ClassicalDedekindReals.sig_forall_dec ClassicalDedekindReals.sig_not_dec Classical_Prop.classic \
FunctionalExtensionality.functional_extensionality_dep"

# assumed THEOREM..: what they rest on, one name a line
assumed() {
  { printf '%s\n' "${theories[@]%.v}" | sed 's/.*/Require Delgrad.&./'
    printf 'Definition all_theorems := (tt'
    printf ', @%s' "$@"
    printf ').\nPrint Assumptions all_theorems.\n'; } > assumptions.v
  coqtop -q -batch -Q . Delgrad -l assumptions.v > assumptions.out 2>&1 || { cat assumptions.out; return 1; }
  grep -qE '^(Axioms:|Closed under the global context)$' assumptions.out || { cat assumptions.out; return 1; }
  perl -ne 'print "$1\n" if /^([\w.\x27]+)\s*(:|is )/ && $1 ne "Axioms"; print "$1\n" if /^([\w.\x27]+)$/' assumptions.out
}
forbidden() {
  local name bad=
  while read -r name; do [[ " $allowed " == *" $name "* ]] || bad="$bad $name"; done
  echo "$bad"
}
used=$(assumed $theorems) || { printf '%s\n' "$used"; echo "check.sh: Print Assumptions failed"; exit 1; }
bad=$(forbidden <<< "$used")
if [ -n "${bad// }" ] && [ -n "$used" ]; then
  for theorem in $theorems; do
    bad=$(assumed "$theorem" | forbidden)
    [ -z "${bad// }" ] || echo "$theorem assumes$bad"
  done
  echo "check.sh: a theorem assumes more than the classical reals"
  exit 1
fi
echo "$count theorems, 0 admitted"
