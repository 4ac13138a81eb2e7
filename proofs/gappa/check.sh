#!/usr/bin/env bash
# Proves the rounding bounds of bounds.txt with Gappa: the code in the scripts is read from delgrad.h, the errors of polynomials from
# the theorems of proofs/coq, and SPEC.md may state no less than what is proved. One line per bound; fails if one is not proved.
#   proofs/gappa/check.sh            everything
#   proofs/gappa/check.sh --write    writes proofs/coq/RoundingConstants.v anew from delgrad.h
set -u
cd "$(dirname "$0")/../.."
here=proofs/gappa out=build/proofs/gappa
for tool in gappa python3 cc; do
  command -v $tool > /dev/null || { echo "proofs/gappa: $tool is not installed"; exit 1; }
done
[ "$(gappa --version)" = "Gappa 1.4.1" ] || echo "proofs/gappa: written for Gappa 1.4.1, this is $(gappa --version)"
rm -rf $out
mkdir -p $out
failed=0 bounds=0 scripts=0
fail() { echo "FAIL gappa $*"; failed=$((failed + 1)); }

python3 -B $here/constants.py delgrad.h > $out/RoundingConstants.v || exit 1
if [ "${1:-}" = --write ]; then cp $out/RoundingConstants.v proofs/coq/RoundingConstants.v; fi
cmp -s $out/RoundingConstants.v proofs/coq/RoundingConstants.v ||
  fail "the constants of delgrad.h are not those that Coq proved things about (proofs/coq/RoundingConstants.v)"

cat proofs/coq/RoundingPolynomials.v proofs/coq/RoundingLog.v > $out/theorems.v
python3 -B $here/scripts.py delgrad.h $out/theorems.v $here/bounds.txt $out || exit 1

# name precision bound unit: a script that Gappa does not prove, or whose rewriting it does not believe, is no proof.
while read -r name precision bound unit; do
  case $name in '' | '#'*) continue ;; esac
  bounds=$((bounds + 1)) good=1 count=0
  for script in $out/"$name"_"$precision".*.g; do
    count=$((count + 1))
    if ! timeout 60 gappa "$script" > "$script.log" 2>&1 || grep -q 'not trivially equal' "$script.log"; then
      good=0
      fail "$name $precision $bound $unit: $script: $(grep -m1 -A1 -E 'Error|not trivially' "$script.log" | tr '\n' ' ')"
    fi
  done
  scripts=$((scripts + count))
  [ $count -gt 0 ] || { good=0; fail "$name $precision: no script"; }
  [ $good = 1 ] && echo "ok gappa $name $precision $bound $unit"
done < $here/bounds.txt

# SPEC 9.9 states each bound that concerns a user: | name | bound in binary64 | bound in binary32 |, not less than the proved ones.
python3 -B - SPEC.md $here/bounds.txt << 'END' || failed=$((failed + 1))
import sys
spec, bounds = sys.argv[1:]
proved = {tuple(r.split()[:2]): float(r.split()[2]) for r in open(bounds)
          if r.strip() and r[0] != '#' and r.split()[2].replace('.', '').isdigit()}
text = open(spec).read()
bad = rows = 0
for line in text[text.index('**9.9'):].split('\n'):
    cells = [c.strip() for c in line.strip('|').split('|')]
    if line.startswith('|') and len(cells) == 5 and cells[4].replace(' ', '').replace(',', '').replace('_', '').isalnum() and cells[4] != 'bound':
        rows += 1
        for name in cells[4].replace(',', ' ').split():
            for precision, stated in (('binary64', cells[2]), ('binary32', cells[3])):
                if (name, precision) not in proved:
                    bad += 1
                    print('FAIL %s: no bound %s %s' % (spec, name, precision))
                elif proved[name, precision] > float(stated):
                    bad += 1
                    print('FAIL %s states %s for %s in %s, proved is %s' % (spec, stated, name, precision, proved[name, precision]))
if rows == 0:
    bad += 1
    print('FAIL %s: no table of bounds' % spec)
print('%s: %d rows not below what is proved' % (spec, rows) if not bad else '')
sys.exit(bad > 0)
END

echo "RESULT gappa bounds=$bounds scripts=$scripts failed=$failed"
[ $failed = 0 ]
