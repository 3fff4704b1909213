#!/bin/sh
# Opens the desk on the demo audit; without a display walks through it and leaves the pictures and signed reports in a folder.
set -eu
cd "$(dirname "$0")/.."

has_display() {
    case "$(uname -s)" in
        Linux | *BSD) [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ;;
        *) true ;;
    esac
}

if has_display; then
    exec .venv/bin/python -m auditdesk --demo
fi
echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open."
echo "Walking through the demo audit instead; what it makes goes to demo-output/"
QT_QPA_PLATFORM=offscreen exec .venv/bin/python -m auditdesk.tour --output demo-output
