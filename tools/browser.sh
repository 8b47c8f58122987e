#!/bin/sh
# Finds a browser for the browser tests, or installs Debian's Chromium where that is allowed.
set -u

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests."
    if (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium) >/dev/null 2>&1; then
        exit 0
    fi
    echo "Chromium could not be installed."
fi
if [ "${CI:-}" = true ]; then
    echo "No browser here, and CI=true: the browser tests will fail."
else
    echo "No browser here: the browser tests are skipped. To run them: apt-get install chromium"
fi
