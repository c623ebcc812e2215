"""The list of what the program is made of."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_list_holds_every_locked_package_with_its_version_and_hashes(tmp_path: Path) -> None:
    lock = (ROOT / "requirements" / "main.txt").read_text(encoding="utf-8")
    out = tmp_path / "sbom.json"
    script = (ROOT / "scripts" / "audit.sh").read_text(encoding="utf-8")
    (command,) = re.findall(r"^\.venv/bin/cyclonedx-py .*$", script, re.MULTILINE)
    parts = command.replace("sbom.json", str(out)).split()
    parts[0] = str(ROOT / parts[0])
    if not Path(parts[0]).exists():
        pytest.skip("the development tools are not installed in .venv")
    subprocess.run(parts, cwd=ROOT, check=True, capture_output=True)
    components = json.loads(out.read_text(encoding="utf-8"))["components"]
    listed = {(one["name"], one["version"]) for one in components}
    assert listed == set(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", lock, re.MULTILINE))
    assert all("sha256" in one["description"] for one in components)
