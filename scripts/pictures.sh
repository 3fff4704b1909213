#!/bin/sh
# Makes docs/pictures/ anew from the demo audit, offscreen, so that the guide always shows the program as it is.
set -eu
cd "$(dirname "$0")/.."
made=demo-output
QT_QPA_PLATFORM=offscreen .venv/bin/python -m auditdesk.tour --output "$made"
mkdir -p docs/pictures
rm -f docs/pictures/*.png
for name in start checklists evidence findings reports signed history plan settings search; do
    cp "$made"/[0-9][0-9]-"$name".png docs/pictures/"$name".png
done
cp "$made"/[0-9][0-9]-checklists-dark-1366x768.png docs/pictures/checklists-dark.png
echo "$(ls docs/pictures | wc -l) pictures in docs/pictures/"
