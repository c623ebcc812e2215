"""Letters a second on one core, beside spaCy's own Norwegian tokenizer on the same text in the same run.

``python benchmarks/speed.py`` from the project's folder; ``--repeats 9`` measures longer, ``--write`` puts the table
into docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import spacy

from analyser.evaluation import read_gold
from analyser.guideline import load_pack
from analyser.letter import Letter
from analyser.pipeline import Analyser

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "speed.md"
FILES = ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl")
_ROUNDS = 4  # times that the letters are gone through in one measurement
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def seconds(work: Callable[[Letter], object], letters: Sequence[Letter]) -> float:
    """How long the work on all letters takes."""
    start = time.perf_counter()
    for letter in letters:
        work(letter)
    return time.perf_counter() - start


def measure(repeats: int) -> str:
    """The table, as Markdown; the two take turns, so that a busy machine slows both."""
    once = [gold.letter for file in FILES for gold in read_gold(ROOT / "data" / "synthetic" / file)]
    letters = once * _ROUNDS
    analyser, blank = Analyser(), spacy.blank("nb")

    def tokenize(letter: Letter) -> object:
        return blank.make_doc(letter.text)

    first = seconds(analyser.analyse, once)  # nothing has been remembered yet
    pack = load_pack("memo")
    read = {letter.id: analyser.analyse(letter).facts for letter in once}

    def assess(letter: Letter) -> object:
        return pack.assess(read[letter.id])

    seconds(tokenize, once)
    taken: dict[str, list[float]] = {"analyser": [], "tokenizer": [], "rules": []}
    for _ in range(repeats):
        taken["tokenizer"].append(seconds(tokenize, letters))
        taken["analyser"].append(seconds(analyser.analyse, letters))
        taken["rules"].append(seconds(assess, letters))
    base = len(letters) / median(taken["tokenizer"])
    length = sum(len(letter.text) for letter in once) / len(once)
    lines = [
        f"{len(once)} letters of {length:.0f} characters on average, {_ROUNDS} rounds, median of {repeats}:",
        "",
        "| what | letters/s | of the tokenizer's |",
        "|---|---:|---:|",
    ]
    for what, speed in (
        ('`spacy.blank("nb")`, tokenizing only', base),
        ("extraction and assessment", len(letters) / median(taken["analyser"])),
        ("the same, on letters not met before", len(once) / first),
        ("assessment alone, of facts already read", len(letters) / median(taken["rules"])),
    ):
        lines.append(f"| {what} | {speed:,.0f} | {speed / base:.2f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="measurements; the median counts")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    table = measure(given.repeats)
    print(table, end="")
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PLACE.sub(lambda _: f"\n{table}\n", page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
