#!/bin/sh
# Rewrites requirements/*.txt, the pinned and hashed packages. For maintainers; needs uv.
# The locks hold for Python 3.11, 3.12 and 3.13 on every platform. "sh scripts/lock.sh --upgrade" takes newer versions.
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file "$out" "$@"
}

lock requirements/main.txt pyproject.toml --group build "$@"
lock requirements/dev.txt pyproject.toml --group build --group dev --extra notebooks --extra parquet --constraint requirements/main.txt "$@"
lock requirements/peers.txt --group peers "$@"
lock requirements/peers-medspacy.txt --group peers-medspacy "$@"
