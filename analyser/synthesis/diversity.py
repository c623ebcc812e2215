"""How alike letters are: figures for a set of texts, to be compared with those of another set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

_TOKEN = re.compile(r"\w+|[^\w\s]")
_NUMBER = re.compile(r"\d+")
_SIZE = 4
_OPENING = 8


@dataclass(frozen=True, slots=True)
class Diversity:
    """Figures of a set of letters.

    Attributes
    ----------
    letters, words
        How many, and the median, 5th and 95th percentile of words a letter.
    distinct
        Of the runs of four words in the first ``sample`` words, the share that occurs once only; numbers are alike.
    openings
        Share of letters that begin with the same eight words and signs as another.
    nearest
        Median and largest share of its runs of four words that a letter has in common with another (Jaccard).
    near_duplicates
        Pairs with more than half in common.
    """

    letters: int
    words: tuple[float, float, float]
    distinct: float
    openings: float
    nearest: tuple[float, float]
    near_duplicates: int


def diversity(texts: Sequence[str], *, sample: int = 10_000) -> Diversity:
    """Figures of at least two letters; ``sample`` makes sets of different sizes comparable."""
    words = [_words(text) for text in texts]
    runs = Counter(run for run in _runs([word for letter in words for word in letter][:sample]))
    shingles = [frozenset(_runs(letter)) for letter in words]
    openings = Counter(tuple(letter[:_OPENING]) for letter in words)
    nearest = [0.0] * len(texts)
    pairs = 0
    for k, mine in enumerate(shingles):
        for j in range(k):
            common = len(mine & shingles[j])
            if not common:
                continue
            share = common / (len(mine) + len(shingles[j]) - common)
            pairs += share > 0.5
            nearest[k], nearest[j] = max(nearest[k], share), max(nearest[j], share)
    lengths = [len(letter) for letter in words]
    cuts = quantiles(lengths, n=20)
    return Diversity(
        letters=len(texts),
        words=(median(lengths), cuts[0], cuts[-1]),
        distinct=sum(count == 1 for count in runs.values()) / sum(runs.values()),
        openings=sum(count for count in openings.values() if count > 1) / len(texts),
        nearest=(median(nearest), max(nearest)),
        near_duplicates=pairs,
    )


def shared(texts: Sequence[str], others: Sequence[str]) -> float:
    """Share of the runs of four words of ``texts`` that also stand in ``others``."""
    mine = {run for text in texts for run in _runs(_words(text))}
    theirs = {run for text in others for run in _runs(_words(text))}
    return len(mine & theirs) / len(mine)


def _words(text: str) -> list[str]:
    return _TOKEN.findall(_NUMBER.sub("0", text.lower()))


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _SIZE]) for at in range(len(words) - _SIZE + 1)]
