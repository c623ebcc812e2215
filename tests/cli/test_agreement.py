"""``analyser agreement``: from two files to one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.program import LETTER, NUMBER, SECRET, run

GOLD: dict[str, Any] = {
    **LETTER,
    "lang": "nb",
    "facts": [{"concept": "smoking", "status": "absent", "quote": "Røyker ikke"}],
    "assessment": {"dxa": "borderline", "dental": [], "dialogue": []},
}


def save(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps(GOLD | changes, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_from_two_annotators_by_way_of_a_third_to_one_gold_file(tmp_path: Path) -> None:
    anne, berit = save(tmp_path / "anne.jsonl"), save(tmp_path / "berit.jsonl", facts=[])
    table, decided = tmp_path / "differences.csv", tmp_path / "decided.jsonl"
    first = run("agreement", anne, berit, "--differences", table, "--json", tmp_path / "figures.json")
    assert first.exit_code == 0
    assert "Cohen's kappa" in first.stdout
    assert SECRET not in first.stdout
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["overall"]["facts"]["gold"] == 1
    text = table.read_text(encoding="utf-8-sig")
    assert text.splitlines()[1] == "1;anne.jsonl;k-1;missed;smoking;absent;yes;;Røyker ikke;"
    # Excel on an old Norwegian PC saves in Windows-1252.
    table.write_bytes(text.replace("Røyker ikke;", "Røyker ikke;second").encode("cp1252"))
    assert run("agreement", anne, berit, "--decisions", table, "--gold", decided).exit_code == 0
    assert json.loads(decided.read_text(encoding="utf-8")) == GOLD | {"facts": []}


def test_mistakes_are_told(tmp_path: Path) -> None:
    anne, other = save(tmp_path / "anne.jsonl"), save(tmp_path / "other.jsonl", id="k-2")
    assert "must annotate the same letters" in run("agreement", anne, other).stderr
    assert run("agreement", anne, anne, "--decisions", anne).exit_code == 2
    gone = run("agreement", anne, anne, "--decisions", tmp_path / "no.csv", "--gold", tmp_path / "g.jsonl")
    assert gone.exit_code == 2
    assert NUMBER not in gone.stderr
