#!/bin/sh
# Open MPI's C compiler, given these arguments; where there is none, says what to install.
if ! command -v mpicc > /dev/null; then
  echo 'Open MPI is missing: install openmpi-bin libopenmpi-dev' >&2
  exit 2
fi
exec mpicc "$@"
