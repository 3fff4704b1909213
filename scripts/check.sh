#!/bin/sh
# Runs the named checks in turn: lint, test, faults. Every step runs even if one before it failed; pytest speaks last.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
export QT_QPA_PLATFORM=offscreen PYTHONPATH="$PWD"
failed=0

# A quiet step: its words are shown only when it fails.
step() {
    name=$1
    shift
    log=$(mktemp)
    began=$(date +%s)
    if "$@" >"$log" 2>&1; then verdict=ok; else verdict=FAILED; failed=1; fi
    printf '%-14s %-7s %4d s\n' "$name" "$verdict" "$(($(date +%s) - began))"
    [ "$verdict" = ok ] || cat "$log"
    rm -f "$log"
}

lint() {
    step "ruff" $bin/ruff check .
    step "mypy --strict" $bin/mypy
    step "lint-imports" $bin/lint-imports
    step "deptry" $bin/deptry .
}

for check in "$@"; do
    case "$check" in
        lint) lint ;;
        test) $bin/python -m pytest || failed=1 ;;
        faults) AUDITDESK_LONG=1 $bin/python -m pytest -m fault --timeout 1800 || failed=1 ;;
        *) echo "unknown check: $check" >&2; failed=1 ;;
    esac
done
exit $failed
