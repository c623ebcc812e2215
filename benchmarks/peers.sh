#!/bin/sh
# sh benchmarks/peers.sh
# Makes .venv-peers and .venv-peers-medspacy in the project's folder and installs what the benchmark sets beside the
# program: hashed packages alone. Safe to run again. Without them "python benchmarks/speed.py" leaves those lines out.
set -eu
cd "$(dirname "$0")/.."

for name in peers peers-medspacy; do
    lock=requirements/$name.txt
    folder=.venv-$name
    wanted=$(cksum < "$lock")
    if [ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ]; then
        echo "Installing the packages of $lock into $folder (some minutes)."
        "${PYTHON:-.venv/bin/python}" -m venv --clear "$folder"
        if "$folder/bin/python" -m pip --quiet --no-input --disable-pip-version-check install --no-compile \
            --require-hashes --requirement "$lock"; then
            echo "$wanted" > "$folder/installed"
        else
            echo "The packages of $lock could not be installed; their lines are left out." >&2
        fi
    fi
done
