"""``analyser evaluate``: annotated letters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.cli.program import DATA, LETTER, NUMBER, run


def test_evaluate_shows_every_measure_by_language_and_writes_it(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    result = run("evaluate", DATA / "dev-nn.jsonl", "--json", figures)
    assert result.exit_code == 0
    for words in ("facts, F1", "macro F1", "numbers", "attributes", "Cohen's kappa", "dental", "dialogue", "dangerous"):
        assert words in result.stdout
    assert re.search(r"nn \(\d+\)", result.stdout)
    assert set(json.loads(figures.read_text(encoding="utf-8"))["by_language"]) == {"nn", "mixed"}


def test_evaluate_lists_errors_when_asked(tmp_path: Path) -> None:
    gold: dict[str, Any] = {**LETTER, "lang": "nb", "facts": [{"concept": "kyphosis", "quote": NUMBER}]}
    gold["assessment"] = {"dxa": "borderline", "dental": [], "dialogue": []}
    (tmp_path / "g.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    assert NUMBER not in run("evaluate", tmp_path / "g.jsonl").stdout
    listed = run("evaluate", tmp_path / "g.jsonl", "--errors").stdout
    assert re.search(rf"missed .*kyphosis.*{NUMBER}", listed)


def test_evaluate_says_when_its_figures_cannot_be_written(tmp_path: Path) -> None:
    result = run("evaluate", DATA / "dev-nn.jsonl", "--json", tmp_path / "borte" / "f.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("Cannot write to ")
