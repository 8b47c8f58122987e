#!/bin/sh
# Runs the storms: fire.sh PYTHON. SEED=n repeats one; MINUTES=n goes on with new seeds until the time is over.
set -eu
python=$1
# A check's storms are shorter.
export FIRE=whole

storm() {
    "$python" -m pytest tests/fire -s -x
}

if [ -z "${MINUTES:-}" ]; then
    storm
    exit
fi
end=$(($(date +%s) + MINUTES * 60))
while [ "$(date +%s)" -lt "$end" ]; do
    SEED=$(($(od -An -N3 -tu4 /dev/urandom)))
    export SEED
    echo "SEED=$SEED make fire repeats what follows."
    storm
done
