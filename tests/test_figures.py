"""What the documentation claims is what is measured."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.figures import MEASURES, PAGE, measured, table

ROOT = Path(__file__).parents[1]
# The page may lag behind what has become better; it may not claim what is not so.
TOLERANCE = 0.01


def figures(text: str) -> dict[str, float]:
    """Measure to its figure over all letters."""
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \|", text, re.MULTILINE)
    return {name: float(number) for name, number in rows if name in {*MEASURES.values(), "dangerous misses"}}


def test_the_page_on_evaluation_has_the_figures_of_the_command() -> None:
    page = PAGE.read_text(encoding="utf-8")
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    sets = measured()
    assert [section.splitlines()[0] for section in sections] == list(sets)
    for section, (name, evaluation) in zip(sections, sets.items(), strict=True):
        claimed, true = figures(section), figures(table(name, evaluation))
        assert claimed.keys() == true.keys() >= {*MEASURES.values(), "dangerous misses"}
        misses = "dangerous misses"
        assert {key: claimed[key] for key in true if key != misses and claimed[key] > true[key] + TOLERANCE} == {}
        assert claimed[misses] >= true[misses]


@pytest.mark.slow
def test_the_benchmark_prints_its_tables() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "speed.py"), "--own", "--processes", "1", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = re.findall(r"^\| (.+?) \| [\d,]+ \| ([\d.]+) \| [\d,]+ \| ([\d.]+) \|", done.stdout, re.MULTILINE)
    assert rows[0] == ('`spacy.blank("nb")`, tokenizing only', "1.00", "1.00")
    assert rows[1][0] == "extraction and assessment"
    steps = re.findall(r"^\| (`?[\w ]+`?) \| [\d,]+ \| \d+% \|$", done.stdout, re.MULTILINE)
    assert {"a letter in all", "assessment", "`letter_transcript`", "`letter_drugs`"} <= set(steps)
