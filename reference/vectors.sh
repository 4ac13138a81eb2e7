#!/bin/sh
# Makes the golden vectors again in build/vectors.new and compares them with those in reference/vectors.
#   vectors.sh [--update]      --update: puts the new ones in place of the old ones instead
# Exit code 1 if they differ.
set -eu

case ${1:-} in
  '' | --update) ;;
  *) echo "usage: $0 [--update]" >&2; exit 2 ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
new=$top/build/vectors.new
old=$top/reference/vectors
rm -rf "$new"
mkdir -p "$new" "$old"
"$top/build/vectors" "$new"
if [ "${1:-}" = --update ]; then
  for file in "$new"/*.json; do mv "$file" "$old/"; done
  exit 0
fi
if diff -rq "$old" "$new"; then
  echo "golden vectors: $(ls "$new" | wc -l) files, the same"
else
  echo "golden vectors differ" >&2
  exit 1
fi
