"""The program as a test runs it, and what it leaves behind."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from typer.testing import CliRunner, Result

from analyser.cli import app

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "synthetic"
# Words that stand in the letters below and nowhere in what the program says of its own.
SECRET, NUMBER = "Hildeborg Finnmarksvidde", "01018512345"
TEXT = f"{SECRET}, f.nr. {NUMBER}. Kvinne 72 år. Håndleddsbrudd etter fall på isen i fjor. Røyker ikke. Ber om DXA."
LETTER = {"id": "k-1", "date": "2026-03-14", "text": TEXT}


def run(*args: str | Path, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(arg) for arg in args], input=given, prog_name="analyser")
    assert "Traceback" not in result.output
    assert SECRET not in result.stderr
    assert NUMBER not in result.stderr
    return result


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def failed(out: Path) -> dict[str, str]:
    """Source to the code of why it was not read."""
    return {row["source"]: row["code"] for row in rows(out / "failed.csv")}


def ids(out: Path) -> list[str]:
    lines = (out / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]
