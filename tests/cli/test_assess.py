"""``analyser assess``: facts that are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyser.evaluation import read_gold
from tests.cli.program import DATA, run


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.jsonl"
    fact = {"concept": "hip_fracture", "status": "present", "attributes": {"mechanism": "low_energy"}}
    lines = [{"id": "f-1", "date": "2026-03-14", "facts": [{"concept": "age", "value": 80}, fact]}, {"id": "f-2"}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_assess_writes_an_assessment_a_line_and_lists_the_rest(facts: Path, tmp_path: Path) -> None:
    result = run("assess", facts, "--out", tmp_path / "assessed.jsonl")
    assert result.exit_code == 1
    assert "1 brev vurdert" in result.stdout
    assert "facts.jsonl, linje 2: Feltet «facts» mangler" in result.stdout
    [line] = (tmp_path / "assessed.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["id"] == "f-1"
    assert json.loads(line)["assessment"]["dxa"] == "treat_without_waiting"


@pytest.mark.parametrize("name", ["dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl"])
def test_assess_of_gold_facts_gives_the_gold_assessments(name: str, tmp_path: Path) -> None:
    assert run("assess", DATA / name, "--out", tmp_path / "o.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {line["id"]: [line["assessment"][key] for key in ("dxa", "dental", "dialogue")] for line in lines}
    gold = read_gold(DATA / name)
    assert found == {g.letter.id: [g.dxa, sorted(g.dental), sorted(g.dialogue)] for g in gold}
    assert len(found) >= 40
