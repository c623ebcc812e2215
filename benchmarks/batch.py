"""A whole run: two workers beside one, and the memory that it takes.

``python benchmarks/batch.py`` from the project's folder prints how many times as fast two workers are as one and as
the program's own process, with the spread; ``--memory`` prints the peak memory of runs of 10,000 and 100,000 letters
instead (some minutes); ``--write`` puts the table into docs/run.md. Letters are the development letters of
``data/synthetic``, each with a line that makes it another letter, so that none is known before.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from analyser.batch.runner import cores
from analyser.evaluation import read_gold

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "run.md"
FILES = ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl")
# Runs the command line and tells the peak memory of the process and of its largest worker, in kilobytes.
_PROGRAM = """
import resource, sys
from analyser.cli import app
try:
    app(sys.argv[1:])
finally:
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        print("PEAK", resource.getrusage(who).ru_maxrss, file=sys.stderr)
"""


def write_letters(path: Path, count: int) -> None:
    """A file of ``count`` letters that all differ."""
    texts = [gold.letter.text for file in FILES for gold in read_gold(ROOT / "data" / "synthetic" / file)]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number in range(count):
            text = f"{texts[number % len(texts)]}\nSak {number}."
            stream.write(json.dumps({"id": str(number), "date": "2026-03-14", "text": text}, ensure_ascii=False) + "\n")


def score(letters: Path, out: Path, workers: int) -> tuple[float, int, int]:
    """Seconds of one run, and the peak memory of its process and of its largest worker in MB."""
    command = [sys.executable, "-c", _PROGRAM, "score", str(letters), "--out", str(out), "--workers", str(workers)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    taken = time.perf_counter() - start
    own, worker = (int(peak) // 1024 for peak in re.findall(r"^PEAK (\d+)$", done.stderr, re.MULTILINE))
    return taken, own, worker


def speed(count: int, repeats: int) -> Iterator[str]:
    """The lines on workers; they take turns, so that a busy machine slows all of them."""
    taken: dict[int, list[float]] = {0: [], 1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        letters = Path(folder) / "letters.jsonl"
        write_letters(letters, count)
        for repeat in range(repeats):
            for workers, seconds in taken.items():
                seconds.append(score(letters, Path(folder) / f"{repeat}-{workers}", workers)[0])
    yield (
        f"{count:,} synthetic letters, from one file to all results, on {cores()} cores with a load of "
        f"{os.getloadavg()[0]:.1f} at the end: median of {repeats} rounds, and in brackets the lowest and the highest."
    )
    yield ""
    yield "| `--workers` | letters/s | two workers are so many times as fast |"
    yield "|---|---:|---|"
    for workers, seconds in taken.items():
        ratios = [one / two for one, two in zip(seconds, taken[2], strict=True)]
        spread = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if workers != 2 else ""
        yield f"| {workers} | {count / median(seconds):,.0f} | {spread} |"


def memory(counts: list[int]) -> Iterator[str]:
    """The paragraph on memory."""
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            letters = Path(folder) / f"{count}.jsonl"
            write_letters(letters, count)
            _, own, worker = score(letters, Path(folder) / str(count), 2)
            yield f"- {count:,} letters: the program's own process {own} MB at most, a worker {worker} MB."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, nargs="+", metavar="N", help="sizes of the batches")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="rounds; the median counts")
    parser.add_argument("--memory", action="store_true", help="measure memory instead of time")
    parser.add_argument("--write", action="store_true", help=f"put the paragraph into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args()
    if given.memory:
        name, lines = "memory", memory(given.letters or [10_000, 100_000])
    else:
        name, lines = "speed", speed((given.letters or [6_000])[0], given.repeats)
    text = ""
    for line in lines:
        print(line, flush=True)
        text += f"{line}\n"
    if given.write:
        place = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(place.sub(lambda _: f"\n{text}\n", page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
