#!/bin/sh
# Runs every migration on a fresh SQLite file and checks that it gives the tables in the code.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

export WIJKSTEM_DATABASE_URL="sqlite:///$folder/check.db"
export WIJKSTEM_TAG_KEY="only-for-checking-the-migrations-of-an-empty-file"
.venv/bin/alembic upgrade head
.venv/bin/alembic check
