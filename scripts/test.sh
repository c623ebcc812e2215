#!/bin/sh
# Installs the analyser with its development tools into .venv and runs the tests.
# Arguments go to pytest: sh scripts/test.sh -m "not slow".
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh dev
exec .venv/bin/python -m pytest "$@"
