#!/bin/sh
# Installs the analyser into .venv and reads the synthetic letters with it. Safe to run again.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh main
.venv/bin/analyser score data/synthetic --out out --overwrite
echo "Open $(pwd)/out/report.html in a browser."
