#!/bin/sh
# Makes .venv from the lock and sees to the system libraries that Qt loads. Does only what is missing, so run it at will.
#   --with-test-tools   also the other people's tools that the tests ask for a second opinion
#   PYTHON=python3.12   which Python to use; otherwise the newest one that suits
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"

say() { printf '%s\n' "$*"; }

# The lock has wheels for these; 3.15 has no SQLCipher wheel yet.
suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; }
makes_venvs() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

on_debian() { command -v apt-get >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

lists=old
refresh_lists() {
    [ "$lists" = new ] || apt-get update
    lists=new
}

# Installs Debian packages when it may. Otherwise prints the command and goes on. $1 says what they are for.
install() {
    purpose=$1
    shift
    if on_debian && is_root; then
        say "Installing for $purpose: $*"
        log=$(mktemp)
        if { refresh_lists && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1
        then
            rm -f "$log"
        else
            tail -n 15 "$log" >&2
            rm -f "$log"
            say "Could not install these packages; going on without them." >&2
        fi
    elif on_debian; then
        say "Missing for $purpose. Install with:"
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    else
        say "Missing for $purpose; on Debian the packages are called: $*"
    fi
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" && printf '%s' "$PYTHON"
        return 0
    fi
    second=
    for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do
        suits "$candidate" || continue
        if makes_venvs "$candidate"; then
            printf '%s' "$candidate"
            return 0
        fi
        [ -n "$second" ] || second=$candidate
    done
    printf '%s' "$second"
}

make_venv() {
    python=$(find_python)
    if [ -z "$python" ] && [ -z "${PYTHON:-}" ] && on_debian; then
        install "Python" python3 python3-venv
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        say "auditdesk needs Python 3.11, 3.12, 3.13 or 3.14${PYTHON:+; PYTHON=$PYTHON is not one of them}." >&2
        exit 1
    fi
    if ! makes_venvs "$python"; then
        install "virtual environments" "python$(version "$python")-venv"
        makes_venvs "$python" || exit 1
    fi
    say "Making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv
}

venv_is_good() {
    suits .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version .venv/bin/python)" ]
}

# The copy of the lock inside .venv is the stamp: it is written last, so a broken installation is begun again.
install_packages() {
    stamp=.venv/requirements.installed
    cmp -s requirements.lock "$stamp" && return 0
    rm -f "$stamp"
    say "Installing the locked packages (about 200 MB to fetch the first time)"
    [ -t 1 ] && quiet= || quiet=--quiet
    .venv/bin/python -m pip install $quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
    make_importable
    cp requirements.lock "$stamp"
}

# The checkout itself is the program: no build backend is needed, and nothing is fetched for it.
make_importable() {
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd >"$site/auditdesk-checkout.pth"
    printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m auditdesk "$@"\n' "$PWD" >.venv/bin/auditdesk
    chmod +x .venv/bin/auditdesk
}

# Asks the loader what the widgets and the X11 and Wayland plug-ins miss; Debian names a library's package after it.
packages_for_qt() {
    qt=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')
    for file in "$qt"/QtWidgets.abi3.so "$qt"/QtSvg.abi3.so "$qt"/QtTest.abi3.so "$qt"/Qt/plugins/platforms/libqxcb.so \
        "$qt"/Qt/plugins/platforms/libqoffscreen.so "$qt"/Qt/plugins/platforms/libqwayland*.so \
        "$qt"/Qt/plugins/xcbglintegrations/*.so "$qt"/Qt/plugins/wayland-shell-integration/libxdg-shell.so; do
        if [ -e "$file" ]; then ldd "$file" 2>/dev/null || true; fi
    done | sed -n 's/^[[:space:]]*\(lib[^ ]*\) => not found.*/\1/p' | sort -u | tr 'A-Z_' 'a-z-' |
        sed -e 's/^libz\.so\.1$/zlib1g/' -e 's/^lib\(glib\|gthread\)-2\.0\.so\.0$/libglib2.0-0/' \
            -e 's/\([0-9]\)\.so\.\([0-9]*\)$/\1-\2/' -e 's/\.so\.\([0-9]*\)$/\1/' | sort -u
}

packages_for_tests() {
    for pair in pdfsig:poppler-utils qpdf:qpdf certutil:libnss3-tools openssl:openssl Xvfb:xvfb xauth:xauth xdotool:xdotool xclip:xclip; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || say "${pair#*:}"
    done
}

if [ -L .venv ]; then
    say "Using the linked environment .venv as it is."
else
    venv_is_good || make_venv
    install_packages
fi
.venv/bin/python -m compileall -q auditdesk # the first start is as fast as any, also where Python may not write later
if [ "$(uname -s)" = Linux ]; then
    packages=$(packages_for_qt)
    [ -z "$packages" ] || install "the window" $packages
    if [ "${1:-}" = --with-test-tools ]; then
        packages=$(packages_for_tests)
        [ -z "$packages" ] || install "the tests" $packages
    fi
fi
