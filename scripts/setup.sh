#!/bin/sh
# sh scripts/setup.sh NAME
# Makes .venv in the project's folder and installs requirements/NAME.txt, then the project itself, into it.
# Nothing but the hashed packages of that file is installed; a second run with nothing changed installs nothing.
set -eu
cd "$(dirname "$0")/.."
name=$1
lock=requirements/$name.txt
python=.venv/bin/python
usable='import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'

if ! "$python" -c "$usable" 2>/dev/null; then
    for candidate in python3.13 python3.12 python3.11 python3 none; do
        if "$candidate" -c "$usable" 2>/dev/null; then break; fi
    done
    if [ "$candidate" = none ]; then
        echo "No Python 3.11 or newer with the venv module was found: install one (on Debian and Ubuntu the packages python3 and python3-venv) and run this again." >&2
        exit 1
    fi
    "$candidate" -m venv --clear .venv
fi

stamp=.venv/installed-$name
wanted=$(cat "$lock" pyproject.toml | cksum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "Installing the packages of $lock into .venv (the first time takes a minute or two)."
    pip() { "$python" -m pip --quiet --no-input --disable-pip-version-check install "$@"; }
    # Bytecode is written when a module is first imported; compiling all of it here would cost more than it saves.
    pip --no-compile --only-binary :all: --require-hashes --requirement "$lock"
    pip --no-build-isolation --no-deps --editable .
    echo "$wanted" > "$stamp"
fi
