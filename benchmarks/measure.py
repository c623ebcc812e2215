"""One measurement in a process of its own: ``python -m benchmarks.measure WHAT ROUNDS`` prints a line of JSON.

Letters a second of the work and, by turns with it, of spaCy's own Norwegian tokenizer, on letters that come again and
on letters with words that were never met; seconds from the process's start to the first letter; its peak of memory.
All times are the processor's, which a busy machine changes less than the clock's.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from statistics import median

from benchmarks.letters import texts, unmet
from benchmarks.works import WORKS, Work


def _speed(work: Work, letters: Sequence[str]) -> float:
    began = time.process_time()
    for letter in letters:
        work(letter)
    return len(letters) / (time.process_time() - began)


def _peak() -> float:
    """Megabytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    """Measure and print."""
    what, rounds = sys.argv[1], int(sys.argv[2])
    letters = texts()
    work = WORKS[what]()
    work(letters[0])
    start = time.process_time()
    first = _speed(work, letters[1:])
    import spacy

    tokenize = spacy.blank("nb").make_doc
    _speed(tokenize, letters)
    taken: dict[str, list[float]] = {"tokenizer": [], "again": [], "tokenizer_unmet": [], "unmet": []}
    for number in range(rounds):
        fresh = unmet(letters, number)
        for name, measured, on in (
            ("tokenizer", tokenize, letters),
            ("again", work, letters),
            ("tokenizer_unmet", tokenize, fresh),
            ("unmet", work, fresh),
        ):
            taken[name].append(_speed(measured, on))
    found = {name: median(speeds) for name, speeds in taken.items()}
    print(json.dumps({**found, "first": first, "start": start, "peak": _peak()}))  # noqa: T201


if __name__ == "__main__":
    main()
