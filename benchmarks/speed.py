"""Letters a second on one core, beside spaCy's own Norwegian tokenizer on the same text in the same run.

``python benchmarks/speed.py`` from the project's folder; ``--repeats 9`` measures longer.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import spacy

from analyser.evaluation import read_gold
from analyser.letter import Letter
from analyser.pipeline import Analyser

ROOT = Path(__file__).resolve().parents[1]
FILES = ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl")
_ROUNDS = 4  # times that the letters are gone through in one measurement


def seconds(work: Callable[[Letter], object], letters: Sequence[Letter]) -> float:
    """How long the work on all letters takes."""
    start = time.perf_counter()
    for letter in letters:
        work(letter)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="measurements; the median counts")
    repeats: int = parser.parse_args().repeats
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    once = [gold.letter for file in FILES for gold in read_gold(ROOT / "data" / "synthetic" / file)]
    letters = once * _ROUNDS
    analyser, blank = Analyser(), spacy.blank("nb")

    def tokenize(letter: Letter) -> object:
        return blank.make_doc(letter.text)

    first = seconds(analyser.analyse, once)  # nothing has been remembered yet
    seconds(tokenize, once)
    taken: dict[str, list[float]] = {"analyser": [], "tokenizer": []}
    for _ in range(repeats):
        taken["tokenizer"].append(seconds(tokenize, letters))
        taken["analyser"].append(seconds(analyser.analyse, letters))
    base = len(letters) / median(taken["tokenizer"])
    length = sum(len(letter.text) for letter in once) / len(once)
    print(f"{len(once)} letters of {length:.0f} characters on average, {_ROUNDS} rounds, median of {repeats}\n")
    print("| what | letters/s | of the tokenizer's |")
    print("|---|---:|---:|")
    for what, speed in (
        ('`spacy.blank("nb")`, tokenizing only', base),
        ("extraction and assessment", len(letters) / median(taken["analyser"])),
        ("the same, letters not met before", len(once) / first),
    ):
        print(f"| {what} | {speed:,.0f} | {speed / base:.2f} |")


if __name__ == "__main__":
    main()
