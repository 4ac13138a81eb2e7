#!/usr/bin/env bash
# packages.sh NAME...: installs the Debian packages that are missing.
set -eu

if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
  echo "There is no apt here. Please install what your system has in place of these Debian packages:"
  echo "  $*"
  exit 1
fi

missing=
for name in "$@"; do
  if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2> /dev/null)" != installed ]; then
    missing="$missing $name"
  fi
done
if [ -z "$missing" ]; then
  echo "all $# packages are installed"
  exit 0
fi

sudo=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo > /dev/null; then
    echo "Neither root nor sudo. Please have these Debian packages installed:$missing"
    exit 1
  fi
  sudo=sudo
fi
echo "installing:$missing"
# Another apt may be at work on this machine; wait for it rather than fail.
apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300"
$apt update
# shellcheck disable=SC2086 # words on purpose
$apt install --no-install-recommends $missing
