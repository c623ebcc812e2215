"""Letters a second on one core, beside spaCy's own Norwegian tokenizer and what others have made of spaCy.

``python benchmarks/speed.py`` from the project's folder; ``--processes 5`` measures longer, ``--write`` puts the tables
into docs/speed.md. ``sh benchmarks/peers.sh`` installs the others; those that are not installed are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from analyser.evaluation import read_gold
from analyser.extraction.pipeline import build
from analyser.guideline import load_pack
from analyser.pipeline import Analyser

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "speed.md"
OWN, PEERS, MEDSPACY = ".venv", ".venv-peers", ".venv-peers-medspacy"
ROWS = {
    "analyser": (OWN, "extraction and assessment"),
    "analyser_doc": (OWN, "extraction with a spaCy `Doc`, without assessment"),
    "phrase_matcher": (OWN, "spaCy PhraseMatcher: terms"),
    "entity_ruler": (OWN, "spaCy EntityRuler: sentences, terms"),
    "negspacy": (PEERS, "negspaCy: sentences, terms, denied or not"),
    "edsnlp": (PEERS, "EDS-NLP: sentences, terms, denied or not"),
    "clinlp": (PEERS, "clinlp: sentences, terms, denied or not"),
    "medspacy": (MEDSPACY, "medspaCy (spaCy's sentencizer): sentences, terms, denied or not"),
}
Figures = dict[str, float]
_FILES = ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl")
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
_TIMES = 3  # that the letters are gone through for the table of steps


def measured(what: str, environment: str, processes: int, rounds: int) -> Figures | None:
    """Medians over fresh processes; ``None`` when it is not installed or does not work here."""
    python = Path(sys.executable) if environment == OWN else ROOT / environment / "bin" / "python"
    if not python.exists():
        return None
    found: list[Figures] = []
    for _ in range(processes):
        done = subprocess.run(
            [python, "-m", "benchmarks.measure", what, str(rounds)],
            capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        if done.returncode:
            return None
        found.append(json.loads(done.stdout.splitlines()[-1]))
    ratios = [{**one, "ratio": one["again"] / one["tokenizer"], "ratio_unmet": one["unmet"] / one["tokenizer_unmet"]}
              for one in found]  # fmt: skip
    return {name: median(one[name] for one in ratios) for name in ratios[0]}


def comparison(processes: int, rounds: int, *, own: bool) -> str:
    """The table of all that is installed, or of what needs no other environment."""
    lines = [
        "| what | letters/s | of the tokenizer's | unmet words: letters/s | of the tokenizer's | start, s | peak, MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    left_out: list[str] = []
    for what, (environment, name) in ROWS.items():
        if own and environment != OWN:
            continue
        one = measured(what, environment, processes, rounds)
        if one is None:
            left_out.append(what)
            continue
        if what == "analyser":
            lines.append(f'| `spacy.blank("nb")`, tokenizing only | {one["tokenizer"]:,.0f} | 1.00 | '
                         f"{one['tokenizer_unmet']:,.0f} | 1.00 | | |")  # fmt: skip
        lines.append(
            f"| {name} | {one['again']:,.0f} | {one['ratio']:.2f} | {one['unmet']:,.0f} | {one['ratio_unmet']:.2f} "
            f"| {one['start']:.1f} | {one['peak']:.0f} |"
        )
    if left_out:
        lines += ["", f"Not measured, because not installed or not running here: {', '.join(left_out)}."]
    return "\n".join(lines) + "\n"


def steps() -> str:
    """Where the time of a letter goes: microseconds a letter in each step, the least of some rounds."""
    letters = [gold.letter for file in _FILES for gold in read_gold(ROOT / "data" / "synthetic" / file)]
    nlp, program, pack = build(), Analyser(), load_pack("memo")
    results = [program.analyse(letter) for letter in letters]
    least: dict[str, float] = {}

    taken: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        began = time.process_time()
        found = work()
        taken[name] = taken.get(name, 0) + time.process_time() - began
        return found

    for _ in range(_TIMES):
        taken.clear()
        for letter, result in zip(letters, results, strict=True):
            doc = nlp.make_doc(letter.text)
            for name, component in nlp.pipeline:
                timed(f"`{name}`", partial(component, doc))
            timed("assessment", partial(pack.assess, result.facts))
            timed("a letter in all", partial(program.analyse, letter))
        least = {name: min(one, least.get(name, one)) for name, one in taken.items()}

    whole = least["a letter in all"]
    lines = ["| step | µs a letter | share |", "|---|---:|---:|"]
    for name, one in sorted(least.items(), key=lambda item: -item[1]):
        lines.append(f"| {name} | {one / len(letters) * 1e6:,.0f} | {one / whole:.0%} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--processes", type=int, default=3, metavar="N", help="fresh processes; the median counts")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds in each; the median counts")
    parser.add_argument("--own", action="store_true", help="leave out what needs an environment of its own")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args()
    said = f"Medians of {given.processes} fresh processes with {given.rounds} rounds each, 150 letters:\n\n"
    compared = comparison(given.processes, given.rounds, own=given.own)
    tables = f"{said}{compared}\nWhere the time of a letter goes:\n\n{steps()}"
    print(tables, end="")  # noqa: T201
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PLACE.sub(lambda _: f"\n{tables}\n", page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
