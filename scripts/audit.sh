#!/bin/sh
# What the program is made of, and whether anything of it is known to be unsafe.
# Writes sbom.json (CycloneDX) for requirements/main.txt, then asks the index's database of known vulnerabilities.
# "sh scripts/audit.sh sbom" only writes the list, which needs no network.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh dev
.venv/bin/cyclonedx-py requirements requirements/main.txt --output-reproducible --output-format JSON --output-file sbom.json
echo "sbom.json lists the packages of requirements/main.txt."
[ "${1:-}" = sbom ] && exit 0
# strict: a package that cannot be looked up counts as a failure, so that silence never passes for safety.
exec .venv/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements/main.txt
