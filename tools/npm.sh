#!/bin/sh
# Runs npm: npm.sh BIN ARGUMENTS... Takes the machine's own, or else the one from a Python package.
set -eu
bin=$1
shift

if command -v npm >/dev/null 2>&1 && npm --version >/dev/null 2>&1; then
    exec npm "$@"
fi
if [ ! -x "$bin/npm" ]; then
    "$bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-node.txt
fi
PATH="$(cd "$bin" && pwd):$PATH" exec "$bin/npm" "$@"
