"""``analyser synthesise``."""

from __future__ import annotations

from pathlib import Path

from analyser.evaluation.gold import read_gold
from tests.cli.program import run


def test_writes_a_gold_file_and_says_so(tmp_path: Path) -> None:
    done = run("synthesise", "3", "--seed", "5", "--out", str(tmp_path / "a.jsonl"), "--lang", "en")
    assert done.exit_code == 0
    assert "Invented letters: 3" in done.stdout
    assert len(read_gold(tmp_path / "a.jsonl")) == 3
    run("synthesise", "3", "--seed", "5", "--out", str(tmp_path / "b.jsonl"))
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = run("synthesise", "1", "--out", str(tmp_path), "--lang", "en")
    assert done.exit_code == 2
    assert "Cannot write to" in done.stderr
