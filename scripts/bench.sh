#!/bin/sh
# Runs every benchmark by itself, one after the other, so that none disturbs another.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=offscreen PYTHONPATH="$PWD"
found=0
for script in benchmarks/*.py; do
    case "$script" in *'*'* | */_* | */conftest.py) continue ;; esac
    found=1
    echo "== $script"
    .venv/bin/python "$script"
done
[ "$found" = 1 ] || echo "There are no benchmarks in benchmarks/ yet."
