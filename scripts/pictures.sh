#!/bin/sh
# Makes docs/pictures/ anew from the demo audit, offscreen, so that the guide always shows the program as it is.
set -eu
cd "$(dirname "$0")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
QT_QPA_PLATFORM=offscreen .venv/bin/python -m auditdesk.tour --output "$made"
mkdir -p docs/pictures
rm -f docs/pictures/*.png
find "$made" -name '*.png' -exec cp {} docs/pictures/ \;
set -- docs/pictures/*.png
[ -e "$1" ] || { echo "The tour made no pictures." >&2; exit 1; }
echo "$# pictures in docs/pictures/"
