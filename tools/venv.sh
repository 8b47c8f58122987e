#!/bin/sh
# Makes the virtual environment: venv.sh PYTHON FOLDER. Says in one line what a machine lacks.
set -eu
python=$1 folder=$2

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Wijkstem needs Python 3.11 or newer and there is no $python here: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Wijkstem needs Python 3.11 or newer; this is $("$python" --version 2>&1): make PYTHON=python3.12" >&2
    exit 1
fi
if "$python" -c 'import ensurepip' 2>/dev/null; then
    exec "$python" -m venv --clear "$folder"
fi
if "$python" -m virtualenv --version >/dev/null 2>&1; then
    exec "$python" -m virtualenv --quiet --clear "$folder"
fi
echo "This Python cannot make environments; as root: apt-get install python3-venv (or: pip install virtualenv)" >&2
exit 1
